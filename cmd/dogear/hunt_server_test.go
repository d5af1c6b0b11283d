package main

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"dogear/bot/sandbox"
)

// reminded looks at a direct message that somebody has just got: it is for one
// who is in the read and wants it, and has not read that far or, after the end,
// has not rated. There is one for a checkpoint, and one for a read. What its
// reader did in this step may have changed that.
func (w *world) reminded(name string, m *sandbox.Message, board []*sandbox.Message) {
	id := m.CustomID("No more reminders")
	if id == "" {
		w.find("direct message", "%s is written to: %s", name, m.Text())
		return
	}
	same := 0
	for _, other := range board {
		if other.CustomID("No more reminders") == id {
			same++
		}
	}
	if same > 1 {
		w.find("direct message", "%s is reminded %d times: %s", name, same, m.Text())
	}
	row, _, _ := strings.Cut(id[strings.LastIndex(id, "/")+1:], "#")
	subject, _ := strconv.ParseInt(row, 10, 64)
	remindable := w.oracle.remindable
	if strings.Contains(id, "/reminders/enough/") {
		remindable = w.oracle.unrated
	}
	if user := w.people[name].ID; user != w.actor && !remindable(user, subject) {
		w.find("direct message", "%s is reminded, and should not be: %s", name, m.Text())
	}
}

// remindable tells whether somebody may be reminded of a checkpoint.
func (o *oracle) remindable(user string, checkpoint int64) (may bool) {
	o.each(`SELECT person.reminders AND club.reminders AND reader.left_at IS NULL AND reader.position < chapter.number
		FROM checkpoint JOIN chapter ON chapter.id = last_chapter_id JOIN read ON read.id = checkpoint.read_id JOIN club ON club.id = club_id
			JOIN reader ON reader.read_id = read.id JOIN person ON person.user_id = reader.user_id
		WHERE checkpoint.id = ? AND reader.user_id = ?`, func(scan func(...any)) { scan(&may) }, checkpoint, user)
	return may
}

// unrated tells whether somebody may be reminded of the stars of a read.
func (o *oracle) unrated(user string, read int64) (may bool) {
	o.each(`SELECT person.reminders AND club.reminders AND reader.left_at IS NULL AND NOT read.dropped
			AND NOT EXISTS (SELECT 1 FROM rating WHERE rating.read_id = read.id AND rating.user_id = reader.user_id)
		FROM read JOIN club ON club.id = club_id
			JOIN reader ON reader.read_id = read.id JOIN person ON person.user_id = reader.user_id
		WHERE read.id = ? AND reader.user_id = ?`, func(scan func(...any)) { scan(&may) }, read, user)
	return may
}

// lookAtDirect notes what the bot has written to people.
func (w *world) lookAtDirect() {
	for _, name := range huntPeople() {
		dm := w.people[name].DM()
		board := slices.DeleteFunc(dm.Sees(), func(m *sandbox.Message) bool { return m.Private || !m.Author.Bot })
		for i, m := range board {
			h, known := w.handles[m.ID]
			if !known {
				h = handle{w.step, "to " + name, i}
				w.handles[m.ID] = h
				w.reminded(name, m, board)
			}
			w.byName[h] = m
		}
		w.boards[dm.Channel()] = board
	}
}

// eventRow is a row of work whose event is a checkpoint's.
type eventRow struct {
	event, state, look string
	number             int
	at                 time.Time
	wanted             bool // the club has events, and its read goes on
	next               int  // how many checkpoints of the read come before it, of those ahead
	due                bool
}

// eventRows are the events that there should be, by the rows.
func (o *oracle) eventRows(now time.Time) (rows []eventRow) {
	o.each(`SELECT message_id, state, look, number, at, events AND archived_at IS NULL AND ends_at > ?1, due_at <= ?1,
			(SELECT count(*) FROM checkpoint AS c WHERE c.read_id = checkpoint.read_id AND c.number > 0 AND c.at > ?1 AND c.at < checkpoint.at)
		FROM work JOIN checkpoint ON checkpoint.id = subject JOIN read ON read.id = checkpoint.read_id JOIN club ON club.id = read.club_id
		WHERE kind = 'event'`, func(scan func(...any)) {
		var r eventRow
		var at int64
		scan(&r.event, &r.state, &r.look, &r.number, &at, &r.wanted, &r.due, &r.next)
		r.at = time.Unix(at, 0)
		rows = append(rows, r)
	}, now.Unix())
	return rows
}

// checkEvents looks whether the server's events are the next checkpoints, each
// once, but for those that somebody deleted.
func (w *world) checkEvents() {
	if w.away {
		return
	}
	now := w.discord.Now()
	scheduled := map[string]sandbox.Event{}
	for _, e := range w.guild.Events() {
		if e.Status == sandbox.EventScheduled && e.Creator == w.discord.BotID() {
			scheduled[e.ID] = e
		}
	}
	for _, r := range w.oracle.eventRows(now) {
		e, there := scheduled[r.event]
		delete(scheduled, r.event)
		ahead := r.wanted && r.number > 0 && r.at.After(now) && r.next < 4
		switch {
		case r.state != "done" || r.look == "gone" || w.deleted[r.event]:
		case there && (!ahead || !e.Start.Equal(r.at)):
			w.find("event", "there is an event %+v of %+v", e, r)
		case !there && ahead && r.due:
			w.find("event", "there is no event of %+v", r)
		}
	}
	for _, e := range scheduled {
		w.find("event", "%+v is of no checkpoint", e)
	}
}

// meddleInServer deletes an event of the bot's by hand, or has somebody take no
// direct messages any more, or take them again.
func (w *world) meddleInServer(rng *rand.Rand) {
	if events := w.guild.Events(); len(events) > 0 && rng.IntN(2) == 0 {
		e := events[rng.IntN(len(events))]
		if w.people[huntKeeps].DeleteEvent(e.ID) == nil {
			w.deleted[e.ID] = true
			w.tell("%s deletes the event \"%s\"", huntKeeps, e.Name)
		}
		return
	}
	who, closed := oneOf(rng, "Ana", huntGoes, huntBoth), rng.IntN(2) == 0
	w.people[who].CloseDirect(closed)
	w.tell("%s takes direct messages: %v", who, !closed)
}

// turnClock turns the clock to what falls due next, or by a while.
func (w *world) turnClock(s step, rng *rand.Rand) {
	due, ok := w.oracle.nextDue(w.discord.Now())
	switch {
	case ok && s.place == 0:
		w.discord.TurnTo(due)
	case s.place == 1:
		w.discord.Turn(time.Duration(1+rng.IntN(90)) * time.Minute)
	case s.place == 4: // into another year
		w.discord.Turn(time.Duration(200+rng.IntN(150)) * 24 * time.Hour)
	case s.place == 3:
		w.discord.Turn(time.Duration(8+rng.IntN(12)) * 24 * time.Hour)
	default:
		w.discord.Turn(time.Duration(1+rng.IntN(4)) * 24 * time.Hour)
	}
	w.rouse()
	w.tell("the clock is turned to %s", w.discord.Now().UTC().Format("Mon 2 Jan 2006 15:04"))
}
