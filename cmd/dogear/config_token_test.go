package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

const testToken = "hunter2.secret-token"

// Nothing that prints, logs or marshals shows a token, whether it is met alone
// or in a structure around it.
func TestTokenIsNeverShown(t *testing.T) {
	t.Parallel()
	token := hide(testToken)
	holder := config{token: token, apiBase: "https://discord.com"}
	exported := struct{ Token secret }{token}

	var shown []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, v := range []any{token, &token, holder, &holder, exported, []secret{token}, map[string]secret{"a": token}} {
			shown = append(shown, fmt.Sprintf(verb, v))
		}
	}
	for _, handler := range []func(*bytes.Buffer) slog.Handler{
		func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var b bytes.Buffer
		slog.New(handler(&b)).Info("hello", "token", token, "config", holder, "exported", exported)
		shown = append(shown, b.String())
	}
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, toml.Marshal} {
		b, err := marshal(exported)
		if err != nil || !bytes.Contains(b, []byte(redacted)) {
			t.Errorf("marshalled %s, %v", b, err)
		}
		shown = append(shown, string(b))
	}
	hex := fmt.Sprintf("%x", testToken)
	for _, s := range shown {
		if strings.Contains(s, testToken) || strings.Contains(strings.ToLower(s), hex) {
			t.Errorf("shows the token: %s", s)
		}
	}
	if fmt.Sprint(token) != redacted || token.reveal() != testToken {
		t.Errorf("prints as %v and reveals %q", token, token.reveal())
	}
}

// A file that cannot be read may hold a token all the same.
func TestTokenIsNotInErrors(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"[discord]\ntoken = \"" + testToken,
		"[discord]\ntoken = " + testToken,
		"[discord]\ntoken = \"" + testToken + "\" x",
		"[discord]\ntoken = \"" + testToken + " and more\"",
		"[discord]\ntoken = [\"" + testToken + "\"]",
		"[discord]\ntokn = \"" + testToken + "\"",
		"[discord]\ntoken = \"" + testToken + "\"\ntoken = \"" + testToken + "\"",
		"[discord]\ntoken = \"" + testToken + "\"\n[log]\nlevel = \"loud\"",
	} {
		_, _, err := inFolder(t, text, map[string]string{"DISCORD_TOKEN": testToken + "2"})
		if err == nil {
			t.Errorf("accepted: %s", text)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("shows the token: %v", err)
		}
	}
}

func TestWhereTheTokenStands(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("\ufeffBot from-file\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, token, file, variable, want, refused string }{
		{name: "file", token: "abc", want: "abc"},
		{name: "token file", file: file, want: "from-file"},
		{name: "variable", variable: " abc\n", want: "abc"},
		{name: "quotes", variable: `Bot "abc"`, token: "'abc'", want: "abc"},
		{name: "the same thrice", token: "from-file", file: file, variable: "bot from-file", want: "from-file"},
		{name: "an empty variable", token: "abc", variable: " ", want: "abc"},
		{name: "file and variable", token: "abc", variable: "def", refused: "discord.token in F and the environment variable DISCORD_TOKEN hold different tokens: keep one of them"},
		{name: "file and token file", token: "abc", file: file, refused: "discord.token in F and the token_file " + file + " hold different tokens: keep one of them"},
		{name: "a header in disguise", variable: "abc\r\nX-Evil: 1", refused: "the environment variable DISCORD_TOKEN holds something that is not a token: copy it again from the Discord Developer Portal > Bot > Reset Token"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			text := fmt.Sprintf("[discord]\ntoken = %q\ntoken_file = %q\n", tc.token, tc.file)
			cfg, path, err := inFolder(t, text, map[string]string{"DISCORD_TOKEN": tc.variable})
			refused := ""
			if err != nil {
				refused = strings.ReplaceAll(err.Error(), path, "F")
			}
			if got := cfg.token.reveal(); got != tc.want || refused != tc.refused {
				t.Errorf("token %q, error %q", got, refused)
			}
		})
	}
}
