package commands

import (
	"errors"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// askRole has a person's club role looked at.
func askRole(tx *storage.Tx, c storage.Club, user string, now time.Time) error {
	if c.Role == "" {
		return nil
	}
	return tx.Ask(storage.Work{
		Kind: workRole, Subject: c.ID, User: user, Club: c.ID, Lane: "role " + c.Guild, Due: now,
	})
}

// askRoles has the role of everyone looked at who is in the club's reads.
func askRoles(tx *storage.Tx, c storage.Club, now time.Time) error {
	reads, err := currentReads(tx, c.ID, now)
	if err != nil {
		return err
	}
	for _, r := range reads {
		readers, err := tx.Readers(r.ID)
		if err != nil {
			return err
		}
		for _, reader := range readers {
			if err := askRole(tx, c, reader.User, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// currentReads are the reads under way or, between two reads, the last one.
func currentReads(tx *storage.Tx, clubID int64, now time.Time) ([]storage.Read, error) {
	reads, err := tx.ReadsUnderWay(clubID, now)
	if err != nil || len(reads) > 0 {
		return reads, err
	}
	last, err := tx.LastRead(clubID, now)
	if errors.Is(err, storage.ErrNotFound) {
		return nil, nil
	}
	return []storage.Read{last}, err
}

// lookRole: who is in one of the club's present reads has its role.
func (h *House) lookRole(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	c, err := tx.ClubByRow(t.Subject)
	if err != nil {
		return nil, err
	}
	if c.Role == "" { // the club has none any more
		return bot.Grant{Guild: c.Guild, User: t.User, Before: t.Look}, nil
	}
	reads, err := currentReads(tx, c.ID, h.now())
	if err != nil {
		return nil, err
	}
	has := false
	for _, r := range reads {
		reader, err := tx.Reader(r.ID, t.User)
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return nil, err
		}
		has = has || err == nil && !reader.Left
	}
	return bot.Grant{Guild: c.Guild, User: t.User, Role: c.Role, Has: has, Before: t.Look, Fit: func(s bot.Server) error {
		role, ok := s.Role(c.Role)
		if !ok {
			return club.Refuse("The club's role is not there any more. `/club settings role:` sets another.")
		}
		return roleFacts(s, role).Fit()
	}}, nil
}
