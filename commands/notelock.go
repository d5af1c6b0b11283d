package commands

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// Words for the two locks that no chapter has, as forms show and take them.
const (
	wordsWhole    = "the whole book"
	wordsEveryone = "everyone"
)

// defaultLock is the lock of a note whose author names none: as far as they
// have ever been in this read, for a rereader the whole book.
func (s *scene) defaultLock() (club.Lock, error) {
	switch {
	case s.me.Rereads:
		return club.WholeBook(len(s.chapters)), nil
	case s.me.Furthest > 0:
		return s.chapters.LockUpTo(s.me.Furthest), nil
	}
	return club.Lock{}, club.Refuse("You are at the beginning, so please say how far one must have read to see your note: a chapter, or `everyone` if it gives nothing away.")
}

// defaultKey is the default lock as a form is filled with it, and not before
// least: "" for one who must say.
func (s *scene) defaultKey(least club.Lock) string {
	lock, err := s.defaultLock()
	if err != nil && least.IsForAll() {
		return ""
	}
	if err != nil {
		return s.lockKey(least)
	}
	return s.lockKey(club.Strictest(lock, least))
}

// ownLock reads the lock that an author names for what they have just written,
// or is the default.
func (s *scene) ownLock(tx *storage.Tx, typed string) (club.Lock, error) {
	if strings.TrimSpace(typed) == "" {
		return s.defaultLock()
	}
	return s.lockFor(tx, typed)
}

// lockFor reads a lock that the person names.
func (s *scene) lockFor(tx *storage.Tx, typed string) (club.Lock, error) {
	ruler, err := s.ruler(tx)
	if err != nil {
		return club.Lock{}, err
	}
	return s.lockBy(ruler, typed)
}

// lockBy reads a lock whose pages, times and percentages are those of an
// edition.
func (s *scene) lockBy(ruler club.Ruler, typed string) (club.Lock, error) {
	words := strings.ToLower(club.CleanLine(typed))
	if words == "" {
		return club.Lock{}, club.Refuse("Say how far one must have read: a chapter, `the whole book`, or `everyone` if it gives nothing away.")
	}
	if slices.ContainsFunc(s.chapters, func(c club.Chapter) bool { return strings.EqualFold(c.Label, words) }) {
		words = "" // a chapter of that name comes first
	}
	switch words {
	case wordsWhole, "whole book", "the book", "book", "done", "finished":
		return club.WholeBook(len(s.chapters)), nil
	case wordsEveryone, "for all", "all":
		return club.ForAll(), nil
	}
	where, err := ruler.ParseLock(typed, s.eyes)
	if err != nil {
		return club.Lock{}, err
	}
	s.taken = where.Understood
	at, err := only(where, typed)
	return s.chapters.LockUpTo(at), err
}

// lockKey writes a lock so that lockFor reads the same again.
func (s *scene) lockKey(l club.Lock) string {
	switch l = l.Bare(); {
	case l.IsWhole():
		return wordsWhole
	case l.IsForAll():
		return wordsEveryone
	}
	c, _ := s.chapters.At(l.Number())
	if read, err := s.lockBy(s.chapters.Ruler(nil), c.Label); err == nil && read == l {
		return c.Label
	}
	return chapterKey(l.Number())
}

// noteLock opens a note's lock for its author.
func (h *House) noteLock() bot.Action { return h.lockPress("note/lock") }

// toldLock does so where its author is told what was said of it: a message may
// show the note itself as well.
func (h *House) toldLock() bot.Action { return h.lockPress("told/lock") }

func (h *House) lockPress(name string) bot.Action {
	return bot.Action{
		Name: name, On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return buildLockForm(tx, in, []int64{in.Arg(0)})
		}),
	}
}

// buildLockForm is the form of the lock of the note that args names.
func buildLockForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	n, s, err := openToChange(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	return lockForm("note/locked", n.ID, s.lockKey(n.Own)), nil
}

// lockForm is the form of a note's lock.
func lockForm(route string, note int64, chapter string) bot.Form {
	field := lockField(chapter)
	field.Required = true
	return bot.Form{ID: bot.CustomID(route, note), Title: "How far must one have read?", Fields: []bot.Field{field}}
}

// noteLocked stores the new lock, and has the stub name it.
func (h *House) noteLocked() bot.Action {
	return bot.Action{
		Name: "note/locked", On: bot.Submit, Args: 1,
		Run: h.sent("note/locked", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := openToChange(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			n, err = s.setLock(tx, in, n)
			if err != nil {
				return nil, err
			}
			return say("Your %s %s now%s.", noteWord(n), opensFor(n.Text.Opening()), asAbove(n)), nil
		}),
	}
}

// setLock sets the lock of a note as a form says. It returns the note behind
// the lock that it has now.
func (s *scene) setLock(tx *storage.Tx, in *bot.Interaction, n storage.Note) (storage.Note, error) {
	typed, _ := in.Text("chapter")
	lock, err := s.lockFor(tx, typed)
	if err != nil {
		return n, err
	}
	if err := tx.SetNoteLock(n, lock, s.now); err != nil {
		return n, err
	}
	if err := s.restub(tx, n); err != nil {
		return n, err
	}
	return tx.NoteOf(n.ID)
}

// asAbove says of a note that what it answers opens later than its own lock.
func asAbove(n storage.Note) string {
	return iff(n.Text.Opening() == n.Own, "", ", as what it answers does")
}

// restub has what shows a note in public looked at again: the stub of its
// thread and, of a thread's first note, the counts on the posts of the
// checkpoints that it was counted at and is now.
func (s *scene) restub(tx *storage.Tx, was storage.Note) error {
	if err := tx.AskAgain(workStub, was.First()); err != nil || was.Root != 0 {
		return err
	}
	if err := s.recount(tx, was.Text.Opening()); err != nil {
		return err
	}
	now, err := tx.NoteOf(was.ID)
	if errors.Is(err, storage.ErrNotFound) { // it was deleted
		return nil
	}
	if err != nil {
		return err
	}
	return s.recount(tx, now.Text.Opening())
}

// chapterSpan is a span of chapters by their labels, for a heading.
func (s *scene) chapterSpan(from, to int) string {
	if from <= 1 && to >= len(s.chapters) {
		return title(s.read.Book.Title)
	}
	return fmt.Sprintf("%s, %s", title(s.read.Book.Title), title(s.chapters.Span(max(from, 1), to)))
}

// youAreAt says how far the person is, for one who is told that it is not far
// enough.
func (s *scene) youAreAt() string {
	switch {
	case s.in:
		return s.position()
	case !s.me.Joined.IsZero():
		return "You have left this read."
	}
	return "You are not in this read yet."
}

// unlock offers one who is behind a lock to say that they are not, by the
// button id; one who is not in the read may join. Of a read at rest there is
// nothing to offer.
func (s *scene) unlock(lock club.Lock, id string) []part {
	c, ok := s.chapters.At(lock.Number())
	switch {
	case s.atRest():
		return nil
	case !s.in || !ok:
		return []part{s.joinRow()}
	}
	label := "I have read to " + c.Label
	if lock.IsWhole() {
		label = "I have finished the book"
	}
	return []part{row(button(club.Cut(label, 80), id))}
}
