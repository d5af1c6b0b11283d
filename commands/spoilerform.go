package commands

import (
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// spoilerForm opens the form of a message that was taken down, where it could
// not be opened at once.
func (h *House) spoilerForm() bot.Action {
	return bot.Action{
		Name: "spoiler/form", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return buildSpoilerForm(tx, in, []int64{in.Arg(0)})
		}),
	}
}

// buildSpoilerForm asks how far one must have read to see the message that was
// taken down as args says: as far as its author has, unless it is said.
func buildSpoilerForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	p, err := theSpoiler(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	var reads []storage.Read
	if p.read != 0 {
		r, err := tx.Read(in.Guild, p.read)
		if err != nil {
			return bot.Form{}, gone(err, "The read is not there any more, so the message stays as it is.")
		}
		reads = []storage.Read{r}
	} else if reads, err = spoilerReads(tx, in); err != nil {
		return bot.Form{}, err
	}
	chapter, chosen := "", reads[0]
	for _, r := range reads {
		s, err := stage(tx, r, p.author, in.Now)
		if err != nil {
			return bot.Form{}, err
		}
		if lock, err := s.defaultLock(); err == nil && chapter == "" {
			chapter, chosen = s.lockKey(lock), r
		}
	}
	form := bot.Form{
		ID: bot.CustomID("spoiler/sent", p.draft), Title: "How far must one have read?",
		Fields: []bot.Field{{
			Name: "chapter", Label: "It opens for readers who have finished", Help: "A chapter, or: the whole book",
			Value: chapter, Placeholder: "Chapter 7", Required: true, MaxLength: 100,
		}},
	}
	if p.read == 0 {
		menu := bot.Field{Name: "read", Label: "Which book it is about", Required: true, Value: readKey(chosen)}
		for _, r := range reads {
			menu.Choices = append(menu.Choices, bot.Choice{Name: r.Book.Title, Value: readKey(r)})
		}
		form.Fields = append(form.Fields, menu)
	}
	return form, nil
}

// spoilerSent makes a note of the message, has its line posted, and then has the
// message deleted.
func (h *House) spoilerSent() bot.Action {
	return bot.Action{
		Name: "spoiler/sent", On: bot.Submit, Args: 1,
		Run: h.sent("spoiler/sent", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			p, err := theSpoiler(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := mayLock(in, p.author, false); err != nil { // it may have been taken away since
				return nil, err
			}
			if err := notYetLocked(tx, p.message); err != nil {
				return nil, err
			}
			s, err := p.scene(tx, in)
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			chapter, _ := in.Text("chapter")
			lock, err := s.lockFor(tx, chapter)
			if err != nil {
				return nil, err
			}
			if lock.IsForAll() {
				return nil, club.Refuse("What is open to everyone need not be locked. Name the chapter that one must have finished to see the message, or let it stand.")
			}
			return s.lockMessage(tx, in, p, lock)
		}),
	}
}

// scene loads the read that the message is about, as its sender meets it.
func (p spoiler) scene(tx *storage.Tx, in *bot.Interaction) (*scene, error) {
	if p.read != 0 {
		return sceneOf(tx, in, p.read)
	}
	c, err := theClub(tx, in)
	if err != nil {
		return nil, err
	}
	typed, _ := in.Text("read")
	r, err := readNamed(tx, c, typed)
	if err != nil {
		return nil, err
	}
	return stage(tx, r, in.User, in.Now)
}

// lockMessage keeps a message as its author's note, with its pictures. The
// message goes last: its deletion waits for the note's line, and looks for it.
func (s *scene) lockMessage(tx *storage.Tx, in *bot.Interaction, p spoiler, lock club.Lock) (bot.Reply, error) {
	channel, err := s.stubChannel(tx, in)
	if err != nil {
		return nil, err
	}
	n, err := s.keepNote(tx, storage.Note{
		Author: p.author, Text: p.words, Own: lock, Channel: channel, SaidIn: p.channel, Said: p.message,
	})
	if err != nil {
		return nil, err
	}
	if err := tx.KeepPictures(p.draft, n.ID); err != nil {
		return nil, err
	}
	if err := tx.DropDraft(p.draft); err != nil {
		return nil, err
	}
	if p.left == 0 {
		err := tx.Ask(storage.Work{
			Kind: workUnsay, Subject: n.ID, Club: s.club.ID, Read: s.read.ID, Lane: "unsay " + p.channel,
			Channel: p.channel, Message: p.message, Due: s.now,
		})
		if err != nil {
			return nil, err
		}
	}
	whose := iff(p.author == s.user, "your note", "a note by "+mention(p.author))
	words := fmt.Sprintf("The message is kept as %s, and %s. A line without a word of it is on its way to <#%s>.", whose, opensFor(lock), n.Channel)
	return private(text("%s\n%s", words, p.goes(in)), row(button("Open", bot.CustomID("note/open", n.ID)))), nil
}

// goes says what becomes of the message itself.
func (p spoiler) goes(in *bot.Interaction) string {
	whose := iff(p.author == in.User, "please delete it", "please ask "+mention(p.author)+" to delete it")
	switch {
	case p.left > 0:
		return fmt.Sprintf("**The message itself still stands**: %s of it I could not keep (I take pictures, four at most and 8 MiB together). When what is attached is safe elsewhere, %s.",
			count(p.left, "attachment"), whose)
	case in.AppPermissions&(discordgo.PermissionManageMessages|discordgo.PermissionAdministrator) == 0:
		return fmt.Sprintf("**The message itself still stands**: I lack Manage Messages here, so %s.", whose)
	}
	return "The message itself is deleted as soon as that line stands."
}

// lookUnsay: the message that became a note goes once the note's line has
// stood. If the note is deleted before, it goes with it.
func (h *House) lookUnsay(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	if _, err := tx.NoteOf(t.Subject); err != nil {
		if errors.Is(err, storage.ErrNotFound) {
			return bot.Removed{}, nil
		}
		return nil, err
	}
	stub, err := tx.WorkOf(workStub, t.Subject)
	never := stub.Message == "" && stub.State != "done" // done without it: somebody has deleted the line
	if errors.Is(err, storage.ErrNotFound) || err == nil && never {
		return bot.Nothing{}, nil // asked again when it is posted
	}
	return bot.Removed{}, err
}

// stillSaid reports whether the message that a note was is still to be deleted.
func stillSaid(tx *storage.Tx, n storage.Note) (bool, error) {
	w, err := tx.WorkOf(workUnsay, n.ID)
	if errors.Is(err, storage.ErrNotFound) {
		return false, nil
	}
	return w.Message != "", err
}
