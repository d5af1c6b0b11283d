package storage

import "time"

// Kept counts what is kept of a person.
type Kept struct {
	Reads, Notes, Ratings, Questions, Editions int
	Marks                                      int // notes of others that they have seen, felt or reported
	Rest                                       int // all else: settings, drafts, what they hold, what is done for them
	Undoing                                    int // what is still to be undone in Discord since they asked to be forgotten
}

// inRead narrows the rows of a table to the reads of a server.
func inRead(table string) string {
	return ` AND EXISTS (SELECT 1 FROM read JOIN club ON club.id = read.club_id WHERE read.id = ` + table + `.read_id` + inServer + `)`
}

// inBook narrows the rows of a table to the books of a server.
func inBook(table string) string {
	return ` AND EXISTS (SELECT 1 FROM book JOIN club ON club.id = book.club_id WHERE book.id = ` + table + `.book_id` + inServer + `)`
}

// onNote narrows the rows of a table to the notes of a server.
func onNote(table string) string {
	return ` AND EXISTS (SELECT 1 FROM note JOIN read ON read.id = note.read_id JOIN club ON club.id = read.club_id
		WHERE note.id = ` + table + `.note_id` + inServer + `)`
}

// onGuild narrows the rows of a table that names its server.
const onGuild = ` AND ?2 IN ('', guild_id)`

// None reports whether there is nothing to be erased.
func (k Kept) None() bool {
	k.Undoing = 0
	return k == Kept{}
}

// Kept counts what is kept of a person in a server, or in all for "".
func (tx *Tx) Kept(guild, user string) (Kept, error) {
	var k Kept
	const asked = ` EXISTS (SELECT 1 FROM forgetting WHERE forgetting.user_id = ?1 AND forgetting.guild_id IN ('', work.guild_id))`
	n := func(from string) string { return `(SELECT count(*) FROM ` + from + `)` }
	err := tx.one(into(&k.Reads, &k.Notes, &k.Ratings, &k.Questions, &k.Editions, &k.Marks, &k.Rest, &k.Undoing), `SELECT
		`+n(`reader WHERE user_id = ?1`+inRead("reader"))+`,
		`+n(`note WHERE author_id = ?1 AND deleted_at IS NULL`+inRead("note"))+`,
		`+n(`rating WHERE user_id = ?1`+inRead("rating"))+`,
		`+n(`prompt WHERE author_id = ?1 AND removed_at IS NULL`+inRead("prompt"))+`,
		`+n(`edition WHERE owner_id = ?1`+inBook("edition"))+`,
		`+n(`note_seen WHERE user_id = ?1 AND NOT EXISTS (SELECT 1 FROM note WHERE note.id = note_seen.note_id AND note.author_id = ?1)`+inRead("note_seen"))+` + `+
		n(`note_felt WHERE user_id = ?1`+onNote("note_felt"))+` + `+n(`report WHERE user_id = ?1`+inRead("report"))+`,
		`+n(`person WHERE user_id = ?1`+onGuild)+` + `+n(`draft WHERE user_id = ?1`+onGuild)+` + `+
		n(`holding WHERE user_id = ?1`+inBook("holding"))+` + `+n(`seat WHERE user_id = ?1`+inRead("seat"))+` + `+
		n(`work WHERE user_id = ?1 AND user_id <> '' AND NOT`+asked+onGuild)+` + `+n(`direct WHERE user_id = ?1`)+` + `+
		n(`read WHERE started_by = ?1 AND EXISTS (SELECT 1 FROM club WHERE club.id = read.club_id`+inServer+`)`)+` + `+
		n(`note WHERE author_id = ?1 AND deleted_at IS NOT NULL`+inRead("note"))+`,
		`+n(`work WHERE user_id = ?1 AND user_id <> '' AND`+asked+onGuild), user, guild)
	return k, err
}

// Forgotten is what is to be looked at anew in Discord after a person was
// forgotten, all by their rows.
type Forgotten struct {
	Notes   []int64 // that they wrote
	Threads []int64 // first notes whose replies are fewer now
	Reads   []int64 // that the notes were of
	Rated   []int64 // reads that they had rated
	Years   []int64 // posts of years of the clubs of those
}

// ForgetPerson erases what is kept of a person in a server, or in all for "".
// Of what others see or answered a shell stays, by nobody: of a note its place,
// without a text, and what was said below it; a question of the club's; that a
// note was reported. What is still to be undone in Discord for them, their role
// and their rooms, is asked for, and their id stays in these rows of work and in
// one that says so: see Undone.
func (tx *Tx) ForgetPerson(guild, user string, now time.Time) (f Forgotten, err error) {
	lists := []struct {
		into  *[]int64
		query string
	}{
		{&f.Notes, `SELECT id FROM note WHERE author_id = ?1 AND deleted_at IS NULL` + inRead("note")},
		{&f.Threads, `SELECT DISTINCT root_id FROM note WHERE author_id = ?1 AND deleted_at IS NULL AND root_id IS NOT NULL` + inRead("note")},
		{&f.Reads, `SELECT DISTINCT read_id FROM note WHERE author_id = ?1 AND deleted_at IS NULL` + inRead("note")},
		{&f.Rated, `SELECT read_id FROM rating WHERE user_id = ?1` + inRead("rating")},
		{&f.Years, `SELECT DISTINCT year_post.id FROM rating JOIN read ON read.id = rating.read_id JOIN club ON club.id = read.club_id
			JOIN year_post ON year_post.club_id = club.id WHERE rating.user_id = ?1` + inServer},
	}
	for _, l := range lists {
		if *l.into, err = all(tx, only[int64], l.query, user, guild); err != nil {
			return f, err
		}
	}
	for _, note := range f.Notes {
		if err := tx.DeleteNote(note, now); err != nil {
			return f, err
		}
	}
	for _, rated := range f.Rated {
		if _, err := tx.exec(`UPDATE read SET shown = 1 WHERE id = ?1 AND dropped = 0 AND reveals_at <= ?3
			AND EXISTS (SELECT 1 FROM rating WHERE read_id = ?1 AND user_id = ?2 AND stars IS NOT NULL)`, rated, user, unix(now)); err != nil {
			return f, err
		}
	}
	for _, query := range forgetting() {
		if _, err := tx.exec(query, user, guild); err != nil {
			return f, err
		}
	}
	return f, tx.forgetWork(guild, user, now)
}

// Shell finds what is left of a note whose author was forgotten, by its row.
func (tx *Tx) Shell(note int64) (Note, error) {
	return tx.raised(`SELECT `+noteColumns+` FROM`+noteLockTables+`WHERE note.id = ? AND note.author_id = ''`, note)
}

// forgetting are the statements that take a person out of the tables. What
// refers to something goes before it.
func forgetting() []string {
	return []string{
		`DELETE FROM rating WHERE user_id = ?1` + inRead("rating"),
		`UPDATE note SET author_id = '', said_channel_id = '', said_message_id = '' WHERE author_id = ?1` + inRead("note"),
		`DELETE FROM note_seen WHERE user_id = ?1` + inRead("note_seen"),
		`DELETE FROM seen_tally WHERE user_id = ?1` + inRead("seen_tally"),
		`DELETE FROM note_felt WHERE user_id = ?1` + onNote("note_felt"),
		`UPDATE OR IGNORE report SET user_id = '' WHERE user_id = ?1 AND closed_at IS NULL` + inRead("report"),
		`DELETE FROM report WHERE user_id = ?1` + inRead("report"),
		`UPDATE prompt SET author_id = '' WHERE author_id = ?1` + inRead("prompt"),
		`DELETE FROM seat WHERE user_id = ?1` + inRead("seat"),
		`DELETE FROM reader WHERE user_id = ?1` + inRead("reader"),
		`UPDATE read SET started_by = '' WHERE started_by = ?1 AND EXISTS (SELECT 1 FROM club WHERE club.id = read.club_id` + inServer + `)`,
		`DELETE FROM holding WHERE user_id = ?1` + inBook("holding"),
		`DELETE FROM edition WHERE owner_id = ?1` + inBook("edition"),
		`DELETE FROM person WHERE user_id = ?1` + onGuild,
		// What is asked of Discord again when it is needed.
		`DELETE FROM direct WHERE user_id = ?1 AND ?2 IS NOT NULL`,
		// Also others' that speak of them, as a check-up does of who is in a room.
		`DELETE FROM draft WHERE (user_id = ?1 OR instr(body, ?1) > 0)` + onGuild,
	}
}

// forgetWork has a person's role and rooms looked at once more, where something
// of theirs may be there and Dogear is in the server, and erases the other rows
// of work about them.
func (tx *Tx) forgetWork(guild, user string, now time.Time) error {
	tx.woke = true
	const undo = ` AND kind IN ('role', 'seat') AND (look <> '' OR done_at IS NOT NULL OR lease_until > 0 OR attempts > 0)
		AND NOT EXISTS (SELECT 1 FROM server WHERE server.guild_id = work.guild_id AND left_at IS NOT NULL)`
	for _, query := range []string{
		`UPDATE work SET version = version + 1, open = 0, state = 'done', reason = '' WHERE user_id = ?1 AND user_id <> ''` + onGuild,
		`UPDATE work SET open = 1, state = 'waiting', not_before = 0, due_at = ?3 WHERE user_id = ?1 AND user_id <> ''` + undo + onGuild,
		`DELETE FROM work WHERE user_id = ?1 AND user_id <> '' AND open = 0 AND ?3 IS NOT NULL` + onGuild,
		`INSERT INTO forgetting (guild_id, user_id, asked_at) SELECT ?2, ?1, ?3
			WHERE EXISTS (SELECT 1 FROM work WHERE user_id = ?1 AND user_id <> ''` + onGuild + `)
			ON CONFLICT DO NOTHING`,
	} {
		if _, err := tx.exec(query, user, guild, unix(now)); err != nil {
			return err
		}
	}
	return nil
}

// allUndone narrows who asked to be forgotten to those for whom nothing is to be
// undone any more.
const allUndone = ` NOT EXISTS (SELECT 1 FROM work WHERE work.user_id = forgetting.user_id AND work.user_id <> '' AND work.open = 1
	AND forgetting.guild_id IN ('', work.guild_id))`

// Undone erases a row of work that was done, or given up, for a person who asked
// to be forgotten and has not come back to its club, and with the last one that
// they asked.
func (tx *Tx) Undone(work int64, user string) error {
	_, err := tx.exec(`
		DELETE FROM work WHERE id = ?1 AND open = 0
			AND EXISTS (SELECT 1 FROM forgetting WHERE forgetting.user_id = work.user_id AND forgetting.guild_id IN ('', work.guild_id))
			AND NOT EXISTS (SELECT 1 FROM reader JOIN read ON read.id = reader.read_id
				WHERE reader.user_id = work.user_id AND read.club_id = work.club_id)`, work)
	if err == nil {
		_, err = tx.exec(`DELETE FROM forgetting WHERE user_id = ?1 AND`+allUndone, user)
	}
	return err
}
