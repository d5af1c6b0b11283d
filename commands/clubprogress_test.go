package commands_test

import (
	"fmt"
	"strings"
	"testing"
)

// From five readers on /reading shows how far the club is: counts under three
// are pooled, nobody is named, and who wishes so is nowhere in it.
func TestHowFarTheClubIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	for i := range 4 {
		w.reader(fmt.Sprintf("r%d", i), "ch 6")
	}
	again := w.person("again")
	again.press(w.post("12 chapters").reply, "Join: I have read it before")
	ana := w.reader("ana", "ch 12")
	ana.slash("me settings", "show-progress", false).says("Progress: hidden")
	if r := ana.slash("reading"); len(r.message.Files) != 0 && strings.Contains(r.all(), "progress.png") {
		t.Errorf("four who count are too few:\n%s", r)
	}
	ana.slash("me settings", "show-progress", true)
	ana.slash("reading").draws("Chapters 1-3", "Chapters 7-9: fewer than 3").hides("user ")
	w.reader("last", "start")
	ana.slash("reading").draws("of 6").hides("user ")
}

// A checkpoint that was called off is no step on the way.
func TestCalledOffCheckpointsAreNoSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-14 12:00")
	for i := range 5 {
		w.reader(fmt.Sprintf("r%d", i), "ch 6")
	}
	miriam.slash("reading").draws("Chapters 7-9")
	miriam.press(miriam.slash("schedule finish"), "Finish it")
	told := miriam.slash("reading").draws("Chapters 1-3", "Chapters 4-6")
	for _, f := range told.message.Files {
		if strings.Contains(f.Alt, "Chapters 7-9") || strings.Contains(f.Alt, "Chapters 10-12") {
			t.Errorf("it says %s", f.Alt)
		}
	}
}
