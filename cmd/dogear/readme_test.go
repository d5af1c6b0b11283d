package main

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/commands"
)

// The README's table of commands is the list of the program, word for word.
func TestReadmeNamesEveryCommand(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	told := make(map[string]string)
	for _, row := range regexp.MustCompile("(?m)^\\| `/([a-z ]+)` \\| (.+) \\|$").FindAllStringSubmatch(string(text), -1) {
		told[row[1]] = row[2]
	}
	there := make(map[string]string)
	for _, a := range commands.New(commands.Deps{}).Actions() {
		if a.On == bot.Slash {
			there[a.Name] = a.Help
		}
	}
	if !maps.Equal(told, there) {
		t.Errorf("the README's table differs from the commands:\nREADME   %v\ncommands %v", told, there)
	}
}

// The README's two commands are what a newcomer types first.
func TestReadmeBeginsWithTheTwoCommands(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(text), "## ")
	for _, command := range []string{"go run ./cmd/dogear demo", "go test ./..."} {
		if !strings.Contains(before, command) {
			t.Errorf("the README's beginning does not say %q", command)
		}
	}
}
