package storage

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"dogear/club"
)

// section is a list in what a person takes with them: what one table holds of
// them. Its query gives a JSON object for each row. ?1 is the person and ?2 the
// server, "" for all.
type section struct{ name, table, query string }

// In what is exported, instants are ISO 8601 in UTC, NULL where there is none.
func momentOf(column string) string {
	return `strftime('%Y-%m-%dT%H:%M:%SZ', nullif(` + column + `, 0), 'unixepoch')`
}

func truthOf(column string) string { return `json(iif(` + column + `, 'true', 'false'))` }

// readOf names the read that a row belongs to, and readsOf joins it to the
// table.
const readOf = `'server', club.guild_id, 'club', club.name, 'book', book.title, 'read', read.id`

func readsOf(table string) string {
	return ` FROM ` + table + ` JOIN read ON read.id = ` + table + `.read_id JOIN club ON club.id = read.club_id JOIN book ON book.id = read.book_id`
}

const inServer = ` AND ?2 IN ('', club.guild_id)`

// draftWords is what a person's draft says in their own words, NULL where it
// holds others': what a check-up found, or a message that they take down as a
// spoiler and did not write.
const draftWords = `CASE draft.kind WHEN 'doctor' THEN NULL WHEN 'spoiler' THEN iif(draft.body ->> 2 = ?1, draft.body ->> 4, NULL) ELSE draft.body END`

// exported are the sections, in the order of the file. docs/export.md describes
// their fields, whose names stay.
func exported() []section { return slices.Concat(exportedStory(), exportedRest()) }

// exportedStory is what a person said of the books, and how far they are.
func exportedStory() []section {
	lockOf := func(chapter, whole string) string {
		return `iif(` + whole + `, 'the whole book', coalesce((SELECT label FROM chapter WHERE chapter.id = ` + chapter + `), 'everyone'))`
	}
	return []section{
		{"settings", "person", `SELECT json_object('server', guild_id, 'reminders', ` + truthOf("reminders") + `,
				'reminders_came_back', ` + truthOf("closed") + `, 'show_progress', ` + truthOf("progress") + `, 'show_stars', ` + truthOf("stars") + `)
			FROM person WHERE user_id = ?1 AND ?2 IN ('', guild_id) ORDER BY guild_id`},
		{"reads", "reader", `SELECT json_object(` + readOf + `, 'position', reader.position,
				'position_label', (SELECT label FROM chapter WHERE chapter.book_id = read.book_id AND chapter.number = reader.position),
				'furthest', reader.furthest, 'rereads', ` + truthOf("reader.rereads") + `,
				'joined_at', ` + momentOf("reader.joined_at") + `, 'left_at', ` + momentOf("reader.left_at") + `)` +
			readsOf("reader") + ` WHERE reader.user_id = ?1` + inServer + ` ORDER BY read.id`},
		{"reads_started", "read", `SELECT json_object(` + readOf + `, 'started_at', ` + momentOf("read.created_at") + `)
			FROM read JOIN club ON club.id = read.club_id JOIN book ON book.id = read.book_id
			WHERE read.started_by = ?1` + inServer + ` ORDER BY read.id`},
		{"notes", "note", `SELECT json_object('note', note.id, ` + readOf + `, 'kind', note.kind, 'text', note.text,
				'lock', ` + lockOf("note.lock_chapter_id", "note.lock_whole") + `,
				'replies_to', note.parent_id, 'answers_question', note.prompt_id, 'channel', nullif(note.stub_channel_id, ''),
				'was_message', nullif(note.said_message_id, ''), 'was_in_channel', nullif(note.said_channel_id, ''),
				'made_at', ` + momentOf("note.created_at") + `, 'edited_at', ` + momentOf("note.edited_at") + `, 'deleted_at', ` + momentOf("note.deleted_at") + `)` +
			readsOf("note") + ` WHERE note.author_id = ?1` + inServer + ` ORDER BY note.id`},
		{"ratings", "rating", `SELECT json_object(` + readOf + `, 'stars', rating.stars / 2.0, 'finished', ` + truthOf("rating.stopped_at IS NULL") + `,
				'stopped_after_chapters', rating.stopped_at, 'review_note', rating.review_id, 'discussion', rating.discussion, 'give_to', nullif(rating.give_to, ''),
				'rated_at', ` + momentOf("rating.rated_at") + `, 'late', ` + truthOf("rating.late = 1") + `, 'saw_result_at', ` + momentOf("rating.saw_at") + `,
				'stars_afterwards', rating.after_stars / 2.0, 'afterwards_at', ` + momentOf("rating.after_at") + `)` +
			readsOf("rating") + ` WHERE rating.user_id = ?1` + inServer + ` ORDER BY read.id`},
		{"questions", "prompt", `SELECT json_object('question', prompt.id, ` + readOf + `, 'text', prompt.text,
				'lock', iif(prompt.lock_kind = 'moment', 'what is open when it is asked', ` + lockOf("prompt.lock_chapter_id", "prompt.lock_kind = 'whole'") + `),
				'made_at', ` + momentOf("prompt.created_at") + `, 'removed_at', ` + momentOf("prompt.removed_at") + `)` +
			readsOf("prompt") + ` WHERE prompt.author_id = ?1` + inServer + ` ORDER BY prompt.id`},
		{"notes_seen", "note_seen", `SELECT json_object('note', note_seen.note_id, ` + readOf + `, 'nth', note_seen.nth)` +
			readsOf("note_seen") + ` WHERE note_seen.user_id = ?1` + inServer + ` ORDER BY read.id, note_seen.nth, note_seen.note_id`},
		{"notes_felt", "note_felt", `SELECT json_object('note', note_felt.note_id, ` + readOf + `)
			FROM note_felt JOIN note ON note.id = note_felt.note_id JOIN read ON read.id = note.read_id
				JOIN club ON club.id = read.club_id JOIN book ON book.id = read.book_id
			WHERE note_felt.user_id = ?1` + inServer + ` ORDER BY note_felt.note_id`},
		{"notes_reported", "report", `SELECT json_object('note', report.note_id, ` + readOf + `, 'lock_was', ` + lockOf("report.was_chapter_id", "report.was_whole") + `,
				'made_at', ` + momentOf("report.made_at") + `, 'closed_at', ` + momentOf("report.closed_at") + `)` +
			readsOf("report") + ` WHERE report.user_id = ?1` + inServer + ` ORDER BY report.note_id`},
	}
}

// exportedRest is what a person holds and wishes, and what is done for them.
func exportedRest() []section {
	return []section{
		{"rooms", "seat", `SELECT json_object(` + readOf + `, 'checkpoint', (SELECT number FROM checkpoint WHERE checkpoint.id = seat.checkpoint_id),
				'asked_at', ` + momentOf("seat.taken_at") + `)` +
			readsOf("seat") + ` WHERE seat.user_id = ?1` + inServer + ` ORDER BY seat.checkpoint_id`},
		{"editions", "edition", `SELECT json_object('edition', edition.id, 'server', club.guild_id, 'club', club.name, 'book', book.title, 'name', edition.name,
				'measure', iif(edition.seconds, 'seconds', 'pages'), 'ends', json((
					SELECT json_group_array(json_object('chapter', chapter.label, 'ends', edition_end.ends))
					FROM edition_end JOIN chapter ON chapter.id = edition_end.chapter_id WHERE edition_end.edition_id = edition.id)))
			FROM edition JOIN book ON book.id = edition.book_id JOIN club ON club.id = book.club_id
			WHERE edition.owner_id = ?1` + inServer + ` ORDER BY edition.id`},
		{"editions_held", "holding", `SELECT json_object('edition', holding.edition_id, 'server', club.guild_id, 'club', club.name, 'book', book.title,
				'name', (SELECT name FROM edition WHERE edition.id = holding.edition_id))
			FROM holding JOIN book ON book.id = holding.book_id JOIN club ON club.id = book.club_id
			WHERE holding.user_id = ?1` + inServer + ` ORDER BY holding.book_id`},
		{"drafts", "draft", `SELECT json_object('draft', id, 'server', guild_id, 'kind', kind, 'text', ` + draftWords + `, 'expires_at', ` + momentOf("expires_at") + `)
			FROM draft WHERE user_id = ?1 AND ?2 IN ('', guild_id) ORDER BY id`},
		{"direct_messages", "direct", `SELECT json_object('channel', channel_id) FROM direct WHERE user_id = ?1 AND ?2 IS NOT NULL`},
		{"in_discord", "work", `SELECT json_object('server', guild_id, 'what', kind, 'state', state, 'channel', nullif(channel_id, ''), 'message', nullif(message_id, ''),
				'look', nullif(look, ''), 'due_at', ` + momentOf("due_at") + `, 'done_at', ` + momentOf("done_at") + `)
			FROM work WHERE user_id = ?1 AND user_id <> '' AND ?2 IN ('', guild_id) ORDER BY id`},
		{"forgetting", "forgetting", `SELECT json_object('server', nullif(guild_id, ''), 'asked_at', ` + momentOf("asked_at") + `)
			FROM forgetting WHERE user_id = ?1 AND ?2 IN ('', guild_id) ORDER BY guild_id`},
	}
}

// Export is all that is kept of a person in a server, or in all for "", as one
// JSON object: see docs/export.md. It is theirs, and opens for nobody else. Of
// pictures those are in it that fit into some bytes together; of others it says
// how large they are.
func (tx *Tx) Export(guild, user string, now time.Time, pictures int) (club.Locked, error) {
	var b strings.Builder
	head, err := json.Marshal(struct {
		Format string `json:"format"`
		Made   string `json:"made_at"`
		Person string `json:"person"`
		Server string `json:"server,omitempty"`
	}{"dogear-person-1", now.UTC().Format(time.RFC3339), user, guild})
	if err != nil {
		return club.Locked{}, err
	}
	b.WriteString(strings.TrimSuffix(string(head), "}"))
	for _, s := range exported() {
		rows, err := all(tx, only[string], s.query, user, guild)
		if err != nil {
			return club.Locked{}, err
		}
		writeList(&b, s.name, rows)
	}
	for _, s := range exportedPictures() {
		rows, err := tx.exportPictures(s, user, guild, &pictures)
		if err != nil {
			return club.Locked{}, err
		}
		writeList(&b, s.name, rows)
	}
	b.WriteString("\n}\n")
	return club.Draft(b.String(), user), nil
}

// writeList adds a list to an object, a line for each entry.
func writeList(b *strings.Builder, name string, rows []string) {
	b.WriteString(",\n\"" + name + "\": [")
	for i, r := range rows {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n " + r)
	}
	b.WriteString("]")
}

// exportedPictures are the sections with pictures, of notes and of drafts.
func exportedPictures() []section {
	return []section{
		{"note_pictures", "note_picture", `SELECT note_id, note_picture.kind, alt, data
			FROM note JOIN note_picture ON note_picture.note_id = note.id JOIN read ON read.id = note.read_id JOIN club ON club.id = read.club_id
			WHERE note.author_id = ?1` + inServer + ` ORDER BY note_id, place`},
		{"draft_pictures", "draft_picture", `SELECT draft_id, draft_picture.kind, alt, data
			FROM draft JOIN draft_picture ON draft_picture.draft_id = draft.id
			WHERE draft.user_id = ?1 AND ?2 IN ('', draft.guild_id) AND ` + draftWords + ` IS NOT NULL ORDER BY draft_id, place`},
	}
}

// exportPictures encodes pictures as long as room is left for their bytes.
func (tx *Tx) exportPictures(s section, user, guild string, room *int) ([]string, error) {
	type picture struct {
		Of   int64  `json:"of"`
		Kind string `json:"kind"`
		Alt  string `json:"alt"`
		Size int    `json:"bytes"`
		Data []byte `json:"data"` // base64, null where it did not fit
	}
	return all(tx, func(row func(...any) error) (string, error) {
		var p picture
		if err := row(&p.Of, &p.Kind, &p.Alt, &p.Data); err != nil {
			return "", err
		}
		if p.Size = len(p.Data); p.Size > *room {
			p.Data = nil
		}
		*room -= len(p.Data)
		line, err := json.Marshal(p)
		return string(line), err
	}, s.query, user, guild)
}

// AllNotes lists all that was written in a read, in the order in which it was,
// each behind the lock that it has in its thread. Of a note that was deleted
// there is its place.
func (tx *Tx) AllNotes(readID int64) ([]Note, error) {
	list, err := all(tx, plainNote, `SELECT `+noteColumns+` FROM`+noteLockTables+`WHERE note.read_id = ? ORDER BY note.id`, readID)
	if err != nil {
		return nil, err
	}
	links := make([]link, len(list))
	for i, n := range list {
		links[i] = link{n.ID, n.Parent, n.Prompt, n.Own}
	}
	locks, err := tx.locks(links)
	for i := range list {
		list[i].Text = list[i].Text.Behind(locks[list[i].ID])
	}
	return list, err
}
