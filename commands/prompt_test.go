package commands_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestAQuestionIsAskedAtItsCheckpoint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt list").no("No question is planned", "`/prompt add`")
	miriam.slash("prompt add", "text", "MARKER one?").says("with Checkpoint 1: Chapters 1-3, <t:1796580000:F>", "opens for readers who have finished Chapter 3", "> MARKER one?")
	miriam.slash("prompt add", "text", "Open to all?", "all", true).says("is open to everyone")
	miriam.slash("prompt add", "text", "MARKER two?", "checkpoint", "2", "chapter", "ch 5").says("with Checkpoint 2", "finished Chapter 5")
	miriam.slash("prompt list").says("**1.** Checkpoint 1", "opens for readers who have finished Chapter 3", "due <t:1796580000:R>", "MARKER one?", "**3.** Checkpoint 2")

	w.until("2026-12-06 18:00")
	post := w.post("### Checkpoint 1: Chapters 1-3").
		says("> Open to all?", "One question waits for everyone who has read this far.", "Next: Chapters 4-6, <t:1797184800:F>").hides("MARKER").
		offers("I have read this far", "Show the questions", "Write a note", "Read notes")
	ana := w.reader("ana", "ch 1")
	ana.press(post, "Show the questions").says("> Open to all?", "One more question opens at Chapter 3. You have read to **Chapter 1**").hides("MARKER").
		offers("Answer", "I have read to Chapter 3")
	ana.press(post, "I have read this far").says("**Chapter 3**", "1 question has just opened").offers("Read what opened", "Write a note", "Undo")
	ana.press(post, "Show the questions").says("> MARKER one?").hides("MARKER two").offers("Answer", "Answer", "Write a note")
	w.person("ben").press(post, "Show the questions").says("You are not in this read yet").hides("MARKER").offers("Answer", "Join", "Join: I have read it before")
	miriam.slash("prompt list").says("posted", "due")

	miriam.slash("prompt remove", "prompt", "1").says("Question 1 is removed. It was asked with Checkpoint 1")
	w.work()
	w.post("### Checkpoint 1").says("Open to all?").hides("waits")
	miriam.slash("prompt remove", "prompt", "1").says("Question 1 is removed")
	w.work()
	w.post("### Checkpoint 1").offers("I have read this far", "Write a note", "Read notes")
	ana.press(post, "Show the questions").says("There is no question here.")
	miriam.slash("prompt remove", "prompt", "7").no("\"7\" is no question's number", "`/prompt list`")
}

func TestAQuestionAtAMoment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Early?", "at", "2026-12-03 12:00").says("is asked on <t:1796299200:F>", "is open to everyone")
	miriam.slash("prompt add", "text", "MARKER later?", "at", "2026-12-08 12:00").says("opens for readers who have finished Chapter 3")
	miriam.slash("prompt add", "text", "Another?", "at", "2026-12-08 12:00", "all", true)
	w.until("2026-12-03 12:00")
	w.post("### A question on Never Let Me Go").says("> Early?").offers("Write a note", "Read notes")
	w.until("2026-12-08 12:00")
	post := w.post("### Questions on Never Let Me Go").says("> Another?").hides("MARKER").
		offers("I have read this far", "Show the questions", "Write a note", "Read notes")
	ana := w.reader("ana", "ch 1")
	ana.press(post, "Show the questions").hides("MARKER").says("> Another?")
	ana.press(post, "I have read this far").says("**Chapter 3**")
	ana.press(post, "Show the questions").says("> MARKER later?")
	if w.kinds() != "card prompts checkpoint prompts" {
		t.Errorf("posted %s", w.kinds())
	}
	for range 2 {
		miriam.slash("prompt remove", "prompt", "2").says("is removed")
	}
	w.work()
	if w.has("Questions on") {
		t.Error("a post without a question stays")
	}
	ana.press(post, "Show the questions").says("no question here")
}

func TestQuestionsThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	for _, c := range []struct {
		options []any
		why     string
	}{
		{[]any{"checkpoint", "1"}, "has been open since"},
		{[]any{"checkpoint", "9"}, "numbered from 1 to 4"},
		{[]any{"checkpoint", "2", "at", "sunday"}, "not both"},
		{[]any{"at", "2026-12-06 17:00"}, "lies in the past"},
		{[]any{"at", "2027-03-01 18:00"}, "after the end of the read"},
		{[]any{"at", "2026-12-08 25:00"}, `"25:00"`},
		{[]any{"at", "whenever"}, `"whenever"`},
		{[]any{"chapter", "ch 13"}, "Chapter 12"},
	} {
		miriam.slash("prompt add", append([]any{"text", "MARKER"}, c.options...)...).no(c.why).hides("MARKER")
		miriam.slash("prompt add", c.options...).no(c.why)
	}
	miriam.slash("prompt add", "text", " \u200b").no("from 1 to 1200")
	miriam.slash("prompt add", "text", "For whom?", "chapter", " ").says("finished Chapter 6") // as if not given
	miriam.slash("prompt remove", "prompt", "1").says("It would have been asked with Checkpoint 2: Chapters 4-6, <t:1797184800:F>")
	miriam.slash("prompt add", "text", strings.Repeat("x", 1201)).no("1201")
	miriam.slash("prompt list").no("No question")
	for i := range 25 {
		miriam.slash("prompt add", "text", fmt.Sprintf("Question %d?", i))
	}
	miriam.slash("prompt add", "text", "one more").no("25 questions already")
	miriam.slash("prompt add", "text", "one more", "checkpoint", "3").says("with Checkpoint 3")
	page := miriam.slash("prompt list").says("1-6 of 26").offers("More")
	miriam.press(page, "More").says("7-12 of 26").offers("Back", "More")
}

func TestAQuestionsForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	form := miriam.slash("prompt add", "chapter", "2")
	w.until("2026-12-06 18:00")
	again := miriam.submit(form, "text", "MARKER?").no("Checkpoint 1: Chapters 1-3 has opened meanwhile", "`/prompt add`").offers("Try again")
	if got := miriam.press(again, "Try again").field("text"); got != "MARKER?" {
		t.Errorf("filled with %q", got)
	}
	miriam.submit(miriam.slash("prompt add", "chapter", "2"), "text", "Two?").says("with Checkpoint 2", "finished Chapter 2")
	miriam.submit(miriam.slash("prompt add", "all", true), "text", "All?").says("open to everyone")
	miriam.submit(miriam.slash("prompt add", "at", "wednesday 20:00"), "text", "Then?").says("on <t:1796846400:F>", "finished Chapter 3")
	late := miriam.slash("prompt add", "at", "2026-12-09 20:00")
	w.turn("2026-12-09 20:00")
	miriam.submit(late, "text", "Late?").no("lies in the past")
}

// A question that was missed is not asked, and says so.
func TestAQuestionIsMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Early?", "at", "2026-12-03 12:00")
	w.until("2026-12-03 18:01")
	if w.has("Early?") {
		t.Error("it is asked late")
	}
	miriam.slash("prompt list").says("missed: I was not there at its time")
	miriam.slash("schedule show").says("A post of questions of Never Let Me Go, due <t:1796299200:F>, came too late")
	miriam.slash("prompt add", "text", "In time?", "at", "2026-12-04 12:00")
	w.until("2026-12-04 17:59")
	w.post("In time?")
	miriam.slash("prompt add", "text", "After?", "at", "2026-12-24 12:00")
	miriam.press(miriam.slash("schedule finish"), "Finish it")
	miriam.slash("prompt list").says("not asked: the read ended before")
	w.until("2026-12-24 12:00")
	if w.has("After?") {
		t.Error("a finished read asks")
	}
}

// The questions of another are under the rule, for organisers too, until they
// ask to see all, in words.
func TestAnotherOrganisersQuestions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	tommy := w.organiser("tommy")
	long := "MARKER " + strings.Repeat("long ", 200) + "END"
	miriam.slash("prompt add", "text", long)
	list := tommy.slash("prompt list").says("finished Chapter 3", "You have not read that far").hides("MARKER").offers("Show all")
	for _, c := range tommy.suggest("prompt remove", "prompt", "") {
		if strings.Contains(c.Name, "MARKER") {
			t.Errorf("suggests %s", c.Name)
		}
	}
	tommy.press(list, "Show all").says("MARKER", "END")
	miriam.slash("prompt list").says("MARKER").offers("Show all") // one's own, cut
	tommy.slash("progress", "at", "ch 3")
	tommy.slash("prompt list").says("MARKER")
	if c := miriam.suggest("prompt remove", "prompt", "marker"); len(c) != 1 || !strings.HasPrefix(c[0].Name, "1, Sun 6 Dec 18:00, checkpoint 1: MARKER") {
		t.Errorf("suggests %v", c)
	} else {
		miriam.slash("prompt remove", "prompt", c[0].Value).says("is removed")
	}
}

// Twenty-five long questions are shown in pages.
func TestManyQuestionsInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	for i := range 25 {
		miriam.slash("prompt add", "text", fmt.Sprintf("%02d? %s", i, strings.Repeat("x", 1100)), "all", i%2 == 0)
	}
	w.until("2026-12-06 18:00")
	post := w.post("### Checkpoint 1").says("00?", "02?", "Eleven more are behind the button.", "Twelve questions wait for everyone who has read this far.")
	ana := w.reader("ana", "ch 1")
	moved := ana.slash("progress", "at", "ch 3").says("12 questions have just opened")
	for _, first := range []reply{ana.press(post, "Show the questions"), ana.press(ana.press(moved, "Read what opened"), "Show the questions")} {
		seen := make(map[string]bool)
		for page := first; ; page = ana.press(page, "More") {
			for i := range 25 {
				if q := fmt.Sprintf("> %02d? %s", i, strings.Repeat("x", 1100)); strings.Contains(page.text(), q) {
					seen[q] = true
				}
			}
			if !strings.Contains(strings.Join(page.labels(), "|"), "More") {
				ana.press(page, "Back").says("?", "in all").offers("Answer", "Answer", "Write a note", "Back", "More")
				break
			}
		}
		if len(seen) != 25 && len(seen) != 12 {
			t.Errorf("%d of the questions are shown", len(seen))
		}
	}
}
