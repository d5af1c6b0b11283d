package main

import "testing"

func TestListenIsRead(t *testing.T) {
	t.Parallel()
	const example = `: write a host and a port, such as "127.0.0.1:9787", or nothing to listen nowhere`
	for text, want := range map[string]string{ // the address, or what is wrong
		"":                      "",
		"  ":                    "",
		" 127.0.0.1:9090 ":      "127.0.0.1:9090",
		"localhost:1":           "localhost:1",
		"[::1]:65535":           "[::1]:65535",
		":9090":                 ":9090",
		"9090":                  `http.listen: "9090" is not an address` + example,
		"127.0.0.1":             `http.listen: "127.0.0.1" is not an address` + example,
		"::1:9090":              `http.listen: "::1:9090" is not an address` + example,
		"127.0.0.1:0":           `http.listen: "0" is not a port from 1 to 65535` + example,
		"127.0.0.1:65536":       `http.listen: "65536" is not a port from 1 to 65535` + example,
		"127.0.0.1:http":        `http.listen: "http" is not a port from 1 to 65535` + example,
		"http://127.0.0.1:9090": `http.listen: "http://127.0.0.1:9090" is not an address` + example,
		"a host:9090":           `http.listen: "a host" is not a host` + example,
	} {
		s := defaultSettings()
		s.HTTP.Listen = text
		cfg, err := s.check()
		got := cfg.listen
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", text, got, want)
		}
	}
}
