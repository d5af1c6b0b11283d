package commands_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
)

// everyForm fills in any form.
func everyForm() map[string]any {
	return map[string]any{
		"text": "MARKER", "list": "1\n2", "chapter": "1", "kind": []string{"thought"}, "stars": []string{"4"}, "end": "finished",
		"review": "MARKER", "discussion": []string{"5"}, "give": "MARKER", "name": "MARKER", "at": "12", "repeat": "daily",
	}
}

// pressAny presses a button, or sends a form, by its custom id alone, as a
// client could that is not Discord's.
func (p person) pressAny(a bot.Action, id string) reply {
	p.w.t.Helper()
	_, args := p.w.parse(id)
	if a.On == bot.Submit {
		return p.run(a, bot.NewInteraction(p.interaction(), everyForm(), args...))
	}
	return p.run(a, bot.NewInteraction(p.interaction(), nil, args...).On("1", true))
}

// pressable lists the actions that a custom id leads to, in their order.
func (w *world) pressable() []string {
	var names []string
	for name, a := range w.actions {
		if a.On == bot.Press || a.On == bot.Submit {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// lastOf is all of a list or, where the race detector watches and all takes ten
// times as long, the last of it.
func lastOf(ids []string) []string {
	if raced && len(ids) > 0 {
		return ids[len(ids)-1:]
	}
	return ids
}

// storySecrets are words that stand in the story of everyButton alone.
func storySecrets() []string {
	return []string{"Never Let Me Go", "Title0", "Title1", "SecretPart", "SECRET", "Hailsham"}
}

// Every button and every form that was ever offered, of every row, is nothing in
// another server, whoever presses it there: an organiser, who reads a book there,
// an administrator, the same person, a reader, and somebody where there is no
// club. It changes nothing and tells nothing of the server that it is from.
func TestEveryRowFromAnotherServer(t *testing.T) {
	t.Parallel()
	w, miriam := everyButton(t)
	made := w.made
	w.made = make(map[string][]string)
	far := w.organiser("olga").at(elsewhere, farRoom)
	far.slash("club setup", "timezone", "UTC", "name", "The Far Ones")
	far.slash("book add", "title", "Emma", "chapters", 4)
	w.start(far, "Emma")
	far.slash("progress", "at", "ch 2")
	admin := w.person("admin").at(elsewhere, farRoom)
	admin.rights = discordgo.PermissionAdministrator
	people := map[string]person{
		"an organiser there": far, "the same person": miriam.at(elsewhere, farRoom), "an administrator": admin,
		"a reader there": w.person("rita").at(elsewhere, farRoom), "somebody without a club": w.person("nick").at("3000", "3001"),
	}
	people["a reader there"].slash("progress", "at", "ch 1")
	before := w.rowsNow()
	for _, name := range w.pressable() {
		for _, p := range people {
			for _, id := range lastOf(made[name]) {
				p.pressAny(w.actions[name], id).hides(storySecrets()...)
			}
		}
		if was, is := changedRows(before, w.rowsNow()); len(was)+len(is) > 0 {
			t.Fatalf("%s changes\n%s\nto\n%s", name, strings.Join(was, "\n"), strings.Join(is, "\n"))
		}
	}
}

// What may be said in a direct message is about a server all the same: a
// stranger presses there what others were offered, and is told nothing.
func TestEveryRowInADirectMessage(t *testing.T) {
	t.Parallel()
	w, _ := everyButton(t)
	made := w.made
	w.made = make(map[string][]string)
	before := w.rowsNow()
	tried := 0
	for _, name := range w.pressable() {
		if !w.actions[name].DM { // the edge refuses it
			continue
		}
		for i, id := range made[name] {
			p := w.person(fmt.Sprint("stranger ", i)).at("", "d"+fmt.Sprint(i))
			p.pressAny(w.actions[name], id).hides(storySecrets()...)
			tried++
		}
	}
	if was, is := changedRows(before, w.rowsNow()); len(was)+len(is) > 0 || tried == 0 {
		t.Errorf("%d presses change\n%s\nto\n%s", tried, strings.Join(was, "\n"), strings.Join(is, "\n"))
	}
}

// Somebody of the same server presses what others were offered in private: their
// drafts, their notes, their settings. One is in no read, one has read to Chapter
// 2. They are shown nothing that is locked, unless they say that they have read
// further, and what changes is their own. What organisers are offered is not
// tried: whether somebody organises is Discord's to say, and it is offered in
// private, for an hour.
func TestEveryRowBySomebodyElse(t *testing.T) {
	t.Parallel()
	w, miriam := everyButton(t)
	miriam.submit(miriam.slash("note", "book", "Never Let Me Go"), "text", "SECRET draft", "chapter", "ch 99").no("ch 99")
	made := w.made
	w.made = make(map[string][]string)
	for _, joins := range []bool{false, true} {
		for _, name := range w.pressable() {
			if w.actions[name].Organiser {
				continue
			}
			for i, id := range lastOf(made[name]) {
				p := w.person(fmt.Sprintf("%s %d %v", name, i, joins))
				if joins {
					p.slash("progress", "at", "ch 2", "book", "Never Let Me Go").says("**Chapter 2**")
				}
				p.trespasses(name, id)
			}
		}
	}
}

// trespasses presses what others were offered, and judges what comes of it.
func (p person) trespasses(name, id string) {
	p.w.t.Helper()
	before, drafts := p.w.rowsNow(), p.w.draftsOfOthers(p)
	r := p.pressAny(p.w.actions[name], id)
	was, is := changedRows(before, p.w.rowsNow())
	if now := p.w.draftsOfOthers(p); now != drafts {
		p.w.t.Errorf("%s by somebody else changes drafts from\n%s\nto\n%s", id, drafts, now)
	}
	if !slices.ContainsFunc(is, func(row string) bool { return strings.HasPrefix(row, "reader: ") }) {
		r.hides("SECRET", "Title1", "SecretPartTwo")
	}
	for _, row := range was {
		if !follows(row) && !strings.Contains(row, p.id) {
			p.w.t.Errorf("%s by somebody else takes away %s", id, row)
		}
	}
	for _, row := range is {
		if !follows(row) && !p.owns(row, is) {
			p.w.t.Errorf("%s by somebody else makes %s", id, row)
		}
	}
}

// draftsOfOthers is what waits for a yes of other people than one.
func (w *world) draftsOfOthers(p person) string {
	w.t.Helper()
	return strings.Join(column(w.t, w.beside, fmt.Sprintf(`SELECT id || ' ' || user_id || ' ' || body FROM draft
		WHERE expires_at > %d AND user_id <> '%s' ORDER BY id`, w.now().Unix(), p.id)), "\n")
}

// Nothing that organisers are offered stands where everyone sees it: a press on
// it would be anybody's.
func TestNothingInPublicIsForOrganisersAlone(t *testing.T) {
	t.Parallel()
	w, _ := everyButton(t)
	seen := 0
	for _, p := range w.posts {
		for _, b := range p.buttons() {
			if b.CustomID == "" {
				continue // a link
			}
			if a, _ := w.parse(b.CustomID); a.Organiser {
				t.Errorf("%s stands in public", b.CustomID)
			}
			seen++
		}
	}
	if seen < 20 {
		t.Errorf("%d buttons were looked at", seen)
	}
}

// What is typed into an option, or was suggested for it in one server, names
// nothing of that server in another.
func TestEveryOptionFromAnotherServer(t *testing.T) {
	t.Parallel()
	w, miriam := everyButton(t)
	home := w.rowsNow()
	far := w.organiser("olga").at(elsewhere, farRoom)
	far.slash("club setup", "timezone", "UTC", "name", "The Far Ones")
	far.slash("book add", "title", "Emma", "chapters", 4)
	w.start(far, "Emma")
	far.slash("prompt add", "text", "Well?")
	far.slash("progress", "at", "ch 2")
	tried := 0
	for _, name := range slices.Sorted(maps.Keys(w.actions)) {
		a := w.actions[name]
		if a.On != bot.Slash || name == "club setup" {
			continue
		}
		for _, o := range a.Options {
			if o.Suggest == nil {
				continue
			}
			for _, value := range miriam.naming(o) {
				w.actsFar(far, a, o.Name, value)
				tried++
			}
		}
	}
	if was, _ := changedRows(home, w.rowsNow()); len(slices.DeleteFunc(was, follows)) > 0 || tried < 200 {
		t.Errorf("%d options change\n%s", tried, strings.Join(was, "\n"))
	}
}

// naming is what could name something in an option: what is suggested to a person
// for it, the keys of the first rows of all kinds, and names.
func (p person) naming(o bot.Option) []string {
	values := []string{"never let me go", "never", "checkpoint 1", "chapter 9"}
	for n := range 12 {
		values = append(values, fmt.Sprint("#", n+1), fmt.Sprint(n+1))
	}
	choices, err := o.Suggest(p.w.t.Context(), bot.NewInteraction(p.interaction(), nil), "")
	if err != nil {
		p.w.t.Fatal(err)
	}
	for _, c := range choices {
		values = append(values, c.Value)
	}
	return values
}

// actsFar uses a command elsewhere, with a value for one option and something
// for those that it needs besides.
func (w *world) actsFar(far person, a bot.Action, option, value string) {
	w.t.Helper()
	some := map[string]any{
		"book": "Emma", "title": "Persuasion", "start": "today", "checkpoint": "1", "to": "2027-02-01", "by": "1 day", "after": "1",
		"prompt": "1", "name": "Penguin", "pace": 3,
	}
	options := []any{option, value}
	for _, o := range a.Options {
		if o.Required && o.Name != option {
			options = append(options, o.Name, some[o.Name])
		}
	}
	secrets := slices.DeleteFunc(storySecrets(), func(s string) bool { return strings.Contains(value, s) })
	r := far.slash(a.Name, options...)
	r.hides(secrets...)
}

// owns reports whether a row is of the person, or belongs to one that has just
// been made and is.
func (p person) owns(row string, made []string) bool {
	if strings.Contains(row, p.id) {
		return true
	}
	rest, isEnd := strings.CutPrefix(row, "edition_end: ")
	edition, _, _ := strings.Cut(rest, ",")
	return isEnd && slices.ContainsFunc(made, func(other string) bool {
		return strings.HasPrefix(other, "edition: "+edition+",") && strings.Contains(other, p.id)
	})
}

// follows reports whether a row is made from others, or is work to be done:
// whoever does anything changes those.
func follows(row string) bool {
	table, _, _ := strings.Cut(row, ":")
	return slices.Contains([]string{"note_tally", "seen_tally", "server", "work"}, table)
}
