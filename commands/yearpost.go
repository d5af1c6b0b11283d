package commands

import (
	"context"
	"errors"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// yearPost is [Post it here]: the club's year goes to its home channel.
func (h *House) yearPost() bot.Action {
	return bot.Action{
		Name: "year/post", On: bot.Press, Args: 2, Organiser: true,
		Asks: h.yearStands,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, y, err := pressedYear(tx, in)
			if err != nil {
				return nil, err
			}
			if err := atWork(c); err != nil {
				return nil, err
			}
			if len(y.reads) == 0 {
				return nil, club.Refuse("%s has finished no book in %d, so there is nothing to post.", title(c.Name), y.year)
			}
			post, err := tx.YearPost(c.ID, y.year)
			if err != nil {
				return nil, err
			}
			if err := forgetDeleted(tx, in, post); err != nil {
				return nil, err
			}
			if err := tx.Ask(storage.Work{Kind: workYear, Subject: post, Club: c.ID, Lane: c.Channel, Due: in.Now}); err != nil {
				return nil, err
			}
			return say("The club's %d is on its way to <#%s>. If it stands there already, it is brought up to date.", y.year, c.Channel), nil
		}),
	}
}

// yearStands asks the edge whether the post of a club's year still stands. What
// somebody deleted is posted anew when an organiser asks for it, and else not.
func (h *House) yearStands(ctx context.Context, in *bot.Interaction) (asks []bot.Enquiry, err error) {
	err = h.db.Read(ctx, func(tx *storage.Tx) error {
		c, err := pressedClub(tx, in)
		if err != nil {
			return err
		}
		posted, err := tx.YearPosted(c.ID, int(in.Arg(1)))
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		if posted.Message != "" {
			asks = []bot.Enquiry{{Channel: posted.Channel, Message: posted.Message}}
		}
		return err
	})
	return asks, err
}

// forgetDeleted has the post of a year made anew if the edge found that it is
// gone, and it has not been since.
func forgetDeleted(tx *storage.Tx, in *bot.Interaction, post int64) error {
	if len(in.Findings) != 1 || !in.Findings[0].MessageGone {
		return nil
	}
	w, err := tx.WorkOf(workYear, post)
	if err != nil || w.Message != in.Asked[0].Message {
		return err
	}
	return tx.MakeAnew(workYear, post)
}

// lookYear is the post of a club's year.
func (h *House) lookYear(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	id, year, err := tx.YearOf(t.Subject)
	if err != nil {
		return nil, err
	}
	c, err := tx.ClubByRow(id)
	if err != nil {
		return nil, err
	}
	y, err := yearOf(tx, c, year, h.now())
	if err != nil || len(y.reads) == 0 {
		return bot.Nothing{}, err
	}
	m, err := y.message(tx, h, row(button("Our year", bot.CustomID("year/show", c.ID, int64(year)))))
	return bot.Post{Channel: c.Channel, Message: m}, err
}
