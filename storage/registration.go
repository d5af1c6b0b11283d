package storage

import "errors"

// Registered says what was registered with Discord in a scope (a server's id,
// or "" for everywhere): a hash of it, and the ids that it got. Nothing was if
// both are "".
func (tx *Tx) Registered(scope string) (hash, ids string, err error) {
	err = tx.one(into(&hash, &ids), `SELECT hash, ids FROM registration WHERE scope = ?`, scope)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return hash, ids, err
}

// SetRegistered records what was registered in a scope.
func (tx *Tx) SetRegistered(scope, hash, ids string) error {
	_, err := tx.exec(`
		INSERT INTO registration (scope, hash, ids) VALUES (?, ?, ?)
		ON CONFLICT (scope) DO UPDATE SET hash = excluded.hash, ids = excluded.ids`, scope, hash, ids)
	return err
}
