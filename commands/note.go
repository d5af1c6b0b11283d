package commands

import (
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// noteKinds are the kinds that a person may choose.
func noteKinds() []bot.Choice {
	return []bot.Choice{{Name: "a thought", Value: "thought"}, {Name: "a quote", Value: "quote"}, {Name: "a question", Value: "question"}}
}

// kindWords names a kind of note within a sentence.
func kindWords(kind string) string { return "a " + kind }

// note writes a note, or opens the form to write one.
func (h *House) note() bot.Action {
	return bot.Action{
		Name: "note", On: bot.Slash, Help: "Write about the story; it opens for those who have read as far",
		Options: []bot.Option{
			{
				Name: "chapter", Help: "How far one must have read to see it; as far as you are by default", Type: optionString, MaxLength: 200,
				Suggest: h.suggestChapters(),
			},
			{Name: "text", Help: "What you want to say; a form opens if you leave it out", Type: optionString, MaxLength: club.MaxNote},
			{Name: "kind", Help: "A thought by default", Type: optionString, Choices: noteKinds()},
			h.bookOption(),
		},
		Run: h.either("text", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			chapter, given := in.Text("chapter")
			kind, _ := in.Text("kind")
			words, ok := in.Story("text")
			if !ok {
				return s.noteForm(chapter, kind), nil
			}
			lock, err := s.lockFor(chapter, given)
			if err != nil {
				return nil, err
			}
			return s.writeNote(tx, in, words, lock, kind)
		}),
	}
}

// noteForm is the form to write a note in, filled with its default lock.
func (s *scene) noteForm(chapter, kind string) bot.Form {
	if chapter == "" {
		if lock, err := s.defaultLock(); err == nil {
			chapter = s.lockKey(lock)
		}
	} else if at, err := s.oneChapter(chapter); err == nil {
		chapter = s.lockKey(s.chapters.LockUpTo(at))
	}
	if kind == "" {
		kind = "thought"
	}
	return bot.Form{
		ID: bot.CustomID("note/sent", s.read.ID), Title: club.Cut("A note on "+club.CleanLine(s.read.Book.Title), 45),
		Fields: []bot.Field{
			{Name: "text", Label: "What you want to say", Required: true, Long: true, MaxLength: club.MaxNote},
			{
				Name: "chapter", Label: "It opens for readers who have finished", Help: "A chapter, or: the whole book, everyone", Value: club.Cut(chapter, 100),
				Placeholder: "Chapter 7", MaxLength: 100,
			},
			{Name: "kind", Label: "What it is", Choices: noteKinds(), Value: kind, Required: true},
		},
	}
}

// noteWrite is the [Write a note] of many messages.
func (h *House) noteWrite() bot.Action {
	return bot.Action{
		Name: "note/write", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return buildNoteForm(tx, in, []int64{in.Arg(0)})
		}),
	}
}

// buildNoteForm is the form of a note on the read that args names.
func buildNoteForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	s, err := sceneOf(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	return s.noteForm("", ""), s.changeable()
}

// noteSent stores a note that was written in the form.
func (h *House) noteSent() bot.Action {
	return bot.Action{
		Name: "note/sent", On: bot.Submit, Args: 1,
		Run: h.sent("note/sent", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			chapter, _ := in.Text("chapter")
			lock, err := s.lockFor(chapter, chapter != "")
			if err != nil {
				return nil, err
			}
			words, _ := in.Story("text")
			kind, _ := in.Text("kind")
			return s.writeNote(tx, in, words, lock, kind)
		}),
	}
}

// writeNote stores a note, makes its author a reader if need be, and has its
// stub posted.
func (s *scene) writeNote(tx *storage.Tx, in *bot.Interaction, words club.Locked, lock club.Lock, kind string) (bot.Reply, error) {
	words = words.Cleaned()
	switch n := words.Units(); {
	case words.Empty():
		return nil, club.Refuse("There was nothing in the note. Write a word or two, and send it again.")
	case n > club.MaxNote:
		return nil, club.Refuse("A note has at most %d characters; this one has %d. Two notes are welcome.", club.MaxNote, n)
	}
	if kind != "quote" && kind != "question" {
		kind = "thought"
	}
	joined := !s.in
	if err := s.enter(tx, false); err != nil {
		return nil, err
	}
	n := storage.Note{
		Read: s.read.ID, Author: s.user, Kind: kind, Text: words.Under(lock, s.user),
		Channel: s.stubChannel(in), Made: s.now,
	}
	id, err := tx.AddNote(n)
	if err != nil {
		return nil, err
	}
	err = tx.Ask(storage.Work{Kind: workStub, Subject: id, Club: s.club.ID, Read: s.read.ID, Lane: n.Channel, Due: s.now})
	if err != nil {
		return nil, err
	}
	if err := s.recount(tx, lock); err != nil {
		return nil, err
	}
	told := fmt.Sprintf("Your %s is kept, and %s. A line without a word of it is on its way to <#%s>.", kind, opensFor(lock), n.Channel)
	if joined {
		told += " You are in the read now."
	}
	return private(text("%s", told), row(button("Open", bot.CustomID("note/open", id)))), nil
}

// stubChannel is where a note's stub stands: where the command was used if
// that is this club's, else the club's home.
func (s *scene) stubChannel(in *bot.Interaction) string {
	if in.Home() == s.club.Channel {
		return in.Channel
	}
	return s.club.Channel
}

// recount has the post of the checkpoint that a lock falls into say how many
// notes there are.
func (s *scene) recount(tx *storage.Tx, lock club.Lock) error {
	for _, c := range s.checkpoints {
		if c.First <= lock.Number() && lock.Number() <= c.Last {
			return tx.AskAgain(workCheckpoint, c.ID)
		}
	}
	return nil
}

// lookStub is a note's public line: who, which chapter's label, which kind,
// and not a word of the text.
func (h *House) lookStub(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	n, err := tx.NoteOf(t.Subject)
	if err != nil {
		return nil, err
	}
	lock := n.Text.Opening()
	about := "about **" + title(lock.Label()) + "**"
	if lock.IsForAll() {
		about = "for everyone"
	}
	return bot.Post{Channel: n.Channel, Message: bot.Message{Parts: []part{
		text("%s left %s %s.", mention(n.Author), kindWords(n.Kind), about),
		row(button("Open", bot.CustomID("note/open", n.ID))),
	}}}, nil
}

const noteGone = "This note is not there any more."

// theNote finds the note that a button names, and the read as its person
// meets it.
func theNote(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Note, *scene, error) {
	n, err := tx.Note(in.Guild, id)
	if err != nil {
		return n, nil, gone(err, noteGone)
	}
	s, err := sceneOf(tx, in, n.Read)
	return n, s, err
}

// noteOpen shows a note to one who may see it; another is told how far to read.
func (h *House) noteOpen() bot.Action {
	return bot.Action{
		Name: "note/open", On: bot.Press, Args: 1,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := theNote(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return s.openNote(tx, n)
		}),
	}
}

func (s *scene) openNote(tx *storage.Tx, n storage.Note) (bot.Reply, error) {
	words, ok := n.Text.For(s.eyes)
	if !ok {
		lock := n.Text.Opening()
		when := "at " + title(lock.Label())
		if lock.IsWhole() {
			when = "when you have finished the book"
		}
		return private(text("This opens %s. %s", when, s.youAreAt()), s.unlockRowFor(n, lock)), nil
	}
	if err := tx.MarkSeen(s.user, n.ID); err != nil {
		return nil, err
	}
	parts := []part{card(text("%s", noteHead(n)), text("%s", club.Quote(words)))}
	if n.Author == s.user {
		parts = append(parts, row(
			button("Edit", bot.CustomID("note/edit", n.ID)),
			button("Set its lock", bot.CustomID("note/lock", n.ID)),
			danger("Delete", bot.CustomID("note/delete", n.ID)),
		))
	}
	return private(parts...), nil
}

// noteHead is the line above a note's text.
func noteHead(n storage.Note) string {
	head := fmt.Sprintf("%s · %s · %s · %s", mention(n.Author), capital(n.Kind), title(n.Text.Opening().Label()), fromNow(n.Made))
	if n.Edited {
		head += " · edited"
	}
	return "-# " + head
}

// noteReadTo says that one has read up to a note's lock, and opens it.
func (h *House) noteReadTo() bot.Action {
	return bot.Action{
		Name: "note/readto", On: bot.Press, Args: 2, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := theNote(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			to := n.Text.Opening().Number()
			// What the button said is what is stored: the lock may have moved.
			if to <= s.me.Position || int64(to) != in.Arg(1) {
				return instead(s.openNote(tx, n))
			}
			was, err := s.advance(tx, to)
			if err != nil {
				return nil, err
			}
			reply, err := instead(s.openNote(tx, n))
			if opened, ok := reply.(bot.Update); ok {
				opened.Parts = append(opened.Parts, text("%s", s.position()), row(s.undo(was)))
				reply = opened
			}
			return reply, err
		}),
	}
}
