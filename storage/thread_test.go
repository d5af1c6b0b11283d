package storage_test

import (
	"errors"
	"slices"
	"testing"

	"dogear/club"
	"dogear/storage"
)

// noted is a story with a note of Ann's behind Chapter 3, and Bob's reply
// behind Chapter 1.
type noted struct {
	story
	note, reply int64
}

func tellNoted(tx *storage.Tx) (n noted, err error) {
	if n.story, err = tell(tx, 1); err != nil {
		return n, err
	}
	n.note, err = tx.AddNote(storage.Note{
		Read: n.read.ID, Kind: "thought", Text: n.chapters.LockUpTo(3).Hide("A thought.", "ann"), Channel: n.club.Channel, Made: noon(),
		SaidIn: n.club.Channel, Said: "message",
	})
	if err != nil {
		return n, err
	}
	n.reply, err = tx.AddNote(storage.Note{
		Read: n.read.ID, Kind: "thought", Text: n.chapters.LockUpTo(1).Hide("A reply.", "bob"), Parent: n.note, Made: noon(),
	})
	return n, err
}

func TestWhatBelongsLater(t *testing.T) {
	t.Parallel()
	write(t, open(t, ":memory:"), func(tx *storage.Tx) error {
		s, err := tellNoted(tx)
		if err != nil {
			return err
		}
		n, err := tx.Note(s.club.Guild, s.note)
		if err != nil {
			return err
		}
		for _, user := range []string{"cid", "dee"} {
			if said, err := tx.SaidLater(n.ID, user); said || err != nil {
				t.Errorf("%s said it before: %v", user, err)
			}
			if err := tx.ReportLater(n, user, noon()); err != nil {
				return err
			}
			if said, err := tx.SaidLater(n.ID, user); !said || err != nil {
				t.Errorf("%s did not say it: %v", user, err)
			}
		}
		whole := club.WholeBook(len(s.chapters))
		for _, id := range []int64{s.note, s.reply} {
			if n, err := tx.Note(s.club.Guild, id); err != nil || n.Text.Opening() != whole {
				t.Errorf("it opens at %s, %v", n.Text.Opening().Label(), err)
			}
		}
		one := func(what string, f func() ([]storage.Report, error), want int) {
			list, err := f()
			if err != nil || len(list) != want {
				t.Fatalf("%s: %d, want %d, %v", what, len(list), want, err)
			}
			if want > 0 && (list[0].Was != s.chapters.LockUpTo(3) || list[0].Note.ID != s.note || list[0].Note.Text.Opening() != whole) {
				t.Errorf("%s: %+v", what, list[0])
			}
		}
		open := func() ([]storage.Report, error) { return tx.Reports(s.club.ID) }
		untold := func() ([]storage.Report, error) { return tx.UntoldReports(s.read.ID, "ann") }
		one("open", open, 1)
		one("untold", untold, 1)
		if err := tx.ToldReports(s.note, noon()); err != nil {
			return err
		}
		one("told", untold, 0)
		one("open still", open, 1)
		if err := tx.SetNoteLock(n, s.chapters.LockUpTo(5), noon()); err != nil {
			return err
		}
		one("after the lock was set", open, 0)
		// Who said it once does not say it again, by whatever way it comes.
		n, err = tx.Note(s.club.Guild, s.note)
		if err != nil {
			return err
		}
		if err := tx.ReportLater(n, "cid", noon()); err != nil {
			return err
		}
		if n, err := tx.Note(s.club.Guild, s.note); err != nil || n.Text.Opening() != s.chapters.LockUpTo(5) {
			t.Errorf("said twice, it opens at %s, %v", n.Text.Opening().Label(), err)
		}
		return nil
	})
}

func TestFeltToo(t *testing.T) {
	t.Parallel()
	write(t, open(t, ":memory:"), func(tx *storage.Tx) error {
		s, err := tellNoted(tx)
		if err != nil {
			return err
		}
		for i, step := range []struct {
			user  string
			feels bool
			n     int
		}{{"bob", true, 1}, {"cid", true, 2}, {"bob", false, 1}, {"bob", true, 2}} {
			feels, err := tx.Feel(s.note, step.user)
			if err != nil {
				return err
			}
			n, mine, err := tx.FeltBy(s.note, step.user)
			if feels != step.feels || mine != step.feels || n != step.n || err != nil {
				t.Errorf("step %d: %v, %v, %d, %v", i, feels, mine, n, err)
			}
		}
		list, err := tx.Thread(s.club.Guild, s.note, "cid")
		if err != nil || len(list) != 2 || list[0].Felt != 2 || !list[0].Feels || list[1].Felt != 0 || list[1].Feels {
			t.Errorf("in the thread: %+v, %v", list, err)
		}
		if _, err := tx.Thread("another server", s.note, "cid"); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("from another server: %v", err)
		}
		return nil
	})
}

// A picture is bytes that are no text, and comes back as it was.
func TestPicturesOfANote(t *testing.T) {
	t.Parallel()
	write(t, open(t, ":memory:"), func(tx *storage.Tx) error {
		s, err := tellNoted(tx)
		if err != nil {
			return err
		}
		const data = "\x89PNG\r\n\x00\x1a\xff\xfe\x00"
		draft, err := tx.AddDraft(storage.Draft{Guild: s.club.Guild, User: "ann", Kind: "spoiler", Expires: noon().AddDate(0, 0, 1)}, noon())
		if err != nil {
			return err
		}
		given := []club.Picture{
			{Kind: "image/png", Alt: club.Draft("A pencil case.", "ann"), Data: club.Draft(data, "ann")},
			{Kind: "image/gif", Data: club.Draft("GIF89a", "ann")},
		}
		if err := tx.AddDraftPictures(draft, given); err != nil {
			return err
		}
		if err := tx.KeepPictures(draft, s.note); err != nil {
			return err
		}
		if err := tx.DropDraft(draft); err != nil {
			return err
		}
		var left int
		if err := tx.Query([]any{&left}, `SELECT count(*) FROM draft_picture`); left != 0 || err != nil {
			t.Error("of a draft that is gone:", left, err)
		}
		n, err := tx.NoteOfMessage("message")
		if err != nil || n.ID != s.note || n.Pictures != 2 || n.SaidIn != s.club.Channel {
			t.Fatalf("%+v, %v", n, err)
		}
		list, err := tx.Pictures(n)
		if err != nil || len(list) != 2 || list[0].Kind != "image/png" || list[1].Extension() != "gif" {
			t.Fatal(list, err)
		}
		behind := club.ReaderAt("bob", 2)
		if _, ok := list[0].Data.For(behind); ok {
			t.Error("a picture is open to one who is behind")
		}
		if _, ok := list[0].Alt.For(behind); ok {
			t.Error("what it shows is open to one who is behind")
		}
		if got, ok := list[0].Data.For(club.ReaderAt("bob", 3)); !ok || got != data {
			t.Errorf("%q", got)
		}
		if err := tx.DeleteNote(s.note, noon()); err != nil {
			return err
		}
		list, err = tx.Pictures(n)
		if len(list) != 0 {
			t.Error("a deleted note has pictures")
		}
		return err
	})
}

// The replies to a note that was deleted stay, behind its lock as before; and a
// chapter that only they lie behind is in use.
func TestRepliesStay(t *testing.T) {
	t.Parallel()
	write(t, open(t, ":memory:"), func(tx *storage.Tx) error {
		s, err := tellNoted(tx)
		if err != nil {
			return err
		}
		if err := tx.DeleteNote(s.note, noon()); err != nil {
			return err
		}
		n, err := tx.Note(s.club.Guild, s.reply)
		if err != nil || n.Text.Opening() != s.chapters.LockUpTo(3) {
			t.Errorf("the reply opens at %s, %v", n.Text.Opening().Label(), err)
		}
		list, err := tx.Thread(s.club.Guild, s.note, "ann")
		if err != nil || len(list) != 2 || !list[0].Deleted || !list[0].Text.Empty() {
			t.Errorf("the thread: %+v, %v", list, err)
		}
		uses, err := tx.ChapterUses(s.book.ID, noon())
		if err != nil || !slices.ContainsFunc(uses, func(u club.Use) bool { return u.Number == 3 && u.What == "a note" }) {
			t.Errorf("%v, %v", uses, err)
		}
		if err := tx.DeleteNote(s.reply, noon()); err != nil {
			return err
		}
		if list, err := tx.Thread(s.club.Guild, s.note, "ann"); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("with nothing left: %+v, %v", list, err)
		}
		return nil
	})
}

func TestSeats(t *testing.T) {
	t.Parallel()
	write(t, open(t, ":memory:"), func(tx *storage.Tx) error {
		s, err := tellNoted(tx)
		if err != nil {
			return err
		}
		checkpoints, err := tx.Checkpoints(s.read.ID)
		if err != nil {
			return err
		}
		first, second := checkpoints[0].ID, checkpoints[1].ID
		for _, seat := range []struct {
			checkpoint int64
			user       string
		}{{first, "bob"}, {first, "ann"}, {second, "ann"}, {first, "ann"}} {
			if err := tx.TakeSeat(seat.checkpoint, seat.user, noon()); err != nil {
				return err
			}
		}
		users, err := tx.Seats(first)
		if err != nil || !slices.Equal(users, []string{"ann", "bob"}) {
			t.Error(users, err)
		}
		if of, err := tx.SeatsOf(s.read.ID, "ann"); err != nil || !slices.Equal(of, []int64{first, second}) {
			t.Error(of, err)
		}
		if err := tx.GiveUpSeats(s.read.ID, "ann"); err != nil {
			return err
		}
		for user, want := range map[string]bool{"ann": false, "bob": true} {
			if has, err := tx.HasSeat(first, user); has != want || err != nil {
				t.Error(user, has, err)
			}
		}
		return nil
	})
}

// A room is known by its thread, forgotten when that is gone, and the lines of
// notes are looked at again that stand in threads, and no others.
func TestWhatStandsInThreads(t *testing.T) {
	t.Parallel()
	write(t, open(t, ":memory:"), func(tx *storage.Tx) error {
		s, err := tellNoted(tx)
		if err != nil {
			return err
		}
		inRoom, err := tx.AddNote(storage.Note{
			Read: s.read.ID, Kind: "thought", Text: s.chapters.LockUpTo(3).Hide("A thought.", "ann"), Channel: "thread", Made: noon(),
		})
		if err != nil {
			return err
		}
		other, err := tx.AddRead(s.read, club.Plan{}, s.chapters, "ann", noon())
		if err != nil {
			return err
		}
		ofOther, err := tx.AddNote(storage.Note{
			Read: other, Kind: "thought", Text: s.chapters.LockUpTo(3).Hide("A thought.", "ann"), Channel: "thread", Made: noon(),
		})
		if err != nil {
			return err
		}
		ask := func(kind string, subject int64, message string) error {
			return tx.Ask(storage.Work{Kind: kind, Subject: subject, Club: s.club.ID, Read: s.read.ID, Lane: "l", Due: noon(), Channel: "c", Message: message})
		}
		if err := errors.Join(ask("room", 7, "thread"), ask("stub", s.note, "m1"), ask("stub", inRoom, "m2"), ask("stub", ofOther, "m3")); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE work SET open = 0, state = 'done'`); err != nil {
			return err
		}
		if checkpoint, err := tx.RoomOf("thread"); checkpoint != 7 || err != nil {
			t.Error(checkpoint, err)
		}
		if _, err := tx.RoomOf(""); !errors.Is(err, storage.ErrNotFound) {
			t.Error(err)
		}
		if err := tx.AskStubs(s.club.ID, "ann", s.club.Channel); err != nil {
			return err
		}
		for note, want := range map[int64]string{s.note: "done", inRoom: "waiting", ofOther: "waiting"} {
			if w, err := tx.WorkOf("stub", note); w.State != want || err != nil {
				t.Error(note, w.State, err)
			}
		}
		if err := tx.MakeAnew("room", 7); err != nil {
			return err
		}
		w, err := tx.WorkOf("room", 7)
		if w.Message != "" || w.State != "waiting" {
			t.Errorf("%+v", w)
		}
		if err != nil {
			return err
		}
		if err := tx.Lose("stub", inRoom); err != nil {
			return err
		}
		if w, err = tx.WorkOf("stub", inRoom); w.Message != "" || w.State != "waiting" {
			t.Errorf("what is lost is %+v", w)
		}
		return err
	})
}

// An old button may name a draft that is gone: no other is found by it.
func TestADraftsIDIsNotUsedAgain(t *testing.T) {
	t.Parallel()
	write(t, open(t, ":memory:"), func(tx *storage.Tx) error {
		draft := storage.Draft{Guild: "guild-1", User: "ann", Kind: "plan", Expires: noon().AddDate(0, 0, 1)}
		first, err := tx.AddDraft(draft, noon())
		if err != nil {
			return err
		}
		if err := tx.DropDraft(first); err != nil {
			return err
		}
		second, err := tx.AddDraft(draft, noon())
		if second == first {
			t.Error("the id of a draft was used again")
		}
		return err
	})
}
