package bot

import (
	"encoding/json"
	"testing"

	"dogear/club"
)

// Whatever stands in a channel, it is read for the rows of ours that it carries
// and for its files, and others' messages are not taken for ours.
func FuzzReadSent(f *testing.F) {
	f.Add([]byte(`{"id": "7", "author": {"id": "1"}, "components": [{"type": 17, "components": [{"type": 9,
		"accessory": {"type": 11, "media": {"url": "https://cdn.discordapp.com/attachments/1/2/cover.png?ex=6a0", "attachment_id": "1161"}}},
		{"type": 1, "components": [{"type": 2, "custom_id": "v1/note/open/5#z.1k"}]}]}]}`), "#z", int64(40))
	f.Add([]byte(`{"id": "7", "components": [{"type": 99, "custom_id": 5, "items": [{}], "component": {}}, null]}`), "#", int64(0))
	f.Add([]byte(`{"id": "7", "components": [{"custom_id": "#z.zzzzzzzzzzzzzzzz"}, {"media": {"url": "%zz"}}]}`), "#z", int64(-1))
	f.Fuzz(func(t *testing.T, answer []byte, tag string, first int64) {
		m, err := readSent(answer)
		if err != nil {
			return
		}
		if !json.Valid(answer) || m.ID == "" {
			t.Errorf("taken for a message: %s", answer)
		}
		_, _ = m.carries(tag), m.carriesLater(tag, first)
		look := lookWith("a look", []File{{Name: "cover.png"}}, m)
		if words, there := readLook(look); words != "a" || len(there) > 2 {
			t.Errorf("%q is read as %q, %v", look, words, there)
		}
	})
}

// What is not one of a few kinds of pictures is none, and its name is not asked.
func FuzzPictureKind(f *testing.F) {
	for _, head := range []string{
		"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF89a", "RIFF....WEBPVP8 ", "<svg>", "<!DOCTYPE html>", "MZ", "\x7fELF", "#!/bin/sh", "%PDF-", "PK\x03\x04", "",
	} {
		f.Add([]byte(head))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, err := pictureKind(data)
		if (err == nil) != ((club.Picture{Kind: kind}).Extension() != "") {
			t.Errorf("%q is a %s, %v", data, kind, err)
		}
		if len(data) > 0 && (data[0] == '<' || data[0] == '#' || data[0] == 'M' || data[0] == 'P') && err == nil {
			t.Errorf("%q is taken for a %s", data, kind)
		}
	})
}
