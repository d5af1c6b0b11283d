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
// yet.
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
		if err := h.askDirect(tx, storage.Work{Kind: workReminder, Subject: checkpoint, User: user, Club: s.club.ID, Read: s.read.ID}); err != nil {
			return err
		}
	}
	return nil
}

// askDirect asks for a direct message to a person. Such share a few lanes, so
// that they do not keep the posts waiting; those with whom a channel has to be
// opened first have one of their own.
func (h *House) askDirect(tx *storage.Tx, w storage.Work) error {
	channel, err := tx.DirectChannel(w.User)
	if err != nil {
		return err
	}
	w.Lane, w.Due = "direct new", h.now()
	if channel != "" {
		w.Lane = "direct " + w.User[len(w.User)-1:]
	}
	return tx.Ask(w)
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
// those who asked for it, while they are not there yet. It is sent once, and
// follows its checkpoint where that moves.
func (h *House) lookReminder(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	s, err := sceneAt(tx, t.Subject, t.User, h.now())
	if err != nil || !s.in {
		return bot.Nothing{}, err
	}
	i := s.indexOf(t.Subject)
	if t.Message == "" && !s.remindsOf(t.Subject) || i < 0 || s.checkpoints[i].Never || s.checkpoints[i].Open(s.now) {
		return bot.Nothing{}, nil
	}
	c := s.checkpoints[i]
	person, err := tx.Person(s.club.Guild, t.User)
	if err != nil || t.Message == "" && (!person.Reminders || s.me.Position >= c.Last) {
		return bot.Nothing{}, err
	}
	channel, err := tx.DirectChannel(t.User)
	if err != nil {
		return nil, err
	}
	asks := ""
	if !s.me.Rereads { // who reads it again is nowhere in it
		if asks, err = s.asksOf(tx, i); err != nil {
			return nil, err
		}
	}
	when := "then"
	if asks == "" {
		when = "on " + whole(c.At)
	}
	span := title(s.chapters.Span(c.First, c.Last))
	return bot.Direct{User: t.User, Channel: channel, Message: bot.Message{Parts: []part{card(
		paragraph("### "+title(s.read.Book.Title)+": "+span, asks, fmt.Sprintf("%s meets %s, in <#%s>.", title(s.club.Name), when, s.club.Channel)),
		row(
			primary("I have read this far", bot.CustomID("reminders/there", c.ID, s.placeKey(c.Last))),
			discordgo.Button{Label: "To the club", Style: discordgo.LinkButton, URL: "https://discord.com/channels/" + s.club.Guild + "/" + s.club.Channel},
			button("No more reminders", bot.CustomID("reminders/stop", c.ID))),
	)}}}, nil
}

// remindersThere sets the position to the chapter that a reminder asked for, from
// within it. What has opened is read in the server.
func (h *House) remindersThere() bot.Action {
	return bot.Action{
		Name: "reminders/there", On: bot.Press, Args: 2, DM: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := reminded(tx, in)
			if err != nil {
				return nil, err
			}
			to, ok := s.placeOf(in.Arg(1)) // as it was shown, whatever has become of the plan
			if !ok || !s.in {
				return nil, club.Refuse("That chapter is not there any more, or you are not in this read. `/progress` in <#%s> says how far you are.", s.club.Channel)
			}
			if _, err := s.advance(tx, max(to, s.me.Position)); err != nil {
				return nil, err
			}
			return say("%s What has opened for you waits in <#%s>: `/notes` shows it.", s.position(), s.club.Channel), nil
		}),
	}
}

// reminderGone is said where the read that a reminder was about is gone.
const reminderGone = "The read that this was about is not there any more. `/me settings` in your server shows whether you are reminded."

// reminded finds the read of the checkpoint that a reminder is of, whoever's
// server it is in.
func reminded(tx *storage.Tx, in *bot.Interaction) (*scene, error) {
	s, err := sceneAt(tx, in.Arg(0), in.User, in.Now)
	if err == nil && in.Guild != "" && in.Guild != s.club.Guild {
		err = storage.ErrNotFound
	}
	return s, gone(err, reminderGone)
}

// remindersStop switches somebody's reminders off, from within one.
func (h *House) remindersStop() bot.Action {
	return bot.Action{
		Name: "reminders/stop", On: bot.Press, Args: 1, DM: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := reminded(tx, in)
			if err != nil {
				return nil, err
			}
			return stopReminders(tx, s.club, in.User)
		}),
	}
}

// stopReminders switches somebody's reminders off, in the server of a club. Who
// has none is told nothing of that club: they may never have been in it.
func stopReminders(tx *storage.Tx, c storage.Club, user string) (bot.Reply, error) {
	p, err := tx.Person(c.Guild, user)
	if err != nil {
		return nil, err
	}
	if !p.Reminders {
		return say("You get no reminders there, so there is nothing to switch off. `/me settings` in the server of your club shows what you have set."), nil
	}
	p.Reminders = false
	if err := tx.SetPerson(p); err != nil {
		return nil, err
	}
	return say("You get no more reminders. `/me settings reminders:True` in the server of %s turns them on again.", title(c.Name)), nil
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
