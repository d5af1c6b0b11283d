package bot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/club"
)

// However an interaction gets into a log or a sentence, what was typed into it
// does not.
func TestAnInteractionShowsNothingTyped(t *testing.T) {
	t.Parallel()
	file := bot.NewAttachment("Tommy dies.txt", []byte("They are clones."))
	in := bot.NewInteraction(bot.Interaction{Guild: "1", Channel: "2", User: "3"}, map[string]any{
		"text": "They are clones.", "file": file, "role": bot.Role{Name: "clones"},
	})
	secret := club.Draft("They are clones.", "3")
	in.Target = bot.NewTarget(bot.Target{ID: "4", Author: "5"}, secret, 0, club.Picture{Kind: "image/png", Alt: secret, Data: secret})
	var shown bytes.Buffer
	for _, v := range []any{in, *in, []any{in}, struct{ In *bot.Interaction }{in}, file, &file, in.Target, *in.Target, in.Pictures()} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&shown, verb+"\n", v)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		shown.Write(b)
		slog.New(slog.NewTextHandler(&shown, nil)).Info("look", "at", v)
		slog.New(slog.NewJSONHandler(&shown, nil)).Info("look", "at", v)
	}
	for _, secret := range []string{"clones", fmt.Sprintf("%x", "clones"), "Tommy", "99 108 111", "0x63, 0x6c", "Y2xvbmVz"} {
		if strings.Contains(shown.String(), secret) {
			t.Errorf("%q is shown", secret)
		}
	}
	if got := fmt.Sprint(in); got != "interaction of 3 in 2 of 1" {
		t.Error(got)
	}
	var line strings.Builder
	slog.New(slog.NewTextHandler(&line, nil)).Info("look", "at", in)
	if !strings.Contains(line.String(), "at.guild=1 at.channel=2 at.user=3\n") {
		t.Error(line.String())
	}
	if kind := in.FileKind("file"); kind != ".txt" {
		t.Error(kind)
	}
	if story, ok := in.StoryFile("file"); !ok || story.Units() != len("They are clones.") {
		t.Error("the file is not there:", story)
	}
}
