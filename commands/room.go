package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// maxThreadName is how long the name of a thread may be, in UTF-16 units.
const maxThreadName = 100

// roomLane is the lane of a checkpoint's room and of all who go in and out.
func roomLane(checkpoint int64) string { return "room " + strconv.FormatInt(checkpoint, 10) }

// askRoom has the room of a checkpoint looked at when it opens.
func askRoom(tx *storage.Tx, r storage.Read, checkpoint int64, due time.Time) error {
	return tx.Ask(storage.Work{Kind: workRoom, Subject: checkpoint, Club: r.Club.ID, Read: r.ID, Lane: roomLane(checkpoint), Due: due})
}

// askRooms has the rooms of a read looked at, each when its checkpoint opens,
// and the posts that lead to those that are open.
func (s *scene) askRooms(tx *storage.Tx) error {
	for _, c := range s.checkpoints {
		if c.Never {
			continue
		}
		if s.club.Rooms {
			if err := askRoom(tx, s.read, c.ID, c.At); err != nil {
				return err
			}
		}
		if err := tx.AskAgain(workCheckpoint, c.ID); err != nil {
			return err
		}
	}
	return askShut(tx, s.read, s.read.EndsAt)
}

// askShut has the rooms of a read looked at again at a moment at which they may
// be shut: its end, and the showing of its ratings.
func askShut(tx *storage.Tx, r storage.Read, due time.Time) error {
	return tx.Ask(storage.Work{Kind: workShut, Subject: r.ID, Club: r.Club.ID, Read: r.ID, Lane: workShut, Due: due})
}

// afterShut has the rooms of a read looked at, and once more at the reveal.
func (h *House) afterShut(tx *storage.Tx, readID int64) error {
	// What they are called, and whether they may be written in, is seen anew.
	if err := tx.AskAll(workRoom, readID, h.now()); err != nil {
		return err
	}
	r, err := tx.ReadOf(readID)
	if err != nil || r.Dropped || !h.now().Before(r.RevealsAt) {
		return err
	}
	return askShut(tx, r, r.RevealsAt)
}

// afterRoom lets those into a room that has just been made who asked for it,
// and has its first message written.
func (h *House) afterRoom(tx *storage.Tx, checkpoint int64, thread string) error {
	s, err := h.atRoom(tx, checkpoint, "")
	if err != nil {
		return err
	}
	seats, err := tx.Seats(checkpoint)
	if err != nil {
		return err
	}
	for _, user := range seats {
		if err := s.askSeat(tx, checkpoint, user); err != nil {
			return err
		}
	}
	if err := tx.MakeAnew(workWelcome, checkpoint); err != nil { // of a room that was deleted
		return err
	}
	return tx.Ask(storage.Work{
		Kind: workWelcome, Subject: checkpoint, Club: s.club.ID, Read: s.read.ID, Lane: thread, Due: s.now,
	})
}

// atRoom loads the read of a checkpoint as a person meets it.
func (h *House) atRoom(tx *storage.Tx, checkpoint int64, user string) (*scene, error) {
	return sceneAt(tx, checkpoint, user, h.now())
}

func sceneAt(tx *storage.Tx, checkpoint int64, user string, now time.Time) (*scene, error) {
	id, err := tx.ReadOfCheckpoint(checkpoint)
	if err != nil {
		return nil, err
	}
	r, err := tx.ReadOf(id)
	if err != nil {
		return nil, err
	}
	return stage(tx, r, user, now)
}

// roomOf finds the room of a checkpoint; it has no Message where there is none.
func roomOf(tx *storage.Tx, checkpoint int64) (storage.Work, error) {
	w, err := tx.WorkOf(workRoom, checkpoint)
	if errors.Is(err, storage.ErrNotFound) {
		return storage.Work{}, nil
	}
	return w, err
}

// silent reports whether a room can be read and not be written in any more:
// its read has ended. The last checkpoint of a read that ends by its plan opens
// at that very moment, so its room may be used until the ratings are shown.
func (s *scene) silent(i int) bool {
	return !s.read.UnderWay(s.now) && (i < len(s.checkpoints)-1 || s.read.Revealed(s.now))
}

// silentRoom reports whether a channel is a room that is silent.
func silentRoom(tx *storage.Tx, channel string, now time.Time) (bool, error) {
	checkpoint, err := tx.RoomOf(channel)
	if errors.Is(err, storage.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	s, err := sceneAt(tx, checkpoint, "", now)
	if err != nil {
		return false, err
	}
	i := s.indexOf(checkpoint)
	return i >= 0 && s.silent(i), nil
}

// lookRoom is the private thread of a checkpoint.
func (h *House) lookRoom(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	s, err := h.atRoom(tx, t.Subject, "")
	if err != nil {
		return nil, err
	}
	i := s.indexOf(t.Subject)
	if i < 0 || t.Message == "" && (!s.club.Rooms || !s.checkpoints[i].Open(s.now) || s.silent(i)) {
		return bot.Nothing{}, nil
	}
	return bot.Room{
		Parent: s.club.Channel, Name: s.roomName(i), Locked: s.silent(i),
		Taken: h.ofAnother(t.Subject, (*storage.Tx).RoomOf),
	}, nil
}

// ofAnother says of a thread or an event whether it is that of another
// checkpoint than this one.
func (h *House) ofAnother(checkpoint int64, ownerOf func(*storage.Tx, string) (int64, error)) func(context.Context, string) (bool, error) {
	return func(ctx context.Context, id string) (taken bool, err error) {
		err = h.db.Read(ctx, func(tx *storage.Tx) error {
			owner, err := ownerOf(tx, id)
			if errors.Is(err, storage.ErrNotFound) {
				return nil
			}
			taken = owner != checkpoint
			return err
		})
		return taken, err
	}
}

// roomName names a room by labels, which are open to all. It is no markdown.
func (s *scene) roomName(i int) string {
	c := s.checkpoints[i]
	return club.Cut(fmt.Sprintf("Checkpoint %d: %s", c.Number, s.chapters.Span(c.First, c.Last)), maxThreadName)
}

// lookShut: there is nothing to be done but what follows from it.
func (h *House) lookShut(*storage.Tx, bot.Task) (bot.Wish, error) { return bot.Nothing{}, nil }

// lookWelcome is the first message in a room. It names nobody.
func (h *House) lookWelcome(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	s, err := h.atRoom(tx, t.Subject, "")
	if err != nil {
		return nil, err
	}
	room, err := roomOf(tx, t.Subject)
	i := s.indexOf(t.Subject)
	if err != nil || i < 0 || room.Message == "" || t.Message == "" && s.silent(i) {
		return bot.Nothing{}, err
	}
	c := s.checkpoints[i]
	return bot.Post{Channel: room.Message, Message: bot.Message{Parts: []part{
		card(
			text("This room is for those who have read at least as far as its name says, so speak freely about that. What comes later is better kept in a note: it opens for each reader in their time.\n-# Who manages this server's threads can look into every room."),
			row(button("Write a note", bot.CustomID("note/write", s.read.ID)),
				button("Read notes", notesID(s.read.ID, c.First, c.Last, false))),
		),
	}}}, nil
}

// lookSeat: whoever asked to be in a room is in it as long as they may be.
func (h *House) lookSeat(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	room, err := roomOf(tx, t.Subject)
	if err != nil || room.Message == "" { // once it is made, all seats are looked at
		return bot.Nothing{}, err
	}
	s, err := h.atRoom(tx, t.Subject, t.User)
	if err != nil {
		return nil, err
	}
	in, err := s.sits(tx, t.Subject)
	return bot.Seat{Thread: room.Message, User: t.User, In: in}, err
}
