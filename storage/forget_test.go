package storage_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dogear/club"
	"dogear/storage"
)

// ruth is a person of whom there is a row of everything.
const ruth = "80351110224678912"

// lived gives a person a row of everything in a story.
func lived(tx *storage.Tx, w whole, user string) error {
	checkpoint, lock := w.checkpoint.ID, w.chapters.LockUpTo(3)
	mine := storage.Note{Read: w.read.ID, Kind: "thought", Channel: "home", Text: lock.Hide("Mine.", user), Made: noon(), Said: "message-" + w.club.Guild + user, SaidIn: "home"}
	note, err := tx.AddNote(mine)
	if err != nil {
		return err
	}
	answer := storage.Note{Read: w.read.ID, Kind: "thought", Parent: note, Text: lock.Hide("Theirs.", "tommy"), Made: noon()}
	if _, err := tx.AddNote(answer); err != nil {
		return err
	}
	answer.Parent, answer.Text = w.note, lock.Hide("My reply.", user)
	if _, err := tx.AddNote(answer); err != nil {
		return err
	}
	gone, err := tx.AddNote(storage.Note{Read: w.read.ID, Kind: "quote", Text: lock.Hide("I take it back.", user), Made: noon()})
	if err != nil {
		return err
	}
	review, err := tx.AddNote(storage.Note{Read: w.read.ID, Kind: "review", Text: lock.Hide("I wept.", user), Made: noon()})
	if err != nil {
		return err
	}
	edition := pocket(w.book)
	edition.ID, edition.Owner, edition.Name = 0, user, "My copy"
	held, err := tx.SaveEdition(edition, w.chapters)
	if err != nil {
		return err
	}
	draft, err := tx.AddDraft(storage.Draft{Guild: w.club.Guild, User: user, Kind: "note", Subject: w.read.ID, Body: club.Draft("half a thought", user), Expires: noon().AddDate(0, 0, 1)}, noon())
	if err != nil {
		return err
	}
	speaks := storage.Draft{Guild: w.club.Guild, User: "organiser", Kind: "doctor", Body: club.Draft("<@"+user+"> is in the room", "organiser"), Expires: noon().AddDate(0, 0, 1)}
	prompt := storage.Prompt{Read: w.read.ID, Text: lock.Hide("Why?", user), LockKind: "chapter", At: noon()}
	_, err = tx.AddDraft(speaks, noon())
	_, _, failed := tx.AddPrompt(prompt, lock, noon())
	_, marked := tx.Feel(w.note, user)
	_, began := tx.Exec(`UPDATE read SET started_by = ? WHERE id = ?`, user, w.read.ID)
	work := storage.Work{User: user, Club: w.club.ID, Due: noon(), Lane: "l"}
	ask := func(kind string, subject, read int64) error {
		work.Kind, work.Subject, work.Read = kind, subject, read
		return tx.Ask(work)
	}
	return errors.Join(err, failed, marked, began,
		tx.DeleteNote(gone, noon()),
		tx.SetReader(w.read.ID, storage.Reader{User: user, Position: 3, Furthest: 3, Joined: noon()}, noon()),
		tx.SetRating(storage.Rating{Read: w.read.ID, User: user, Stars: 9, Review: review, GiveTo: lock.Hide("my sister", user)}, noon()),
		tx.MarkSeen(user, w.note),
		tx.ReportLater(storage.Note{ID: w.note, Read: w.read.ID, Own: lock}, user, noon()),
		tx.AddDraftPictures(draft, pictures()), tx.KeepPictures(draft, note),
		tx.Hold(w.book.ID, user, held),
		tx.SetPerson(storage.Person{Guild: w.club.Guild, User: user, Reminders: true}),
		tx.KeepDirect(user, "direct"),
		tx.TakeSeat(checkpoint, user, noon()),
		ask("role", w.club.ID, 0), ask("seat", checkpoint, w.read.ID), ask("reminder", checkpoint, w.read.ID),
		finishAll(tx, user))
}

// finishAll does what is asked for a person: they have the role and are in the
// room, and were reminded.
func finishAll(tx *storage.Tx, user string) error {
	_, err := tx.Exec(`UPDATE work SET open = 0, state = 'done', look = iif(kind = 'reminder', '', 'there'), channel_id = 'direct' WHERE user_id = ? AND user_id <> ''`, user)
	return err
}

// columns lists the columns of the schema that hold texts, as "table.column".
func columns(tx *storage.Tx) ([]string, error) {
	return tx.Strings(`SELECT t.name || '.' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'migration' AND c.type IN ('TEXT', 'ANY', '') ORDER BY 1`)
}

// standsIn lists the columns in which a word stands.
func standsIn(tx *storage.Tx, word string) (found []string, err error) {
	list, err := columns(tx)
	for _, c := range list {
		table, column, _ := strings.Cut(c, ".")
		var is bool
		if err := tx.Query([]any{&is}, fmt.Sprintf(`SELECT EXISTS (SELECT 1 FROM %s WHERE instr(%s, ?))`, table, column), word); err != nil {
			return nil, err
		}
		if is {
			found = append(found, c)
		}
	}
	return found, err
}

// nobodys says which texts of the schema are no member's id, nor hold one.
func nobodys() []string {
	return []string{
		"announcement.kind", "book.authors", "book.isbn", "book.title", "chapter.label", "chapter.part", "chapter.title",
		"club.channel_id", "club.guild_id", "club.name", "club.role_id", "club.timezone", "cover.kind",
		"direct.channel_id", "draft.guild_id", "draft.kind", "draft_picture.alt", "draft_picture.kind", "edition.name", "forgetting.guild_id",
		"note.kind", "note.said_channel_id", "note.stub_channel_id", "note.text", "note_picture.alt", "note_picture.kind",
		"person.guild_id", "prompt.bank", "prompt.lock_kind", "prompt.text", "rating.give_to",
		"read.skips", "read.start_on", "read.uid", "registration.hash", "registration.ids", "registration.scope",
		"series.anchor", "series.rule", "server.guild_id",
		"work.channel_id", "work.guild_id", "work.kind", "work.lane", "work.look", "work.message_id", "work.reason", "work.state",
	}
}

// notExported says of a table with a member's id why it is not in their export.
func notExported() map[string]string {
	return map[string]string{"seen_tally": "it only adds up note_seen, which is"}
}

// Wherever the schema can hold a member's id, it is exported, or named with the
// reason why it is not; and what is exported is erased.
func TestWhatAPersonOwns(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		for i := 1; i <= 2; i++ {
			w, err := tellAll(tx, i)
			if err != nil {
				return err
			}
			if err := errors.Join(lived(tx, w, "tommy"), lived(tx, w, ruth)); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`INSERT INTO forgetting VALUES ('elsewhere', ?, 1)`, ruth); err != nil {
			return err
		}
		found, err := standsIn(tx, ruth)
		if err != nil {
			return err
		}
		every, err := columns(tx)
		if err != nil {
			return err
		}
		for _, c := range every {
			if is := slices.Contains(found, c); is == slices.Contains(nobodys(), c) {
				t.Errorf("%s: holds a member's id: %v, and is on the list of those that hold none: %v", c, is, !is)
			}
		}
		held := slices.Collect(maps.Values(storage.ExportedTables()))
		for _, c := range found {
			table, _, _ := strings.Cut(c, ".")
			if _, not := notExported()[table]; not == slices.Contains(held, table) {
				t.Errorf("%s holds a member's id: is it exported or, with a reason, not?", c)
			}
		}
		others, err := rows(tx, "tommy")
		if err != nil {
			return err
		}
		return forgets(t, tx, others)
	})
}

// forgets has ruth forgotten in one server and then in all.
func forgets(t *testing.T, tx *storage.Tx, others []string) error {
	t.Helper()
	before, err := tx.Kept("guild-2", ruth)
	if err != nil {
		return err
	}
	want := storage.Kept{Reads: 1, Notes: 3, Ratings: 1, Questions: 1, Editions: 1, Marks: 3, Rest: 10}
	if before != want {
		t.Errorf("kept are %+v, want %+v", before, want)
	}
	if _, err := tx.ForgetPerson("guild-1", ruth, noon()); err != nil {
		return err
	}
	if after, err := tx.Kept("guild-1", ruth); err != nil || after != (storage.Kept{Undoing: 2}) { // the role and the seat
		t.Errorf("in the server are left %+v, %v", after, err)
	}
	before.Rest-- // the channel of direct messages is of no server
	if after, err := tx.Kept("guild-2", ruth); err != nil || after != before {
		t.Errorf("in the other server are left %+v, %v, want %+v", after, err, before)
	}
	f, err := tx.ForgetPerson("", ruth, noon())
	if err != nil {
		return err
	}
	if len(f.Notes) != 3 || len(f.Threads) != 1 || len(f.Rated) != 1 || len(f.Reads) != 1 {
		t.Errorf("to be looked at are %+v", f)
	}
	if found, err := standsIn(tx, ruth); err != nil || fmt.Sprint(found) != "[forgetting.user_id work.user_id]" {
		t.Errorf("until their work is done, the id is in %s, %v", found, err)
	}
	if _, err := tx.Exec(`DELETE FROM forgetting WHERE guild_id = 'elsewhere'`); err != nil {
		return err
	}
	for {
		var work int64
		err := tx.Query([]any{&work}, `SELECT id FROM work WHERE user_id = ?`, ruth)
		if errors.Is(err, storage.ErrNotFound) {
			break
		}
		if err := errors.Join(err, tx.Finish(storage.Work{ID: work, Version: version(tx, work), State: "done"}, noon()), tx.Undone(work, ruth)); err != nil {
			return err
		}
	}
	if found, err := standsIn(tx, ruth); err != nil || found != nil {
		t.Errorf("the id is still in %s, %v", found, err)
	}
	now, err := rows(tx, "tommy")
	if err != nil {
		return err
	}
	if !slices.Equal(now, others) {
		t.Errorf("of somebody else there was\n%s\nand is\n%s", strings.Join(others, "\n"), strings.Join(now, "\n"))
	}
	return nil
}

func version(tx *storage.Tx, work int64) (v int64) {
	_ = tx.Query([]any{&v}, `SELECT version FROM work WHERE id = ?`, work)
	return v
}

// rows are all that somebody takes with them.
func rows(tx *storage.Tx, user string) ([]string, error) {
	all, err := tx.Export("", user, noon(), 1<<20)
	text, _ := all.For(club.Someone(user))
	return strings.Split(text, "\n"), err
}

func holds(export club.Locked, words string) bool {
	text, _ := export.For(club.Someone(ruth))
	return strings.Contains(text, words)
}

// The lists of the export and their fields are those that are described, and an
// export opens for its person only.
func TestTheExportIsDescribed(t *testing.T) {
	t.Parallel()
	described, err := os.ReadFile("../docs/export.md")
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string][]string)
	list := ""
	for line := range strings.Lines(string(described)) {
		if m := regexp.MustCompile("^### `([a-z_]+)`").FindStringSubmatch(line); m != nil {
			list = m[1]
			want[list] = nil
		} else if strings.HasPrefix(line, "## ") {
			list = ""
		} else if m := regexp.MustCompile("^\\| `([a-z_]+)` \\|").FindStringSubmatch(line); m != nil && list != "" {
			want[list] = append(want[list], m[1])
		}
	}
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		w, err := tellAll(tx, 1)
		if err != nil {
			return err
		}
		if err := lived(tx, w, ruth); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO forgetting VALUES ('', ?, 1)`, ruth); err != nil {
			return err
		}
		all, err := tx.Export("", ruth, noon(), 1<<20)
		if err != nil {
			return err
		}
		if _, ok := all.For(club.ReaderAt("tommy", 23)); ok {
			t.Error("somebody else may see it")
		}
		if bare, err := tx.Export("", ruth, noon(), 3); err != nil || !holds(bare, `"bytes":6,"data":null`) || !holds(all, `"bytes":6,"data":"iVBO`) {
			t.Errorf("pictures are in it though there is no room, or not though there is: %v", err)
		}
		text, _ := all.For(club.Someone(ruth))
		var file map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &file); err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		for _, head := range []string{"format", "made_at", "person"} {
			delete(file, head)
		}
		got := make(map[string][]string)
		for name, raw := range file {
			var entries []map[string]any
			if err := json.Unmarshal(raw, &entries); err != nil || len(entries) == 0 {
				t.Errorf("%s: %v, %d entries", name, err, len(entries))
				continue
			}
			got[name] = slices.Sorted(maps.Keys(entries[0]))
		}
		for name := range want {
			slices.Sort(want[name])
		}
		if !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("the export has\n%v\nand described is\n%v", got, want)
		}
		return nil
	})
}
