package storage

import (
	"errors"
	"time"
)

// Here records that Dogear is in some servers: what was kept of one that it had
// left is as it was. With all, it is in no others, and has left those by now.
func (tx *Tx) Here(guilds []string, all bool, now time.Time) error {
	tx.woke = true
	list := jsonOf(guilds)
	_, err := tx.exec(`UPDATE server SET left_at = NULL WHERE left_at IS NOT NULL AND guild_id IN (SELECT value FROM json_each(?) given)`, list)
	if err == nil && all {
		_, err = tx.exec(`UPDATE server SET left_at = ? WHERE left_at IS NULL AND guild_id <> '' AND guild_id NOT IN (SELECT value FROM json_each(?) given)`, unix(now), list)
	}
	return err
}

// HereAgain reports whether Here has anything to record for some servers, if
// they are not all.
func (tx *Tx) HereAgain(guilds []string) (is bool, err error) {
	err = tx.one(into(&is), `SELECT EXISTS (
		SELECT 1 FROM server WHERE left_at IS NOT NULL AND guild_id IN (SELECT value FROM json_each(?) given))`, jsonOf(guilds))
	return is, err
}

// Gone records that Dogear was removed from a server. What is kept of it stays,
// and waits.
func (tx *Tx) Gone(guild string, now time.Time) error {
	_, err := tx.exec(`UPDATE server SET left_at = ? WHERE guild_id = ? AND left_at IS NULL`, unix(now), guild)
	return err
}

// LeftBefore lists the servers that Dogear left before a moment.
func (tx *Tx) LeftBefore(at time.Time) ([]string, error) {
	return all(tx, only[string], `SELECT guild_id FROM server WHERE left_at IS NOT NULL AND left_at <= ? ORDER BY left_at`, unix(at))
}

// EraseServer erases a part of what is kept of a server, if Dogear left it before
// a moment and has not come back: one of its reads or, if there is none any more,
// all the rest. It says whether there is more: others wait to write meanwhile.
func (tx *Tx) EraseServer(guild string, at time.Time) (more bool, err error) {
	if err := tx.one(into(&more), `SELECT EXISTS (SELECT 1 FROM server WHERE guild_id = ? AND left_at IS NOT NULL AND left_at <= ?)`, guild, unix(at)); err != nil || !more {
		return false, err
	}
	subject, queries := any(guild), erasingServer()
	read, err := first(all(tx, only[int64], `SELECT read.id FROM club JOIN read ON read.club_id = club.id WHERE club.guild_id = ? LIMIT 1`, guild))
	switch {
	case err == nil:
		subject, queries = read, erasingRead()
	case !errors.Is(err, ErrNotFound):
		return false, err
	}
	for _, query := range queries {
		if _, err := tx.exec(query, subject); err != nil {
			return false, err
		}
	}
	return err == nil, nil
}

// erasingRead are the statements that erase a read, ?1. What refers to something
// goes before it.
func erasingRead() []string {
	const notes = ` IN (SELECT id FROM note WHERE read_id = ?1)`
	return []string{
		`UPDATE work SET open = 0, state = 'done' WHERE read_id = ?1`, // the turn in a lane is others' then
		`DELETE FROM work WHERE read_id = ?1`,
		`DELETE FROM rating WHERE read_id = ?1`,
		`DELETE FROM note_picture WHERE note_id` + notes,
		`DELETE FROM note_felt WHERE note_id` + notes,
		`DELETE FROM report WHERE read_id = ?1`,
		`DELETE FROM seen_tally WHERE read_id = ?1`,
		`DELETE FROM note_seen WHERE note_id` + notes,
		`DELETE FROM note_tally WHERE read_id = ?1`,
		`DELETE FROM note WHERE read_id = ?1`,
		`DELETE FROM prompt WHERE read_id = ?1`,
		`DELETE FROM series WHERE read_id = ?1`,
		`DELETE FROM prompt_post WHERE read_id = ?1`,
		`DELETE FROM announcement WHERE read_id = ?1`,
		`DELETE FROM seat WHERE read_id = ?1`,
		`DELETE FROM reader WHERE read_id = ?1`,
		`DELETE FROM checkpoint WHERE read_id = ?1`,
		`DELETE FROM read WHERE id = ?1`,
	}
}

// erasingServer are the statements that erase a server without reads, ?1.
func erasingServer() []string {
	const (
		clubs = ` IN (SELECT id FROM club WHERE guild_id = ?1)`
		books = ` IN (SELECT book.id FROM club JOIN book ON book.club_id = club.id WHERE club.guild_id = ?1)`
	)
	return []string{
		`UPDATE work SET open = 0, state = 'done' WHERE club_id` + clubs,
		`DELETE FROM work WHERE club_id` + clubs,
		`DELETE FROM draft WHERE guild_id = ?1`,
		`DELETE FROM holding WHERE book_id` + books,
		`DELETE FROM edition WHERE book_id` + books,
		`DELETE FROM chapter WHERE book_id` + books,
		`DELETE FROM book WHERE club_id` + clubs, // its cover with it
		`DELETE FROM year_post WHERE club_id` + clubs,
		`DELETE FROM club WHERE guild_id = ?1`,
		// It is asked for anew where they are reached from another server.
		`DELETE FROM direct WHERE user_id IN (SELECT user_id FROM person WHERE guild_id = ?1)`,
		`DELETE FROM person WHERE guild_id = ?1`,
		`DELETE FROM forgetting WHERE guild_id = ?1 OR guild_id = '' AND` + allUndone,
		`DELETE FROM server WHERE guild_id = ?1`,
	}
}
