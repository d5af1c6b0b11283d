package main

import (
	"os"
	"path/filepath"
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
