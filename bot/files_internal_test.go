package bot

import (
	"maps"
	"testing"
)

// The files of a message are found where it shows them, as Discord answers it.
func TestTheFilesOfAMessage(t *testing.T) {
	t.Parallel()
	const at = `https://cdn.discordapp.com/attachments/1150/1161/`
	m, err := readSent([]byte(`{"id": "1170", "attachments": [], "components": [{"type": 17, "id": 1, "components": [
		{"type": 9, "id": 2, "components": [{"type": 10, "id": 3, "content": "A card"}], "accessory": {"type": 11, "id": 4, "description": null, "spoiler": false,
			"media": {"id": "1162", "url": "` + at + `cover.png?ex=6a0&is=69f&hm=77&", "proxy_url": "x", "width": 2, "height": 3, "content_type": "image/png", "attachment_id": "1161"}}},
		{"type": 12, "id": 5, "items": [
			{"media": {"id": "1163", "url": "` + at + `stars.png?ex=6a0", "proxy_url": "x", "attachment_id": "1164"}, "description": "Stars", "spoiler": false},
			{"media": {"id": "1165", "url": "https://example.com/far.png", "proxy_url": "x"}, "description": null, "spoiler": false}]},
		{"type": 13, "id": 6, "name": "chapters.txt", "size": 3, "spoiler": false, "file": {"id": "1166", "url": "` + at + `chapters.txt", "proxy_url": "x", "attachment_id": "1167"}}
	]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"cover.png": "1161", "stars.png": "1164", "far.png": "", "chapters.txt": "1167"}
	if got := m.files(); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	files := []File{{Name: "stars.png", Of: "stars"}, {Name: "far.png"}, {Name: "other.png"}}
	look, there := readLook(lookWith("look", files, m))
	if look != "look" || len(there) != 1 || there[files[0].sum()] != "1164" {
		t.Errorf("%q, %v", look, there)
	}
}
