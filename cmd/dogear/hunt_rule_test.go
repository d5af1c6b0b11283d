package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dogear/bot/sandbox"
)

// A marker, such as "zq12x3qz", stands in every text about the story, so that it
// is known wherever it turns up. It survives escaping and a change of case. It
// says in which step it was typed, and as which text of that step.
func marker(step, n int) string { return fmt.Sprintf("zq%dx%dqz", step, n) }

// markersIn lists the markers in a text, each once.
func markersIn(text string) (found []string) {
	text = strings.ToLower(strings.ReplaceAll(text, "\r\n ", "")) // a calendar folds its lines
	for {
		_, rest, ok := strings.Cut(text, "zq")
		if !ok {
			return found
		}
		text = rest
		step, n := digits(rest), 0
		if step > 0 && strings.HasPrefix(rest[step:], "x") {
			n = digits(rest[step+1:])
		}
		if n > 0 && strings.HasPrefix(rest[step+1+n:], "qz") {
			if m := "zq" + rest[:step+1+n] + "qz"; !slices.Contains(found, m) {
				found = append(found, m)
			}
		}
	}
}

// digits counts those that a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// sees is told of everything that comes into anyone's sight.
func (w *world) sees(s sandbox.Sight) {
	w.reached.sights.Add(1)
	marked := len(markersIn(s.What)) > 0
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(s.People) == 1 {
		w.last[s.People[0]] = s.What
		if w.peeking == s.People[0] {
			w.peeks = append(w.peeks, s.Where+": "+s.What)
		}
	}
	if w.away && strings.HasPrefix(s.Where, "a message in") {
		w.astray = append(w.astray, s.Where+": "+s.What)
	}
	if marked {
		w.sights = append(w.sights, s)
	}
	w.stirs = w.stirs || len(s.People) > 1 || strings.HasPrefix(s.Where, "a message in")
}

// judge holds what came into sight against the rule, as things stand now.
func (w *world) judge(sights []sandbox.Sight) {
	if len(sights) == 0 {
		return
	}
	t, now := w.oracle.look(), w.discord.Now().Unix()
	for _, s := range sights {
		for _, marker := range markersIn(s.What) {
			w.reached.marks.Add(int64(len(s.People)))
			where := w.oracle.holders(marker)
			for _, user := range s.People {
				if !w.may(t, user, marker, where, s.Where, now) {
					w.leak(t, user, marker, where, s)
					return
				}
			}
		}
	}
}

// everything is what an organiser asks for who takes all of a club along, theirOwn
// what anybody does who takes along what is kept of them: their drafts too.
const (
	everything = "everything"
	theirOwn   = "their own"
)

// may is the rule: one may see a text whose lock they have read up to, or when
// they are rereading, or when they wrote it. An organiser may see more just
// when they asked for it in words; and whoever types a text sees it typed.
func (w *world) may(t *truth, user, marker string, where []holder, at string, now int64) bool {
	if user == w.actor && w.typed[marker] {
		return true
	}
	if t.texts[marker] == nil {
		return false // it was deleted, or edited away: there is nothing more to see
	}
	for _, h := range where {
		switch {
		case h.kind == "draft" && user == w.actor && w.keeps == theirOwn && h.author == user:
			return true
		case h.kind == "draft" && at != "a form":
			// Its text may be in other hands too; here only its lock counts.
		case user == w.actor && w.keeps == everything && !t.sealed(user, h):
			return true
		case h.kind == "prompt" && (h.shut || h.at > now) && (user != w.actor || !w.prompting):
			// It was not asked: only those who organise what is asked see it there.
		case h.author == user, t.opensFor(user, h):
			return true
		case user == w.actor && w.keeps == h.kind && (h.row == 0 || h.row == w.keepsRow) && !t.sealed(user, h):
			return true
		}
	}
	return false
}

// opensFor is the rule without authors: one who is not in a read, or who has
// left it, stands at its beginning.
func (t *truth) opensFor(user string, h holder) bool {
	if h.lock <= 0 && h.seal == 0 {
		return true
	}
	if h.lock == never || t.sealed(user, h) {
		return false
	}
	if h.kind == "title" {
		for read, book := range t.books {
			if s := t.readers[read][user]; book == h.book && (s.rereads || s.position >= h.lock) {
				return true
			}
		}
		return false
	}
	s := t.readers[h.read][user]
	return s.rereads || s.position >= h.lock
}

// leak tells who saw what where.
func (w *world) leak(t *truth, user, marker string, where []holder, s sandbox.Sight) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s sees %s in %s.\n", w.names[user], marker, s.Where)
	if t.texts[marker] == nil {
		b.WriteString("It does not stand in the database any more.\n")
	}
	kind := "of unknown place"
	for _, h := range where {
		kind = h.kind
		lock := fmt.Sprintf("it opens at %d", h.lock)
		if h.lock == never {
			lock = "it opens for nobody else"
		}
		if t.sealed(user, h) {
			lock += ", and is sealed"
		}
		fmt.Fprintf(&b, "It is %s by %s, and %s.\n", h.what, w.nameOf(h.author), lock)
		for read, book := range t.books {
			if read != h.read && (h.kind != "title" || book != h.book) {
				continue
			}
			stands := "not in it"
			if s, ok := t.readers[read][user]; ok {
				stands = fmt.Sprintf("at position %d, rereading: %v", s.position, s.rereads)
			}
			fmt.Fprintf(&b, "%s in read %d: %s.\n", w.names[user], read, stands)
		}
	}
	if len(where) == 0 {
		b.WriteString("It stands nowhere in the database.\n")
	}
	fmt.Fprintf(&b, "All of it:\n%s", s.What)
	w.find("leak of a "+kind, "%s", b.String())
}

func (w *world) nameOf(user string) string {
	if name := w.names[user]; name != "" {
		return name
	}
	return "nobody in particular"
}

// checkRooms looks who sits in the rooms: nobody who has not read so far, but
// for those whom a person has added by hand.
func (w *world) checkRooms() {
	rooms := w.oracle.rooms()
	if len(rooms) == 0 {
		return
	}
	t := w.oracle.look()
	for _, thread := range rooms {
		read, lock, ok := w.oracle.roomLock(thread)
		members := w.discord.MembersOf(thread)
		maps.DeleteFunc(w.strangers, func(key string, _ bool) bool {
			user, here := strings.CutPrefix(key, thread)
			return here && !slices.Contains(members, user)
		})
		for _, user := range members {
			if w.names[user] == "" || w.strangers[thread+user] {
				continue
			}
			if !ok || !t.opensFor(user, holder{kind: "note", read: read, lock: lock}) {
				w.find("room", "%s sits in the room that opens at %d of read %d, at position %d", w.names[user], lock, read, t.readers[read][user].position)
			}
		}
	}
}
