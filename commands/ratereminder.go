package commands

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/storage"
)

// nudgeAfter is how long after the end of a read those are reminded who asked
// for reminders and have not rated it.
const nudgeAfter = 3 * 24 * time.Hour

// askNudge has the readers of a read reminded of their stars: one row waits for
// the moment, and becomes one for each of them then.
func askNudge(tx *storage.Tx, r storage.Read) error {
	return tx.Ask(storage.Work{
		Kind: workNudge, Subject: r.ID, Club: r.Club.ID, Read: r.ID,
		Lane: "remind " + strconv.FormatInt(r.Club.ID, 10), Due: r.EndsAt.Add(nudgeAfter),
	})
}

// afterNudge asks for a reminder to each reader who wants one and has not rated.
func (h *House) afterNudge(tx *storage.Tx, read int64) error {
	r, err := onShelf(tx, read)
	if errors.Is(err, storage.ErrNotFound) || err == nil && !h.nudges(r) {
		return nil
	}
	if err != nil {
		return err
	}
	users, err := tx.Unrated(read)
	if err != nil {
		return err
	}
	for _, user := range users {
		if err := h.askDirect(tx, storage.Work{Kind: workNudged, Subject: read, User: user, Club: r.Club.ID, Read: read}); err != nil {
			return err
		}
	}
	return nil
}

// nudges reports whether it is time to remind readers of their stars: those of
// the others are still sealed.
func (h *House) nudges(r storage.Read) bool {
	now := h.now()
	return r.Club.Reminders && !r.Dropped && !now.Before(r.EndsAt.Add(nudgeAfter)) && !r.Revealed(now)
}

// lookNudged is a direct message to a reader who has not rated, three days after
// the end of the read. It is sent once.
func (h *House) lookNudged(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	r, err := onShelf(tx, t.Subject)
	if err != nil {
		return nil, err
	}
	if t.Message == "" {
		if is, err := h.toNudge(tx, r, t.User); err != nil || !is {
			return bot.Nothing{}, err
		}
	}
	channel, err := tx.DirectChannel(t.User)
	if err != nil {
		return nil, err
	}
	link := "https://discord.com/channels/" + r.Club.Guild + "/" + r.Club.Channel
	if post, err := tx.WorkOf(workRate, r.ID); err == nil && post.Message != "" {
		link += "/" + post.Message
	}
	words := "Nobody sees your stars until " + day(r.RevealsAt) + ", when everyone's are shown together."
	if r.Revealed(h.now()) {
		words = "Everyone's stars are shown; yours would be kept beside them."
	}
	return bot.Direct{User: t.User, Channel: channel, Message: bot.Message{Parts: []part{card(
		paragraph("### How was "+title(r.Book.Title)+"?",
			fmt.Sprintf("%s would love to know how you liked it, whether or not you finished. %s", title(r.Club.Name), words)),
		row(
			rateIt(r),
			discordgo.Button{Label: "To the club", Style: discordgo.LinkButton, URL: link},
			button("No more reminders", bot.CustomID("reminders/enough", r.ID))),
	)}}}, nil
}

// toNudge reports whether somebody is to be reminded of their stars.
func (h *House) toNudge(tx *storage.Tx, r storage.Read, user string) (bool, error) {
	if !h.nudges(r) {
		return false, nil
	}
	return tx.IsUnrated(r.ID, user)
}

// remindersEnough switches somebody's reminders off, from within one of a read.
func (h *House) remindersEnough() bot.Action {
	return bot.Action{
		Name: "reminders/enough", On: bot.Press, Args: 1, DM: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			r, err := tx.ReadOf(in.Arg(0))
			if err == nil && in.Guild != "" && in.Guild != r.Club.Guild {
				err = storage.ErrNotFound
			}
			if err != nil {
				return nil, gone(err, reminderGone)
			}
			return stopReminders(tx, r.Club, in.User)
		}),
	}
}
