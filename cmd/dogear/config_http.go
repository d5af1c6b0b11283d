package main

import (
	"fmt"
	"net"
	"strconv"
	"strings"
)

// checkListen reads where the host can ask how the bot is: a host, or none for
// every address of this machine, and a port.
func (s settings) checkListen() (string, error) {
	listen := strings.TrimSpace(s.HTTP.Listen)
	if listen == "" {
		return "", nil
	}
	const example = `write a host and a port, such as "127.0.0.1:9787", or nothing to listen nowhere`
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", fmt.Errorf("http.listen: %q is not an address: %s", s.HTTP.Listen, example)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", fmt.Errorf("http.listen: %q is not a port from 1 to 65535: %s", port, example)
	}
	if strings.ContainsAny(host, "/@ ") {
		return "", fmt.Errorf("http.listen: %q is not a host: %s", host, example)
	}
	return listen, nil
}
