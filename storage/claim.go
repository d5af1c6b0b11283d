package storage

import (
	"math"
	"time"
)

// lapsed is how many rows take their turn anew in one go whose back-off is over.
const lapsed = 64

// LongestRest is how long a row is put off at most. One that is put off for longer
// was so by a clock that was ahead.
const LongestRest = time.Hour

// Claim leases up to limit rows that are due, at most the first of each lane,
// and none of a lane that has one in flight. What waits out a back-off holds
// its lane, so that a club's posts keep their order; what is stuck lets the
// others by, and is tried again when none of them is due. Servers are served in
// turn. now is club time; wire is the wire's, and so is lease, until which
// nobody else gets the row.
func (tx *Tx) Claim(now, wire, lease time.Time, limit int) ([]Work, error) {
	if err := tx.lapse(now, wire); err != nil {
		return nil, err
	}
	var list []Work
	for len(list) < limit {
		w, err := tx.claimOne(now, wire, lease)
		if err != nil || len(w) == 0 {
			return list, err
		}
		list = append(list, w...)
	}
	return list, nil
}

// lapse ends the back-offs that are over, and moves servers that were served in
// what was the future to where the clock is now.
func (tx *Tx) lapse(now, wire time.Time) error {
	for _, over := range []struct{ from, to int64 }{{0, unix(wire)}, {unix(wire.Add(LongestRest)), math.MaxInt64}} {
		if _, err := tx.exec(`
			UPDATE work SET not_before = 0 WHERE id IN (
				SELECT id FROM work WHERE not_before > 0 AND not_before > ? AND not_before <= ? LIMIT ?)`, over.from, over.to, lapsed); err != nil {
			return err
		}
	}
	_, err := tx.exec(`UPDATE server SET served = ?1 * 1000000 WHERE served >= (?1 + 1) * 1000000`, unix(now))
	return err
}

// claimOne leases one row of the server that has waited longest, if there is
// any.
func (tx *Tx) claimOne(now, wire, lease time.Time) ([]Work, error) {
	var guild string
	list, err := all(tx, func(row func(...any) error) (Work, error) {
		var w Work
		var due, first int64
		err := row(&w.ID, &w.Kind, &w.Subject, &w.User, &w.Club, &w.Lane, &due, &w.Version,
			&w.Attempts, &first, &w.Channel, &w.Message, &w.Look, &guild)
		w.Due, w.First = instant(due), instant(first)
		return w, err
	}, `UPDATE work SET lease_until = ?3, attempts = attempts + 1, first_at = iif(first_at = 0, ?1, first_at)
		WHERE id = (SELECT next.id FROM server CROSS JOIN work AS next ON next.id = coalesce((
				SELECT id FROM work AS own WHERE guild_id = server.guild_id AND turn = 1 AND not_before = 0 AND due_at <= ?1
					AND NOT EXISTS (SELECT 1 FROM work AS busy
						WHERE busy.lane = own.lane AND busy.lease_until > 0 AND busy.lease_until > ?2)
				ORDER BY due_at, id LIMIT 1
			), (
				SELECT id FROM work AS own WHERE guild_id = server.guild_id AND turn = 2 AND due_at <= ?1
					AND NOT EXISTS (SELECT 1 FROM work AS busy
						WHERE busy.lane = own.lane AND busy.lease_until > 0 AND busy.lease_until > ?2)
					AND NOT EXISTS (SELECT 1 FROM work AS other
						WHERE other.lane = own.lane AND other.open = 1 AND other.state <> 'stuck' AND other.due_at <= ?1)
				ORDER BY due_at, id LIMIT 1))
			WHERE server.ready < (?1 + 1) * 1000000 ORDER BY server.ready LIMIT 1)
		RETURNING id, kind, subject, user_id, club_id, lane, due_at, version, attempts, first_at, channel_id, message_id, look, guild_id`,
		unix(now), unix(wire), unix(lease))
	if err == nil && len(list) > 0 {
		_, err = tx.exec(`UPDATE server SET served = max(?1 * 1000000, (SELECT max(served) FROM server)) + 1 WHERE guild_id = ?2`, unix(now), guild)
	}
	return list, err
}

// FreeLeases gives back what a Dogear that ended had claimed. The lock beside
// the file says that it has ended. Of what it attempted, however often it ended
// like that, one attempt counts: nobody refused it.
func (tx *Tx) FreeLeases() error {
	tx.woke = true
	_, err := tx.exec(`UPDATE work SET lease_until = 0, attempts = min(attempts, 1) WHERE lease_until > 0`)
	return err
}
