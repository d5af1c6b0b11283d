package main

import (
	"fmt"
	"slices"
	"strings"

	"dogear/bot/sandbox"
)

// checkOwned looks at the stars, at what is left of those who were forgotten, and
// at a server that the bot has left.
func (w *world) checkOwned() {
	if w.found != nil {
		return
	}
	w.checkAway()
	w.checkStars()
	if !w.away {
		w.checkReveals()
	}
	for _, name := range huntPeople() {
		if user := w.people[name].ID; w.forgotten[user] {
			w.checkForgotten(name, user)
		}
	}
}

// pressedOwned looks at what came of a button that is about stars, or about what
// is kept of somebody.
func (w *world) pressedOwned(who string, b hunted, a *sandbox.Answer) {
	switch {
	case w.found != nil || a.Message == nil:
	case b.route == "ratings/show":
		w.checkRatings(who, lastNumber(b.id), a.Message)
	case b.route == "forget/yes" && strings.Contains(a.Message.Text(), "Forgotten"):
		w.forgotten[w.people[who].ID], w.asWas = true, ""
		for _, thread := range w.oracle.rooms() {
			if w.away { // nobody can take them out
				w.strangers[thread+w.people[who].ID] = true
			}
		}
		w.checkOwned()
	}
}

// messedWith tells whether somebody has deleted by hand what the bot made.
func (w *world) messedWith() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.messed
}

// checkForgotten looks for a person's id everywhere in the database. It may stand
// there only while something is to be undone in Discord. When it is gone, nobody
// looks any more: others may speak of them again.
func (w *world) checkForgotten(name, user string) {
	if user == w.actor {
		delete(w.forgotten, user) // they have come back
		return
	}
	undoing, at := w.oracle.undoing(user), w.oracle.standsAt(user)
	var left []string
	for _, cell := range at {
		if undoing && (cell == "work.user_id" || cell == "work.lane" || cell == "forgetting.user_id") {
			continue
		}
		if name == huntNever && slices.Contains([]string{"note.text", "prompt.text", "draft.body"}, cell) {
			continue // they are mentioned in others' words
		}
		left = append(left, cell)
	}
	if len(left) > 0 {
		w.find("forgotten", "%s asked to be forgotten, and their id stands in %s", name, strings.Join(left, ", "))
		return
	}
	if undoing || w.away {
		return
	}
	delete(w.forgotten, user)
	for place, board := range w.boards {
		for _, m := range board {
			if name != huntNever && m.Author.Bot && !w.messedWith() && strings.Contains(m.Text(), "<@"+user+">") {
				w.find("forgotten", "%s was forgotten, and a post in %s names them: %s", name, place, m.Text())
			}
		}
	}
}

// undoing tells whether something is still to be done in Discord for a person.
func (o *oracle) undoing(user string) (is bool) {
	o.each(`SELECT 1 FROM work WHERE user_id = ? AND open = 1 LIMIT 1`, func(func(...any)) { is = true }, user)
	return is
}

// standsAt are the columns in which a text stands somewhere.
func (o *oracle) standsAt(text string) (cells []string) {
	var columns []string
	for c := range o.columns {
		columns = append(columns, c)
	}
	slices.Sort(columns)
	for _, c := range columns {
		table, column, _ := strings.Cut(c, ".")
		if strings.HasPrefix(table, "sqlite_") {
			continue
		}
		o.each(fmt.Sprintf(`SELECT 1 FROM %q WHERE instr(CAST(%q AS TEXT), ?) > 0 LIMIT 1`, table, column), func(func(...any)) { cells = append(cells, c) }, text)
	}
	return cells
}

// checkExport looks whether all that somebody wrote is in what they take with
// them, and nobody else.
func (w *world) checkExport(who string) {
	if w.found != nil {
		return
	}
	user := w.people[who].ID
	w.mu.Lock()
	file := w.last[user]
	w.mu.Unlock()
	if !strings.Contains(file, `"format":"dogear-person-1"`) { // it was refused, or packed
		return
	}
	has := markersIn(file)
	t := w.oracle.look()
	for marker, where := range t.texts {
		for _, h := range where {
			if h.author == user && h.kind != "draft" && h.what != "a picture of a draft" && !slices.Contains(has, marker) && !strings.Contains(h.what, "(picture,") {
				w.find("export", "%s's own %s is not in what they take with them: %s", who, marker, h.what)
				return
			}
		}
	}
	for _, name := range huntPeople() {
		if other := w.people[name].ID; other != user && name != huntNever && strings.Contains(file, other) {
			w.find("export", "%s's export names %s:\n%s", who, name, around(file, other))
		}
	}
}

// around is what stands near a text.
func around(all, text string) string {
	i := strings.Index(all, text)
	return all[max(0, i-200):min(len(all), i+200)]
}
