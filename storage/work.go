package storage

import "time"

// Work is a thing in Discord that a row stands for: what it is about, what is
// there, and whether it is to be looked at again.
type Work struct {
	ID      int64
	Kind    string
	Subject int64
	User    string // of a role, "" else
	Club    int64
	Read    int64  // 0 if it is about the club
	Lane    string // works of one lane are done in order, one at a time
	Due     time.Time
	Version int64
	State   string // "waiting", "stuck", "done", "missed" or "failed"
	Reason  string // why it is stuck, missed or failed, in plain words
	// Grave says that an organiser is to be told of Reason, once.
	Grave bool
	Book  string // the title of the read's book, in Troubles

	Attempts int
	First    time.Time // club time of the first attempt since it was last done
	Channel  string
	Message  string
	Look     string
	Posted   time.Time // club time at which its message first came to be; zero before
}

// Ask asks that a subject be looked at when it is due: at once, if Due has
// passed. A subject has one row, whatever is asked of it and how often; what
// should be true of it is computed when it is done.
//
// Channel and Message may say what is there already, before the row first is.
func (tx *Tx) Ask(w Work) error {
	tx.woke = true
	_, err := tx.exec(`
		INSERT INTO work (kind, subject, user_id, club_id, guild_id, read_id, lane, due_at, channel_id, message_id)
		VALUES (?1, ?2, ?3, ?4, (SELECT guild_id FROM club WHERE id = ?4), nullif(?5, 0), ?6, ?7, ?8, ?9)
		ON CONFLICT (kind, subject, user_id) DO UPDATE SET
			version = work.version + 1, lane = excluded.lane, due_at = excluded.due_at,
			open = 1, state = 'waiting', reason = '', not_before = 0,
			first_at = iif(work.open = 0 AND work.attempts = 0, 0, work.first_at)`,
		w.Kind, w.Subject, w.User, w.Club, w.Read, w.Lane, unix(w.Due), w.Channel, w.Message)
	return err
}

// AskAgain asks that a subject be looked at once more, if it has a row and was
// done or is just being done: what is still to come looks at what is true then
// anyway. What backs off goes on to.
func (tx *Tx) AskAgain(kind string, subject int64) error {
	n, err := tx.exec(`
		UPDATE work SET version = version + 1, open = 1, not_before = iif(open = 1 AND state = 'waiting', not_before, 0),
			state = 'waiting', reason = ''
		WHERE kind = ? AND subject = ? AND user_id = '' AND (message_id <> '' OR lease_until > 0)`, kind, subject)
	tx.woke = tx.woke || n > 0
	return err
}

// AskAll asks that all the subjects of a kind in a read that have something in
// Discord, or are just being done, be looked at once more when due.
func (tx *Tx) AskAll(kind string, readID int64, due time.Time) error {
	n, err := tx.exec(`
		UPDATE work SET version = version + 1, open = 1, not_before = 0, state = 'waiting', reason = '', due_at = ?
		WHERE read_id = ? AND kind = ? AND (message_id <> '' OR lease_until > 0)`, unix(due), readID, kind)
	tx.woke = tx.woke || n > 0
	return err
}

// EventOf says which checkpoint an event of a server stands for.
func (tx *Tx) EventOf(event string) (checkpoint int64, err error) {
	err = tx.one(into(&checkpoint), `SELECT subject FROM work WHERE message_id = ? AND message_id <> '' AND kind = 'event'`, event)
	return checkpoint, err
}

// AskStubs asks that the lines of a person's notes be looked at once more that
// do not stand in the channel of their club: those in rooms and other threads.
// Whichever read of the club they are on: a room is of one read, and what is
// written in it may be on another.
func (tx *Tx) AskStubs(clubID int64, user, channel string) error {
	n, err := tx.exec(`
		UPDATE work SET version = version + 1, open = 1, not_before = 0, state = 'waiting', reason = ''
		WHERE kind = 'stub' AND user_id = '' AND (message_id <> '' OR lease_until > 0) AND subject IN (
			SELECT id FROM note WHERE author_id = ? AND read_id IN (SELECT id FROM read WHERE club_id = ?) AND stub_channel_id NOT IN ('', ?))`,
		user, clubID, channel)
	tx.woke = tx.woke || n > 0
	return err
}

// MakeAnew records that the message of a subject is not there any more and that
// it is to be made anew: somebody who may say so did.
func (tx *Tx) MakeAnew(kind string, subject int64) error {
	tx.woke = true
	_, err := tx.exec(`
		UPDATE work SET version = version + 1, open = 1, state = 'waiting', reason = '', not_before = 0,
			message_id = '', look = '', attempts = 0, first_at = 0
		WHERE kind = ? AND subject = ? AND user_id = ''`, kind, subject)
	return err
}

// Lose records that the message of a subject is not there any more. It is not
// made anew for that.
func (tx *Tx) Lose(kind string, subject int64) error {
	_, err := tx.exec(`UPDATE work SET message_id = '', look = '' WHERE kind = ? AND subject = ? AND user_id = ''`, kind, subject)
	return err
}

// Retry asks at once for all that a club has in trouble and is not too late.
func (tx *Tx) Retry(clubID int64) error {
	tx.woke = true
	_, err := tx.exec(`
		UPDATE work SET version = version + 1, state = 'waiting', reason = '', not_before = 0,
			first_at = iif(open = 0 AND attempts = 0, 0, first_at), open = 1
		WHERE club_id = ? AND reason <> '' AND state <> 'missed'`, clubID)
	return err
}

// Dismiss gives up what a read was still to post after now: the read was ended,
// or its book has left the shelf.
func (tx *Tx) Dismiss(readID int64, now time.Time) error {
	_, err := tx.exec(`
		UPDATE work SET version = version + 1, open = 0, state = 'done', reason = ''
		WHERE read_id = ? AND open = 1 AND message_id = '' AND due_at > ?`, readID, unix(now))
	return err
}

// WorkOf finds the row of a subject.
func (tx *Tx) WorkOf(kind string, subject int64) (Work, error) {
	w := Work{Kind: kind, Subject: subject}
	var due, posted int64
	err := tx.one(into(&w.ID, &w.Club, &due, &w.State, &w.Reason, &w.Channel, &w.Message, &posted), `
		SELECT id, club_id, due_at, state, reason, channel_id, message_id, posted_at FROM work
		WHERE kind = ? AND subject = ? AND user_id = ''`, kind, subject)
	w.Due, w.Posted = instant(due), instant(posted)
	return w, err
}

// WorkByRow finds a row of work. It is Grave if an organiser was told of its
// Reason, or is to be.
func (tx *Tx) WorkByRow(id int64) (Work, error) {
	w := Work{ID: id}
	err := tx.one(into(&w.Kind, &w.Subject, &w.Club, &w.Read, &w.Lane, &w.State, &w.Reason, &w.Grave, &w.Channel, &w.Message), `
		SELECT kind, subject, club_id, coalesce(read_id, 0), lane, state, reason, told > 0, channel_id, message_id FROM work WHERE id = ?`, id)
	return w, err
}

// Due reports whether there is anything for Claim to do, at the same moments. It
// costs some looks into indexes, so that a tick with nothing to do costs next to
// nothing, however much waits of servers that were left.
func (tx *Tx) Due(now, wire time.Time) (bool, error) {
	var is bool
	err := tx.one(into(&is), `SELECT EXISTS (SELECT 1 FROM server WHERE ready < (?1 + 1) * 1000000)
		OR EXISTS (SELECT 1 FROM work WHERE not_before > 0 AND not_before <= ?2)
		OR EXISTS (SELECT 1 FROM work WHERE not_before > 0 AND not_before > ?3)
		OR EXISTS (SELECT 1 FROM server WHERE served >= (?1 + 1) * 1000000)`, unix(now), unix(wire), unix(wire.Add(LongestRest)))
	return is, err
}

// NextDue says when the next work falls due that waits to be done, or fell due
// already; ErrNotFound if none does. Of a server that was left, none does. What only looks whether there is anything
// to do at its moment does not count, nor the reminders of a checkpoint of which
// nobody is to be reminded, nor a post of questions that are all held or removed.
func (tx *Tx) NextDue() (time.Time, error) {
	var due int64
	err := tx.one(into(&due), `
		SELECT work.due_at FROM work CROSS JOIN server ON server.guild_id = work.guild_id AND server.left_at IS NULL
		WHERE open = 1 AND work.due_at > 0 AND state <> 'stuck' AND kind NOT IN ('event', 'shut')
			AND (kind <> 'prompts' OR message_id <> '' OR EXISTS (
				SELECT 1 FROM prompt WHERE prompt.prompt_post_id = work.subject AND prompt.held = 0 AND prompt.removed_at IS NULL))
			AND (kind <> 'remind' OR EXISTS (
				SELECT 1 FROM reader JOIN read ON read.id = reader.read_id JOIN club ON club.id = read.club_id
					JOIN person ON person.user_id = reader.user_id AND person.guild_id = club.guild_id
				WHERE reader.read_id = work.read_id AND reader.left_at IS NULL AND person.reminders = 1))
		ORDER BY work.due_at LIMIT 1`)
	return instant(due), err
}

// Finish records what was done of w: its State ("done" or "missed"), Reason
// and message. If it was asked for again meanwhile it stays open.
func (tx *Tx) Finish(w Work, now time.Time) error {
	n, err := tx.exec(`
		UPDATE work SET lease_until = 0, attempts = 0, first_at = 0, not_before = 0,
			channel_id = ?2, message_id = ?3, look = ?4, done_at = ?5,
			open = (version <> ?6), state = iif(version <> ?6, 'waiting', ?7), reason = ?8,
			told = iif(?9 AND user_id = '', 1, 0),
			posted_at = iif(message_id = '' AND ?3 <> '', ?5, posted_at)
		WHERE id = ?1`,
		w.ID, w.Channel, w.Message, w.Look, unix(now), w.Version, w.State, w.Reason, w.Grave)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	tx.woke = true // the next of its lane
	return err
}

// PutOff records that w could not be done: State "waiting" or "stuck" tries
// again after notBefore (on the wire's clock), "failed" does not. If it was
// asked for again meanwhile, that is a new try: it waits for its turn, and for
// notBefore only if State is "waiting". sure says that the attempt came to
// nothing for certain: then it does not count as one after which a message may
// be there.
func (tx *Tx) PutOff(w Work, notBefore time.Time, sure bool) error {
	_, err := tx.exec(`
		UPDATE work SET lease_until = 0, reason = ?2, attempts = max(attempts - ?6, 0),
			told = iif(?7 AND user_id = '' AND (told = 0 OR ?4 = 'failed' AND state <> 'failed'), 1, told),
			state = iif(version = ?3, ?4, 'waiting'),
			open = (version <> ?3 OR ?4 <> 'failed'),
			not_before = iif(version = ?3 OR ?4 = 'waiting', ?5, 0)
		WHERE id = ?1`,
		w.ID, w.Reason, w.Version, w.State, unix(notBefore), sure, w.Grave)
	tx.woke = true
	return err
}

const troubleColumns = `work.id, work.kind, work.subject, work.user_id, work.club_id, coalesce(work.read_id, 0), coalesce(book.title, ''), work.due_at, work.state, work.reason`

const troubleTables = ` LEFT JOIN read ON read.id = work.read_id LEFT JOIN book ON book.id = read.book_id`

func scanTrouble(row func(...any) error) (Work, error) {
	var w Work
	var due int64
	err := row(&w.ID, &w.Kind, &w.Subject, &w.User, &w.Club, &w.Read, &w.Book, &due, &w.State, &w.Reason)
	w.Due = instant(due)
	return w, err
}

// Troubles lists the works of a club that are put off, stuck, failed or missed,
// each with its reason.
func (tx *Tx) Troubles(clubID int64) ([]Work, error) {
	return all(tx, scanTrouble, `SELECT `+troubleColumns+` FROM work`+troubleTables+`
		WHERE work.club_id = ? AND work.reason <> '' ORDER BY work.due_at`, clubID)
}

// UntoldTroubles lists the works in trouble in a server of which an organiser is to be
// told, each with its reason: those of all its clubs.
func (tx *Tx) UntoldTroubles(guild string) ([]Work, error) {
	return all(tx, scanTrouble, `SELECT `+troubleColumns+`
		FROM club JOIN work INDEXED BY work_untold ON work.club_id = club.id`+troubleTables+`
		WHERE club.guild_id = ? AND work.told = 1 AND work.reason <> '' ORDER BY due_at`, guild)
}

// ToldTroubles records that an organiser was told of some works in trouble.
func (tx *Tx) ToldTroubles(list []Work) error {
	ids := make([]int64, len(list))
	for i, w := range list {
		ids[i] = w.ID
	}
	_, err := tx.exec(`UPDATE work SET told = 2 WHERE told = 1 AND id IN (SELECT value FROM json_each(?) given)`, jsonOf(ids))
	return err
}
