package commands

import (
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// Whatever grows by what people do is added here and nowhere else, behind the
// limits of package club: so a new way to add something cannot forget them. What
// comes out too large is refused after it was stored: the transaction takes it
// back.

// dayLong is what "a day" means in the limits.
const dayLong = 24 * time.Hour

// addNote stores a note that somebody wrote or, of a message that is locked, had
// written.
func addNote(tx *storage.Tx, n storage.Note, by string) (int64, error) {
	for _, most := range []struct {
		n      int
		within time.Duration
		words  string
	}{{club.NotesPerHour, time.Hour, "an hour"}, {club.NotesPerDay, dayLong, "a day"}} {
		earliest, err := tx.LastNotes(n.Text.By(), most.n)
		if err != nil {
			return 0, err
		}
		until, full := club.Full(earliest, most.within, n.Made)
		switch {
		case full && n.Text.By() == by:
			return 0, club.Refuse("You have written %d notes and replies within %s, and that is as many as I take. Please write the next one %s.", most.n, most.words, fromNow(until))
		case full:
			return 0, club.Refuse("There are %d notes by %s within %s, and that is as many as I take from one person. Please lock the message %s, or delete it.",
				most.n, mention(n.Text.By()), most.words, fromNow(until))
		}
	}
	return tx.AddNote(n)
}

// addClub makes a club of a channel.
func addClub(tx *storage.Tx, c storage.Club, now time.Time) (storage.Club, error) {
	clubs, err := tx.Clubs(c.Guild)
	if err != nil {
		return c, err
	}
	if len(clubs) >= club.MaxClubs {
		return c, club.Refuse("This server has %d clubs, and that is as many as I keep for one. One of them can go on under another name: in its channel, `/club settings` changes it.", len(clubs))
	}
	return tx.AddClub(c, now)
}

// addBook puts a book on a club's shelf.
func addBook(tx *storage.Tx, c storage.Club, b storage.Book, chapters club.Chapters, now time.Time) (storage.Book, error) {
	shelf, err := tx.Books(c.ID)
	if err != nil {
		return b, err
	}
	kept, err := tx.Stock(c.Guild, now.Add(-dayLong))
	switch {
	case err != nil:
		return b, err
	case len(shelf) >= club.MaxShelf:
		return b, club.Refuse("There are %d books on this shelf, and that is as many as it holds. Take one away with `/book remove`, then add this one again.", len(shelf))
	case kept.Books >= club.MaxBooks:
		return b, club.Refuse("I keep %d books for this server, with those that have left its shelves, and that is as many as I keep for one. `/book edit` and `/book chapters` can make this one of a book that was never read.", kept.Books)
	case kept.NewBooks >= club.BooksPerDay:
		return b, club.Refuse("The shelves of this server have got %d books within a day, and that is as many as I take. Please add this one tomorrow.", kept.NewBooks)
	}
	return tx.AddBook(b, chapters, now)
}

// addRead begins a read.
func addRead(tx *storage.Tx, r storage.Read, plan club.Plan, chapters club.Chapters, by string, now time.Time) (int64, error) {
	reads, err := tx.Reads(r.Club.ID)
	if err != nil {
		return 0, err
	}
	times := 0
	for _, old := range reads {
		if old.Book.ID == r.Book.ID {
			times++
		}
	}
	kept, err := tx.Stock(r.Club.Guild, now.Add(-dayLong))
	switch {
	case err != nil:
		return 0, err
	case times >= club.MaxReadsOfBook:
		return 0, club.Refuse("The club has begun %s %d times, and that is as many reads of one book as I keep. `/book add` puts it on the shelf once more, with a word behind its title.", title(r.Book.Title), times)
	case kept.Reads >= club.MaxReads:
		return 0, club.Refuse("I keep %d reads for this server, and that is as many as I keep for one. In another server there is room; whoever runs me knows more.", kept.Reads)
	case kept.NewReads >= club.ReadsPerDay:
		return 0, club.Refuse("In this server %d reads were begun within a day, and that is as many as I take. Nothing is started; please press the button again tomorrow, or plan anew then.", kept.NewReads)
	}
	return tx.AddRead(r, plan, chapters, by, now)
}

// setAhead makes planned all that comes in the plan after its first kept
// checkpoints.
func (s *scene) setAhead(tx *storage.Tx, kept int, planned []storage.Planned) error {
	if _, err := tx.SetAhead(s.read.ID, kept, planned, s.now); err != nil {
		return err
	}
	checkpoints, changes, err := tx.CountPlanned(s.read.ID, s.now.Add(-dayLong))
	switch {
	case err != nil:
		return err
	case changes >= club.ChangesPerDay:
		return club.Refuse("The club was told %d times within a day that dates of this read change, and that is as often as I tell it. Please change the plan tomorrow.", changes)
	case checkpoints > club.MaxCheckpoints:
		return club.Refuse("This read was planned anew so often that I keep no more of it: calendars still have what was taken out of the plan. `/schedule move` and `/schedule shift` work as before.")
	}
	return nil
}

// keepPrompt stores a question that somebody wrote.
func (s *scene) keepPrompt(tx *storage.Tx, p storage.Prompt, lock club.Lock) (id, post int64, err error) {
	n, err := tx.CountAsked(s.read.ID)
	if err != nil {
		return 0, 0, err
	}
	if n >= club.MaxPrompts+1 || n == club.MaxPrompts && p.Series == 0 { // its series is counted already
		return 0, 0, club.Refuse("%d questions were written for this read, with those that were removed, and that is as many as I keep. `/prompt edit` can make this one of a question that is still to come.", club.MaxPrompts)
	}
	return tx.AddPrompt(p, lock, s.now)
}

// keepEdition stores an edition. Those of a club are bounded for each book: see
// maxEditions.
func keepEdition(tx *storage.Tx, e storage.Edition, chapters club.Chapters) (int64, error) {
	if e.ID == 0 && e.Owner != "" {
		n, err := tx.CountOwned(e.Owner)
		if err != nil {
			return 0, err
		}
		if n >= club.MaxOwnEditions {
			return 0, club.Refuse("You have described %d editions of your own, and that is as many as I keep for one person. `/me edition` with a book and one of them can remove it.", n)
		}
	}
	return tx.SaveEdition(e, chapters)
}

// keepCover keeps the cover of a book.
func keepCover(tx *storage.Tx, guild string, b storage.Book, c storage.Cover, now time.Time) error {
	if err := tx.SetCover(b.ID, c, now); err != nil {
		return err
	}
	full, err := picturesFull(tx, guild, now)
	if err == nil && full {
		err = club.Refuse("The pictures of this server take up %d MiB, and that is as much as I keep for one. Leave `cover` out: I draw one with the title.", club.PictureBytesPerServer>>20)
	}
	return err
}

// keepPictures keeps the pictures of a message that was taken down with its
// draft.
func keepPictures(tx *storage.Tx, in *bot.Interaction, draft int64, pictures []club.Picture) error {
	if len(pictures) == 0 {
		return nil
	}
	if err := tx.AddDraftPictures(draft, pictures); err != nil {
		return err
	}
	full, err := picturesFull(tx, in.Guild, in.Now)
	if err != nil {
		return err
	}
	if full {
		return club.Refuse("The pictures of this server take up %d MiB, and that is as much as I keep for one. The message stays as it is; its author or someone with Manage Messages can delete it.", club.PictureBytesPerServer>>20)
	}
	own, err := tx.PictureBytesOf(in.User, in.Now.Add(-dayLong), in.Now)
	if err == nil && own > club.PictureBytesPerDay {
		err = club.Refuse("You have locked %d MiB of pictures within a day, and that is as much as I take. The message stays as it is; please lock it tomorrow, or delete it.", club.PictureBytesPerDay>>20)
	}
	return err
}

// picturesFull reports whether a server has more pictures than are kept for one.
func picturesFull(tx *storage.Tx, guild string, now time.Time) (bool, error) {
	bytes, err := tx.PictureBytes(guild, now)
	return bytes > club.PictureBytesPerServer, err
}
