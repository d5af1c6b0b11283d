package commands

import (
	"errors"
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
				Suggest: h.suggestLocks(),
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
			chapter, _ := in.Text("chapter")
			kind, _ := in.Text("kind")
			words, ok := in.Story("text")
			if !ok {
				return s.noteForm(tx, chapter, kind)
			}
			lock, err := s.ownLock(tx, chapter)
			if err != nil {
				return nil, err
			}
			return s.writeNote(tx, in, storage.Note{Text: words, Own: lock, Kind: kind})
		}),
	}
}

// noteForm is the form to write a note in, filled with its default lock.
func (s *scene) noteForm(tx *storage.Tx, chapter, kind string) (bot.Form, error) {
	if chapter == "" {
		chapter = s.defaultKey(club.ForAll())
	} else {
		lock, err := s.lockFor(tx, chapter)
		switch _, refused := errors.AsType[*club.Refusal](err); {
		case err == nil:
			chapter = s.lockKey(lock)
		case !refused:
			return bot.Form{}, err
		}
	}
	return bot.Form{
		ID: bot.CustomID("note/sent", s.read.ID), Title: club.Cut("A note on "+club.CleanLine(s.read.Book.Title), 45),
		Fields: []bot.Field{noteField(""), lockField(chapter), kindField(kind)},
	}, nil
}

// noteField is where a note is written. above is what it answers, in a line.
func noteField(above string) bot.Field {
	return bot.Field{
		Name: "text", Label: "What you want to say", Help: club.Cut(club.CleanLine(above), 100), Required: true, Long: true, MaxLength: club.MaxNote,
	}
}

// lockField is where its author says how far one must have read.
func lockField(chapter string) bot.Field {
	return bot.Field{
		Name: "chapter", Label: "It opens for readers who have finished", Help: "A chapter, or: the whole book, everyone", Value: club.Cut(chapter, 100),
		Placeholder: "Chapter 7", MaxLength: 100,
	}
}

// kindField is where its author says what it is.
func kindField(kind string) bot.Field {
	if kind == "" {
		kind = "thought"
	}
	return bot.Field{Name: "kind", Label: "What it is", Choices: noteKinds(), Value: kind, Required: true}
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
	s, err := changeableScene(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	return s.noteForm(tx, "", "")
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
			return s.noteOfForm(tx, in, storage.Note{})
		}),
	}
}

// noteOfForm stores what was written in a form: a note, or one that stands
// where n says.
func (s *scene) noteOfForm(tx *storage.Tx, in *bot.Interaction, n storage.Note) (bot.Reply, error) {
	if err := s.changeable(); err != nil {
		return nil, err
	}
	chapter, _ := in.Text("chapter")
	lock, err := s.ownLock(tx, chapter)
	if err != nil {
		return nil, err
	}
	n.Own = lock
	n.Text, _ = in.Story("text")
	n.Kind, _ = in.Text("kind")
	return s.writeNote(tx, in, n)
}

// writeNote stores a note by the person, makes them a reader if need be, and
// says for whom it opens.
func (s *scene) writeNote(tx *storage.Tx, in *bot.Interaction, n storage.Note) (bot.Reply, error) {
	n.Text = n.Text.Cleaned()
	switch units := n.Text.Units(); {
	case n.Text.Empty():
		return nil, club.Refuse("There was nothing in the note. Write a word or two, and send it again.")
	case units > club.MaxNote:
		return nil, club.Refuse("A note has at most %d characters; this one has %d. Two notes are welcome.", club.MaxNote, units)
	}
	n.Read, n.Author = s.read.ID, s.user
	var err error
	if n.Parent == 0 {
		if n.Channel, err = s.stubChannel(tx, in); err != nil {
			return nil, err
		}
	}
	twin, err := tx.Twin(n, s.now.Add(-againFor))
	if err == nil {
		return private(text("You wrote just this a moment ago, and it is kept."), row(button("Open", bot.CustomID("note/open", twin)))), nil
	}
	if !errors.Is(err, storage.ErrNotFound) {
		return nil, err
	}
	joined := !s.in
	if err := s.enter(tx, false); err != nil {
		return nil, err
	}
	if n, err = s.keepNote(tx, n); err != nil {
		return nil, err
	}
	told := fmt.Sprintf("Your %s is kept, and %s%s.", noteWord(n), opensFor(n.Text.Opening()), asAbove(n))
	if n.Parent == 0 {
		told += fmt.Sprintf(" A line without a word of it is on its way to <#%s>.", n.Channel)
	}
	if joined {
		told += " You are in the read now."
	}
	if s.taken != "" {
		told += "\n-# " + s.taken
	}
	return private(text("%s", told), row(button("Open", bot.CustomID("note/open", n.ID)))), nil
}

// keepNote stores a note whose Text was just typed, behind the lock Own, and
// has its stub posted in its Channel or, of a reply, that of its thread looked
// at again. It returns the note behind the lock that it has there.
func (s *scene) keepNote(tx *storage.Tx, n storage.Note) (storage.Note, error) {
	if n.Kind != "quote" && n.Kind != "question" {
		n.Kind = "thought"
	}
	n.Read, n.Made, n.Text = s.read.ID, s.now, n.Own.Credit(n.Text, n.Author)
	id, err := addNote(tx, n, s.user)
	if err != nil {
		return n, err
	}
	if n, err = tx.NoteOf(id); err != nil {
		return n, err
	}
	if n.Parent != 0 {
		return n, tx.AskAgain(workStub, n.Root)
	}
	err = tx.Ask(storage.Work{Kind: workStub, Subject: id, Club: s.club.ID, Read: s.read.ID, Lane: n.Channel, Due: s.now})
	if err != nil {
		return n, err
	}
	return n, s.recount(tx, n.Text.Opening())
}

// noteWord says what a note is: a thought, a quote, a question, a reply.
func noteWord(n storage.Note) string { return iff(n.Parent != 0, "reply", n.Kind) }

// stubChannel is where a note's stub stands: where the command was used if
// that is this club's and can be written in, else the club's home.
func (s *scene) stubChannel(tx *storage.Tx, in *bot.Interaction) (string, error) {
	if in.Home() != s.club.Channel {
		return s.club.Channel, nil
	}
	silent, err := silentRoom(tx, in.Channel, s.now)
	return iff(silent, s.club.Channel, in.Channel), err
}

// recount has the post of the checkpoint that a lock falls into say how many
// notes there are and, of a review's, that of the stars that there is one. Before
// the stars are shown no post changes by a review: see afterReveal.
func (s *scene) recount(tx *storage.Tx, lock club.Lock) error {
	if lock.IsSealed() {
		if !s.read.Revealed(s.now) {
			return nil
		}
		if err := tx.AskAgain(workReveal, s.read.ID); err != nil {
			return err
		}
	}
	for _, c := range s.checkpoints {
		if c.First <= lock.Number() && lock.Number() <= c.Last {
			return tx.AskAgain(workCheckpoint, c.ID)
		}
	}
	return nil
}

// aboutWhat says what a note is about, by its lock.
func aboutWhat(n storage.Note) string {
	lock := n.Text.Opening()
	return iff(lock.IsForAll(), "for everyone", "about **"+title(lock.Label())+"**")
}

// lookStub is a note's public line: who, which chapter's label, which kind,
// how many replies, and not a word of the text.
func (h *House) lookStub(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	n, err := tx.NoteOf(t.Subject)
	if errors.Is(err, storage.ErrNotFound) {
		return shellStub(tx, t)
	}
	if err != nil {
		return nil, err
	}
	who, err := h.namedIn(tx, n.Channel, n.Author)
	if err != nil {
		return nil, err
	}
	line := fmt.Sprintf("%s left %s %s.", who, kindWords(n.Kind), aboutWhat(n))
	if n.Replies > 0 {
		line += "\n-# " + count(n.Replies, "reply")
	}
	return bot.Post{Channel: n.Channel, Message: bot.Message{Parts: []part{
		text("%s", line),
		row(button("Open", bot.CustomID("note/open", n.ID))),
	}}}, nil
}
