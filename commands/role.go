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

// lookRole: who is in one of the club's present reads has its role, and who is
// in a present read of another club that gives the same one keeps it.
func (h *House) lookRole(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	c, err := tx.ClubByRow(t.Subject)
	if err != nil {
		return nil, err
	}
	before := t.Look
	if before == c.Role {
		before = ""
	}
	if before != "" {
		has, err := h.hasRole(tx, c.Guild, before, t.User)
		if err != nil {
			return nil, err
		}
		before = iff(has, "", before)
	}
	if c.Role == "" { // the club has none any more
		return bot.Grant{Guild: c.Guild, User: t.User, Before: before}, nil
	}
	has, err := h.hasRole(tx, c.Guild, c.Role, t.User)
	return bot.Grant{Guild: c.Guild, User: t.User, Role: c.Role, Has: has, Before: before, Fit: func(s bot.Server) error {
		role, ok := s.Role(c.Role)
		if !ok {
			return club.Refuse("The club's role is not there any more. `/club settings role:` sets another.")
		}
		return roleFacts(s, role).Fit()
	}}, err
}

// hasRole reports whether a person is in a present read of a club of the server
// that gives a role.
func (h *House) hasRole(tx *storage.Tx, guild, role, user string) (bool, error) {
	clubs, err := tx.Clubs(guild)
	if err != nil {
		return false, err
	}
	for _, c := range clubs {
		if c.Role != role {
			continue
		}
		reads, err := currentReads(tx, c.ID, h.now())
		if err != nil {
			return false, err
		}
		for _, r := range reads {
			reader, err := tx.Reader(r.ID, user)
			if err == nil && !reader.Left {
				return true, nil
			}
			if err != nil && !errors.Is(err, storage.ErrNotFound) {
				return false, err
			}
		}
	}
	return false, nil
}
