package storage

import (
	"time"

	"dogear/club"
)

// Spare is a question of the bank that a checkpoint ahead asks if nobody has
// written one.
type Spare struct {
	Prompt     int64
	Checkpoint int64
	Bank       string // its key
	Removed    bool   // an organiser wants none there
	Held       bool
}

// Spares lists those of a read.
func (tx *Tx) Spares(readID int64) ([]Spare, error) {
	return all(tx, func(row func(...any) error) (s Spare, err error) {
		return s, row(&s.Prompt, &s.Checkpoint, &s.Bank, &s.Removed, &s.Held)
	}, `SELECT prompt.id, checkpoint_id, bank, removed_at IS NOT NULL, held
		FROM checkpoint JOIN prompt ON prompt.checkpoint_id = checkpoint.id AND prompt.spare = 1
		WHERE checkpoint.read_id = ?`, readID)
}

// SetSpare puts another question of the bank in the place of a spare.
func (tx *Tx) SetSpare(prompt int64, q club.BankQuestion) error {
	_, err := tx.exec(`UPDATE prompt SET text = ?, bank = ? WHERE id = ? AND spare = 1`, q.Text, q.Key, prompt)
	return err
}

// DropSpare forgets a spare that was never asked.
func (tx *Tx) DropSpare(prompt int64) error {
	_, err := tx.exec(`DELETE FROM prompt WHERE id = ? AND spare = 1`, prompt)
	return err
}

// UseSpare makes the spare of a checkpoint that was just posted a question like
// any other, if nothing else was asked there, and else forgets it.
func (tx *Tx) UseSpare(checkpoint int64) error {
	if _, err := tx.exec(`UPDATE prompt SET spare = 0 WHERE checkpoint_id = ? AND spare = 1 AND`+promptThere, checkpoint); err != nil {
		return err
	}
	_, err := tx.exec(`DELETE FROM prompt WHERE checkpoint_id = ? AND spare = 1`, checkpoint)
	return err
}

// Had says of each of the bank's questions that a club has had, or is to have,
// when that was last, or will be, also what may come back into a plan. What was
// taken away, or whose read ended, before it was asked does not count.
func (tx *Tx) Had(clubID int64) (map[string]time.Time, error) {
	type had struct {
		key string
		at  int64
	}
	list, err := all(tx, func(row func(...any) error) (h had, err error) { return h, row(&h.key, &h.at) }, `
		SELECT bank, max(asked) FROM (
			SELECT prompt.bank, prompt.removed_at, read.ends_at, coalesce(checkpoint.number, 0) AS number,
				coalesce(checkpoint.at, prompt_post.at) AS asked
			FROM read JOIN prompt INDEXED BY prompt_bank ON prompt.read_id = read.id AND prompt.bank <> ''
				LEFT JOIN checkpoint ON checkpoint.id = prompt.checkpoint_id
				LEFT JOIN prompt_post ON prompt_post.id = prompt.prompt_post_id
			WHERE read.club_id = ?)
		WHERE (number < 0 OR asked <= ends_at) AND asked <= coalesce(removed_at, asked) GROUP BY bank`, clubID)
	keys := make(map[string]time.Time, len(list))
	for _, h := range list {
		keys[h.key] = instant(h.at)
	}
	return keys, err
}

// WithoutSpares lists the reads under way whose clubs want a question at every
// checkpoint, and of which one ahead has none to fall back on.
func (tx *Tx) WithoutSpares(now time.Time) ([]int64, error) {
	return all(tx, func(row func(...any) error) (id int64, err error) { return id, row(&id) }, `
		SELECT read.id FROM read INDEXED BY read_ends JOIN club ON club.id = read.club_id
		WHERE read.ends_at > ?1 AND club.fallback = 1 AND EXISTS (
			SELECT 1 FROM checkpoint WHERE checkpoint.read_id = read.id AND checkpoint.number > 0 AND checkpoint.at > ?1
				AND NOT EXISTS (SELECT 1 FROM prompt WHERE prompt.checkpoint_id = checkpoint.id AND prompt.spare = 1))`, unix(now))
}
