package storage

import (
	"time"

	"dogear/club"
)

// Draft is something that was typed and waits for a yes. Only its maker sees
// it, and it is gone after its time.
type Draft struct {
	ID      int64
	Guild   string
	User    string
	Kind    string // what the commands call it
	Subject int64  // what it is for: a book or a read
	Body    club.Locked
	Expires time.Time
}

// AddDraft keeps a draft, and throws away those whose time is over and what its
// maker has too many of: see club.MaxDrafts.
func (tx *Tx) AddDraft(d Draft, now time.Time) (int64, error) {
	const atOnce = 20 // drafts may have pictures, and others wait to write
	if _, err := tx.exec(`DELETE FROM draft WHERE id IN (
			SELECT id FROM draft WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`, unix(now), atOnce); err != nil {
		return 0, err
	}
	var id int64
	err := tx.one(into(&id), `
		INSERT INTO draft (guild_id, user_id, kind, subject, body, expires_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		d.Guild, d.User, d.Kind, d.Subject, d.Body, unix(d.Expires))
	if err != nil {
		return 0, err
	}
	_, err = tx.exec(`DELETE FROM draft WHERE id IN (
		SELECT id FROM draft WHERE user_id = ? ORDER BY id DESC LIMIT -1 OFFSET ?)`, d.User, club.MaxDrafts)
	return id, err
}

// Draft finds a draft for its maker, of a server or, in a direct message, where
// guild is "", of any.
func (tx *Tx) Draft(guild, user, kind string, id int64, now time.Time) (Draft, error) {
	d := Draft{ID: id, User: user, Kind: kind}
	var expires int64
	err := tx.one(into(&d.Guild, &d.Subject, &d.Body, &expires), `
		SELECT guild_id, subject, body, expires_at FROM draft
		WHERE id = ?1 AND ?2 IN ('', guild_id) AND user_id = ?3 AND kind = ?4 AND expires_at > ?5`, id, guild, user, kind, unix(now))
	d.Expires = instant(expires)
	d.Body = d.Body.Under(club.Lock{}, user)
	return d, err
}

// KeepDrafts throws away the drafts of a kind that a person made in a server,
// but for the newest few.
func (tx *Tx) KeepDrafts(guild, user, kind string, few int) error {
	_, err := tx.exec(`DELETE FROM draft WHERE id IN (
		SELECT id FROM draft WHERE user_id = ? AND kind = ? AND guild_id = ? ORDER BY id DESC LIMIT -1 OFFSET ?)`, user, kind, guild, few)
	return err
}

// DropDraft throws a draft away.
func (tx *Tx) DropDraft(id int64) error {
	_, err := tx.exec(`DELETE FROM draft WHERE id = ?`, id)
	return err
}
