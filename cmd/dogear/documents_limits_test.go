package main

import (
	"fmt"
	"strings"
	"testing"

	"dogear/club"
	"dogear/commands/covers"
)

// The limits that SECURITY.md promises are those that hold.
func TestDocumentsNameLimits(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(projectText(t, "SECURITY.md"), ",", "")
	for what, want := range map[string]string{
		"notes replies":     fmt.Sprintf("%d an hour %d a day", club.NotesPerHour, club.NotesPerDay),
		"one of them;":      fmt.Sprintf("%d characters; %d", club.MaxNote, club.MaxPrompt),
		"pictures of mess":  fmt.Sprintf("four of %d MiB together a message %d MiB a day", club.MaxPictureBytes>>20, club.PictureBytesPerDay>>20),
		"what waits":        fmt.Sprintf("the newest %d", club.MaxDrafts),
		"editions of their": fmt.Sprintf("20 of a book %d in all", club.MaxOwnEditions),
		"clubs":             fmt.Sprint(club.MaxClubs),
		"books |":           fmt.Sprintf("%d a day %d in all", club.BooksPerDay, club.MaxBooks),
		"reads |":           fmt.Sprintf("%d a day %d in all", club.ReadsPerDay, club.MaxReads),
		"covers and":        fmt.Sprintf("%d MiB", club.PictureBytesPerServer>>20),
		"books on":          fmt.Sprintf("%d; %d; %d", club.MaxShelf, club.MaxReadsOfBook, club.MaxReadsAtOnce),
		"chapters;":         fmt.Sprintf("%d; 20", club.MaxChapters),
		"questions that":    fmt.Sprintf("%d; %d; 25", club.MaxPrompts, club.MaxPromptsPerCheckpoint),
		"checkpoints":       fmt.Sprint(club.MaxCheckpoints),
		"changes of":        fmt.Sprintf("%d a day", club.ChangesPerDay),
		"a cover;":          fmt.Sprintf("%d MiB; 1 MiB; 24 MiB", covers.MaxFile>>20),
	} {
		found := false
		for row := range strings.Lines(text) {
			found = found || strings.Contains(row, "| "+what) && strings.HasSuffix(row, "| "+want+" |\n")
		}
		if !found {
			t.Errorf("of %q there is no row that says %q", what, want)
		}
	}
}
