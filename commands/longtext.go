package commands

import (
	"strings"

	"dogear/bot"
	"dogear/club"
)

// longShown is how much of a long text stands in a message, in UTF-16 units.
const longShown = 2000

// storyParts shows a text that is open to the person. One that is longer than a
// message can quote, as messages that became notes may be, is begun, and comes
// whole as a file.
func storyParts(words string) ([]part, []bot.File) {
	if words == "" {
		return nil, nil
	}
	quoted := club.Quote(words)
	cut := strings.HasSuffix(quoted, "…") && !strings.HasSuffix(words, "…")
	if !cut && club.Units(words) <= club.MaxNote {
		return []part{text("%s", quoted)}, nil
	}
	const name = "note.txt"
	return []part{
		text("%s", club.Quote(club.Cut(words, longShown))),
		text("-# It is longer than I can show here: the file has all of it."),
		fileNamed(name),
	}, []bot.File{{Name: name, Type: "text/plain; charset=utf-8", Data: []byte(words)}}
}
