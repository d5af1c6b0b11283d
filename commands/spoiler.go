package commands

import (
	"errors"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const draftSpoiler = "spoiler"

// spoilersKept is how many messages that a person took down wait for their lock:
// each may have 8 MiB of pictures.
const spoilersKept = 4

// spoilerGone is said where what was taken of a message is not kept any more.
const spoilerGone = "What I took of that message is not kept any more: it was locked, or a day has passed, or newer ones came. If the message is still there, use Apps > Lock as a spoiler on it again."

// spoilerLock is "Lock as a spoiler" on a message. What it says and shows can be
// read only now, so it is taken at once and kept until the form comes.
func (h *House) spoilerLock() bot.Action {
	return bot.Action{
		Name: "Lock as a spoiler", On: bot.OnMessage,
		Judge: func(in *bot.Interaction) error { return mayLock(in, in.Target.Author, in.Target.AuthorIsBot) },
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if err := notYetLocked(tx, in.Target.ID); err != nil {
				return nil, err
			}
			reads, err := spoilerReads(tx, in)
			if err != nil {
				return nil, err
			}
			draft, err := keepSpoiler(tx, in, reads)
			if err != nil {
				return nil, err
			}
			form, err := buildSpoilerForm(tx, in, []int64{draft})
			form.Late = &bot.Message{Parts: []part{
				text("I have kept a copy of the message, which itself still stands. How far must one have read to see it?"),
				row(primary("Say the chapter", bot.CustomID("spoiler/form", draft))),
			}}
			return form, err
		}),
	}
}

// mayLock: a message is its author's, and those who keep order may delete it.
func mayLock(in *bot.Interaction, author string, isBot bool) error {
	switch {
	case isBot:
		return club.Refuse("A bot wrote that message, and a note needs a person who wrote it. Someone with Manage Messages can delete it.")
	case author != in.User && in.Permissions&(discordgo.PermissionManageMessages|discordgo.PermissionAdministrator) == 0:
		return club.Refuse("Only the one who wrote a message can lock it, or someone with Manage Messages. Please ask one of them.")
	}
	return nil
}

// notYetLocked refuses a message that became a note before.
func notYetLocked(tx *storage.Tx, message string) error {
	n, err := tx.NoteOfMessage(message)
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return nil
	case err != nil:
		return err
	case n.Deleted:
		return club.Refuse("That message was locked before, and its note has been deleted since. If the message is still there, its author or someone with Manage Messages can delete it.")
	}
	return club.Refuse("That message is locked already, as a note that %s. If the message is still there, its author or someone with Manage Messages can delete it.", opensFor(n.Text.Opening()))
}

// spoilerReads are the reads that a message may speak of: the one whose room it
// was written in, those under way or, between two reads, the last.
func spoilerReads(tx *storage.Tx, in *bot.Interaction) ([]storage.Read, error) {
	c, err := theClub(tx, in)
	if err != nil {
		return nil, err
	}
	reads, err := tx.ReadsUnderWay(c.ID, in.Now)
	if err != nil {
		return nil, err
	}
	if len(reads) < 2 {
		r, err := chooseRead(tx, c, in)
		return []storage.Read{r}, err
	}
	r, err := roomsRead(tx, c, in)
	if err == nil {
		return []storage.Read{r}, nil
	}
	if errors.Is(err, storage.ErrNotFound) {
		err = nil
	}
	return reads, err
}

// keepSpoiler takes down a message: where it stands, who wrote it, what it says
// and shows, and how much of it could not be taken. Subject is the read, 0
// where its sender has to say which.
func keepSpoiler(tx *storage.Tx, in *bot.Interaction, reads []storage.Read) (int64, error) {
	words, pictures := in.TargetText().Cleaned(), in.Pictures()
	if words.Empty() && len(pictures) == 0 {
		why := "There is no text in that message and no picture."
		if in.PicturesLeft() > 0 {
			why = "There is no text in that message, and what is attached to it I cannot keep: I take pictures (png, jpeg, gif, webp), four at most and 8 MiB together."
		}
		return 0, club.Refuse("%s Its author or someone with Manage Messages can delete it.", why)
	}
	subject := int64(0)
	if len(reads) == 1 {
		subject = reads[0].ID
	}
	if err := tx.KeepDrafts(in.Guild, in.User, draftSpoiler, spoilersKept-1); err != nil {
		return 0, err
	}
	plain := func(s string) club.Locked { return club.Draft(s, in.User) }
	draft, err := tx.AddDraft(storage.Draft{
		Guild: in.Guild, User: in.User, Kind: draftSpoiler, Subject: subject, Expires: in.Now.Add(draftFor),
		Body: club.Bundle(in.User, plain(in.Target.Channel), plain(in.Target.ID), plain(in.Target.Author), plain(strconv.Itoa(in.PicturesLeft())), words),
	}, in.Now)
	if err != nil {
		return 0, err
	}
	return draft, keepPictures(tx, in, draft, pictures)
}

// spoiler is a message that was taken down and waits for its lock.
type spoiler struct {
	draft, read              int64
	channel, message, author string
	left                     int // how many of its attachments were not taken
	words                    club.Locked
}

// theSpoiler finds what its sender took down.
func theSpoiler(tx *storage.Tx, in *bot.Interaction, draft int64) (spoiler, error) {
	d, err := tx.Draft(in.Guild, in.User, draftSpoiler, draft, in.Now)
	if err != nil {
		return spoiler{}, gone(err, spoilerGone)
	}
	texts := d.Body.Unbundle()
	if len(texts) != 5 {
		return spoiler{}, club.Refuse(spoilerGone)
	}
	own := func(i int) string {
		s, _ := texts[i].For(club.Someone(in.User)) // who took it down
		return s
	}
	p := spoiler{draft: draft, read: d.Subject, channel: own(0), message: own(1), author: own(2), words: texts[4]}
	p.left, _ = strconv.Atoi(own(3))
	return p, nil
}
