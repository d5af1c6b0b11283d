package commands

import (
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const noteGone = "This note is not there any more. `/notes` lists what there is."

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

// toOpen finds the note that an [Open] names. Of a first note that was deleted
// there is still what was replied.
func toOpen(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Note, *scene, error) {
	n, err := tx.Note(in.Guild, id)
	if errors.Is(err, storage.ErrNotFound) {
		var thread []storage.Note
		if thread, err = tx.Thread(in.Guild, id, in.User); err == nil {
			n = thread[0]
		}
	}
	if err != nil {
		return n, nil, gone(err, noteGone)
	}
	s, err := sceneOf(tx, in, n.Read)
	return n, s, err
}

// readable finds a note that is open to the person who presses a button on it.
func readable(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Note, *scene, error) {
	n, s, err := theNote(tx, in, id)
	if err != nil {
		return n, nil, err
	}
	if _, ok := n.Text.For(s.eyes); !ok {
		if s.sealedFor(n.Text.Opening()) {
			return n, nil, club.Refuse("%s", s.sealedWords())
		}
		return n, nil, club.Refuse("This note opens %s now. %s `/progress` says how far you are.", opensAt(n.Text.Opening()), s.youAreAt())
	}
	return n, s, nil
}

// noteOpen shows a note to one who may see it; another is told how far to read.
func (h *House) noteOpen() bot.Action {
	return bot.Action{
		Name: "note/open", On: bot.Press, Args: 1,
		Run: h.telling(always, func(tx *storage.Tx, in *bot.Interaction) (*scene, bot.Reply, error) {
			n, s, err := toOpen(tx, in, in.Arg(0))
			if err != nil {
				return nil, nil, err
			}
			m, err := s.openNote(tx, n, 0)
			return s, bot.Private{Message: m}, err
		}),
	}
}

// openNote shows a note with a page of its thread, if it begins one; a reply it
// shows alone. One who is behind is told how far to read.
func (s *scene) openNote(tx *storage.Tx, n storage.Note, at int) (bot.Message, error) {
	if n.Root == 0 {
		return s.openThread(tx, n.ID, at)
	}
	words, ok := n.Text.For(s.eyes)
	if !ok {
		return bot.Message{Parts: s.shutNote(n)}, nil
	}
	if err := tx.MarkSeen(s.user, n.ID); err != nil {
		return bot.Message{}, err
	}
	var err error
	if n.Felt, n.Feels, err = tx.FeltBy(n.ID, s.user); err != nil {
		return bot.Message{}, err
	}
	above, err := s.answered(tx, n)
	if err != nil {
		return bot.Message{}, err
	}
	m, err := s.noteCard(tx, n, words, above)
	m.Parts = append(m.Parts, row(button("The whole thread", bot.CustomID("note/thread", n.Root, 0))))
	return m, err
}

// answered is what a reply answers, in a line.
func (s *scene) answered(tx *storage.Tx, n storage.Note) (string, error) {
	up, err := tx.NoteOf(n.Parent)
	if errors.Is(err, storage.ErrNotFound) {
		return "-# answers a note that was deleted", nil
	}
	if err != nil {
		return "", err
	}
	words, ok := up.Text.For(s.eyes)
	if !ok {
		return "", nil // their own reply, to what they may not see any more
	}
	return fmt.Sprintf("-# answers %s: %s", mention(up.Author), title(club.Cut(club.CleanLine(words), 100))), nil
}

// noteCard frames a note that is open to the person, with what they can do.
// above is what it answers.
func (s *scene) noteCard(tx *storage.Tx, n storage.Note, words, above string) (bot.Message, error) {
	pictures, files, err := showPictures(tx, n, s.eyes)
	if err != nil {
		return bot.Message{}, err
	}
	head := noteHead(n, true)
	if above != "" {
		head += "\n" + above
	}
	parts := []part{text("%s", head)}
	shown, whole := storyParts(words)
	parts = append(append(parts, shown...), pictures...)
	files = append(files, whole...)
	said, err := s.saidOf(tx, n)
	if err != nil {
		return bot.Message{}, err
	}
	if said != "" {
		parts = append(parts, text("-# %s", said))
	}
	if felt := feltWords(n, s.user); felt != "" {
		parts = append(parts, text("-# %s", felt))
	}
	if buttons := s.noteButtons(n); buttons != nil {
		parts = append(parts, row(buttons...))
	}
	return bot.Message{Parts: []part{card(parts...)}, Files: files}, nil
}

// answering finds a note that is open to a reader who says something of it.
func answering(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Note, *scene, error) {
	n, s, err := readable(tx, in, id)
	if err != nil {
		return n, nil, err
	}
	if err := s.changeable(); err != nil {
		return n, nil, err
	}
	if !s.in {
		return n, nil, club.Refuse("That is for the readers of %s. `/reading` has the button to join.", title(s.read.Book.Title))
	}
	return n, s, nil
}

// noteButtons is what the person can do with a note that is open to them. Of a
// read at rest nothing changes, but that one can delete what one wrote.
func (s *scene) noteButtons(n storage.Note) []part {
	mine := n.Author == s.user
	remove := danger("Delete", bot.CustomID("note/delete", n.ID))
	switch {
	case s.atRest() && mine:
		return []part{remove}
	case s.atRest():
		return nil
	}
	buttons := []part{button("Reply", bot.CustomID("note/reply", n.ID))}
	switch {
	case mine:
		return append(buttons,
			button("Edit", bot.CustomID("note/edit", n.ID)),
			button("Set its lock", bot.CustomID("note/lock", n.ID)),
			remove)
	case !s.in:
		return buttons
	}
	felt := button(counted("I felt that too", n.Felt), bot.CustomID("note/felt", n.ID))
	if n.Feels {
		felt.Style = discordgo.PrimaryButton
	}
	return append(buttons, felt, button("Later than that", bot.CustomID("later/ask", n.ID)))
}

// shutNote tells one who is behind a note how far to read, and offers to say
// that they have.
func (s *scene) shutNote(n storage.Note) []part {
	lock := n.Text.Opening()
	if s.sealedFor(lock) {
		parts := []part{text("%s", s.sealedWords())}
		if s.changeable() == nil {
			parts = append(parts, row(rateIt(s.read)))
		}
		return parts
	}
	return append([]part{text("This opens %s. %s", opensAt(lock), s.youAreAt())},
		s.unlock(lock, bot.CustomID("note/readto", n.ID, s.placeKey(lock.Number())))...)
}

// opensAt says when a text opens, as in "at Chapter 7".
func opensAt(l club.Lock) string {
	if l.IsWhole() {
		return "when you have finished the book"
	}
	return "at " + title(l.Label())
}

// noteHead is the line above a note's text, with the lock that it has or, in a
// list by chapters, without.
func noteHead(n storage.Note, lock bool) string {
	words := []string{mention(n.Author)}
	add := func(is bool, word string) {
		if is {
			words = append(words, word)
		}
	}
	add(n.Rereads, "rereading")
	words = append(words, capital(noteWord(n)))
	add(lock, title(n.Text.Opening().Label()))
	words = append(words, fromNow(n.Made))
	add(n.Edited, "edited")
	return "-# " + strings.Join(words, " · ")
}

// showPictures shows the pictures of a note to a reader.
func showPictures(tx *storage.Tx, n storage.Note, eyes club.Reader) (parts []part, files []bot.File, err error) {
	if n.Pictures == 0 {
		return nil, nil, nil
	}
	pictures, err := tx.Pictures(n)
	if err != nil {
		return nil, nil, err
	}
	var gallery discordgo.MediaGallery
	for i, p := range pictures {
		data, ok := p.Data.For(eyes)
		if !ok {
			continue
		}
		alt, _ := p.Alt.For(eyes)
		if alt == "" {
			alt = fmt.Sprintf("Picture %d of %d", i+1, len(pictures))
		}
		name := fmt.Sprintf("picture-%d.%s", i+1, p.Extension())
		files = append(files, bot.File{Name: name, Type: p.Kind, Alt: alt, Data: []byte(data)})
		gallery.Items = append(gallery.Items, discordgo.MediaGalleryItem{
			Media: discordgo.UnfurledMediaItem{URL: "attachment://" + name}, Description: &alt,
		})
	}
	if gallery.Items != nil {
		parts = []part{gallery}
	}
	return parts, files, nil
}

// noteReadTo says that one has read up to a note's lock, and opens it.
func (h *House) noteReadTo() bot.Action {
	return bot.Action{
		Name: "note/readto", On: bot.Press, Args: 2, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := toOpen(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			to := n.Text.Opening().Number()
			// What the button said is what is stored: the lock may have moved.
			if said, ok := s.placeOf(in.Arg(1)); to <= s.me.Position || !ok || to != said || s.sealedFor(n.Text.Opening()) {
				m, err := s.openNote(tx, n, 0)
				return bot.Update{Message: m}, err
			}
			was, err := s.advance(tx, to)
			if err != nil {
				return nil, err
			}
			m, err := s.openNote(tx, n, 0)
			m.Parts = append(m.Parts, text("%s", s.position()), row(s.undo(was)))
			return bot.Update{Message: m}, err
		}),
	}
}
