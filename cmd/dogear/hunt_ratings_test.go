package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dogear/bot/sandbox"
)

// ratingRow is what somebody says of a read.
type ratingRow struct {
	stars, after, saw, rated, stopped int64 // stars are halves, 0 if there are none; stopped is -1 for the end
	late                              bool  // they rated when the stars were shown already
}

// loadRatings: whom a rater would give the book to opens, for others, with the
// whole book and with the stars of all.
func (o *oracle) loadRatings() {
	t := &o.now
	o.each(`SELECT id, iif(dropped, 0, reveals_at) FROM read`, func(scan func(...any)) {
		var id, at int64
		scan(&id, &at)
		if t.ratings[id] = map[string]ratingRow{}; at > 0 {
			t.reveals[id] = at
		}
	})
	o.each(`SELECT book_id, max(number) FROM chapter GROUP BY book_id`, func(scan func(...any)) {
		var book int64
		var n int
		scan(&book, &n)
		t.lengths[book] = n
	})
	o.each(`SELECT read_id, user_id, coalesce(stars, 0), coalesce(after_stars, 0), coalesce(saw_at, 0), rated_at, coalesce(stopped_at, -1), late, give_to FROM rating`, func(scan func(...any)) {
		var read int64
		var user, give string
		var r ratingRow
		scan(&read, &user, &r.stars, &r.after, &r.saw, &r.rated, &r.stopped, &r.late, &give)
		t.ratings[read][user] = r
		o.hold(give, holder{
			what: fmt.Sprintf("whom a rater of read %d would give it to", read), kind: "gift", read: read, author: user,
			lock: max(t.lengths[t.books[read]], 1), seal: sealShown,
		})
	})
}

// shown tells whether the stars of a read are shown to all.
func (t *truth) shown(read int64) bool {
	at, ok := t.reveals[read]
	return ok && at <= t.at
}

// sealed tells whether what stands somewhere is sealed for somebody who did not
// write it.
func (t *truth) sealed(user string, h holder) bool {
	_, rated := t.ratings[h.read][user]
	return h.seal != 0 && !t.shown(h.read) && (h.seal == sealShown || !rated)
}

// counted are the stars that count in a read, and their sum in halves.
func (t *truth) counted(read int64) (n, sum int64) {
	for _, r := range t.ratings[read] {
		if r.stars > 0 {
			n, sum = n+1, sum+r.stars
		}
	}
	return n, sum
}

// sealOpensAt is how many must have given stars before a rater sees how they
// are spread.
const sealOpensAt = 5

// starsSeen is what was true of the stars when they were last looked at.
type starsSeen struct {
	ratings map[int64]map[string]ratingRow
	shown   map[int64]bool // there were stars, and they were shown to all
	given   map[int64]int64
}

// checkStars looks whether the stars that count are still those that were given
// before their giver saw a result, and who is said to have seen one.
func (w *world) checkStars() {
	t, before := w.oracle.look(), w.starsSeen
	now := starsSeen{ratings: t.ratings, shown: map[int64]bool{}, given: map[int64]int64{}}
	for read := range t.ratings {
		n, _ := t.counted(read)
		now.shown[read], now.given[read] = n > 0 && t.shown(read), n
	}
	w.starsSeen = now
	for read, people := range t.ratings {
		n, _ := t.counted(read)
		for user, r := range people {
			old, had := before.ratings[read][user]
			frozen := before.shown[read] && t.shown(read) || had && old.saw > 0 && r.saw > 0
			switch {
			case had && old.saw > 0 && r.saw == 0 && before.given[read] > 0:
				w.find("stars", "%s has seen a result of read %d, and the rows forget it", w.nameOf(user), read)
			case had && frozen && !old.late && r.stopped != old.stopped:
				w.find("stars", "%s first stopped after %d of read %d (-1: not at all), and now after %d, though a result was seen", w.nameOf(user), old.stopped, read, r.stopped)
			case frozen && r.stars != old.stars:
				w.find("stars", "what counts of %s in read %d was %d halves, and is %d though a result was seen: %+v", w.nameOf(user), read, old.stars, r.stars, r)
			case r.saw > 0 && old.saw == 0 && n == 0:
				w.find("stars", "%s is said to have seen a result of read %d, which has no stars", w.nameOf(user), read)
			case r.saw > 0 && old.saw == 0 && !t.shown(read) && n < sealOpensAt:
				w.find("stars", "%s is said to have seen a result of read %d, which is sealed and has %d stars", w.nameOf(user), read, n)
			case had && r.rated != old.rated:
				w.find("stars", "%s rated read %d at %d, and now at %d", w.nameOf(user), read, old.rated, r.rated)
			}
		}
	}
}

// histogramOf is what the picture of stars in a message says, "" without one.
func histogramOf(m *sandbox.Message) string {
	for _, alt := range m.Alt() {
		if strings.HasPrefix(alt, "Histogram of ") {
			return alt
		}
	}
	return ""
}

// tellsOf is how the picture of a read's stars begins, and what it says of their
// mean.
func (t *truth) tellsOf(read int64) (head, mean string) {
	n, sum := t.counted(read)
	if n == 0 {
		return "", ""
	}
	tenths := (10*sum + n) / (2 * n)
	head = fmt.Sprintf("Histogram of %d rating", n)
	if n > 1 {
		head += "s"
	}
	mean = fmt.Sprintf("Mean %d", tenths/10)
	if tenths%10 != 0 {
		mean += fmt.Sprintf(".%d", tenths%10)
	}
	return head + " ", mean
}

// checkPicture holds the picture of a read's stars against the rows.
func (w *world) checkPicture(read int64, what string, m *sandbox.Message) {
	head, mean := w.oracle.look().tellsOf(read)
	if alt := histogramOf(m); head == "" || !strings.HasPrefix(alt, head) || !strings.Contains(strings.Replace(alt, ".0,", ",", 1)+" ", mean+",") {
		w.find("stars", "%s of read %d shows %q, and should say %q and %q:\n%s", what, read, alt, head, mean, m.Text())
	}
}

// checkReveals looks at the posts that show stars: they stand there only when
// these are shown, and tell of those that count.
func (w *world) checkReveals() {
	t, posted := w.oracle.look(), w.byRow()
	for _, r := range w.oracle.reveals() {
		row, read, there := r.row, r.read, posted[r.row]
		n, _ := t.counted(read)
		switch {
		case w.messedWith():
		case len(there) == 0:
			if t.shown(read) && n > 0 && !w.erased[row] && r.shelf {
				w.find("missing", "the stars of read %d are shown, and there is no post of them", read)
			}
		case !t.shown(read) || n == 0:
			w.find("stars", "the stars of read %d stand in public, %d of them, and are not shown yet (they are at %d, it is %d):\n%s", read, n, t.reveals[read], t.at, there[0].Text())
		default:
			w.checkPicture(read, "the post", there[0])
		}
	}
}

// revealRow is a row of work that has shown stars, or had none to show.
type revealRow struct {
	row, read int64
	shelf     bool // the book is still on its shelf
}

func (o *oracle) reveals() (rows []revealRow) {
	o.each(`SELECT work.id, read.id, removed_at IS NULL FROM work JOIN read ON read.id = subject JOIN book ON book.id = book_id
		WHERE kind = 'reveal' AND state = 'done' AND NOT open`, func(scan func(...any)) {
		var r revealRow
		scan(&r.row, &r.read, &r.shelf)
		rows = append(rows, r)
	})
	return rows
}

// checkRatings looks at an answer about the stars of a read.
func (w *world) checkRatings(who string, read int64, m *sandbox.Message) {
	t, user := w.oracle.look(), w.people[who].ID
	n, _ := t.counted(read)
	mine, rated := t.ratings[read][user]
	open := n > 0 && (t.shown(read) || rated && n >= sealOpensAt)
	switch {
	case t.ratings[read] == nil:
	case !open && len(m.Attachments) > 0:
		w.find("stars", "%s sees the stars of read %d, which are sealed (rated: %v, of %d, shown: %v):\n%s\n%s", who, read, rated, n, t.shown(read), m.Text(), strings.Join(m.Alt(), "\n"))
	case open && len(m.Attachments) == 0:
		gone := strings.Contains(m.Text(), "dropped") || strings.Contains(m.Text(), "not there any more") // with its book
		if !gone && len(m.Text()) > 0 && t.shown(read) {
			w.find("stars", "%s does not see the %d stars of read %d, which are shown:\n%s", who, n, read, m.Text())
		}
	case open:
		w.checkPicture(read, "the answer", m)
		if rated && mine.saw == 0 {
			w.find("stars", "%s has seen the stars of read %d, and the rows do not say so", who, read)
		}
	}
	for line := range strings.Lines(m.Text()) {
		for _, marker := range markersIn(line) {
			if where := w.oracle.holders(marker); len(where) > 0 && where[0].kind == "gift" && strings.Contains(line, "<@") {
				w.find("stars", "%s is told who would give the book to whom: %s", who, line)
			}
		}
	}
}

// sealedReads are those with ratings whose stars are not shown, the oldest first.
func (t *truth) sealedReads() (reads []int64) {
	for _, read := range slices.Sorted(maps.Keys(t.ratings)) {
		if len(t.ratings[read]) > 0 && !t.shown(read) {
			reads = append(reads, read)
		}
	}
	return reads
}
