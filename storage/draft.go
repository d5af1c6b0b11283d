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
	Kind    string // "plan", "chapters", "rating" or "form"
	Subject int64  // what it is for: a book or a read
	Body    club.Locked
	Expires time.Time
}

// AddDraft keeps a draft, and throws away those whose time is over.
func (tx *Tx) AddDraft(d Draft, now time.Time) (int64, error) {
	if _, err := tx.exec(`DELETE FROM draft WHERE expires_at <= ?`, unix(now)); err != nil {
		return 0, err
	}
	var id int64
	err := tx.one(into(&id), `
		INSERT INTO draft (guild_id, user_id, kind, subject, body, expires_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		d.Guild, d.User, d.Kind, d.Subject, d.Body, unix(d.Expires))
	return id, err
}

// Draft finds a draft for its maker.
func (tx *Tx) Draft(guild, user, kind string, id int64, now time.Time) (Draft, error) {
	d := Draft{ID: id, Guild: guild, User: user, Kind: kind}
	var expires int64
	err := tx.one(into(&d.Subject, &d.Body, &expires), `
		SELECT subject, body, expires_at FROM draft
		WHERE id = ? AND guild_id = ? AND user_id = ? AND kind = ? AND expires_at > ?`, id, guild, user, kind, unix(now))
	d.Expires = instant(expires)
	d.Body = d.Body.Under(club.Lock{}, user)
	return d, err
}

// DropDraft throws a draft away.
func (tx *Tx) DropDraft(id int64) error {
	_, err := tx.exec(`DELETE FROM draft WHERE id = ?`, id)
	return err
}
