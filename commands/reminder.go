package commands

import (
	"fmt"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// remindBefore is how long before a checkpoint readers are reminded of it.
const remindBefore = 24 * time.Hour

// askReminder has the readers of a checkpoint reminded a day before it: one row
// waits for that moment, and becomes one for each reader then.
func (s *scene) askReminder(tx *storage.Tx, c storage.Checkpoint) error {
	if !s.club.Reminders {
		return nil
	}
	return tx.Ask(storage.Work{
		Kind: workRemind, Subject: c.ID, Club: s.club.ID, Read: s.read.ID,
		Lane: "remind " + strconv.FormatInt(s.club.ID, 10), Due: c.At.Add(-remindBefore),
	})
}

// lookRemind: there is nothing to be done but what follows from it.
func (h *House) lookRemind(*storage.Tx, bot.Task) (bot.Wish, error) { return bot.Nothing{}, nil }

// afterRemind asks for a reminder to each reader who wants one and is not there
// yet. Those with whom a channel has to be opened first wait in one lane.
func (h *House) afterRemind(tx *storage.Tx, checkpoint int64) error {
	s, err := sceneAt(tx, checkpoint, "", h.now())
	if err != nil || !s.remindsOf(checkpoint) {
		return err
	}
	users, err := tx.Remindable(checkpoint)
	if err != nil {
		return err
	}
	for _, user := range users {
		channel, err := tx.DirectChannel(user)
		if err != nil {
			return err
		}
		lane := "direct"
		if channel != "" {
			lane = "direct " + user
		}
		if err := tx.Ask(storage.Work{
			Kind: workReminder, Subject: checkpoint, User: user, Club: s.club.ID, Read: s.read.ID, Lane: lane, Due: s.now,
		}); err != nil {
			return err
		}
	}
	return nil
}

// remindsOf reports whether it is time to remind readers of a checkpoint: it is
// ahead, and a day away at most.
func (s *scene) remindsOf(checkpoint int64) bool {
	i := s.indexOf(checkpoint)
	if i < 0 || !s.club.Reminders || !s.read.UnderWay(s.now) {
		return false
	}
	c := s.checkpoints[i]
	return !c.Never && !c.Open(s.now) && c.At.Sub(s.now) <= remindBefore
}

// lookReminder is a direct message to a reader a day before a checkpoint: to
// those who asked for it, while they are not there yet, once.
func (h *House) lookReminder(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	s, err := sceneAt(tx, t.Subject, t.User, h.now())
	if err != nil || t.Message != "" || !s.in || !s.remindsOf(t.Subject) {
		return bot.Nothing{}, err
	}
	c := s.checkpoints[s.indexOf(t.Subject)]
	person, err := tx.Person(s.club.Guild, t.User)
	if err != nil || !person.Reminders || s.me.Position >= c.Last {
		return bot.Nothing{}, err
	}
	channel, err := tx.DirectChannel(t.User)
	if err != nil {
		return nil, err
	}
	ahead, err := s.ahead(tx)
	if err != nil {
		return nil, err
	}
	return bot.Direct{User: t.User, Channel: channel, Message: bot.Message{Parts: []part{card(
		paragraph("### "+title(s.read.Book.Title), fmt.Sprintf("%s meets %s, in <#%s>.", title(s.club.Name), fromNow(c.At), s.club.Channel), s.position(), ahead),
		row(discordgo.Button{Label: "To the club", Style: discordgo.LinkButton, URL: "https://discord.com/channels/" + s.club.Guild + "/" + s.club.Channel},
			button("No more reminders", bot.CustomID("reminders/stop", c.ID))),
	)}}}, nil
}

// remindersStop switches somebody's reminders off, from within one.
func (h *House) remindersStop() bot.Action {
	return bot.Action{
		Name: "reminders/stop", On: bot.Press, Args: 1, DM: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneAt(tx, in.Arg(0), in.User, in.Now)
			if err == nil && in.Guild != "" && in.Guild != s.club.Guild {
				err = storage.ErrNotFound
			}
			if err != nil {
				return nil, gone(err, "The read that this was about is not there any more. `/me settings` in your server shows whether you are reminded.")
			}
			p, err := tx.Person(s.club.Guild, in.User)
			if err != nil {
				return nil, err
			}
			p.Reminders = false
			if err := tx.SetPerson(p); err != nil {
				return nil, err
			}
			return say("You get no more reminders. `/me settings reminders:True` in the server of %s turns them on again.", title(s.club.Name)), nil
		}),
	}
}

// tellClosed tells somebody that their reminders did not come through and are
// off, and records that they were told.
func tellClosed(tx *storage.Tx, guild, user string) ([]part, error) {
	p, err := tx.Person(guild, user)
	if err != nil || !p.Closed {
		return nil, err
	}
	p.Closed = false
	return []part{card(text("Discord did not let me send you a reminder: you take no direct messages from this server. So I switched your reminders off. Allow direct messages in the server's privacy settings, then `/me settings reminders:True` turns them on again."))},
		tx.SetPerson(p)
}

// inServer refuses what is kept for each server, where there is none.
func inServer(in *bot.Interaction, command string) error {
	if in.Guild != "" {
		return nil
	}
	return club.Refuse("What you set is kept for each server, so please use `%s` in the server of your club.", command)
}
