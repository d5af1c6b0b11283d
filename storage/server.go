package storage

import "time"

// Here records that Dogear is in some servers: what was kept of one that it had
// left is as it was.
func (tx *Tx) Here(guilds []string) error {
	tx.woke = true
	_, err := tx.exec(`UPDATE server SET left_at = NULL WHERE left_at IS NOT NULL AND guild_id IN (SELECT value FROM json_each(?) given)`, jsonOf(guilds))
	return err
}

// All records that of the servers that belong to a shard, one of so many, Dogear
// is in these and in no others: it has left those by now. Discord deals servers
// out by their ids.
func (tx *Tx) All(guilds []string, shard, of int, now time.Time) error {
	if err := tx.Here(guilds); err != nil {
		return err
	}
	_, err := tx.exec(`UPDATE server SET left_at = ? WHERE left_at IS NULL AND guild_id <> ''
		AND (CAST(guild_id AS INTEGER) >> 22) % ? = ? AND guild_id NOT IN (SELECT value FROM json_each(?) given)`,
		unix(now), of, shard, jsonOf(guilds))
	return err
}

// HereAgain reports whether Here has anything to record for some servers.
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
