package main

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dogear/bot/sandbox"
)

// promptRow is a question, and where it is asked.
type promptRow struct {
	id                   int64
	kind                 string // of the work that asks it: "checkpoint" or "prompts"
	subject              int64
	text                 string
	lock                 int
	held, removed, spare bool
	own                  bool // by Dogear itself
	wanted               bool // it is to be asked in its post
}

// postRow is the work that asks questions.
type postRow struct {
	id             int64
	kind           string
	subject        int64
	at             time.Time
	state, message string
	open           bool
	spent          bool // the read had ended before it, or was dropped
}

// checkPosts looks whether what the bot has posted by itself is there once, asks
// all that it should, and nothing else.
func (w *world) checkPosts() {
	if w.found != nil {
		return
	}
	now := w.discord.Now()
	t := w.oracle.look()
	posted := w.byRow()
	for row, list := range posted {
		if len(list) > 1 {
			w.find("doubled", "row %d of work stands in %d messages: %q and %q", row, len(list), list[0].Text(), list[1].Text())
			return
		}
	}
	asked := map[string][]promptRow{}
	for _, p := range t.asked {
		key := p.kind + " " + strconv.FormatInt(p.subject, 10)
		asked[key] = append(asked[key], p)
	}
	for _, row := range w.oracle.posts() {
		list := asked[row.kind+" "+strconv.FormatInt(row.subject, 10)]
		if there := posted[row.id]; len(there) > 0 && there[0].Channel == w.home && !row.open && row.state == "done" {
			w.checkPost(row, there[0], list)
		} else if row.state == "done" && !row.open && row.message == "" && !row.at.After(now) && !row.spent && !w.erased[row.id] &&
			(row.kind == "checkpoint" || slices.ContainsFunc(list, func(p promptRow) bool { return p.wanted })) {
			w.find("missing", "there is no post of %+v", row)
		}
	}
	if wrong := w.oracle.wrong(now); wrong != "" {
		w.find("rows", "%s", wrong)
	}
}

// checkPost holds one post against the questions that are put to it.
func (w *world) checkPost(row postRow, m *sandbox.Message, list []promptRow) {
	words, room, first := letters(m.Text()), 0, !w.seen[row.id]
	w.seen[row.id] = true
	byPeople := slices.ContainsFunc(list, func(p promptRow) bool { return p.wanted && !p.own })
	public := func(p promptRow) bool { return p.wanted && p.lock <= 0 }
	for _, p := range list {
		if public(p) {
			room += len(p.text)
		}
	}
	for _, p := range list {
		same := slices.ContainsFunc(list, func(other promptRow) bool {
			return public(other) && other.id != p.id && signs(other.text) == signs(p.text)
		})
		switch stands := strings.Contains(words, signs(p.text)); {
		case first && p.own && p.wanted && byPeople && row.kind == "checkpoint":
			w.find("post", "the post of checkpoint %d asks Dogear's %+v, though people ask something there:\n%s", row.subject, p, m.Text())
		case signs(p.text) == "" || same:
		case stands && !public(p):
			w.find("post", "the post of %s %d shows the question %+v:\n%s", row.kind, row.subject, p, m.Text())
		case !stands && public(p) && len(list) < 15 && room < 2500:
			w.find("post", "the post of %s %d does not show the question %+v:\n%s", row.kind, row.subject, p, m.Text())
		}
	}
}

// signs is by what a text is known in a message: its marker, or all its letters.
func signs(text string) string {
	if found := markersIn(text); len(found) > 0 {
		return found[0]
	}
	return letters(text)
}

func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// byRow is what stands in public, by the row of work that each message names in
// its buttons.
func (w *world) byRow() map[int64][]*sandbox.Message {
	rows := map[int64][]*sandbox.Message{}
	for _, place := range append([]string{w.home, w.lounge}, w.threads()...) {
		for _, m := range w.boards[place] {
			row := rowOf(m)
			if row != 0 && !slices.ContainsFunc(rows[row], func(other *sandbox.Message) bool { return other.ID == m.ID }) {
				rows[row] = append(rows[row], m)
			}
		}
	}
	return rows
}

// rowOf is the row of work that a message names, 0 if it names none.
func rowOf(m *sandbox.Message) int64 {
	for _, b := range buttonsOf(m) {
		if _, tag, ok := strings.Cut(b.id, "#"); ok {
			row, _, _ := strings.Cut(tag, ".")
			n, _ := strconv.ParseInt(row, 36, 64)
			return n
		}
	}
	return 0
}

// boardKey tells messages of one step apart by what they are for.
func boardKey(m *sandbox.Message) string {
	if !m.Author.Bot {
		return "said by " + m.Author.Name
	}
	for _, b := range buttonsOf(m) {
		return b.route
	}
	return "line"
}

// threads are those that the bot has made.
func (w *world) threads() []string { return append(w.oracle.rooms(), w.oracle.talks()...) }

// posts are the rows of work that ask questions.
func (o *oracle) posts() (rows []postRow) {
	o.each(`SELECT work.id, kind, subject, coalesce(checkpoint.at, prompt_post.at), state, message_id, open,
			dropped = 1 OR coalesce(checkpoint.at, prompt_post.at) > ends_at OR coalesce(checkpoint.number, 1) < 1
		FROM work JOIN read ON read.id = work.read_id
			LEFT JOIN checkpoint ON kind = 'checkpoint' AND checkpoint.id = subject
			LEFT JOIN prompt_post ON kind = 'prompts' AND prompt_post.id = subject
		WHERE kind IN ('checkpoint', 'prompts')`, func(scan func(...any)) {
		var r postRow
		var at int64
		scan(&r.id, &r.kind, &r.subject, &at, &r.state, &r.message, &r.open, &r.spent)
		r.at = time.Unix(at, 0)
		rows = append(rows, r)
	})
	return rows
}

// wrong says what the rows hold that they never may, "" for nothing.
func (o *oracle) wrong(now time.Time) (what string) {
	for _, never := range []struct{ what, query string }{
		{"a repeated question is to come more than once", `
			SELECT series_id FROM prompt JOIN prompt_post ON prompt_post.id = prompt_post_id
			WHERE series_id IS NOT NULL AND removed_at IS NULL AND at > ?1 GROUP BY series_id HAVING count(*) > 1`},
		{"a repeated question that was ended is to come", `
			SELECT series_id FROM prompt JOIN prompt_post ON prompt_post.id = prompt_post_id JOIN series ON series.id = series_id
			WHERE stopped = 1 AND removed_at IS NULL AND at > ?1`},
		{"a repeated question comes after its last moment", `
			SELECT series_id FROM prompt JOIN prompt_post ON prompt_post.id = prompt_post_id JOIN series ON series.id = series_id
			WHERE until_at > 0 AND at > until_at AND removed_at IS NULL AND at > ?1`},
		{"a repeated question does not come again", `
			SELECT series.id FROM series JOIN read ON read.id = series.read_id
			WHERE stopped = 0 AND (rule LIKE 'daily %' OR rule LIKE 'weekly %') AND ends_at > ?1 + 9 * 86400
				AND (until_at = 0 OR until_at > ?1 + 9 * 86400)
				AND EXISTS (SELECT 1 FROM prompt WHERE series_id = series.id AND removed_at IS NULL)
				AND NOT EXISTS (
					SELECT 1 FROM prompt JOIN prompt_post ON prompt_post.id = prompt_post_id
						LEFT JOIN work ON kind = 'prompts' AND subject = prompt_post_id
					WHERE series_id = series.id AND removed_at IS NULL AND (at > ?1 OR work.open = 1 OR work.shelved = 1))`},
		{"a question that Dogear would ask is left where the checkpoint was posted", `
			SELECT prompt.id FROM prompt JOIN work ON kind = 'checkpoint' AND subject = checkpoint_id
			WHERE spare = 1 AND posted_at > 0`},
		{"a checkpoint has no question to fall back on", `
			SELECT checkpoint.id FROM checkpoint JOIN read ON read.id = read_id JOIN club ON club.id = club_id
			WHERE fallback = 1 AND checkpoint.number > 0 AND at > ?1 AND at <= ends_at
				AND NOT EXISTS (SELECT 1 FROM prompt WHERE checkpoint_id = checkpoint.id AND spare = 1)
				AND NOT EXISTS (SELECT 1 FROM prompt WHERE prompt.read_id = read.id AND bank <> '' AND spare = 0)`}, // one that was made a person's own leaves none
		{"Dogear would ask one question twice", `
			SELECT bank FROM prompt JOIN checkpoint ON checkpoint.id = checkpoint_id JOIN read ON read.id = prompt.read_id
			WHERE spare = 1 AND removed_at IS NULL AND at > ?1 AND at <= ends_at GROUP BY club_id, bank HAVING count(*) > 1`},
		{"something was posted in an archived club", `
			SELECT work.id FROM work JOIN club ON club.id = club_id WHERE posted_at > archived_at AND kind NOT IN ('role', 'seat', 'shut', 'unsay', 'event')`},
		{"a thread hangs under another message than its post", `
			SELECT talk.id FROM work AS talk JOIN work AS post ON post.id = talk.subject
			WHERE talk.kind = 'talk' AND talk.message_id <> '' AND post.message_id <> '' AND talk.message_id <> post.message_id`},
	} {
		o.each(never.query, func(scan func(...any)) {
			var row string
			scan(&row)
			what = never.what + ": " + row
		}, now.Unix())
		if what != "" {
			return what
		}
	}
	return ""
}
