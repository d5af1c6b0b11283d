package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dogear/bot/sandbox"
	"dogear/storage"
)

// party is the people of many clubs and what is asked of all of them.
type party struct {
	*play
	*throng
	guilds, homes []string // the servers and channels of the clubs
}

// gather has an organiser begin a read in each of some clubs, a few to a server,
// with so many people each. A bot runs.
func gather(p *play, clubs, each int, seed uint64) *party {
	p.t.Helper()
	const long = 23
	g := &party{play: p}
	var patrons []*patron
	for n := range clubs {
		if n%3 == 0 && n > 0 {
			p.guild = p.discord.AddGuild(fmt.Sprintf("Server %d", n/3+1))
			p.guild.AddMember(p.owner)
			p.guild.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
		}
		p.home = p.guild.AddChannel(fmt.Sprintf("club-%d", n+1))
		g.guilds, g.homes = append(g.guilds, p.guild.ID), append(g.homes, p.home)
		book := fmt.Sprintf("Volume %d", n+1)
		p.slash("Miriam", "/club setup timezone:Europe/London")
		p.slash("Miriam", fmt.Sprintf("/book add title:%s chapters:%d", book, long))
		p.press("Miriam", p.slash("Miriam", "/schedule plan book:"+book+" start:today pace:3"), "Start this read")
		for i := range each {
			one := p.guild.AddMember(fmt.Sprintf("Reader %d of club %d", i+1, n+1)).In(p.home)
			patrons = append(patrons, &patron{Person: one, book: book, chapters: long})
		}
	}
	g.throng = newThrong(patrons, seed)
	return g
}

// about is what the bot keeps about somebody, as far as it is looked at here.
type about struct {
	Reads   []struct{ Position int }
	Ratings []struct{ Stars float64 }
	Notes   []struct{ Text string }
}

// kept has everybody ask for all that the bot keeps about them, and checks that it
// is what was acknowledged: nothing less, and nothing more than what was said and
// got no answer. From then on that is what they said.
func (g *party) kept() {
	g.t.Helper()
	for _, p := range g.patrons {
		m, err := p.slash(g.ctx, "me export", nil, "all that I keep about you")
		if err != nil || len(m.Attachments) != 1 {
			g.t.Fatalf("%s asks for what is kept: %v %+v; the bot wrote:\n%s", p.Name, err, m, g.log)
		}
		var is about
		if err := json.Unmarshal(g.download(m.Attachments[0].URL), &is); err != nil {
			g.t.Fatal(err)
		}
		for _, wrong := range p.compare(is) {
			g.t.Errorf("%s: %s", p.Name, wrong)
		}
	}
}

// compare says what is wrong with what is kept, and takes it for what was said.
func (p *patron) compare(is about) (wrong []string) {
	position, stars := 0, 0.0
	for _, r := range is.Reads { // one at most: nobody is in two clubs
		position = r.Position
	}
	for _, r := range is.Ratings {
		stars = r.Stars
	}
	if !p.at.allows(position, position > 0) {
		wrong = append(wrong, fmt.Sprintf("they are at chapter %d, and said %+v", position, p.at))
	}
	if !p.stars.allows(stars, stars > 0) {
		wrong = append(wrong, fmt.Sprintf("they gave %g stars, and said %+v", stars, p.stars))
	}
	var notes []string
	for _, n := range is.Notes {
		switch {
		case slices.Contains(notes, n.Text):
			wrong = append(wrong, fmt.Sprintf("%q is there twice", n.Text))
		case !slices.Contains(p.notes, n.Text) && !slices.Contains(p.lost, n.Text):
			wrong = append(wrong, fmt.Sprintf("nobody wrote %q", n.Text))
		}
		notes = append(notes, n.Text)
	}
	for _, text := range p.notes {
		if !slices.Contains(notes, text) {
			wrong = append(wrong, fmt.Sprintf("%q is lost", text))
		}
	}
	p.at.settle(position, position > 0)
	p.stars.settle(stars, stars > 0)
	p.notes, p.lost = notes, nil
	return wrong
}

// stubbed checks that each note has its public line, and has it once.
func (g *party) stubbed() {
	g.t.Helper()
	want := map[string]int{}
	o := openOracle(g.t, g.file)
	defer o.close()
	o.each(`SELECT id FROM note WHERE deleted_at IS NULL AND stub_channel_id <> ''`, func(scan func(...any)) {
		var id string
		scan(&id)
		want[id] = 0
	})
	for _, home := range g.homes {
		for _, m := range g.discord.As(g.owner).In(home).Sees() {
			if id, _, _ := strings.Cut(m.CustomID("Open"), "#"); id != "" && !m.Private {
				want[id[strings.LastIndexByte(id, '/')+1:]]++
			}
		}
	}
	for id, n := range want {
		if n != 1 {
			g.t.Errorf("note %s has %d lines", id, n)
		}
	}
	if len(want) == 0 {
		g.t.Error("nobody wrote a note")
	}
}

// soundFile checks a database or a copy of one.
func soundFile(ctx context.Context, t *testing.T, path string, clubs int) {
	t.Helper()
	if found, err := storage.Inspect(ctx, path); err != nil || len(found.Clubs) != clubs {
		t.Errorf("%s has %d clubs, %v", path, len(found.Clubs), err)
	}
}
