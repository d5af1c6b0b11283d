package commands_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dogear/bot"
	"dogear/club"
)

// voter is somebody who rates, and then gives other stars and, of one who
// stopped, says another chapter.
type voter struct {
	stopped, starless, named bool
	stars                    [2]string
	at                       [2]int
}

func anyVoter(rt *rapid.T) voter {
	stars := rapid.SampledFrom([]string{"0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"})
	chapter := rapid.IntRange(1, 11)
	stopped := rapid.Bool().Draw(rt, "stopped")
	return voter{
		at:    [2]int{chapter.Draw(rt, "stopped at"), chapter.Draw(rt, "or stopped at")},
		named: rapid.Bool().Draw(rt, "named"), stopped: stopped, starless: stopped && rapid.Bool().Draw(rt, "starless"),
		stars: [2]string{stars.Draw(rt, "stars"), stars.Draw(rt, "other stars")},
	}
}

// rates gives the stars that a voter gives first, or then.
func (w *world) rates(name string, v voter, round int) person {
	w.t.Helper()
	stars := v.stars[round]
	if v.starless {
		stars = ""
	}
	p := w.reader(name, iff(v.stopped, "ch 1", "done")) // where they are is no secret of theirs
	p.slash("me settings", "show-stars", v.named, "reminders", true)
	p.submit(p.slash("rate"), "stars", stars, "end", iff(v.stopped, fmt.Sprintf("ch %d", v.at[round]), "finished"),
		"review", "What "+name+" thought.", "discussion", "4", "give", "a friend").says("rated so far")
	return p
}

func iff(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// looks is all that a person gets to see who uses every command that changes
// nothing, and presses what it offers; by what they did.
func (p person) looks(seen map[string]string) {
	p.w.t.Helper()
	commands := []string{"ratings", "shelf", "reading", "progress", "notes", "rate", "help"}
	if p.rights != 0 {
		commands = append(commands, "book list", "schedule show", "prompt list", "club settings")
	}
	for _, command := range commands {
		p.presses(command, p.slash(command), seen, 2)
	}
	for name, a := range p.w.actions {
		for _, o := range a.Options {
			if o.Name == "book" && (!a.Organiser || p.rights != 0) { // the others know of no read that has ended
				seen[p.id+": /"+name+" "+o.Name] = fmt.Sprint(p.suggest(name, o.Name, ""))
			}
		}
	}
	for i, post := range p.w.posts {
		p.presses(fmt.Sprintf("post %d", i), post.reply, seen, 1)
	}
}

// harmless lists the buttons that change nothing of what others see.
func harmless() []string {
	return []string{
		"ratings/show", "ratings/reviews", "rate/form", "schedule/show", "year/show", "year/organised", "year/post",
		"notes/page", "checkpoint/questions",
	}
}

func (p person) presses(what string, r reply, seen map[string]string, depth int) {
	p.w.t.Helper()
	told := r.all()
	for _, f := range r.message.Files {
		told += fmt.Sprintf("\n%s %s", f.Name, f.Data)
	}
	seen[p.id+": "+what] = told
	if depth == 0 {
		return
	}
	for _, b := range r.buttons() {
		if b.CustomID == "" {
			continue
		}
		if a, _ := p.w.parse(b.CustomID); slices.Contains(harmless(), a.Name) && a.On == bot.Press {
			p.presses(what+", "+b.CustomID, p.pressID(r, b.CustomID), seen, depth-1)
		}
	}
}

// The seal: what somebody sees who has not rated, and what anyone sees while too
// few have given stars, is the same whatever stars the others gave: in every
// answer, picture, suggestion and post. For those who have not rated it is the
// same wherever others stopped, too: who has rated sees the reviews of those who
// read no further. Organisers are no exception.
func TestTheSealProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		voters := rapid.SliceOfN(rapid.Custom(anyVoter), 0, 6).Draw(rt, "voters")
		mine := rapid.Custom(anyVoter).Draw(rt, "mine")
		mine.stars[1], mine.at[1] = mine.stars[0], mine.at[0]
		stops := rapid.Bool().Draw(rt, "others stop elsewhere")
		for i := range voters {
			if !stops {
				voters[i].at[1] = voters[i].at[0]
			}
		}
		w := newWorld(t)
		w.undrawn = true // what a picture is of tells all that it shows
		miriam := w.withRead()
		tommy := w.organiser("tommy")
		tommy.slash("progress", "at", "done")
		onlookers := []person{tommy, w.reader("late", "done"), w.reader("behind", "ch 6"), w.person("a stranger")}
		me := w.rates("me", mine, 0)
		if !stops && given(append(voters, mine), 0).N < 5 {
			onlookers = append(onlookers, me)
		}
		vote := func(round int) {
			for i, v := range voters {
				w.rates(fmt.Sprintf("r%d", i), v, round)
			}
		}
		vote(0)
		w.until(rapid.SampledFrom([]string{"2026-12-01 10:00", "2026-12-20 18:00", "2026-12-30 18:00"}).Draw(rt, "at")) // last, those are reminded who have not rated
		look := func() map[string]string {
			seen := make(map[string]string)
			for _, p := range onlookers {
				p.looks(seen)
			}
			w.work()
			seen["the board"] = w.board()
			return seen
		}
		look() // what was new is seen
		vote(0)
		before := look()
		vote(1)
		after := look()
		for _, what := range slices.Sorted(maps.Keys(after)) {
			if before[what] != after[what] {
				rt.Fatalf("%s differs by the stars of others:\n%s\n\n%s", what, before[what], after[what])
			}
		}
		if len(before) < 50 || len(before) != len(after) {
			rt.Fatalf("%d looks, and then %d", len(before), len(after))
		}
		w.until("2026-12-31 18:00")
		if stars := given(append(voters, mine), 1); stars.N > 0 {
			miriam.slash("schedule reveal")
			me.slash("ratings").draws(stars.Words())
		}
	})
}

// given is what voters give first, or then.
func given(voters []voter, round int) club.Summary {
	var stars []club.Stars
	for _, v := range voters {
		if s, err := club.ParseStars(v.stars[round]); err == nil && !v.starless {
			stars = append(stars, s)
		}
	}
	return club.Summarise(stars)
}
