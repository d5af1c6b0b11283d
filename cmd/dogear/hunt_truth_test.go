package main

import (
	"database/sql"
	"fmt"
	"time"
)

func (o *oracle) loadReads() {
	t := &o.now
	o.each(`SELECT id, book_id FROM read`, func(scan func(...any)) {
		var id, book int64
		scan(&id, &book)
		t.books[id], t.readers[id] = book, map[string]standing{}
	})
	o.each(`SELECT read_id, user_id, position, rereads FROM reader WHERE left_at IS NULL`, func(scan func(...any)) {
		var read int64
		var user string
		var s standing
		scan(&read, &user, &s.position, &s.rereads)
		t.readers[read][user] = s
	})
}

// loadTitles: a chapter's title, and that of the part it begins, open with the
// chapter before.
func (o *oracle) loadTitles() {
	t := &o.now
	o.each(`SELECT id, book_id, number, title, part FROM chapter`, func(scan func(...any)) {
		var id, book int64
		var number int
		var title, part string
		scan(&id, &book, &number, &title, &part)
		t.numbers[id], t.lengths[book] = number, max(t.lengths[book], number)
		o.hold(title, holder{what: fmt.Sprintf("the title of chapter no. %d of book %d", number, book), kind: "title", book: book, lock: number - 1})
		o.hold(part, holder{what: fmt.Sprintf("the part before chapter no. %d of book %d", number, book), kind: "title", book: book, lock: number - 1})
	})
}

// opening is the position that a stored lock asks for.
func (t *truth) opening(read int64, chapter sql.NullInt64, whole bool) int {
	if whole {
		return max(t.lengths[t.books[read]], 1)
	}
	if !chapter.Valid {
		return 0
	}
	if n, ok := t.numbers[chapter.Int64]; ok {
		return n
	}
	return never
}

// loadPrompts: a prompt that is locked by its moment opens with its checkpoint
// or, apart from one, with the last that is open when it is asked.
func (o *oracle) loadPrompts() {
	t := &o.now
	type end struct {
		read, at, last int64
		planned        bool // it was not taken out of the plan
	}
	ends, own := map[int64]end{}, map[int64]bool{}
	o.each(`SELECT id, read_id, last_chapter_id, at, number > 0 FROM checkpoint`, func(scan func(...any)) {
		var id int64
		var e end
		scan(&id, &e.read, &e.last, &e.at, &e.planned)
		ends[id] = e
	})
	o.each(`SELECT prompt.id, prompt.read_id, author_id, text, lock_kind, lock_chapter_id, checkpoint_id, prompt_post_id, prompt_post.at,
			held, removed_at IS NOT NULL, coalesce(prompt_post.at, checkpoint.at), coalesce(prompt_post.at, checkpoint.at) > ends_at OR coalesce(checkpoint.number, 1) < 1, spare, fallback, floor_chapter_id
		FROM prompt LEFT JOIN prompt_post ON prompt_post.id = prompt_post_id LEFT JOIN checkpoint ON checkpoint.id = checkpoint_id
			JOIN read ON read.id = prompt.read_id JOIN club ON club.id = club_id
		ORDER BY spare`, func(scan func(...any)) { // those that take the place of a spare come first
		var id, read, asked int64
		var author, text, kind string
		var chapter, checkpoint, post, at, floor sql.NullInt64
		var held, removed, spent, spare, fallback bool
		scan(&id, &read, &author, &text, &kind, &chapter, &checkpoint, &post, &at, &held, &removed, &asked, &spent, &spare, &fallback, &floor)
		lock := never
		switch {
		case kind == "moment" && checkpoint.Valid:
			lock = t.opening(read, sql.NullInt64{Int64: ends[checkpoint.Int64].last, Valid: true}, false)
		case kind == "moment":
			lock = 0
			for _, e := range ends {
				if e.planned && e.read == read && e.at <= at.Int64 {
					lock = max(lock, t.numbers[e.last])
				}
			}
		case kind == "all" || kind == "whole" || kind == "chapter" && chapter.Valid:
			lock = t.opening(read, chapter, kind == "whole")
		}
		if kind == "moment" { // no lower than its writer was told
			lock = max(lock, t.opening(read, floor, false))
		}
		t.prompts[id] = lock
		p := promptRow{id: id, kind: "checkpoint", subject: checkpoint.Int64, text: text, lock: lock, held: held, removed: removed, spare: spare, own: author == ""}
		if post.Valid {
			p.kind, p.subject = "prompts", post.Int64
		}
		p.wanted = !held && !removed && !spent && (!spare || fallback && !own[checkpoint.Int64])
		own[checkpoint.Int64] = own[checkpoint.Int64] || p.wanted && checkpoint.Valid
		t.asked = append(t.asked, p)
		o.hold(text, holder{
			what: fmt.Sprintf("prompt %d of read %d (%s, held: %v, removed: %v, asked %s)", id, read, kind, held, removed, time.Unix(asked, 0).UTC()),
			kind: "prompt", read: read, author: author, lock: lock, at: asked, shut: !p.wanted,
		})
	})
}

// column is the name of a column, or what stands for it where it is not there.
func (o *oracle) column(name, otherwise string) string {
	if o.columns[name] {
		return name
	}
	return otherwise
}

// loadNotes: a note opens with the strictest of its own lock, those of all
// above it, and that of the prompt that it or one of them answers.
func (o *oracle) loadNotes() {
	t := &o.now
	texts, kinds := map[int64]string{}, map[int64]string{}
	o.each(`SELECT id, read_id, author_id, kind, text, lock_chapter_id, lock_whole, `+
		o.column("note.parent_id", "NULL")+`, `+o.column("note.prompt_id", "NULL")+` FROM note`, func(scan func(...any)) {
		var id int64
		var n noteRow
		var kind, text string
		var chapter, parent, prompt sql.NullInt64
		var whole bool
		scan(&id, &n.read, &n.author, &kind, &text, &chapter, &whole, &parent, &prompt)
		n.own, n.parent, n.prompt = t.opening(n.read, chapter, whole), parent.Int64, prompt.Int64
		n.review = kind == "review"
		t.notes[id], texts[id], kinds[id] = &n, text, kind
	})
	for id, text := range texts {
		lock := t.effective(id)
		o.hold(text, t.noteHolder(id, kinds[id], lock))
	}
	if o.columns["note_picture.alt"] {
		o.each(`SELECT note_id, alt || ' ' || CAST(data AS TEXT) FROM note_picture`, func(scan func(...any)) {
			var id int64
			var text string
			scan(&id, &text)
			o.hold(text, t.noteHolder(id, "picture", t.effective(id)))
		})
	}
}

func (t *truth) noteHolder(id int64, kind string, lock int) holder {
	n := t.notes[id]
	what := fmt.Sprintf("note %d (%s, its own lock %d) of read %d", id, kind, n.own, n.read)
	if n.parent != 0 {
		what += fmt.Sprintf(", a reply to note %d", n.parent)
	}
	if n.prompt != 0 {
		what += fmt.Sprintf(", an answer to prompt %d", n.prompt)
	}
	h := holder{what: what, kind: "note", row: id, read: n.read, author: n.author, lock: lock}
	if n.review {
		h.seal = sealRated
	}
	return h
}

func (t *truth) effective(id int64) int {
	n := t.notes[id]
	if n == nil {
		return never
	}
	if n.done {
		return n.effective
	}
	n.effective, n.done = n.own, true
	if n.parent != 0 {
		n.effective = max(n.effective, t.effective(n.parent))
		n.review = n.review || t.notes[n.parent] != nil && t.notes[n.parent].review
	}
	if n.prompt != 0 {
		n.effective = max(n.effective, t.prompts[n.prompt])
	}
	return n.effective
}

// loadOwn: what only its writer may see.
func (o *oracle) loadOwn() {
	o.each(`SELECT user_id, kind, body FROM draft`, func(scan func(...any)) {
		var user, kind, body string
		scan(&user, &kind, &body)
		h := holder{what: "a draft (" + kind + ")", kind: "draft", author: user, lock: never}
		if kind == "own edition" { // no form of that is filled with more than labels: the rest its writer typed
			h.kind = "own"
		}
		o.hold(body, h)
	})
	if o.columns["edition.name"] { // a name is no story: the club's are open to all, and one's own, typed or stored, to oneself
		o.each(`SELECT owner_id, name FROM edition`, func(scan func(...any)) {
			var owner, name string
			scan(&owner, &name)
			h := holder{what: "the name of an edition", kind: "own", author: owner, lock: never}
			if owner == "" {
				h.lock = 0
			}
			o.hold(name, h)
		})
		o.each(`SELECT user_id, body ->> '$[0]' FROM draft WHERE kind IN ('edition', 'own edition')`, func(scan func(...any)) {
			var user, name string
			scan(&user, &name)
			o.hold(name, holder{what: "the name of an edition that is typed", kind: "own", author: user, lock: never})
		})
	}
	if o.columns["draft_picture.alt"] {
		o.each(`SELECT user_id, alt || ' ' || CAST(data AS TEXT) FROM draft_picture JOIN draft ON draft.id = draft_id`, func(scan func(...any)) {
			var user, text string
			scan(&user, &text)
			o.hold(text, holder{what: "a picture of a draft", kind: "own", author: user, lock: never})
		})
	}
}
