package commands_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"strings"
	"testing"

	"dogear/bot"
)

// A server that was left waits; back in time, all goes on; after thirty days it
// is gone.
func TestAServerIsLeft(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	w.withRead()
	w.reader("ana", "ch 3").slash("note", "text", "Keep me.", "chapter", "ch 1")
	w.work()
	servers := w.house.Servers()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(servers.Gone(t.Context(), hailsham))
	before := len(w.posts)
	w.until("2026-12-06 18:00")
	if len(w.posts) != before {
		t.Error("something is posted where Dogear is not")
	}
	w.until("2026-12-30 09:00")
	must(servers.All(t.Context(), []string{elsewhere, hailsham}, bot.Shard{Of: 1}))
	w.work()
	w.post("Checkpoint 1")
	w.person("ana").slash("progress").says("Chapter 3")
	w.restart()
	servers = w.house.Servers()
	must(servers.All(t.Context(), []string{elsewhere}, bot.Shard{Of: 1})) // removed while Dogear slept
	w.until("2027-01-29 08:59")
	if !strings.Contains(w.dump(), "Keep me.") {
		t.Error("erased too early")
	}
	w.until("2027-01-30 09:00")
	if dump := w.dump(); strings.Contains(dump, hailsham) || strings.Contains(dump, "Keep me.") || strings.Contains(dump, "user ana") {
		t.Errorf("left is\n%s", dump)
	}
	must(servers.Here(t.Context(), []string{hailsham}))
	w.person("ana").slash("progress").no("no book club")
}

// A server whose rows say that it was left long ago, though Dogear is there: it
// came back while Dogear slept, and finds everything as it was.
func TestAServerIsBackAtTheStart(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	w.withRead()
	w.reader("ana", "ch 3").slash("note", "text", "Keep me.", "chapter", "ch 1")
	if err := w.house.Servers().Gone(t.Context(), hailsham); err != nil {
		t.Fatal(err)
	}
	kept := func() {
		t.Helper()
		if !strings.Contains(w.dump(), "Keep me.") || !strings.Contains(w.dump(), "user ana") {
			t.Error("it is erased though Dogear is there")
		}
	}
	w.turn("2027-03-01 09:00")
	w.restart()
	w.until("2027-03-01 09:00") // nobody has said yet where it is
	kept()
	asleep, wake := context.WithCancel(t.Context())
	wake()
	if err := w.house.Servers().All(asleep, []string{hailsham}, bot.Shard{Of: 1}); err == nil {
		t.Error("it is recorded though the database does not take it")
	}
	w.until("2027-03-02 09:00")
	kept()
	if err := w.house.Servers().All(t.Context(), []string{elsewhere, hailsham}, bot.Shard{Of: 1}); err != nil {
		t.Fatal(err)
	}
	w.until("2027-03-03 09:00")
	w.until("2027-05-03 09:00")
	kept()
	w.person("ana").slash("progress").says("Chapter 3")
}

// A server that cannot be erased holds up no other, and is tried again the next
// day.
func TestAServerThatCannotBeErased(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	w.withRead()
	w.reader("ana", "ch 3")
	db, err := sql.Open("sqlite", "file:"+w.path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	do := func(query string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	do(`INSERT INTO server (guild_id) VALUES ('` + elsewhere + `')`)
	do(`CREATE TRIGGER stuck BEFORE DELETE ON club BEGIN SELECT raise(ABORT, 'it cannot'); END`)
	servers := w.house.Servers()
	if err := servers.Gone(t.Context(), hailsham); err != nil {
		t.Fatal(err)
	}
	w.turn("2026-12-01 09:01")
	if err := servers.All(t.Context(), nil, bot.Shard{Of: 1}); err != nil {
		t.Fatal(err)
	}
	w.turn("2027-01-01 09:00")
	failed := 0
	for more := true; more; {
		if more, err = servers.Erase(t.Context()); err != nil {
			failed++
		}
	}
	if dump := w.dump(); failed != 1 || strings.Contains(dump, elsewhere) || !strings.Contains(dump, hailsham) {
		t.Errorf("%d failures, left are\n%s", failed, dump)
	}
	do(`DROP TRIGGER stuck`)
	w.until("2027-01-02 09:00")
	if dump := w.dump(); strings.Contains(dump, hailsham) {
		t.Errorf("left are\n%s", dump)
	}
}

// What the database was before an update is kept as long as a server that was
// left: people stand in it who were forgotten since.
func TestOldCopiesGo(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	copied := strings.TrimSuffix(w.path, ".db") + "-before-2.db"
	err := os.WriteFile(copied, []byte("everybody"), 0o600)
	if err == nil {
		err = os.Chtimes(copied, w.now(), w.now())
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := w.house.Servers().All(t.Context(), nil, bot.Shard{Of: 1}); err != nil {
		t.Fatal(err)
	}
	w.until("2026-12-31 08:00")
	if _, err := os.Stat(copied); err != nil {
		t.Error("it is gone too early:", err)
	}
	w.until("2027-01-01 09:00")
	if _, err := os.Stat(copied); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}
