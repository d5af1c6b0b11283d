package storage

import (
	"database/sql"
	"time"

	"dogear/club"
)

// Prompt is a question that a club asks, at a checkpoint or at a moment.
type Prompt struct {
	ID         int64
	Read       int64
	Author     string      // "" for one that Dogear asks by itself
	Text       club.Locked // with its lock and its author
	LockKind   string      // "all", "whole", "chapter" or "moment": see Tx.AddPrompt
	Checkpoint int64       // at whose moment it is asked, or 0
	Post       int64       // the post at a moment that asks it, or 0
	At         time.Time   // when it is asked
	Held       bool        // it is not asked until it is released
	Spare      bool        // it is asked if nothing else is at its checkpoint
	Bank       string      // the key of the bank's question that it is, or was until it was edited; or ""
	Series     int64       // what asks it again and again, or 0
	State      Work        // the work that asks it; its ID is 0 if there is none yet
}

// The lock of a prompt is for all, the whole book, a chapter or, with "moment", what
// has been reached when it is asked: the end of its checkpoint, else the last
// checkpoint that is open at its moment, else for all; but no less than
// FloorPrompt has said.
const promptColumns = `
	prompt.id, prompt.read_id, prompt.author_id, prompt.text, prompt.lock_kind,
	coalesce(prompt.checkpoint_id, 0), coalesce(prompt.prompt_post_id, 0), coalesce(checkpoint.at, prompt_post.at),
	prompt.held, prompt.spare, prompt.bank, coalesce(prompt.series_id, 0),
	lock.number, lock.label, prompt.lock_kind = 'whole', iif(prompt.lock_kind = 'whole', ` + promptBook + `, 0),
	coalesce(work.id, 0), coalesce(work.state, ''), coalesce(work.reason, ''), coalesce(work.message_id, ''), coalesce(work.channel_id, ''),
	coalesce(work.posted_at, 0)`

// promptBook is how many chapters the book of a prompt has.
const promptBook = `(SELECT count(*) FROM read JOIN chapter ON chapter.book_id = read.book_id WHERE read.id = prompt.read_id)`

const promptLocks = ` prompt
	LEFT JOIN checkpoint ON checkpoint.id = prompt.checkpoint_id
	LEFT JOIN prompt_post ON prompt_post.id = prompt.prompt_post_id
	LEFT JOIN chapter lock ON lock.id = CASE prompt.lock_kind
		WHEN 'chapter' THEN prompt.lock_chapter_id
		WHEN 'moment' THEN (SELECT id FROM chapter WHERE id IN (prompt.floor_chapter_id, coalesce(checkpoint.last_chapter_id, (
			SELECT open.last_chapter_id FROM checkpoint open
			WHERE open.read_id = prompt.read_id AND open.number > 0 AND open.at <= prompt_post.at ORDER BY open.number DESC LIMIT 1)))
			ORDER BY number DESC LIMIT 1) END `

const promptTables = promptLocks + `
	LEFT JOIN work ON work.kind = iif(prompt.checkpoint_id IS NULL, 'prompts', 'checkpoint')
		AND work.subject = coalesce(prompt.checkpoint_id, prompt.prompt_post_id) AND work.user_id = '' `

// promptThere says of a prompt that it was not taken away and, of a spare, that its
// checkpoint is in the plan, nothing else is asked there, and the club wants it.
const promptThere = ` prompt.removed_at IS NULL AND (prompt.spare = 0 OR
	(SELECT club.fallback FROM read JOIN club ON club.id = read.club_id WHERE read.id = prompt.read_id) = 1
	AND (SELECT number FROM checkpoint WHERE checkpoint.id = prompt.checkpoint_id) > 0
	AND NOT EXISTS (SELECT 1 FROM prompt other WHERE other.checkpoint_id = prompt.checkpoint_id
		AND other.spare = 0 AND other.held = 0 AND other.removed_at IS NULL)) `

func scanPrompt(row func(...any) error) (Prompt, error) {
	var p Prompt
	var at, posted int64
	var lock lockRow
	dest := []any{&p.ID, &p.Read, &p.Author, &p.Text, &p.LockKind, &p.Checkpoint, &p.Post, &at, &p.Held, &p.Spare, &p.Bank, &p.Series}
	dest = append(dest, lock.dest()...)
	err := row(append(dest, &p.State.ID, &p.State.State, &p.State.Reason, &p.State.Message, &p.State.Channel, &posted)...)
	p.At, p.State.Posted = instant(at), instant(posted)
	p.Text = p.Text.Under(lock.lock(), p.Author)
	return p, err
}

// promptLock is the lock of a question, also of one that was taken away: what
// answers it stays behind it.
func (tx *Tx) promptLock(id int64) (club.Lock, error) {
	var lock lockRow
	err := tx.one(lock.dest(), `
		SELECT lock.number, lock.label, prompt.lock_kind = 'whole', iif(prompt.lock_kind = 'whole', `+promptBook+`, 0)
		FROM`+promptLocks+`WHERE prompt.id = ?`, id)
	return lock.lock(), err
}

// AddPrompt stores a question: at a checkpoint, or at a moment if Checkpoint is
// 0. lock is used if LockKind is "chapter". It returns the prompt's id and, for
// one at a moment, the id of the post that asks it.
func (tx *Tx) AddPrompt(p Prompt, lock club.Lock, now time.Time) (id, post int64, err error) {
	var chapter, checkpoint, at sql.NullInt64
	if p.LockKind == "chapter" {
		if chapter, err = tx.chapterID(p.Read, lock); err != nil {
			return 0, 0, err
		}
	}
	if p.Checkpoint != 0 {
		checkpoint = sql.NullInt64{Int64: p.Checkpoint, Valid: true}
	} else {
		if post, err = tx.promptPostAt(p.Read, p.At); err != nil {
			return 0, 0, err
		}
		at = sql.NullInt64{Int64: post, Valid: true}
	}
	err = tx.one(into(&id), `
		INSERT INTO prompt (read_id, author_id, text, lock_kind, lock_chapter_id, checkpoint_id, prompt_post_id, series_id, held, bank, spare, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?) RETURNING id`,
		p.Read, p.Text.By(), p.Text, p.LockKind, chapter, checkpoint, at, p.Series, p.Held, p.Bank, p.Spare, unix(now))
	return id, post, err
}

// promptPostAt finds the post of a read's questions at a moment, or makes it.
func (tx *Tx) promptPostAt(readID int64, at time.Time) (id int64, err error) {
	err = tx.one(into(&id), `
		INSERT INTO prompt_post (read_id, at) VALUES (?, ?)
		ON CONFLICT (read_id, at) DO UPDATE SET at = excluded.at RETURNING id`, readID, unix(at))
	return id, err
}

// EditPrompt changes the words of a question, and who is their author.
func (tx *Tx) EditPrompt(id int64, text club.Locked) error {
	_, err := tx.exec(`UPDATE prompt SET text = ?, author_id = ?, spare = 0 WHERE id = ?`, text, text.By(), id)
	return err
}

// SetPromptLock changes how far one must have read to see a question, as
// AddPrompt takes it, and so where its answers stand.
func (tx *Tx) SetPromptLock(p Prompt, kind string, lock club.Lock) error {
	var chapter sql.NullInt64
	var err error
	if kind == "chapter" {
		if chapter, err = tx.chapterID(p.Read, lock); err != nil {
			return err
		}
	}
	if _, err := tx.exec(`UPDATE prompt SET lock_kind = ?, lock_chapter_id = ?, floor_chapter_id = NULL WHERE id = ?`, kind, chapter, p.ID); err != nil {
		return err
	}
	roots, err := all(tx, func(row func(...any) error) (id int64, err error) { return id, row(&id) },
		`SELECT id FROM note WHERE prompt_id = ?`, p.ID)
	if err != nil {
		return err
	}
	for _, root := range roots {
		if err := tx.settle(p.Read, root); err != nil {
			return err
		}
	}
	return nil
}

// HoldPrompt keeps a question back, or releases it.
func (tx *Tx) HoldPrompt(id int64, held bool) error {
	_, err := tx.exec(`UPDATE prompt SET held = ? WHERE id = ?`, held, id)
	return err
}

// AskPromptAt has a question asked at a moment of its own, and returns the post
// that asks it. One of a checkpoint is no part of that any more. It is ErrTaken
// if another time of its series is at that moment.
func (tx *Tx) AskPromptAt(p Prompt, at time.Time) (post int64, err error) {
	if post, err = tx.promptPostAt(p.Read, at); err != nil {
		return 0, err
	}
	n, err := tx.exec(`UPDATE OR IGNORE prompt SET checkpoint_id = NULL, prompt_post_id = ?, spare = 0 WHERE id = ?`, post, p.ID)
	if err == nil && n == 0 {
		err = ErrTaken
	}
	return post, err
}

// SetPromptCheckpoint has a question asked at another checkpoint.
func (tx *Tx) SetPromptCheckpoint(id, checkpoint int64) error {
	_, err := tx.exec(`UPDATE prompt SET checkpoint_id = ? WHERE id = ? AND checkpoint_id IS NOT NULL`, checkpoint, id)
	return err
}

// FloorPrompt has a question that opens with what has been reached when it is
// asked open no earlier than a chapter, by its row; 0 takes that back.
func (tx *Tx) FloorPrompt(id, chapter int64) error {
	_, err := tx.exec(`UPDATE prompt SET floor_chapter_id = nullif(?2, 0) WHERE id = ?1 AND lock_kind = 'moment'`, id, chapter)
	return err
}

// PromptPost is a post of the questions of one moment.
type PromptPost struct {
	ID int64
	At time.Time
}

// PromptPostsAhead lists the posts at a moment of a read that lie after now.
func (tx *Tx) PromptPostsAhead(readID int64, now time.Time) ([]PromptPost, error) {
	return all(tx, func(row func(...any) error) (PromptPost, error) {
		var p PromptPost
		var at int64
		err := row(&p.ID, &at)
		p.At = instant(at)
		return p, err
	}, `SELECT id, at FROM prompt_post WHERE read_id = ? AND at > ? ORDER BY at`, readID, unix(now))
}

// MovePromptPost gives a post of questions another moment, and reports whether
// it could: no two posts of a read are at the same one.
func (tx *Tx) MovePromptPost(id int64, at time.Time) (bool, error) {
	n, err := tx.exec(`UPDATE OR IGNORE prompt_post SET at = ? WHERE id = ?`, unix(at), id)
	return n > 0, err
}

// RemovePrompt takes a question away.
func (tx *Tx) RemovePrompt(id int64, now time.Time) error {
	_, err := tx.exec(`UPDATE prompt SET removed_at = ? WHERE id = ?`, unix(now), id)
	return err
}

// RestorePrompt puts a question of a server back that was taken away; ErrNotFound
// if it was not.
func (tx *Tx) RestorePrompt(guild string, id int64) error {
	n, err := tx.exec(`UPDATE prompt SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL AND ? = (
		SELECT guild_id FROM read JOIN club ON club.id = read.club_id WHERE read.id = prompt.read_id)`, id, guild)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// Prompt finds a question of a server.
func (tx *Tx) Prompt(guild string, id int64) (Prompt, error) {
	list, err := all(tx, scanPrompt, `
		SELECT `+promptColumns+` FROM`+promptTables+`
			JOIN read ON read.id = prompt.read_id JOIN club ON club.id = read.club_id
		WHERE prompt.id = ? AND club.guild_id = ? AND prompt.removed_at IS NULL`, id, guild)
	return first(list, err)
}

// Prompts lists the questions of a read in the order in which they are asked,
// those that are held too.
func (tx *Tx) Prompts(readID int64) ([]Prompt, error) {
	return all(tx, scanPrompt, `
		SELECT `+promptColumns+` FROM`+promptTables+`
		WHERE prompt.read_id = ? AND`+promptThere+`ORDER BY 8, prompt.id`, readID)
}

// PromptsEver lists the questions that people have put to a read, in the order in
// which they are asked, with those that were taken away: they may be put back.
func (tx *Tx) PromptsEver(readID int64) ([]Prompt, error) {
	return all(tx, scanPrompt, `
		SELECT `+promptColumns+` FROM`+promptTables+`
		WHERE prompt.read_id = ? AND prompt.spare = 0 ORDER BY 8, prompt.id`, readID)
}

// PromptsAt lists the questions that a checkpoint asks: none that is held.
func (tx *Tx) PromptsAt(checkpoint int64) ([]Prompt, error) {
	return all(tx, scanPrompt, `
		SELECT `+promptColumns+` FROM`+promptTables+`
		WHERE prompt.checkpoint_id = ? AND prompt.held = 0 AND`+promptThere+`ORDER BY prompt.id`, checkpoint)
}

// CountPromptsAt counts the questions that people want a checkpoint to ask, those
// that are held too.
func (tx *Tx) CountPromptsAt(checkpoint int64) (n int, err error) {
	err = tx.one(into(&n), `SELECT count(*) FROM prompt WHERE checkpoint_id = ? AND spare = 0 AND removed_at IS NULL`, checkpoint)
	return n, err
}

// PromptsOf lists the questions that a post at a moment asks: none that is held.
func (tx *Tx) PromptsOf(post int64) ([]Prompt, error) {
	return all(tx, scanPrompt, `
		SELECT `+promptColumns+` FROM`+promptTables+`
		WHERE prompt.prompt_post_id = ? AND prompt.held = 0 AND prompt.removed_at IS NULL ORDER BY prompt.id`, post)
}

// PromptPost says which read a post at a moment belongs to, and its moment.
func (tx *Tx) PromptPost(id int64) (readID int64, at time.Time, err error) {
	var sec int64
	err = tx.one(into(&readID, &sec), `SELECT read_id, at FROM prompt_post WHERE id = ?`, id)
	return readID, instant(sec), err
}

// PromptsBetween counts the questions of a read that were asked by now and
// whose lock lies after one position and up to another.
func (tx *Tx) PromptsBetween(readID int64, after, upTo int, now time.Time) (int, error) {
	var n int
	err := tx.one(into(&n), `
		SELECT count(*) FROM`+promptLocks+`
		WHERE prompt.read_id = ? AND prompt.removed_at IS NULL AND prompt.held = 0
			AND iif(prompt.lock_kind = 'whole', `+promptBook+`, lock.number) BETWEEN ? + 1 AND ? AND coalesce(checkpoint.at, prompt_post.at) <= ?`,
		readID, after, upTo, unix(now))
	return n, err
}
