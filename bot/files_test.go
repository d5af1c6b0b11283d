package bot_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// pictured is a post with a picture beside its words and one below.
type pictured struct {
	words, beside, below atomic.Value
	drawn                atomic.Int32
	fails                atomic.Bool
}

func (p *pictured) message() bot.Message {
	file := func(name, of string) bot.File {
		return bot.File{Name: name, Type: "image/png", Alt: "Of " + of, Of: of, Draw: func(context.Context) ([]byte, error) {
			if p.drawn.Add(1); p.fails.Load() {
				return nil, errors.New("out of ink")
			}
			return []byte("drawn: " + of), nil
		}}
	}
	words, _ := p.words.Load().(string)
	beside, _ := p.beside.Load().(string)
	below, _ := p.below.Load().(string)
	at := func(name string) discordgo.UnfurledMediaItem {
		return discordgo.UnfurledMediaItem{URL: "attachment://" + name}
	}
	m := bot.Message{Parts: []discordgo.MessageComponent{discordgo.Container{Components: []discordgo.MessageComponent{
		discordgo.Section{Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: words}}, Accessory: discordgo.Thumbnail{Media: at("cover.png")}},
		discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{Media: at("stars.png")}}},
		discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.Button{Label: "Open", CustomID: bot.CustomID("note/open", 5)}}},
	}}}}
	m.Files = []bot.File{file("cover.png", beside), file("stars.png", below)}
	return m
}

func picturedPost(t *testing.T) (*rig, *desk, *pictured) {
	t.Helper()
	r, d := working(t)
	p := &pictured{}
	p.words.Store("A card")
	p.beside.Store("a cover")
	p.below.Store("stars")
	return r, d, p
}

// fresh is how many files the last request that changed a message brought.
func (r *rig) fresh() int {
	var body []byte
	for _, q := range r.sb.Requests() {
		if (q.Method == "PATCH" || q.Method == "POST") && strings.Contains(q.Path, "/messages") {
			body = q.Body
		}
	}
	return bytes.Count(body, []byte(`filename="`))
}

// A file that is there is not drawn again and not sent again, whatever else of
// the post changes; one that is another is.
func TestAFileIsSentOnce(t *testing.T) {
	t.Parallel()
	r, d, p := picturedPost(t)
	d.add(7, posts(r.channel, p.message))
	for i, tt := range []struct {
		change       func()
		fresh, drawn int
	}{
		{func() {}, 2, 2},
		{func() {}, 2, 2}, // nothing is sent
		{func() { p.words.Store("A new card") }, 0, 2}, // an edit without files
		{func() { p.beside.Store("another cover") }, 1, 3},
		{func() { p.words.Store("And again") }, 0, 3},
		{func() { p.below.Store("more stars"); p.beside.Store("a third cover") }, 2, 5},
	} {
		tt.change()
		if i > 0 {
			d.again(7)
		}
		r.done(d, 7, i+1)
		words, _ := p.words.Load().(string)
		m := r.onlyPost(words)
		beside, _ := p.beside.Load().(string)
		if len(m.Attachments) != 2 || m.Attachments[0].Description != "Of "+beside {
			t.Errorf("step %d: %+v", i, m.Attachments)
		}
		if fresh, drawn := r.fresh(), int(p.drawn.Load()); fresh != tt.fresh || drawn != tt.drawn {
			t.Errorf("step %d: %d files sent and %d drawn, want %d and %d", i, fresh, drawn, tt.fresh, tt.drawn)
		}
	}
	r.clean()
}

// What Discord does not have any more under the id that we remember is sent
// again.
func TestAFileThatIsGoneIsSentAgain(t *testing.T) {
	t.Parallel()
	r, d, p := picturedPost(t)
	d.add(7, posts(r.channel, p.message))
	r.done(d, 7, 1)
	d.mu.Lock()
	d.rows[7].task.Look = strings.ReplaceAll(d.rows[7].task.Look, ":", ":9")
	d.mu.Unlock()
	p.words.Store("A new card")
	d.again(7)
	r.done(d, 7, 2)
	if m := r.onlyPost("A new card"); len(m.Attachments) != 2 || r.fresh() != 2 {
		t.Errorf("%+v, %d sent", m.Attachments, r.fresh())
	}
}

// Where no files may be attached, a post goes without, and gets them at its
// next change once they may.
func TestAPostGoesWithoutItsFiles(t *testing.T) {
	t.Parallel()
	r, d, p := picturedPost(t)
	r.guild.DenyBot(r.channel, sandbox.PermissionAttachFiles)
	d.add(7, posts(r.channel, p.message))
	r.done(d, 7, 1)
	if m := r.onlyPost("A card"); len(m.Attachments) != 0 || m.CustomID("Open") == "" {
		t.Errorf("%+v", m)
	}
	p.words.Store("A new card")
	d.again(7)
	r.done(d, 7, 2)
	r.onlyPost("A new card")
	d.again(7)
	r.done(d, 7, 3)
	if n := r.count("PATCH", "/channels/", 200); n != 1 {
		t.Errorf("%d edits, though nothing has changed", n-1)
	}
	r.guild.DenyBot(r.channel, 0)
	d.again(7)
	r.done(d, 7, 4)
	if m := r.onlyPost("A new card"); len(m.Attachments) != 2 {
		t.Errorf("%+v", m.Attachments)
	}
}

// What cannot be drawn is tried again, and nothing is posted meanwhile.
func TestAPictureThatCannotBeDrawn(t *testing.T) {
	t.Parallel()
	r, d, p := picturedPost(t)
	p.fails.Store(true)
	d.add(7, posts(r.channel, p.message))
	if got := r.failed(d, 7); got.Permanent || got.Unsure || !strings.Contains(got.Reason, "draw") || len(r.public()) != 0 {
		t.Errorf("%+v", got)
	}
	p.fails.Store(false)
	d.again(7)
	r.done(d, 7, 1)
	if m := r.onlyPost("A card"); len(m.Attachments) != 2 {
		t.Errorf("%+v", m.Attachments)
	}
	r.clean()
}
