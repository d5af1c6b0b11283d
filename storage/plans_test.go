package storage_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/club"
	"dogear/storage"
)

// whole is a story with a row of everything.
type whole struct {
	story
	checkpoint   storage.Checkpoint
	note, reply  int64
	prompt, post int64
	announcement int64
	draft        int64
	edition      int64
	series       int64
}

func tellAll(tx *storage.Tx, i int) (w whole, err error) {
	if w.story, err = tell(tx, i); err != nil {
		return w, err
	}
	checkpoints, err := tx.Checkpoints(w.read.ID)
	if err != nil {
		return w, err
	}
	w.checkpoint = checkpoints[0]
	lock := w.chapters.LockUpTo(3)
	note := storage.Note{Read: w.read.ID, Kind: "review", Text: lock.Hide("A thought.", "author"), Made: noon()}
	if w.note, err = tx.AddNote(note); err != nil {
		return w, err
	}
	// Who answers has seen what they wrote, and the thread has a reply that
	// others have not: one who has seen the thread's first note, and one who has
	// seen that and more, find what is new in two ways.
	note.Parent, note.Kind = w.note, "thought"
	note.Text = lock.Hide("A reply.", "author")
	if w.reply, err = tx.AddNote(note); err != nil {
		return w, err
	}
	if err := tx.MarkSeen("one who has seen more", w.note); err != nil {
		return w, err
	}
	if w.series, err = tx.AddSeries(storage.Series{Read: w.read.ID, Rule: "daily 12:00", Anchor: club.DateOf(noon())}); err != nil {
		return w, err
	}
	prompt := storage.Prompt{Read: w.read.ID, Text: lock.Hide("Why?", "author"), LockKind: "chapter", At: noon(), Series: w.series}
	if w.prompt, w.post, err = tx.AddPrompt(prompt, lock, noon()); err != nil {
		return w, err
	}
	if w.announcement, err = tx.Announce(storage.Announcement{Read: w.read.ID, Kind: "moved", Made: noon()}); err != nil {
		return w, err
	}
	draft := storage.Draft{Guild: w.club.Guild, User: "author", Kind: "plan", Subject: w.book.ID, Body: club.Draft("…", "author"), Expires: noon().AddDate(0, 0, 1)}
	if w.draft, err = tx.AddDraft(draft, noon()); err != nil {
		return w, err
	}
	w.edition, err = tx.SaveEdition(pocket(w.book), w.chapters)
	return w, err
}

// methods calls each method of Tx once.
func methods(w whole) map[string]func(tx *storage.Tx) error {
	id, guild := w.read.ID, w.club.Guild
	in := func(f func(tx *storage.Tx) (err error)) func(tx *storage.Tx) error { return f }
	return map[string]func(tx *storage.Tx) error{
		"AddBook": in(func(tx *storage.Tx) error { _, err := addBook(tx, w.club, 2); return err }),
		"AddClub": in(func(tx *storage.Tx) error { _, err := addClub(tx, 1000); return err }),
		"AddDraft": in(func(tx *storage.Tx) error {
			_, err := tx.AddDraft(storage.Draft{Guild: guild, Expires: noon()}, noon())
			return err
		}),
		"AddNote":   in(func(tx *storage.Tx) error { _, err := tellAll(tx, 1001); return err }),
		"AddPrompt": in(func(tx *storage.Tx) error { _, err := tellAll(tx, 1002); return err }),
		"AddRead":   in(func(tx *storage.Tx) error { _, err := addRead(tx, w.club, w.book); return err }),
		"Announce": in(func(tx *storage.Tx) error {
			_, err := tx.Announce(storage.Announcement{Read: id, Kind: "moved"})
			return err
		}),
		"Announcement": in(func(tx *storage.Tx) error { _, err := tx.Announcement(w.announcement); return err }),
		"Ask": in(func(tx *storage.Tx) error {
			return tx.Ask(storage.Work{Kind: "card", Subject: id, Club: w.club.ID, Lane: "l", Due: noon()})
		}),
		"Dismiss":  in(func(tx *storage.Tx) error { return tx.Dismiss(1<<40, noon()) }),
		"AskAgain": in(func(tx *storage.Tx) error { return tx.AskAgain("card", id) }),
		"Book":     in(func(tx *storage.Tx) error { _, err := tx.Book(guild, w.book.ID); return err }),
		"Cover":    in(func(tx *storage.Tx) error { _, err := tx.Cover(w.book.ID); return ifFound(err) }),
		"SetCover": in(func(tx *storage.Tx) error {
			return tx.SetCover(w.book.ID, storage.Cover{Kind: "image/png", Data: []byte("…")}, noon())
		}),
		"Books":         in(func(tx *storage.Tx) error { _, err := tx.Books(w.club.ID); return err }),
		"ChapterUses":   in(func(tx *storage.Tx) error { _, err := tx.ChapterUses(w.book.ID, noon()); return err }),
		"Chapters":      in(func(tx *storage.Tx) error { _, _, err := tx.Load(w.read); return err }),
		"Checkpoints":   in(func(tx *storage.Tx) error { _, err := tx.Checkpoints(id); return err }),
		"Claim":         in(func(tx *storage.Tx) error { _, err := tx.Claim(noon(), noon(), noon().Add(time.Minute), 8); return err }),
		"Club":          in(func(tx *storage.Tx) error { _, err := tx.Club(guild, w.club.ID); return err }),
		"ClubByRow":     in(func(tx *storage.Tx) error { _, err := tx.ClubByRow(w.club.ID); return err }),
		"ClubOf":        in(func(tx *storage.Tx) error { _, err := tx.ClubOf(guild, w.club.Channel); return err }),
		"Clubs":         in(func(tx *storage.Tx) error { _, err := tx.Clubs(guild); return err }),
		"CountChapters": in(func(tx *storage.Tx) error { _, err := tx.CountChapters(w.book.ID); return err }),
		"CountFinished": in(func(tx *storage.Tx) error { _, err := tx.CountFinished(w.book.ID, 23); return err }),
		"CountNotes": in(func(tx *storage.Tx) error {
			_, err := tx.CountNotes(storage.NoteFilter{Read: id, User: "author", Opens: 23, Since: 1})
			return err
		}),
		"CountRatings": in(func(tx *storage.Tx) error { _, err := tx.CountRatings(id); return err }),
		"DeleteNote":   in(func(tx *storage.Tx) error { return ifFound(tx.DeleteNote(-1, noon())) }),
		"Draft":        in(func(tx *storage.Tx) error { _, err := tx.Draft(guild, "author", "plan", w.draft, noon()); return err }),
		"DropDraft":    in(func(tx *storage.Tx) error { return tx.DropDraft(-1) }),
		"Archive":      in(func(tx *storage.Tx) error { return tx.Archive(-1, noon()) }),
		"BringBack":    in(func(tx *storage.Tx) error { _, err := tx.BringBack(-1, noon()); return err }),
		"Backlog":      in(func(tx *storage.Tx) error { _, err := tx.Backlog(noon()); return err }),
		"Due":          in(func(tx *storage.Tx) error { _, err := tx.Due(noon(), noon()); return err }),
		"EndRead":      in(func(tx *storage.Tx) error { return tx.EndRead(-1, false, noon(), noon()) }),
		"Finish":       in(func(tx *storage.Tx) error { return ifFound(tx.Finish(storage.Work{ID: -1, State: "done"}, noon())) }),
		"FreeLeases":   in(func(tx *storage.Tx) error { return tx.FreeLeases() }),
		"LastRead":     in(func(tx *storage.Tx) error { _, err := tx.LastRead(w.club.ID, noon().AddDate(1, 0, 0)); return err }),
		"MarkSeen":     in(func(tx *storage.Tx) error { return tx.MarkSeen("someone", w.note) }),
		"SetAhead":     in(func(tx *storage.Tx) error { return setMoment(tx, id, w.checkpoint, w.checkpoint.At) }),
		"MoveFinished": in(func(tx *storage.Tx) error { return tx.MoveFinished(w.book.ID, 23, 24) }),
		"NextDue":      in(func(tx *storage.Tx) error { _, err := tx.NextDue(); return ifFound(err) }),
		"Note":         in(func(tx *storage.Tx) error { _, err := tx.Note(guild, w.note); return err }),
		"NoteOf":       in(func(tx *storage.Tx) error { _, err := tx.NoteOf(w.note); return err }),
		"Notes": in(func(tx *storage.Tx) error {
			for _, f := range []storage.NoteFilter{
				{Read: id, User: "author", To: 23, Limit: 8}, // shut, their own
				{Read: id, User: "reader", To: 23, Opens: 23, Unsealed: true, Limit: 8},
				{Read: id, User: "one who has seen more", To: 23, Opens: 23, Unsealed: true, Limit: 8},
			} {
				page, err := tx.Notes(f)
				if err != nil {
					return err
				}
				if len(page.Notes) != 1 || page.Total != 1 {
					return errNo
				}
			}
			return nil
		}),
		"NotesUpTo":        in(func(tx *storage.Tx) error { _, err := tx.NotesUpTo(id, 1, 5, true); return err }),
		"Prompt":           in(func(tx *storage.Tx) error { _, err := tx.Prompt(guild, w.prompt); return err }),
		"PromptPost":       in(func(tx *storage.Tx) error { _, _, err := tx.PromptPost(w.post); return err }),
		"Prompts":          in(func(tx *storage.Tx) error { _, err := tx.Prompts(id); return err }),
		"PromptsAt":        in(func(tx *storage.Tx) error { _, err := tx.PromptsAt(w.checkpoint.ID); return err }),
		"PromptsBetween":   in(func(tx *storage.Tx) error { _, err := tx.PromptsBetween(id, 1, 5, noon()); return err }),
		"PromptsOf":        in(func(tx *storage.Tx) error { _, err := tx.PromptsOf(w.post); return err }),
		"PutOff":           in(func(tx *storage.Tx) error { return tx.PutOff(storage.Work{ID: -1, State: "stuck"}, noon(), true) }),
		"HasRated":         in(func(tx *storage.Tx) error { _, err := tx.HasRated(id, "author"); return err }),
		"Rating":           in(func(tx *storage.Tx) error { _, err := tx.Rating(id, "author"); return ifFound(err) }),
		"Ratings":          in(func(tx *storage.Tx) error { _, err := tx.Ratings(id); return err }),
		"Read":             in(func(tx *storage.Tx) error { _, err := tx.Read(guild, id); return err }),
		"ReadOf":           in(func(tx *storage.Tx) error { _, err := tx.ReadOf(id); return err }),
		"ReadOfCheckpoint": in(func(tx *storage.Tx) error { _, err := tx.ReadOfCheckpoint(w.checkpoint.ID); return err }),
		"Reader":           in(func(tx *storage.Tx) error { _, err := tx.Reader(id, "author"); return ifFound(err) }),
		"Readers":          in(func(tx *storage.Tx) error { _, err := tx.Readers(id); return err }),
		"Reads":            in(func(tx *storage.Tx) error { _, err := tx.Reads(w.club.ID); return err }),
		"ReadsUnderWay":    in(func(tx *storage.Tx) error { _, err := tx.ReadsUnderWay(w.club.ID, noon()); return err }),
		"Registered":       in(func(tx *storage.Tx) error { _, _, err := tx.Registered(""); return err }),
		"RemoveBook":       in(func(tx *storage.Tx) error { return tx.RemoveBook(-1, noon()) }),
		"RemovePrompt":     in(func(tx *storage.Tx) error { return tx.RemovePrompt(-1, noon()) }),
		"Reviews":          in(func(tx *storage.Tx) error { _, err := tx.Reviews(id); return err }),
		"SawResult":        in(func(tx *storage.Tx) error { return tx.SawResult(id, "author", noon()) }),
		"SealAgain":        in(func(tx *storage.Tx) error { return tx.SealAgain(id) }),
		"SetBook":          in(func(tx *storage.Tx) error { return tx.SetBook(w.book) }),
		"SetChapters":      in(func(tx *storage.Tx) error { return tx.SetChapters(w.book.ID, w.chapters) }),
		"SetClub":          in(func(tx *storage.Tx) error { return tx.SetClub(w.club) }),
		"SetEnd":           in(func(tx *storage.Tx) error { return tx.SetEnd(-1, noon(), noon()) }),
		"SetLastChapter":   in(func(tx *storage.Tx) error { return tx.SetLastChapter(-1, -1, noon()) }),
		"SetNoteLock": in(func(tx *storage.Tx) error {
			return tx.SetNoteLock(storage.Note{ID: -1, Read: id}, w.chapters.LockUpTo(2), noon())
		}),
		"SetNoteText": in(func(tx *storage.Tx) error { return tx.SetNoteText(-1, club.Draft("…", "author"), noon()) }),
		"SetRating": in(func(tx *storage.Tx) error {
			return tx.SetRating(storage.Rating{Read: id, User: "author", Stars: 7}, noon())
		}),
		"SetReader": in(func(tx *storage.Tx) error {
			return tx.SetReader(id, storage.Reader{User: "author", Joined: noon()}, noon())
		}),
		"SetRegistered":    in(func(tx *storage.Tx) error { return tx.SetRegistered("", "hash", "ids") }),
		"SetReveal":        in(func(tx *storage.Tx) error { return tx.SetReveal(-1, noon()) }),
		"Troubles":         in(func(tx *storage.Tx) error { _, err := tx.Troubles(w.club.ID); return err }),
		"AskStubs":         in(func(tx *storage.Tx) error { return tx.AskStubs(w.club.ID, "author", "home") }),
		"MakeAnew":         in(func(tx *storage.Tx) error { return tx.MakeAnew("room", -1) }),
		"AddDraftPictures": in(func(tx *storage.Tx) error { return tx.AddDraftPictures(w.draft, pictures()) }),
		"KeepDrafts":       in(func(tx *storage.Tx) error { return tx.KeepDrafts(guild, "author", "plan", 3) }),
		"KeepPictures":     in(func(tx *storage.Tx) error { return tx.KeepPictures(-1, w.note) }),
		"Pictures":         in(func(tx *storage.Tx) error { _, err := tx.Pictures(storage.Note{ID: w.note}); return err }),
		"NoteOfMessage":    in(func(tx *storage.Tx) error { _, err := tx.NoteOfMessage("message"); return ifFound(err) }),
		"Thread":           in(func(tx *storage.Tx) error { _, err := tx.Thread(guild, w.note, "author"); return err }),
		"Feel":             in(func(tx *storage.Tx) error { _, err := tx.Feel(w.note, "reader"); return err }),
		"FeltBy":           in(func(tx *storage.Tx) error { _, _, err := tx.FeltBy(w.note, "reader"); return err }),
		"OpenedThreads": in(func(tx *storage.Tx) error {
			_, err := tx.OpenedThreads(storage.NoteFilter{Read: id, User: "reader", Opens: 5, Limit: 5, Unsealed: true}, 1, 5)
			return err
		}),
		"ReportLater": in(func(tx *storage.Tx) error {
			return tx.ReportLater(storage.Note{ID: w.reply, Read: id, Root: w.note, Own: w.chapters.LockUpTo(3)}, "reader", noon())
		}),
		"Report":    in(func(tx *storage.Tx) error { _, err := tx.Report(w.note); return ifFound(err) }),
		"SeenSoFar": in(func(tx *storage.Tx) error { _, err := tx.SeenSoFar(id, "author"); return err }),
		"Twin": in(func(tx *storage.Tx) error {
			_, err := tx.Twin(storage.Note{Read: id, Author: "author", Own: club.ForAll()}, noon())
			return ifFound(err)
		}),
		"SaidLater":           in(func(tx *storage.Tx) error { _, err := tx.SaidLater(w.note, "reader"); return err }),
		"Reports":             in(func(tx *storage.Tx) error { _, err := tx.Reports(w.club.ID); return err }),
		"CloseReports":        in(func(tx *storage.Tx) error { return tx.CloseReports(-1, noon()) }),
		"UntoldReports":       in(func(tx *storage.Tx) error { _, err := tx.UntoldReports(id, "author"); return err }),
		"ToldReports":         in(func(tx *storage.Tx) error { return tx.ToldReports(-1, noon()) }),
		"TakeSeat":            in(func(tx *storage.Tx) error { return tx.TakeSeat(w.checkpoint.ID, "reader", noon()) }),
		"HasSeat":             in(func(tx *storage.Tx) error { _, err := tx.HasSeat(w.checkpoint.ID, "reader"); return err }),
		"SeatsOf":             in(func(tx *storage.Tx) error { _, err := tx.SeatsOf(id, "reader"); return err }),
		"Seats":               in(func(tx *storage.Tx) error { _, err := tx.Seats(w.checkpoint.ID); return err }),
		"GiveUpSeats":         in(func(tx *storage.Tx) error { return tx.GiveUpSeats(id, "reader") }),
		"RoomOf":              in(func(tx *storage.Tx) error { _, err := tx.RoomOf("thread"); return ifFound(err) }),
		"Rooms":               in(func(tx *storage.Tx) error { _, err := tx.Rooms(id); return err }),
		"EverIn":              in(func(tx *storage.Tx) error { _, err := tx.EverIn(id); return err }),
		"Lose":                in(func(tx *storage.Tx) error { return tx.Lose("room", -1) }),
		"Retry":               in(func(tx *storage.Tx) error { return tx.Retry(w.club.ID) }),
		"AskAll":              in(func(tx *storage.Tx) error { return tx.AskAll("event", id, noon()) }),
		"EventOf":             in(func(tx *storage.Tx) error { _, err := tx.EventOf("event"); return ifFound(err) }),
		"OutOfPlan":           in(func(tx *storage.Tx) error { _, err := tx.OutOfPlan(id); return err }),
		"SetMeetings":         in(func(tx *storage.Tx) error { return tx.SetMeetings(-1, nil, nil) }),
		"SetPromptCheckpoint": in(func(tx *storage.Tx) error { return tx.SetPromptCheckpoint(-1, w.checkpoint.ID) }),
		"Untold":              in(func(tx *storage.Tx) error { _, err := tx.Untold(id); return ifFound(err) }),
		"Unannounce":          in(func(tx *storage.Tx) error { return tx.Unannounce(-1) }),
		"Reword":              in(func(tx *storage.Tx) error { return tx.Reword(storage.Announcement{ID: -1}) }),
		"FloorPrompt":         in(func(tx *storage.Tx) error { return tx.FloorPrompt(-1, 0) }),
		"PromptPostsAhead":    in(func(tx *storage.Tx) error { _, err := tx.PromptPostsAhead(id, noon()); return err }),
		"MovePromptPost":      in(func(tx *storage.Tx) error { _, err := tx.MovePromptPost(w.post, noon()); return err }),
		"Person":              in(func(tx *storage.Tx) error { _, err := tx.Person(guild, "reader"); return err }),
		"SetPerson":           in(func(tx *storage.Tx) error { return tx.SetPerson(storage.Person{Guild: guild, User: "reader"}) }),
		"CloseReminders":      in(func(tx *storage.Tx) error { return tx.CloseReminders("reader") }),
		"Remindable":          in(func(tx *storage.Tx) error { _, err := tx.Remindable(w.checkpoint.ID); return err }),
		"DirectChannel":       in(func(tx *storage.Tx) error { _, err := tx.DirectChannel("reader"); return err }),
		"KeepDirect":          in(func(tx *storage.Tx) error { return tx.KeepDirect("reader", "channel") }),
		"Editions":            in(func(tx *storage.Tx) error { _, err := tx.Editions(w.book.ID, "reader"); return err }),
		"Edition":             in(func(tx *storage.Tx) error { _, err := tx.Edition("reader", w.edition); return err }),
		"EditionNamed":        in(func(tx *storage.Tx) error { _, err := tx.EditionNamed(w.book.ID, "", "Pocket"); return err }),
		"SaveEdition":         in(func(tx *storage.Tx) error { _, err := tx.SaveEdition(pocket(w.book), w.chapters); return err }),
		"RemoveEdition": in(func(tx *storage.Tx) error {
			return tx.RemoveEdition(storage.Edition{Edition: club.Edition{ID: -1, Name: "Pocket"}, Book: w.book.ID})
		}),
		"Holders":    in(func(tx *storage.Tx) error { _, err := tx.Holders(w.edition); return err }),
		"Hold":       in(func(tx *storage.Tx) error { return tx.Hold(w.book.ID, "reader", w.edition) }),
		"Held":       in(func(tx *storage.Tx) error { _, err := tx.Held(w.book.ID, "reader"); return err }),
		"EditPrompt": in(func(tx *storage.Tx) error { return tx.EditPrompt(-1, club.Draft("…", "author")) }),
		"SetPromptLock": in(func(tx *storage.Tx) error {
			return tx.SetPromptLock(storage.Prompt{ID: w.prompt, Read: id}, "chapter", w.chapters.LockUpTo(3))
		}),
		"HoldPrompt": in(func(tx *storage.Tx) error { return tx.HoldPrompt(-1, true) }),
		"AskPromptAt": in(func(tx *storage.Tx) error {
			_, err := tx.AskPromptAt(storage.Prompt{ID: w.prompt, Read: id}, noon())
			return err
		}),
		"CountPromptsAt": in(func(tx *storage.Tx) error { _, err := tx.CountPromptsAt(w.checkpoint.ID); return err }),
		"AddSeries": in(func(tx *storage.Tx) error {
			_, err := tx.AddSeries(storage.Series{Read: id, Rule: "daily 12:00"})
			return err
		}),
		"Series":         in(func(tx *storage.Tx) error { _, err := tx.Series(w.series); return err }),
		"SeriesIn":       in(func(tx *storage.Tx) error { _, err := tx.SeriesIn(id); return err }),
		"SetSeriesUntil": in(func(tx *storage.Tx) error { return tx.SetSeriesUntil(-1, noon()) }),
		"PromptsEver":    in(func(tx *storage.Tx) error { _, err := tx.PromptsEver(id); return err }),
		"RestorePrompt":  in(func(tx *storage.Tx) error { return ifFound(tx.RestorePrompt(guild, -1)) }),
		"StopSeries":     in(func(tx *storage.Tx) error { return tx.StopSeries(-1, true) }),
		"LastOf":         in(func(tx *storage.Tx) error { _, err := tx.LastOf(w.series); return err }),
		"SeriesOf":       in(func(tx *storage.Tx) error { _, err := tx.SeriesOf(w.post); return err }),
		"Repeat": in(func(tx *storage.Tx) error {
			_, err := tx.Repeat(storage.Prompt{ID: w.prompt, Read: id}, noon(), noon())
			return err
		}),
		"Spares":         in(func(tx *storage.Tx) error { _, err := tx.Spares(id); return err }),
		"SetSpare":       in(func(tx *storage.Tx) error { return tx.SetSpare(-1, club.BankQuestion{}) }),
		"DropSpare":      in(func(tx *storage.Tx) error { return tx.DropSpare(-1) }),
		"UseSpare":       in(func(tx *storage.Tx) error { return tx.UseSpare(w.checkpoint.ID) }),
		"Had":            in(func(tx *storage.Tx) error { _, err := tx.Had(w.club.ID); return err }),
		"WithoutSpares":  in(func(tx *storage.Tx) error { _, err := tx.WithoutSpares(noon()); return err }),
		"WorkByRow":      in(func(tx *storage.Tx) error { _, err := tx.WorkByRow(1); return ifFound(err) }),
		"UntoldTroubles": in(func(tx *storage.Tx) error { _, err := tx.UntoldTroubles(guild); return err }),
		"ToldTroubles":   in(func(tx *storage.Tx) error { return tx.ToldTroubles([]storage.Work{{ID: -1}}) }),
		"Export":         in(func(tx *storage.Tx) error { _, err := tx.Export(guild, "nobody", noon(), 0); return err }),
		"AllNotes":       in(func(tx *storage.Tx) error { _, err := tx.AllNotes(id); return err }),
		"Kept":           in(func(tx *storage.Tx) error { _, err := tx.Kept(guild, "nobody"); return err }),
		"ForgetPerson":   in(func(tx *storage.Tx) error { _, err := tx.ForgetPerson(guild, "nobody", noon()); return err }),
		"Shell":          in(func(tx *storage.Tx) error { _, err := tx.Shell(w.note); return ifFound(err) }),
		"Undone":         in(func(tx *storage.Tx) error { return tx.Undone(-1, "nobody") }),
		"LastNotes":      in(func(tx *storage.Tx) error { _, err := tx.LastNotes("author", 60); return err }),
		"Stock":          in(func(tx *storage.Tx) error { _, err := tx.Stock(guild, noon()); return err }),
		"PictureBytes":   in(func(tx *storage.Tx) error { _, err := tx.PictureBytes(guild, noon()); return err }),
		"PictureBytesOf": in(func(tx *storage.Tx) error { _, err := tx.PictureBytesOf("author", noon(), noon()); return err }),
		"CountAsked":     in(func(tx *storage.Tx) error { _, err := tx.CountAsked(id); return err }),
		"CountOwned":     in(func(tx *storage.Tx) error { _, err := tx.CountOwned("author"); return err }),
		"CountPlanned":   in(func(tx *storage.Tx) error { _, _, err := tx.CountPlanned(id, noon()); return err }),
		"Here":           in(func(tx *storage.Tx) error { return tx.Here([]string{guild}) }),
		"All":            in(func(tx *storage.Tx) error { return tx.All([]string{guild}, 0, 1, noon()) }),
		"HereAgain":      in(func(tx *storage.Tx) error { _, err := tx.HereAgain([]string{guild}); return err }),
		"Gone":           in(func(tx *storage.Tx) error { return tx.Gone("guild-1001", noon()) }),
		"LeftBefore":     in(func(tx *storage.Tx) error { _, err := tx.LeftBefore(noon()); return err }),
		"EraseServer":    in(func(tx *storage.Tx) error { return erased(tx, 1003) }),
		"RevealedStars":  in(func(tx *storage.Tx) error { _, err := tx.RevealedStars(w.club.ID, noon()); return err }),
		"Unrated":        in(func(tx *storage.Tx) error { _, err := tx.Unrated(id); return err }),
		"IsUnrated":      in(func(tx *storage.Tx) error { _, err := tx.IsUnrated(id, "1"); return err }),
		"ReadsBy":        in(func(tx *storage.Tx) error { _, err := tx.ReadsBy(guild, "reader"); return err }),
		"Counted":        in(func(tx *storage.Tx) error { _, err := tx.Counted(id); return err }),
		"YearPost":       in(func(tx *storage.Tx) error { _, err := tx.YearPost(w.club.ID, 2026); return err }),
		"YearPosted":     in(func(tx *storage.Tx) error { _, err := tx.YearPosted(w.club.ID, 2026); return ifFound(err) }),
		"YearOf":         in(func(tx *storage.Tx) error { _, _, err := tx.YearOf(-1); return ifFound(err) }),
		"WorkOf":         in(func(tx *storage.Tx) error { _, err := tx.WorkOf("card", id); return ifFound(err) }),
	}
}

// erased makes a story in a server and erases that.
func erased(tx *storage.Tx, i int) error {
	w, err := tellAll(tx, i)
	if err == nil {
		err = errors.Join(lived(tx, w, "somebody"), tx.Gone(w.club.Guild, noon()))
	}
	for more := true; more && err == nil; {
		more, err = tx.EraseServer(w.club.Guild, noon())
	}
	return err
}

func pictures() []club.Picture {
	return []club.Picture{{Kind: "image/png", Alt: club.Draft("A pencil case.", "author"), Data: club.Draft("\x89PNG\x00\xff", "author")}}
}

func ifFound(err error) error {
	if err == storage.ErrNotFound { //nolint:errorlint // it is handed through
		return nil
	}
	return err
}

// scan is a step of a plan that may go through all of something.
type scan struct{ step, query, why string }

func scans() []scan {
	const parent = "only while the statement leaves a row that refers to nothing: the new row has no children yet"
	return []scan{
		{"SCAN draft", "instr(body", "a draft lives for a day, and what it says decides"},
		{"SCAN server", "NOT IN (SELECT value", "it is about all servers"},
		{"SCAN note_seen USING INDEX note_seen_note", "DELETE FROM read", "a month after a server was left, once for each of its reads"},
		{"SCAN note_seen USING INDEX note_seen_note", "INSERT INTO read", parent},
		{"SCAN work USING INDEX work_leased", "UPDATE work SET lease_until = 0", "the index holds what is in flight"},
	}
}

// No query walks through a table that grows: what anything costs depends on
// the club that it is about, and not on how many there are.
func TestNoQueryScans(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		w, err := tellAll(tx, 1)
		if err != nil {
			return err
		}
		calls := methods(w)
		own := []string{"Exec", "Query", "Strings", "Statements", "Plan", "Load"}
		for m := range reflect.TypeFor[*storage.Tx]().Methods() {
			if calls[m.Name] == nil && !slices.Contains(own, m.Name) {
				t.Errorf("Tx.%s is not called here", m.Name)
			}
		}
		for name, call := range calls {
			if err := call(tx); err != nil {
				t.Errorf("Tx.%s: %v", name, err)
			}
		}
		allowed, used := scans(), map[scan]bool{}
		for _, text := range tx.Statements() {
			if slices.Contains([]string{"BEGIN", "SAVEP", "RELEA", "COMMI", "ROLLB"}, text[:5]) {
				continue
			}
			plan, err := tx.Plan(text)
			if err != nil {
				return fmt.Errorf("%s: %w", text, err)
			}
			for _, step := range plan {
				if strings.Contains(text, "UPDATE work SET lease_until = ?3") && strings.HasPrefix(step, "USE TEMP B-TREE") {
					t.Errorf("all that is due is sorted: %s in\n%s", step, text)
				}
				if strings.HasPrefix(text, "SELECT count(*)") && strings.HasPrefix(step, "SEARCH note USING INDEX") {
					t.Errorf("notes are counted by reading them: %s in\n%s", step, text)
				}
				if !strings.HasPrefix(step, "SCAN ") || isSubquery(text, step) {
					continue
				}
				i := slices.IndexFunc(allowed, func(s scan) bool { return s.step == step && strings.Contains(text, s.query) })
				if i < 0 {
					t.Errorf("%s in\n%s\nwhose plan is\n  %s", step, text, strings.Join(plan, "\n  "))
					continue
				}
				used[allowed[i]] = true
			}
		}
		if len(used) != len(allowed) {
			t.Errorf("of the scans that are allowed, only these are there: %v", used)
		}
		return nil
	})
}

// isSubquery reports whether a step goes through rows that the query made.
func isSubquery(query, step string) bool {
	name := strings.Fields(step)[1]
	return name == "CONSTANT" || strings.HasPrefix(name, "(subquery") || strings.Contains(query, ") "+name)
}
