package commands

import (
	"errors"
	"fmt"
	"strconv"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// meForget asks whether all that is kept of somebody is to be erased: in this
// server or, in a direct message, everywhere.
func (h *House) meForget() bot.Action {
	return bot.Action{
		Name: "me forget", On: bot.Slash, DM: true, Help: "Erase all that I keep about you: in this server or, in a direct message with me, everywhere",
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			kept, err := tx.Kept(in.Guild, in.User)
			if err != nil {
				return nil, err
			}
			if kept.None() {
				return say("%s", nothingKept(in, kept)), nil
			}
			return private(
				card(paragraph("### Shall I forget you?", fmt.Sprintf("I would erase %s %s.", keptWords(kept), scopeWords(in)),
					iff(kept.Notes > 0, "The lines of your notes in the channel will say \"a former reader\", and what others replied to them stays.", ""),
					iff(kept.Questions > 0, "What you asked the club stays, without your name.", ""),
					iff(kept.Reads > 0, "You leave the club's role and rooms.", ""),
					iff(in.Guild != "", "-# Use `/me forget` in a direct message with me to be forgotten in every server.", ""),
					"-# This cannot be taken back. `/me export` gives you all of it first. Copies of the database, made before an update or by my host, expire later.")),
				row(danger("Erase everything about me", bot.CustomID("forget/yes", scopeKey(in))), button("Keep it", bot.CustomID("forget/no", scopeKey(in))))), nil
		}),
	}
}

// undoing is said while something is still to be undone in Discord.
const undoing = "I am taking you out of the club's role and rooms. I keep your id until that is done, and no longer."

// nothingKept is said to one of whom nothing is kept.
func nothingKept(in *bot.Interaction, k storage.Kept) string {
	words := "I keep nothing about you " + iff(in.Guild == "", "in any server", scopeWords(in)) + "."
	if k.Undoing > 0 {
		words += " " + undoing
	}
	return words
}

// scopeWords says where somebody's things are meant.
func scopeWords(in *bot.Interaction) string {
	return iff(in.Guild == "", "in every server", "in this server")
}

// scopeKey is the server in which somebody asks, as a number, 0 for all.
func scopeKey(in *bot.Interaction) int64 {
	key, _ := strconv.ParseInt(in.Guild, 10, 64) // "" is 0
	return key
}

// askedHere refuses what was asked elsewhere: it would erase something else.
func askedHere(in *bot.Interaction) error {
	if in.Arg(0) == scopeKey(in) {
		return nil
	}
	return club.Refuse("That was asked in another place, and nothing was changed. Please use `/me forget` here.")
}

// keptWords counts what is kept of somebody, of whom something is.
func keptWords(k storage.Kept) string {
	var words []string
	for _, c := range []struct {
		n                   int
		before, word, after string
	}{
		{k.Reads, "your place in ", "read", ""},
		{k.Notes, "", "note", ""},
		{k.Ratings, "", "rating", ""},
		{k.Questions, "your name on ", "question", ""},
		{k.Editions, "", "edition", " of your own"},
		{k.Marks, "", "mark", " (of the notes that you opened, felt or reported)"},
		{k.Rest, "", "smaller entry", " (settings, drafts and the like)"},
	} {
		if c.n > 0 {
			words = append(words, c.before+count(c.n, c.word)+c.after)
		}
	}
	return and(words...)
}

// forgetNo keeps all.
func (h *House) forgetNo() bot.Action {
	return bot.Action{
		Name: "forget/no", On: bot.Press, Args: 1, DM: true, Updates: true,
		Run: h.looking(func(_ *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return sayInstead("All stays as it is."), askedHere(in)
		}),
	}
}

// forgetYes erases all, and says what it was.
func (h *House) forgetYes() bot.Action {
	return bot.Action{
		Name: "forget/yes", On: bot.Press, Args: 1, DM: true, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if err := askedHere(in); err != nil {
				return nil, err
			}
			kept, err := tx.Kept(in.Guild, in.User)
			if err != nil {
				return nil, err
			}
			if kept.None() {
				return sayInstead("%s", nothingKept(in, kept)), nil
			}
			if err := forgetPerson(tx, in); err != nil {
				return nil, err
			}
			after, err := tx.Kept(in.Guild, in.User)
			if err != nil {
				return nil, err
			}
			words := fmt.Sprintf("### Forgotten\nErased: %s %s.", keptWords(kept), scopeWords(in))
			if after.Undoing > 0 {
				words += "\n" + undoing
			}
			return sayInstead("%s\nShould you join a read again, you begin anew.", words), nil
		}),
	}
}

// forgetPerson erases what is kept of the person, and has looked at anew what
// shows it in Discord.
func forgetPerson(tx *storage.Tx, in *bot.Interaction) error {
	f, err := tx.ForgetPerson(in.Guild, in.User, in.Now)
	if err != nil {
		return err
	}
	again := func(kind string, subjects []int64) {
		for _, id := range subjects {
			err = errors.Join(err, tx.AskAgain(kind, id))
		}
	}
	again(workStub, f.Notes)
	again(workStub, f.Threads)
	again(workUnsay, f.Notes)
	again(workReveal, f.Rated)
	again(workRate, f.Rated)
	again(workYear, f.Years)
	for _, read := range f.Reads {
		checkpoints, failed := tx.Checkpoints(read)
		for _, c := range checkpoints { // they say how many notes there are
			again(workCheckpoint, []int64{c.ID})
		}
		err = errors.Join(err, failed)
	}
	return err
}

// shellStub is the line of a note whose author was forgotten. It leads to what
// was replied. Where none stands yet, none is wanted.
func shellStub(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	if t.Message == "" {
		return bot.Removed{}, nil
	}
	n, err := tx.Shell(t.Subject)
	if err != nil {
		return nil, err
	}
	parts := []part{text("%s left %s %s. It was erased at their wish.", capital(mention(n.Author)), kindWords(n.Kind), aboutWhat(n))}
	if n.Replies > 0 {
		parts = []part{
			text("%s left %s %s. It was erased at their wish; what was replied stays.\n-# %s", capital(mention(n.Author)), kindWords(n.Kind), aboutWhat(n), count(n.Replies, "reply")),
			row(button("Open", bot.CustomID("note/open", n.ID))),
		}
	}
	return bot.Post{Channel: n.Channel, Message: bot.Message{Parts: parts}, OnlyEdit: true}, nil
}
