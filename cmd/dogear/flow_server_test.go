package main

import (
	"testing"

	"dogear/bot/sandbox"
	"dogear/storage"
)

// A server whose rows say that Dogear left it a year ago, while Dogear is there:
// it was added again while it did not run. All is as it was.
func TestAServerWasLeftAndIsThere(t *testing.T) {
	t.Parallel()
	p := newPlay(t, sandbox.Options{Start: storyStart()}, "Ana")
	p.boot()
	p.begins()
	p.halt()
	db, err := storage.Open(p.ctx, p.file)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Write(p.ctx, func(tx *storage.Tx) error { return tx.Gone(p.guild.ID, storyStart().AddDate(-1, 0, 0)) }); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	p.boot()
	p.has(p.slash("Ana", "/reading"), "Never Let Me Go")
	p.opensFirst()
	p.await("the checkpoint", func() bool { return len(p.posts("Checkpoint 1")) > 0 })
	p.has(p.slash("Ana", "/progress at:ch 2"), "Chapter 2")
	p.wellBehaved()
}
