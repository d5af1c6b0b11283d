package commands

import (
	"errors"
	"fmt"

	"dogear/bot"
	"dogear/storage"
)

// Of a talk, the public thread under a post, the subject is the post's row of
// work: a checkpoint's or that of questions at a moment.

// talkOf is what a talk hangs under.
type talkOf struct {
	s    *scene
	post storage.Work
	upTo int    // one may speak there of the chapters up to this one
	name string // of the thread: neutral, for all to see
}

// talkUnder finds what the talk under a post is about.
func (h *House) talkUnder(tx *storage.Tx, row int64) (t talkOf, err error) {
	if t.post, err = tx.WorkByRow(row); err != nil {
		return t, err
	}
	if t.s, err = h.asNobody(tx, t.post.Read); err != nil {
		return t, err
	}
	if t.post.Kind == workCheckpoint {
		i := t.s.indexOf(t.post.Subject)
		if i < 0 {
			return t, storage.ErrNotFound
		}
		c := t.s.checkpoints[i]
		t.upTo = c.Last
		t.name = t.s.talkName(t.upTo)
		return t, nil
	}
	_, at, err := tx.PromptPost(t.post.Subject)
	if err != nil {
		return t, err
	}
	prompts, err := tx.PromptsOf(t.post.Subject)
	for _, p := range prompts {
		t.upTo = max(t.upTo, p.Text.Opening().Number())
	}
	for _, c := range t.s.checkpoints { // the club is there by now
		if c.Open(at) {
			t.upTo = max(t.upTo, c.Last)
		}
	}
	t.name = t.s.talkName(t.upTo) + ", " + at.In(t.s.zone()).Format("2 January")
	return t, err
}

// talkName says how far one may speak in a thread.
func (s *scene) talkName(upTo int) string {
	if c, ok := s.chapters.At(upTo); ok {
		return "Up to " + c.Label
	}
	return "Before the beginning"
}

// askTalk has a thread opened under a post that has just been made, if the club
// wants that.
func (h *House) askTalk(tx *storage.Tx, row int64) error {
	w, err := tx.WorkByRow(row)
	if err != nil {
		return err
	}
	c, err := tx.ClubByRow(w.Club)
	if err != nil || !c.Threads {
		return err
	}
	// Its earlier message may have had one, and was deleted.
	if err := errors.Join(tx.MakeAnew(workTalk, row), tx.MakeAnew(workTalkLine, row)); err != nil {
		return err
	}
	return tx.Ask(storage.Work{Kind: workTalk, Subject: row, Club: w.Club, Read: w.Read, Lane: w.Lane, Due: h.now()})
}

// lookTalk is the thread under a post.
func (h *House) lookTalk(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	talk, err := h.talkUnder(tx, t.Subject)
	if errors.Is(err, storage.ErrNotFound) || err == nil && (talk.post.Message == "" || !talk.s.club.Threads) || t.Message != "" {
		return bot.Nothing{}, nil // its post is gone, or nobody wants it any more, or it is there
	}
	return bot.Talk{Channel: talk.post.Channel, Message: talk.post.Message, Name: talk.name}, err
}

// afterTalk has the first line of a thread written that was just opened.
func (h *House) afterTalk(tx *storage.Tx, row int64, thread string) error {
	w, err := tx.WorkByRow(row)
	if err != nil {
		return err
	}
	return tx.Ask(storage.Work{Kind: workTalkLine, Subject: row, Club: w.Club, Read: w.Read, Lane: thread, Due: h.now()})
}

// lookTalkLine is the first line of such a thread: how far one may speak there.
func (h *House) lookTalkLine(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	talk, err := h.talkUnder(tx, t.Subject)
	if err != nil {
		return nil, err
	}
	thread, err := tx.WorkOf(workTalk, t.Subject)
	if err != nil || thread.Message == "" {
		return bot.Nothing{}, err
	}
	s := talk.s
	words := "Talk freely here, without giving anything of the book away."
	if c, ok := s.chapters.At(talk.upTo); ok {
		words = fmt.Sprintf("Talk freely here about the book up to and including **%s**.", title(c.Label))
	}
	return bot.Post{Channel: thread.Message, Message: bot.Message{Parts: []part{card(
		paragraph(words, "What goes further is safe in a note: it opens for those who have read as far as you say."),
		row(
			button("Write a note", bot.CustomID("note/write", s.read.ID)),
			button("Read notes", notesID(s.read.ID, 0, len(s.chapters), false))),
	)}}}, nil
}
