package commands_test

import (
	"database/sql"
	"fmt"
	"go/ast"
	"image/color"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/club"
)

// fill changes the database beside the commands: nobody types a thousand things
// in a test. count stands for "a table i with the numbers from 1 to n".
func (w *world) fill(n int, query string, args ...any) {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+w.path+"?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)")
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	count := fmt.Sprintf(`WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < %d) `, n)
	if _, err := db.ExecContext(w.t.Context(), count+query, args...); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
}

// wrote has a person have written notes at a moment.
func (w *world) wrote(p person, n int, at time.Time) {
	w.t.Helper()
	w.fill(n, `INSERT INTO note (read_id, author_id, kind, text, created_at, stub_channel_id) SELECT 1, ?, 'thought', 'old ' || i, ?, '1' FROM i`, p.id, at.Unix())
}

// full fails the test unless something is refused with these words and changes
// nothing; a refused form keeps what was typed.
func (w *world) full(do func() reply, words ...string) {
	w.t.Helper()
	before := w.rowsNow()
	do().no(words...)
	if was, is := changedRows(before, w.rowsNow()); len(was)+len(is) > 0 {
		w.t.Errorf("what is refused changes\n%s\nto\n%s", strings.Join(was, "\n"), strings.Join(is, "\n"))
	}
}

// rowsNow is every row of the database but the drafts, each as often as it is
// there.
func (w *world) rowsNow() map[string]int {
	w.t.Helper()
	rows := make(map[string]int)
	begins, row := regexp.MustCompile(`^[a-z_]+: (['X]|-?\d|NULL)`), ""
	for line := range strings.SplitSeq(w.dump(), "\n") {
		if row != "" && !begins.MatchString(line) {
			row += "\n" + line
			continue
		}
		if row != "" {
			rows[row]++
		}
		row = line
	}
	rows[row]++
	return rows
}

// changedRows is what went and what came.
func changedRows(before, after map[string]int) (was, is []string) {
	for row, n := range before {
		if after[row] < n {
			was = append(was, row)
		}
	}
	for row, n := range after {
		if before[row] < n {
			is = append(is, row)
		}
	}
	slices.Sort(was)
	slices.Sort(is)
	return was, is
}

// Nobody writes more than 60 notes an hour, whichever way they write them, and
// whoever locks their messages. Others write on, and they themselves an hour
// later.
func TestNotesPerHour(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Why?", "all", true)
	ana, ben, mod := w.reader("ana", "ch 7"), w.reader("ben", "ch 7"), w.moderator("guard")
	w.until("2026-12-06 18:00")
	open := ana.press(ben.slash("note", "text", "Well?"), "Open")
	asked := ana.press(w.post("### Checkpoint 1").reply, "Show the questions")
	form := ana.locks(ana.says("I told you", picture("", "bytes")))
	w.wrote(ana, club.NotesPerHour-1, w.now().Add(-30*time.Minute))
	w.wrote(ben, club.NotesPerHour-2, w.now().Add(-30*time.Minute)) // and one
	said := ana.says("told again")

	ana.slash("note", "text", "the sixtieth").says("is kept")
	until := fmt.Sprintf("<t:%d:R>", w.now().Add(30*time.Minute).Unix())
	hour := "You have written 60 notes and replies within an hour"
	for what, do := range map[string]func() reply{
		"a note":    func() reply { return ana.slash("note", "text", "one more") },
		"a form":    func() reply { return ana.submit(ana.slash("note"), "text", "one more") },
		"a reply":   func() reply { return ana.reply(open, "text", "one more") },
		"an answer": func() reply { return ana.submit(ana.press(asked, "Answer"), "text", "one more") },
		"a review":  func() reply { return ana.slash("rate", "stars", "4", "outcome", "stopped", "review", "one more") },
		"a message": func() reply { return ana.submit(form, "chapter", "ch 5") },
	} {
		t.Log(what)
		w.full(do, hour, until)
	}
	w.full(func() reply { return mod.submit(mod.locks(said), "chapter", "ch 5") }, "There are 60 notes by <@user ana> within an hour", until)

	ben.slash("note", "text", "the sixtieth").says("is kept")
	ben.slash("note", "text", "one more").no("60 notes")
	again := ana.submit(ana.slash("note"), "text", "kept words")
	w.turn("2026-12-06 18:30")
	ana.submit(ana.press(again, "Try again")).says("is kept")
}

// Nor 300 a day, in all servers together.
func TestNotesPerDay(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	w.withRead()
	ana := w.reader("ana", "ch 7")
	w.turn("2026-12-02 09:00")
	for i := range 10 {
		w.wrote(ana, club.NotesPerDay/10-i/9, w.now().Add(time.Duration(-i-2)*time.Hour))
	}
	ana.slash("note", "text", "the last").says("is kept")
	w.full(func() reply { return ana.slash("note", "text", "one more") },
		"You have written 300 notes and replies within a day", fmt.Sprintf("<t:%d:R>", w.now().Add(13*time.Hour).Unix()))

	olive := w.organiser("olive").at(elsewhere, farRoom)
	olive.slash("club setup", "timezone", "UTC", "name", "The Far Ones")
	olive.slash("book add", "title", "Emma", "chapters", 4)
	w.start(olive, "Emma")
	far := ana.at(elsewhere, farRoom)
	w.full(func() reply { return far.slash("note", "chapter", "1", "text", "elsewhere") }, "300 notes")
	w.turn("2026-12-02 22:00")
	far.slash("note", "chapter", "1", "text", "elsewhere").says("is kept")
}

// A server has 50 clubs, and another server its own.
func TestClubsOfAServer(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withClub()
	w.fill(club.MaxClubs-2, `INSERT INTO club (guild_id, channel_id, name, timezone, created_at) SELECT ?, 'c' || i, 'Club', 'UTC', 1 FROM i`, hailsham)
	setup := func(p person) reply { return p.slash("club setup", "timezone", "UTC") }
	setup(miriam.in(otherRoom)).says("is a book club now")
	w.full(func() reply { return setup(miriam.in("1003")) }, "This server has 50 clubs", "`/club settings`")
	setup(miriam.at(elsewhere, farRoom)).says("is a book club now")
}

// A shelf, a day and a server have each so many books.
func TestBooksOfAServer(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withClub()
	other := miriam.in(otherRoom)
	other.slash("club setup", "timezone", "UTC").says("is a book club now")
	books := func(n, in int, at time.Time, removed any) {
		t.Helper()
		w.fill(n, `INSERT INTO book (club_id, title, added_at, removed_at) SELECT ?, 'Book ' || ? || i, ?, ? FROM i`, in, w.nextID(), at.Unix(), removed)
	}
	add := func(p person, name string) reply { return p.slash("book add", "title", name, "chapters", 3) }

	books(club.BooksPerDay-1, 1, w.now().Add(-20*time.Hour), 1) // removed again at once
	add(other, "The last of the day").says("is on the shelf")
	w.full(func() reply { return add(miriam, "One more") }, "100 books within a day", "tomorrow")
	w.turn("2026-12-03 09:00")
	books(club.MaxShelf-1, 1, moment(t, "2026-11-01 09:00"), nil)
	add(miriam, "The last of the shelf").says("is on the shelf")
	w.full(func() reply { return add(miriam, "One more") }, "300 books on this shelf", "`/book remove`")
	add(other, "Another shelf").says("is on the shelf")
	books(club.MaxBooks-club.BooksPerDay-club.MaxShelf-2, 2, moment(t, "2026-11-01 09:00"), 1)
	add(other, "The last of all").says("is on the shelf")
	w.full(func() reply { return add(other, "One more") }, "I keep 3000 books for this server", "`/book edit`")
	far := miriam.at(elsewhere, farRoom)
	far.slash("club setup", "timezone", "UTC")
	add(far, "Elsewhere").says("is on the shelf")
}

// A book, a day and a server have each so many reads.
func TestReadsOfAServer(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withBook()
	miriam.slash("book add", "title", "Emma", "chapters", 3)
	reads := func(n, book int, at time.Time) {
		t.Helper()
		w.fill(n, `INSERT INTO read (club_id, book_id, start_on, ends_at, reveals_at, started_by, created_at, dropped) SELECT 1, ?, '2026-01-01', 1, 1, 'x', ?, 1 FROM i`, book, at.Unix())
	}
	plan := func(book string) reply {
		return miriam.slash("schedule plan", "book", book, "start", "today", "pace", 3)
	}
	drop := func() {
		t.Helper()
		miriam.press(miriam.slash("schedule drop"), "Drop it")
		w.work()
	}
	begin := func(book string) func() reply {
		p := plan(book)
		return func() reply { return miriam.press(p, "Start this read") }
	}
	reads(club.MaxReadsOfBook-1, 1, moment(t, "2026-11-01 09:00"))
	begin("Never Let Me Go")().says("is planned")
	drop()
	w.full(begin("Never Let Me Go"), "Never Let Me Go 20 times", "`/book add`")
	reads(club.ReadsPerDay-2, 2, w.now().Add(-time.Hour)) // but they are of Emma
	w.fill(1, `UPDATE read SET book_id = 1 WHERE book_id = 2`)
	begin("Emma")().says("is planned")
	drop()
	w.full(begin("Emma"), "60 reads were begun within a day", "tomorrow")
	w.turn("2026-12-03 09:00")
	reads(club.MaxReads-club.MaxReadsOfBook-club.ReadsPerDay, 1, moment(t, "2026-11-01 09:00"))
	begin("Emma")().says("is planned")
	drop()
	w.full(begin("Emma"), "I keep 3000 reads for this server")
}

// A read has so many questions, one that is repeated counting once.
func TestQuestionsOfARead(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withRead()
	w.fill(club.MaxPrompts-2, `INSERT INTO prompt (read_id, author_id, text, lock_kind, checkpoint_id, created_at, removed_at) SELECT 1, 'x', 'Why?', 'all', 1, 1, 1 FROM i`)
	daily := func() reply {
		return miriam.slash("prompt add", "text", "Daily?", "repeat", "daily 17:00", "all", true)
	}
	daily().says("is asked")
	w.until("2026-12-04 18:00") // three times
	miriam.slash("prompt add", "text", "The last?").says("is asked")
	w.full(daily, "1000 questions were written for this read", "`/prompt edit`")
	w.full(func() reply { return miriam.slash("prompt add", "text", "One more?") }, "1000 questions")
	w.full(func() reply { return miriam.submit(miriam.slash("prompt add"), "text", "One more?") }, "1000 questions")
	w.until("2026-12-05 18:00")
	w.post("> Daily?") // goes on
}

// A plan that is made anew again and again is at last kept as it is, and its
// dates still move; and the club is told so often a day and no more.
func TestChangesOfAPlan(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withRead()
	w.fill(club.MaxCheckpoints-5, `INSERT INTO checkpoint (read_id, number, last_chapter_id, at) SELECT 1, -1000 - i, 1, 1 FROM i`)
	use := func(command string, options ...any) func() reply {
		p := miriam.slash("schedule "+command, options...)
		return func() reply { return miriam.press(p, "Use this plan") }
	}
	use("replan", "pace", 3, "days", "sun,mon")().says("The plan is changed")
	w.full(use("replan", "pace", 1, "days", "daily"), "I keep no more of it", "`/schedule move`")
	use("shift", "by", "1 day")()
	w.fill(club.ChangesPerDay-1, `INSERT INTO announcement (read_id, kind, made_at) SELECT 1, 'moved', ? FROM i`, w.now().Add(-time.Hour).Unix())
	w.full(use("shift", "by", "1 day"), "told 100 times within a day", "tomorrow")
	w.turn("2026-12-02 09:00")
	use("shift", "by", "1 day")()
}

// A reader describes so many editions of their own, and changes those on.
func TestEditionsOfOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withRead()
	miriam.slash("book add", "title", "Emma", "chapters", 3)
	ana := w.reader("ana", "ch 2")
	w.fill(club.MaxOwnEditions-1, `INSERT INTO edition (book_id, owner_id, name) SELECT 2, ?, 'Old ' || i FROM i`, ana.id)
	teach := func() func() reply {
		asked := ana.slash("progress", "at", "Chapter 7 ends on 143")
		return func() reply { return ana.press(asked, "Remember it") }
	}
	mine := func(name string) func() reply {
		form := ana.press(ana.slash("me edition", "book", neverLet, "edition", name), "Make it mine")
		preview := ana.submit(form, "list", "Chapter 1 @ 12")
		return func() reply { return ana.press(preview, "Save") }
	}
	mine("Folio")().says("you hold the Folio")
	w.full(mine("Another"), "described 100 editions of your own", "`/me edition`")
	ana.slash("me edition", "book", neverLet, "edition", "The club's edition")
	w.full(teach(), "described 100 editions of your own")
	ana.slash("me edition", "book", neverLet, "edition", "Folio")
	teach()().says("Chapter 7 ends on page 143") // of what is there already
	miriam.press(miriam.edition("Penguin", "1 @ 10"), "Save").says("Saved.")
}

// A server's pictures have so much room together, and those that one person
// locks in a day.
func TestRoomForPictures(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withRead()
	ana := w.reader("ana", "ch 7")
	ana.submit(ana.locks(ana.says("look", picture("", "0123456789"))), "chapter", "ch 5").says("is kept")
	weighs := func(bytes int) { w.fill(1, `UPDATE note SET weight = ?`, bytes) }
	lock := func(p person, pictures ...club.Picture) reply {
		return p.locks(p.says("look again "+w.nextID(), pictures...))
	}
	weighs(club.PictureBytesPerDay - 20)
	ok := lock(ana, picture("", "0123456789"))
	w.full(func() reply { return lock(ana, picture("", "01234567890")) }, "locked 64 MiB of pictures within a day", "tomorrow")
	if ok.form == nil || lock(ana).form == nil || lock(w.moderator("guard"), picture("", "01234567890")).form == nil {
		t.Error("what has room is refused")
	}
	weighs(club.PictureBytesPerServer - 30)
	cover := func() reply {
		return miriam.slash("book edit", "book", "Never Let Me Go", "cover", aCover(t, 8, 8, color.White))
	}
	w.full(cover, "pictures of this server take up 256 MiB", "Leave `cover` out")
	w.full(func() reply { return lock(w.moderator("guard"), picture("", "01234567890")) }, "pictures of this server take up 256 MiB", "Manage Messages")
	if lock(w.moderator("guard")).form == nil {
		t.Error("a message without a picture is refused")
	}
	w.turn("2026-12-03 09:00")
	weighs(club.PictureBytesPerDay)
	lock(ana, picture("", "01234567890"))
	cover().says("Saved.")
}

// Whatever grows by what people do is added behind its limit: in limits.go.
func TestWhatGrowsIsAddedBehindItsLimit(t *testing.T) {
	t.Parallel()
	grows := []string{
		"AddBook", "AddClub", "AddDraftPictures", "AddNote", "AddPrompt", "AddRead", "SaveEdition", "SetAhead", "SetCover",
	}
	// What else adds something, and why that is bounded.
	others := map[string]string{
		"AddDraft":  "storage keeps the newest of a person's",
		"AddSeries": "its first question is counted",
	}
	elsewhere := []string{
		"promptspare.go AddPrompt", // one for each checkpoint
	}
	used := make(map[string]bool)
	for file, parsed := range sources(t, ".") {
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !isIdent(f.X, "tx") {
				return true
			}
			name := f.Sel.Name
			switch {
			case slices.Contains(grows, name):
				used[name] = true
				if file != "limits.go" && !slices.Contains(elsewhere, file+" "+name) {
					t.Errorf("%s calls tx.%s: what grows is added in limits.go", file, name)
				}
			case strings.HasPrefix(name, "Add") && others[name] == "":
				t.Errorf("%s calls tx.%s: by what is it bounded?", file, name)
			}
			return true
		})
	}
	for _, name := range grows {
		if !used[name] {
			t.Errorf("nobody calls tx.%s", name)
		}
	}
}
