package storage

import (
	"errors"
	"time"
)

const (
	// eraseAtOnce is how many rows are erased in one go, about: others wait to
	// write. A picture, or what may hold some, counts for as many, and so does
	// work that gives up its turn.
	eraseAtOnce = 2000
	withPicture = 100
	withTurn    = 5
	// notesAtOnce is how many notes are erased together, with what hangs on them.
	notesAtOnce = 100
)

// erasing is a statement that erases rows of ?1, ?2 of them at most. weight is
// for how many each counts.
type erasing struct {
	query  string
	weight int
}

// rowsOf erases the rows of a table, which are told apart by their key, for which
// something is true of ?1.
func rowsOf(table, key, is string) erasing {
	return erasing{`DELETE FROM ` + table + ` WHERE (` + key + `) IN (SELECT ` + key + ` FROM ` + table + ` WHERE ` + is + ` LIMIT ?2)`, 1}
}

// turnsOf has work for which something is true of ?1 give up its turn: it is
// others' then.
func turnsOf(is string) erasing {
	return erasing{`UPDATE work SET open = 0, state = 'done' WHERE id IN (SELECT id FROM work WHERE ` + is + ` AND open = 1 LIMIT ?2)`, withTurn}
}

// heavy is an erasing of rows each of which counts for several.
func (e erasing) heavy(weight int) erasing { return erasing{e.query, weight} }

// EraseServer erases a part of what is kept of a server, if Dogear left it before
// a moment and has not come back: of one of its reads or, if there is none any
// more, of the rest. It says whether there is more: others write meanwhile.
func (tx *Tx) EraseServer(guild string, at time.Time) (more bool, err error) {
	if err := tx.one(into(&more), `SELECT EXISTS (SELECT 1 FROM server WHERE guild_id = ? AND left_at IS NOT NULL AND left_at <= ?)`, guild, unix(at)); err != nil || !more {
		return false, err
	}
	room := eraseAtOnce
	read, err := first(all(tx, only[int64], `SELECT read.id FROM club JOIN read ON read.club_id = club.id WHERE club.guild_id = ? LIMIT 1`, guild))
	switch {
	case err == nil:
		err = tx.eraseRead(read, &room)
	case errors.Is(err, ErrNotFound):
		_, err = tx.erase(erasingServer(), guild, &room)
	}
	return err == nil, err
}

// erase erases one thing after another as long as there is room, and says whether
// all are gone.
func (tx *Tx) erase(list []erasing, of any, room *int) (done bool, err error) {
	for _, e := range list {
		most := *room / e.weight
		n, err := tx.exec(e.query, of, most)
		if err != nil || int(n) == most { // there may be more of them
			*room = 0
			return false, err
		}
		*room -= int(n) * e.weight
	}
	return true, nil
}

// eraseRead erases of a read as much as there is room for.
func (tx *Tx) eraseRead(read int64, room *int) error {
	done, err := tx.erase([]erasing{rowsOf("rating", "read_id, user_id", "read_id = ?1"), rowsOf("seen_tally", seenTallyKey, "read_id = ?1")}, read, room)
	if err == nil && done {
		done, err = tx.eraseNotes(read, room)
	}
	if err == nil && done {
		_, err = tx.erase(erasingRead(), read, room)
	}
	return err
}

// eraseNotes erases notes of a read with all that hangs on them: first those that
// nobody replied to, and so in the end all. It says whether all are gone.
func (tx *Tx) eraseNotes(read int64, room *int) (done bool, err error) {
	for *room > 0 {
		notes, err := all(tx, only[int64], `SELECT id FROM note WHERE read_id = ?
			AND NOT EXISTS (SELECT 1 FROM note AS reply WHERE reply.parent_id = note.id) LIMIT ?`, read, notesAtOnce)
		if err != nil || len(notes) == 0 {
			return err == nil, err
		}
		if done, err := tx.erase(erasingNotes(), jsonOf(notes), room); err != nil || !done {
			return false, err
		}
	}
	return false, nil
}

// erasingNotes erases notes, ?1, to which nobody replied.
func erasingNotes() []erasing {
	on := func(table, key string) erasing {
		return erasing{`DELETE FROM ` + table + ` WHERE (` + key + `) IN (
			SELECT ` + key + ` FROM json_each(?1) given JOIN ` + table + ` ON note_id = given.value LIMIT ?2)`, 1}
	}
	return []erasing{
		on("note_picture", "note_id, place").heavy(withPicture),
		on("note_felt", "note_id, user_id"),
		on("report", "note_id, user_id"),
		on("note_seen", "user_id, read_id, note_id"),
		{`DELETE FROM note WHERE id IN (SELECT value FROM json_each(?1) given LIMIT ?2)`, 1},
	}
}

const seenTallyKey = "user_id, read_id, shelf, opens, standing"

// erasingRead erases a read without notes, ?1. What refers to something goes
// before it.
func erasingRead() []erasing {
	of := func(table, key string) erasing { return rowsOf(table, key, "read_id = ?1") }
	return []erasing{
		of("note_tally", "read_id, shelf, opens, standing"),
		of("prompt", "id"),
		of("series", "id"),
		of("prompt_post", "id"),
		of("announcement", "id"),
		of("seat", "checkpoint_id, user_id"),
		of("reader", "read_id, user_id"),
		of("checkpoint", "id"),
		turnsOf(`read_id = ?1`),
		of("work", "id"),
		rowsOf("read", "id", "id = ?1"),
	}
}

// erasingServer erases a server without reads, ?1.
func erasingServer() []erasing {
	const (
		clubs    = `club_id IN (SELECT id FROM club WHERE guild_id = ?1)`
		books    = `book_id IN (SELECT book.id FROM club JOIN book ON book.club_id = club.id WHERE club.guild_id = ?1)`
		editions = `edition_id IN (SELECT edition.id FROM club JOIN book ON book.club_id = club.id JOIN edition ON edition.book_id = book.id WHERE club.guild_id = ?1)`
		here     = `guild_id = ?1`
	)
	return []erasing{
		turnsOf(clubs),
		rowsOf("work", "id", clubs),
		rowsOf("draft", "id", here).heavy(withPicture),
		rowsOf("holding", "book_id, user_id", books),
		rowsOf("edition_end", "edition_id, chapter_id", editions),
		rowsOf("edition", "id", books),
		rowsOf("chapter", "id", books),
		rowsOf("book", "id", clubs).heavy(withPicture), // its cover with it
		rowsOf("year_post", "id", clubs),
		rowsOf("club", "id", here),
		// It is asked for anew where they are reached from another server.
		rowsOf("direct", "user_id", `user_id IN (SELECT user_id FROM person WHERE guild_id = ?1)`),
		rowsOf("person", "guild_id, user_id", here),
		rowsOf("forgetting", "user_id, guild_id", here+` OR guild_id = '' AND`+allUndone),
		rowsOf("server", "guild_id", here),
	}
}
