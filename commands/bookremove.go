package commands

import (
	"errors"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// bookRemove asks whether a book is to leave the shelf.
func (h *House) bookRemove() bot.Action {
	return bot.Action{
		Name: "book remove", On: bot.Slash, Organiser: true, Help: "Take a book from the shelf",
		Options: []bot.Option{h.shelfOption()},
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, b, err := theBook(tx, in)
			if err != nil {
				return nil, err
			}
			if err := notBeingRead(tx, c.ID, b, in); err != nil {
				return nil, err
			}
			return private(
				text("Take %s from the shelf? What the club wrote about it, if it was read, goes out of sight with it.", title(b.Title)+iff(b.Authors == "", "", " by "+title(b.Authors))),
				row(danger("Remove it", bot.CustomID("book/remove", b.ID)), button("Keep it", bot.CustomID("book/keep", b.ID))),
			), nil
		}),
	}
}

func notBeingRead(tx *storage.Tx, clubID int64, b storage.Book, in *bot.Interaction) error {
	reads, err := tx.ReadsUnderWay(clubID, in.Now)
	if err != nil {
		return err
	}
	for _, r := range reads {
		if r.Book.ID == b.ID {
			return club.Refuse("%s is being read. End its read first, with `/schedule finish` or `/schedule drop`.", title(b.Title))
		}
	}
	return nil
}

// bookRemoveYes takes the book from the shelf.
func (h *House) bookRemoveYes() bot.Action {
	return bot.Action{
		Name: "book/remove", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			b, err := bookByButton(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := notBeingRead(tx, b.Club, b, in); err != nil {
				return nil, err
			}
			if err := dismissReads(tx, b, in.Now); err != nil {
				return nil, err
			}
			if err := tx.RemoveBook(b.ID, in.Now); err != nil {
				return nil, err
			}
			return sayInstead("%s has left the shelf.", title(b.Title)), nil
		}),
	}
}

// dismissReads gives up what the reads of a book were still to post.
func dismissReads(tx *storage.Tx, b storage.Book, now time.Time) error {
	reads, err := tx.Reads(b.Club)
	if err != nil {
		return err
	}
	for _, r := range reads {
		if r.Book.ID == b.ID {
			if err := tx.Dismiss(r.ID, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// bookRemoveNo leaves the book where it is.
func (h *House) bookRemoveNo() bot.Action {
	return bot.Action{
		Name: "book/keep", On: bot.Press, Args: 1, Updates: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			b, err := bookByButton(tx, in, in.Arg(0))
			if errors.Is(err, storage.ErrNotFound) {
				return sayInstead("Nothing was changed."), nil
			}
			return sayInstead("%s stays on the shelf.", title(b.Title)), err
		}),
	}
}
