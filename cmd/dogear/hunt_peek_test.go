package main

import (
	"database/sql"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"dogear/bot/sandbox"
)

// peeked is what somebody could look at to learn of stars: a command, and
// perhaps a button of its answer.
type peeked struct{ command, route string }

func peekedAt() []peeked {
	return []peeked{
		{"ratings", "ratings/reviews"},
		{"shelf", "year/show"},
		{"book list", "year/organised"},
		{"reading", ""},
		{"notes", ""},
		{"notes", "notes/page"},
		{"me year", ""},
		{"schedule show", ""},
		{"club export", "club/everything"},
		{"club reports", "report/show"},
		{"progress", ""},
		{"rate", ""},
		{"help", ""},
	}
}

// peek has somebody look at what could tell them of stars that are sealed, and
// again when others have given different ones: they must see the same. Two looks
// before change what is new to them; what goes on changing by itself is left.
func (w *world) peek(s step, rng *rand.Rand) {
	t, user := w.oracle.look(), w.people[s.who].ID
	reads := t.sealedReads()
	if len(reads) == 0 {
		return
	}
	w.tell("%s looks for stars", s.who)
	doors, views := w.doorsToStars(s.who), peekedAt()
	rng.Shuffle(len(views), func(i, j int) { views[i], views[j] = views[j], views[i] })
	look := func() []string { return w.looksAt(s.who, views[:5], doors) }
	look()
	first := look()
	before := look()
	was := w.ratingColumns()
	w.shuffle(t, user, was, reads, rng)
	after := look()
	for _, r := range was {
		w.restore(r)
	}
	for i := range min(len(first), len(before), len(after)) {
		if first[i] == before[i] && before[i] != after[i] {
			w.find("seal", "what %s sees depends on the stars of others, which are sealed: in\n%s\nthere is\n%s", s.who, short(before[i]), differ(printable(before[i]), printable(after[i])))
			return
		}
	}
}

// printable leaves the bytes of pictures out.
func printable(text string) string {
	if i := strings.Index(text, pngHead); i >= 0 {
		text = text[:i] + fmt.Sprintf("(a picture %x)", crc32.ChecksumIEEE([]byte(text[i:])))
	}
	return text
}

// door is a button of a message in public.
type door struct {
	m *sandbox.Message
	b hunted
}

// doorsToStars are the buttons in public that lead to stars.
func (w *world) doorsToStars(who string) (doors []door) {
	for _, m := range w.boards[w.home] {
		for _, b := range buttonsOf(m) {
			if slices.Contains([]string{"ratings/show", "ratings/reviews", "year/show", "rate/form"}, b.route) && w.people[who].CanSee(m.Channel) {
				doors = append(doors, door{m, b})
			}
		}
	}
	return doors[max(0, len(doors)-3):]
}

// looksAt is what somebody sees who uses some commands and presses some buttons.
func (w *world) looksAt(who string, views []peeked, doors []door) (seen []string) {
	person := w.as(who, w.home)
	step := func(command, keeps string, do func() (*sandbox.Answer, error)) *sandbox.Message {
		w.acting(who)
		w.keeps, w.prompting = keeps, prompting(command)
		w.mu.Lock()
		w.peeking, w.peeks = w.people[who].ID, nil
		w.mu.Unlock()
		a, err := do()
		w.judgeOnly()
		w.mu.Lock()
		seen = append(seen, w.withoutIDs(strings.Join(w.peeks, "\n")))
		w.peeking, w.peeks = "", nil
		w.mu.Unlock()
		if err != nil || a == nil {
			return nil
		}
		return a.Message
	}
	for _, p := range views {
		m := step(p.command, "", func() (*sandbox.Answer, error) { return person.SlashWith(w.ctx, p.command, nil) })
		if m == nil || p.route == "" {
			continue
		}
		for _, b := range buttonsOf(m) {
			if b.route != p.route {
				continue
			}
			keeps := map[string]string{"club/everything": everything, "report/show": "note"}[p.route]
			w.keepsRow = lastNumber(b.id)
			step(p.route, keeps, func() (*sandbox.Answer, error) { return person.Choose(w.ctx, m, b.id) })
			break
		}
	}
	for _, d := range doors {
		step(d.b.route, "", func() (*sandbox.Answer, error) { return person.Choose(w.ctx, d.m, d.b.id) })
	}
	return seen
}

// withoutIDs leaves the ids out that Discord gives to each message and file, but
// not those of people, and the moment: the clock goes on.
func (w *world) withoutIDs(text string) string {
	text = regexp.MustCompile(`"made_at": "[^"]*"|Made (on )?[-0-9T: ]+Z?`).ReplaceAllString(text, "")
	return regexp.MustCompile(`\b\d{17,20}\b`).ReplaceAllStringFunc(text, func(id string) string {
		if w.names[id] != "" {
			return id
		}
		return "#"
	})
}

// judgeOnly looks at what has come into sight, and at nothing else.
func (w *world) judgeOnly() {
	w.quiet()
	w.mu.Lock()
	sights := w.sights
	w.sights = nil
	w.mu.Unlock()
	w.judge(sights)
	w.checkBehaviour()
	w.actor, w.typed, w.keeps, w.prompting = "", map[string]bool{}, "", false
}

// ratingCells is what a row of a rating holds that is a number.
type ratingCells struct {
	read                              int64
	user                              string
	stars, after, discussion, stopped sql.NullInt64
}

func (w *world) ratingColumns() (rows []ratingCells) {
	w.oracle.each(`SELECT read_id, user_id, stars, after_stars, discussion, stopped_at FROM rating ORDER BY read_id, user_id`, func(scan func(...any)) {
		var r ratingCells
		scan(&r.read, &r.user, &r.stars, &r.after, &r.discussion, &r.stopped)
		rows = append(rows, r)
	})
	return rows
}

func (w *world) restore(r ratingCells) {
	_, err := w.hand.ExecContext(w.ctx, `UPDATE rating SET stars = ?, after_stars = ?, discussion = ?, stopped_at = ? WHERE read_id = ? AND user_id = ?`,
		r.stars, r.after, r.discussion, r.stopped, r.read, r.user)
	if err != nil {
		w.t.Fatal(err)
	}
}

// shuffle gives others' ratings of sealed reads other numbers. Those who may see
// how the stars are spread may not see whose they are: there they are dealt anew.
func (w *world) shuffle(t *truth, user string, was []ratingCells, reads []int64, rng *rand.Rand) {
	for _, read := range reads {
		var others []ratingCells
		for _, r := range was {
			if r.read == read && r.user != user {
				others = append(others, r)
			}
		}
		n, _ := t.counted(read)
		_, rated := t.ratings[read][user]
		if rated && n >= sealOpensAt {
			deal := slices.Clone(others)
			rng.Shuffle(len(deal), func(i, j int) { deal[i], deal[j] = deal[j], deal[i] })
			for i := range others {
				others[i].stars, others[i].after, others[i].stopped = deal[i].stars, deal[i].after, deal[i].stopped
			}
		} else {
			for i := range others {
				others[i].another(rng)
			}
		}
		for _, r := range others {
			if r.discussion.Valid {
				r.discussion.Int64 = 1 + rng.Int64N(5)
			}
			w.restore(r)
		}
	}
}

// another is a rating by somebody who thinks otherwise.
func (r *ratingCells) another(rng *rand.Rand) {
	if r.stars.Valid {
		r.stars.Int64 = 1 + (r.stars.Int64+rng.Int64N(8))%10
	}
	if r.after.Valid {
		r.after.Int64 = 1 + rng.Int64N(10)
	}
	if r.stopped = (sql.NullInt64{}); rng.IntN(2) == 0 {
		r.stopped = sql.NullInt64{Int64: rng.Int64N(6), Valid: true}
	}
}
