package main

import (
	"net/http"
	"strings"
	"testing"

	"dogear/bot/sandbox"
)

// covers hands in a cover, as Miriam.
func (p *play) covers(file sandbox.File) *sandbox.Message {
	p.t.Helper()
	a, err := p.as("Miriam").SlashWith(p.ctx, "book edit", map[string]any{"book": "Never Let Me Go", "cover": file})
	return p.reply(a, err, "hands in a cover")
}

// A cover comes to the card of the read, and the card keeps it when its words
// change: the picture is not sent again. Without Attach Files a card goes
// without one.
func TestACoverComesToTheCard(t *testing.T) {
	t.Parallel()
	p := newPlay(t, sandbox.Options{Start: storyStart(), Record: true}, "Ana")
	p.boot()
	p.begins()
	card := func(alt, words string) func() bool {
		return func() bool {
			m := p.post("Never Let Me Go")
			return strings.Contains(strings.Join(m.Alt(), "|"), alt) && strings.Contains(m.Text(), words)
		}
	}
	p.await("the title's tile", card("The title: Never Let Me Go", ""))
	p.has(p.covers(sandbox.File{Name: "cover.png", Data: []byte("GIF89a")}), "PNG, JPEG or WebP")
	p.has(p.covers(sandbox.File{Name: "my cover.PNG", Data: somePicture(t)}), "Saved.")
	p.await("the cover", card("Cover of Never Let Me Go", ""))

	sent := len(p.discord.Requests())
	p.slash("Miriam", "/book edit book:Never Let Me Go pages:282")
	p.await("its pages", card("Cover of Never Let Me Go", "282 pages"))
	for _, r := range p.discord.Requests()[sent:] {
		if r.Method == http.MethodPatch && strings.Contains(r.Path, "/channels/") && strings.Contains(string(r.Body), "filename=") {
			t.Error("the picture is sent again")
		}
	}
	p.guild.DenyBot(p.home, sandbox.PermissionAttachFiles)
	p.has(p.covers(sandbox.File{Name: "other.png", Data: somePicture(t)[:60]}), "cannot be opened")
	p.slash("Miriam", "/book edit book:Never Let Me Go title:Never Let Me Go Again")
	p.await("the card without", func() bool { m := p.post("Never Let Me Go Again"); return len(m.Attachments) == 0 })
	p.wellBehaved()
}
