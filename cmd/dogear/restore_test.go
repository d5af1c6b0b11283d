package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dogear/storage"
)

// A Dogear whose disk died goes on with a backup of the night before: what was
// posted since is not posted again, and edited as before; what was not, is posted.
func TestAfterARestoreEachPostIsThereOnce(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("tells a whole story; not with -short")
	}
	p := overdue(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := storage.Backup(p.ctx, p.file, backup); err != nil {
		t.Fatal(err)
	}
	waits := []string{"### Checkpoint 1", "First?", "Second?", "Third?"}
	p.boot()
	p.posted(waits...)
	p.halt()

	p.discord.ForgetNonces()
	if err := os.WriteFile(p.file, []byte("what the disk made of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Restore(p.ctx, p.file, backup, p.now()); err != nil {
		t.Fatal(err)
	}
	p.boot()
	p.slash("Ana", "/note chapter:everyone text:The disk is new.")
	p.await("the line of a note, which comes behind all posts", func() bool { return len(p.stubs()) == 1 })
	p.posted(waits...)
	p.press("Ben", p.post(waits[0]), "I have read this far")
	p.discord.TurnTo(p.now().AddDate(0, 0, 8))
	p.posted("### Checkpoint 2")
	p.wellBehaved()
}

// Who is stopped before a thing is done has not done it: what comes after it in a
// script must not begin. A bot that is stopped has ended well.
func TestWhatIsBrokenOffIsNotDone(t *testing.T) {
	t.Parallel()
	discord := openSandbox(t)
	dir := t.TempDir()
	config, database, file := filepath.Join(dir, "config.toml"), filepath.Join(dir, "dogear.db"), filepath.Join(dir, "backup.db")
	if err := writeConfig(config, discord, discord.Token(), database); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(database, emptyDatabase(t), 0o600); err != nil {
		t.Fatal(err)
	}
	over, stop := context.WithCancel(t.Context())
	stop()
	for command, want := range map[string]int{"backup": exitFault, "check": exitFault, "run": exitClean} {
		args := []string{command, "-config", config}
		if command == "backup" {
			args = append(args, file)
		}
		var out bytes.Buffer
		if code := run(over, args, process{environment(nil), &out, &out}); code != want || (want == exitFault) != strings.Contains(out.String(), "stopped before it was done") {
			t.Errorf("%s ends with %d, want %d, and says %s", command, code, want, &out)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("it was done")
	}
}
