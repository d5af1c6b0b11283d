package main

import (
	"encoding"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
)

// tokenVariable is the environment variable that may hold the bot's token.
const tokenVariable = "DISCORD_TOKEN"

// redacted is what a secret looks like wherever it is printed.
const redacted = "[secret]"

// maxTokenFile bounds what is read of a token_file; tokens have some 70 bytes.
const maxTokenFile = 4096

// secret is a text that cannot be printed, logged or marshalled by accident.
// The text is behind a pointer, so that even a print of a structure around it,
// which sees no methods, shows an address.
type secret struct{ text *string }

var (
	_ fmt.Formatter          = secret{}
	_ slog.LogValuer         = secret{}
	_ encoding.TextMarshaler = secret{}
)

func hide(text string) secret { return secret{&text} }

// reveal is the only way to the text.
func (s secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Format writes the same for every verb.
func (secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue keeps the text out of logs.
func (secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText keeps the text out of JSON and TOML.
func (secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// findToken takes the token from the one place that holds it: the file, the
// file's token_file, or the environment. There is no order among them: where
// two hold different tokens it is refused, for a forgotten one would start
// another bot than was meant.
func findToken(s settings, path string, getenv func(string) string) (secret, error) {
	type place struct{ name, text string }
	places := []place{
		{"discord.token in " + path, s.Discord.Token},
		{"the environment variable " + tokenVariable, getenv(tokenVariable)},
	}
	if s.Discord.TokenFile != "" {
		text, err := readTokenFile(s.Discord.TokenFile)
		if err != nil {
			return secret{}, fmt.Errorf("%s: discord.token_file: %w", path, err)
		}
		places = append(places, place{"the token_file " + s.Discord.TokenFile, text})
	}
	var found place
	for _, p := range places {
		p.text = trimToken(p.text)
		switch {
		case p.text == "" || p.text == found.text:
			continue
		case found.text != "":
			return secret{}, fmt.Errorf("%s and %s hold different tokens: keep one of them", found.name, p.name)
		case strings.ContainsFunc(p.text, notInToken):
			return secret{}, fmt.Errorf("%s holds something that is not a token: copy it again from the Discord Developer Portal > Bot > Reset Token", p.name)
		}
		found = p
	}
	if found.text == "" {
		return secret{}, fmt.Errorf("there is no bot token: put it into discord.token in %s, into a file that discord.token_file names,"+
			" or into the environment variable %s (Discord Developer Portal > Bot > Reset Token)", path, tokenVariable)
	}
	return hide(found.text), nil
}

// trimToken drops what is often copied along with a token.
func trimToken(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > 4 && strings.EqualFold(text[:4], "Bot ") {
		text = strings.TrimSpace(text[4:])
	}
	if n := len(text) - 1; n > 0 && text[0] == text[n] && strings.ContainsRune(`"'`, rune(text[0])) {
		text = trimToken(text[1:n])
	}
	return text
}

// notInToken reports what would break, or bend, an HTTP header.
func notInToken(r rune) bool { return r <= ' ' || r > '~' }

func readTokenFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxTokenFile))
	if err != nil {
		return "", err
	}
	text := strings.TrimSpace(strings.TrimPrefix(string(data), "\ufeff"))
	if text == "" {
		return "", errors.New(path + " is empty: put the token into it, and nothing else")
	}
	return text, nil
}
