package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/bot"
)

// A question that is repeated is asked each time once, at its time of the day on
// the club's clock, also where that is set forward.
func TestAQuestionIsRepeated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "How far are you?", "repeat", "every wednesday 12:00", "all", true).
		says("every Wednesday at 12:00", "first on <t:1796212800:F>", "until the read ends", "is open to everyone.")
	miriam.slash("prompt list").says("and every Wednesday at 12:00", "due <t:1796212800:R>")
	for i, day := range []string{"2026-12-02 12:00", "2026-12-09 12:00", "2026-12-16 12:00"} {
		w.until(day)
		if n := w.count("How far are you?"); n != i+1 {
			t.Errorf("on %s it was asked %d times", day, n)
		}
	}
	list := miriam.slash("prompt list").says("**1.** <t:1796212800:F>\n", "posted")
	if n := strings.Count(list.text(), "and every Wednesday"); n != 1 {
		t.Errorf("%d are to come:\n%s", n, list.text())
	}
	miriam.slash("prompt remove", "prompt", "4").says("It is not asked again.")
	w.until("2026-12-27 12:00")
	if n := w.count("How far are you?"); n != 3 {
		t.Errorf("asked %d times", n)
	}
}

// Missed ones are not made up for in a row.
func TestARepeatedQuestionIsNoBurst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Today?", "repeat", "daily 12:00", "all", true)
	w.until("2026-12-05 13:00") // four were missed, the last an hour ago
	if n := w.count("Today?"); n != 1 {
		t.Errorf("asked %d times", n)
	}
	miriam.slash("prompt list").says("missed: I was not there at its time", "posted late", "due <t:1796558400:R>")
	w.until("2026-12-06 12:00")
	if n := w.count("Today?"); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

func TestRepeatedQuestionsThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	for _, c := range []struct {
		options []any
		why     string
	}{
		{[]any{"repeat", "now and then"}, "now and then"},
		{[]any{"repeat", "daily", "checkpoint", "1"}, "not both"},
		{[]any{"until", "2026-12-20"}, "`until`"},
		{[]any{"repeat", "monthly 28 10:00", "until", "2026-12-20"}, "after the end of the read"},
		{[]any{"repeat", "weekly sun 18:00", "until", "2026-12-04"}, "`until` ends before that"},
		{[]any{"repeat", "weekly sun 18:00", "at", "2026-11-04 18:00"}, "lies in the past"},
	} {
		miriam.slash("prompt add", append([]any{"text", "MARKER"}, c.options...)...).no(c.why).hides("MARKER")
		miriam.slash("prompt add", c.options...).no(c.why)
	}
	form := miriam.slash("prompt add", "repeat", "every second week sun 18:00", "all", true)
	refused := miriam.submit(form, "text", "Still here?", "repeat", "whenever").no("whenever").offers("Try again")
	again := miriam.press(refused, "Try again")
	if again.field("text") != "Still here?" || again.field("repeat") != "whenever" {
		t.Errorf("the form is filled with %q and %q", again.field("text"), again.field("repeat"))
	}
	miriam.submit(again, "text", "Still here?", "repeat", "every second week sun 18:00").
		says("every second Sunday at 18:00", "first on <t:1796580000:F>")
}

// A held question is left out, whatever its moment, until it is released.
func TestAQuestionIsHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "At the checkpoint?", "all", true)
	miriam.slash("prompt add", "text", "Beside it?", "all", true)
	miriam.slash("prompt add", "text", "Alone?", "at", "2026-12-03 12:00", "all", true)
	miriam.slash("prompt hold", "prompt", "1").says("Question 1 is held", "`/prompt release`") // alone, it is asked first
	miriam.slash("prompt hold", "prompt", "1").no("held already")
	miriam.slash("prompt hold", "prompt", "2").says("Question 2 is held")
	miriam.slash("prompt list").says("held, due <t:1796299200:R>")
	miriam.slash("prompt release", "prompt", "3").no("is not held: it is due")
	w.until("2026-12-06 18:00")
	if w.has("Alone?") {
		t.Error("a held question is asked")
	}
	w.post("### Checkpoint 1").says("Beside it?").hides("At the checkpoint?")
	ana := w.reader("ana", "ch 3")
	ana.press(w.post("### Checkpoint 1").reply, "Show the questions").says("Beside it?").hides("At the checkpoint?")
	miriam.slash("prompt list").says("· held")
	miriam.slash("prompt release", "prompt", "2").says("joins the post of Checkpoint 1")
	miriam.slash("prompt release", "prompt", "1").says("on its way")
	w.work()
	w.post("### Checkpoint 1").says("At the checkpoint?", "Beside it?")
	w.post("Alone?")
	miriam.slash("prompt hold", "prompt", "1").no("posted already")
}

// A held series lets its moments pass by, and goes on when it is released.
func TestARepeatedQuestionIsHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Today?", "repeat", "daily 12:00", "all", true)
	w.until("2026-12-01 12:00")
	miriam.slash("prompt hold", "prompt", "2").says("Its moments pass by")
	w.until("2026-12-02 12:00")
	w.until("2026-12-03 12:00")
	if n := w.count("Today?"); n != 1 {
		t.Errorf("asked %d times", n)
	}
	miriam.slash("prompt release", "prompt", "2").says("It is asked on <t:1796385600:F>")
	w.until("2026-12-04 12:00")
	if n := w.count("Today?"); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

func TestAQuestionIsAskedNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "MARKER locked?")
	miriam.slash("prompt add", "text", "Weekly?", "repeat", "weekly sun 12:00", "all", true)
	miriam.slash("prompt post", "prompt", "2").says("on its way", "opens for readers who have finished Chapter 3")
	w.work()
	w.post("### A question on").says("One question waits for everyone who has finished Chapter 3").hides("MARKER")
	miriam.slash("prompt post", "prompt", "1").no("posted already")
	miriam.slash("prompt post", "prompt", "2").says("on its way", "asked again on <t:1797163200:F>")
	miriam.slash("prompt post", "prompt", "3").no("this very moment")
	w.until("2026-12-06 18:00")
	if n := w.count("Weekly?"); n != 1 {
		t.Errorf("asked %d times", n)
	}
	w.until("2026-12-13 12:00")
	if n := w.count("Weekly?"); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// An edit counts until the minute in which a question is asked; after that its
// post is edited.
func TestAQuestionIsEdited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam, tommy := w.withRead(), w.organiser("tommy")
	miriam.slash("prompt add", "text", "MARKER frist?")
	tommy.slash("prompt edit", "prompt", "1").no("stays shut to you")
	form := miriam.slash("prompt edit", "prompt", "1")
	if form.field("text") != "MARKER frist?" || form.field("chapter") != "Chapter 3" {
		t.Errorf("the form holds %q and %q", form.field("text"), form.field("chapter"))
	}
	miriam.submit(form, "text", "First?", "chapter", "everyone").says("asked with Checkpoint 1", "is open to everyone")
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").says("> First?").hides("MARKER")
	form = miriam.slash("prompt edit", "prompt", "1")
	if form.field("chapter") != "everyone" {
		t.Errorf("the form holds %q", form.field("chapter"))
	}
	miriam.submit(form, "text", "\u200b", "chapter", "everyone").no("from 1 to 1200").offers("Try again")
	miriam.submit(form, "text", "Again?", "chapter", "ch 2").says("so is its post", "finished Chapter 2")
	w.work()
	w.post("### Checkpoint 1").says("One question waits").hides("Again?", "First?")
	gone := miriam.slash("prompt edit", "prompt", "1")
	miriam.slash("prompt remove", "prompt", "1")
	lost := miriam.submit(gone, "text", "Kept?", "chapter", "").no("removed meanwhile", "kept")
	if got := miriam.press(lost, "Try again").field("text"); got != "Kept?" {
		t.Errorf("the form holds %q", got)
	}
}

// The preview is the very message, and nothing of it can be pressed.
func TestAPreviewIsTheVeryMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "MARKER?")
	miriam.slash("prompt add", "text", "Open?", "all", true)
	miriam.slash("prompt add", "text", "Then?", "at", "2026-12-03 12:00")
	before := miriam.slash("prompt preview", "prompt", "2").says("-# Question 2, due").hides("MARKER")
	alone := miriam.slash("prompt preview", "prompt", "1").says("### A question on", "Then?")
	w.until("2026-12-03 12:00")
	w.until("2026-12-06 18:00")
	for _, c := range []struct {
		preview reply
		post    string
	}{{before, "### Checkpoint 1"}, {alone, "### A question on"}} {
		text, _, _ := strings.Cut(c.preview.text(), "\n-# Question")
		if is := w.post(c.post).text(); text != is {
			t.Errorf("the preview is\n%s\nand the post\n%s", text, is)
		}
	}
}

// What Discord refuses is told to organisers, once, above what they ask next.
func TestOrganisersAreToldOfTrouble(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "start")
	miriam.slash("prompt add", "text", "Why?", "at", "2026-12-03 12:00")
	w.refuses = func(bot.Task) *bot.Problem {
		return &bot.Problem{Reason: "I may not write in the channel (Send Messages).", Permanent: true}
	}
	w.until("2026-12-03 12:00")
	ana.slash("progress").hides("Send Messages")
	miriam.slash("prompt list").says("One thing did not go out as planned", "A post of questions of Never Let Me Go", "Send Messages", "waiting: I may not write")
	miriam.slash("schedule show").hides("not go out as planned").says("Send Messages")
	w.refuses = nil
	w.until("2026-12-03 12:20")
	w.post("Why?")
	miriam.slash("prompt list").says("posted late, <t:1796300400:F>")
	w.refuses = func(bot.Task) *bot.Problem { return &bot.Problem{Reason: "The channel is gone.", Permanent: true} }
	w.until("2026-12-06 18:00")
	miriam.slash("club settings").says("did not go out", "A checkpoint's post", "The channel is gone")
	w.until("2026-12-07 02:00")
	miriam.slash("club doctor").says("failed: The channel is gone")
}

// Whatever becomes of a question, the list says so, and why.
func TestEveryStateOfAQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	shows := func(state string) {
		t.Helper()
		miriam.slash("prompt list").says("> Why?\n-# It is open to everyone · " + state)
	}
	miriam.slash("prompt add", "text", "Why?", "at", "2026-12-03 12:00", "all", true)
	shows("due <t:1796299200:R>")
	miriam.slash("prompt hold", "prompt", "1")
	shows("held, due <t:1796299200:R>")
	miriam.slash("prompt release", "prompt", "1")
	w.turn("2026-12-03 12:00")
	shows("on its way")
	w.turn("2026-12-03 12:06")
	shows("late, and on its way")
	w.refuses = func(bot.Task) *bot.Problem { return &bot.Problem{Reason: "Discord did not answer.", RetryAfter: 1} }
	w.work()
	shows("late, and on its way: Discord did not answer.")
	w.refuses = func(bot.Task) *bot.Problem { return &bot.Problem{Reason: "I may not write.", Permanent: true} }
	w.until("2026-12-03 12:10")
	shows("waiting: I may not write.")
	w.until("2026-12-03 18:30")
	shows("failed: I may not write.")
	w.refuses = nil
	miriam.slash("prompt post", "prompt", "1").says("on its way")
	w.work()
	shows("posted")

	miriam.slash("prompt remove", "prompt", "1")
	miriam.slash("prompt add", "text", "Why?", "at", "2026-12-04 12:00", "all", true)
	w.until("2026-12-04 13:00")
	shows("posted late, <t:1796389200:F>")
	miriam.slash("prompt remove", "prompt", "1")
	miriam.slash("prompt add", "text", "Why?", "at", "2026-12-05 12:00", "all", true)
	w.until("2026-12-05 18:01")
	shows("missed: I was not there at its time")
	miriam.slash("prompt remove", "prompt", "1")
	miriam.slash("prompt add", "text", "Why?", "at", "2026-12-12 12:00", "all", true)
	miriam.press(miriam.slash("schedule finish"), "Finish it")
	shows("not asked: the read ended before")
}

// Removing a time that was missed leaves the next; the one to come ends all.
func TestAMissedTimeIsRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Today?", "repeat", "daily 12:00", "all", true)
	w.until("2026-12-05 23:00") // all were missed by far
	miriam.slash("prompt remove", "prompt", "1").says("is removed").hides("not asked again")
	w.until("2026-12-06 12:00")
	w.until("2026-12-07 12:00")
	if n := w.count("Today?"); n != 2 {
		t.Errorf("asked %d times", n)
	}
	miriam.slash("prompt remove", "prompt", "3").says("It is not asked again.")
	w.until("2026-12-09 12:00")
	if n := w.count("Today?"); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// A time that Discord refused until it was too late is not the last one.
func TestARepeatedQuestionOutlivesAFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Today?", "repeat", "daily 12:00", "all", true)
	w.refuses = func(bot.Task) *bot.Problem { return &bot.Problem{Reason: "The channel is gone.", Permanent: true} }
	w.until("2026-12-01 12:00")
	w.until("2026-12-01 19:00")
	miriam.slash("prompt list").says("failed: The channel is gone.", "and every day at 12:00")
	w.refuses = nil
	w.until("2026-12-02 12:00")
	w.until("2026-12-03 12:00")
	if n := w.count("Today?"); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// Asked before its moment, a question opens no earlier than its writer was told.
func TestAskedNowKeepsWhatItsWriterWasTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "MARKER?", "at", "2026-12-22 12:00").says("finished Chapter 9")
	miriam.slash("prompt post", "prompt", "1").says("finished Chapter 9")
	w.work()
	w.post("### A question").hides("MARKER")
	w.reader("ana", "ch 8").press(w.post("### A question").reply, "Show the questions").hides("MARKER")
}

// What was asked, or locked by hand, since a change of the plan keeps its lock
// when that change is taken back.
func TestUndoLowersNoLock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "start")
	miriam.slash("prompt add", "text", "MARKER one?", "at", "2026-12-08 12:00").says("finished Chapter 3")
	miriam.slash("prompt add", "text", "MARKER two?", "at", "2026-12-09 12:00").says("finished Chapter 3")
	change := miriam.press(miriam.slash("schedule shift", "by", "1 week"), "Use this plan")
	miriam.submit(miriam.slash("prompt edit", "prompt", "2"), "text", "MARKER two?", "chapter", "ch 9").says("finished Chapter 9")
	miriam.slash("prompt post", "prompt", "1").says("finished Chapter 3")
	w.work()
	miriam.press(change, "Undo").says("as it was")
	w.work()
	w.post("### A question").hides("MARKER")
	ana.press(w.post("### A question").reply, "Show the questions").hides("MARKER")
	miriam.slash("prompt list").says("It opens for readers who have finished Chapter 3 · posted", "finished Chapter 9")
}

// A change of the plan holds back the next time of a repeated question, and not
// all that come after it.
func TestARepeatedQuestionOpensWithTheClub(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Today?", "repeat", "daily 19:00", "at", "2026-12-06 19:00").says("finished Chapter 3 that time")
	miriam.press(miriam.slash("schedule shift", "by", "2 days"), "Use this plan")
	miriam.slash("prompt list").says("finished Chapter 3")
	w.until("2026-12-06 19:00")
	w.until("2026-12-07 19:00") // before any checkpoint
	miriam.slash("prompt list").says("**2.** <t:1796670000:F>\n> Today?\n-# It is open to everyone · posted")
	for _, day := range []string{"08", "09", "10", "11", "12", "13", "14", "15", "16"} {
		w.until("2026-12-" + day + " 19:00")
	}
	miriam.slash("prompt list").says("finished Chapter 6")
}

func TestAHeldQuestionIsAskedNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Weekly?", "repeat", "weekly wed 12:00", "all", true)
	miriam.slash("prompt hold", "prompt", "1")
	miriam.slash("prompt post", "prompt", "1").says("on its way", "asked again on <t:1796817600:F>")
	w.work()
	w.until("2026-12-02 12:00")
	w.until("2026-12-09 12:00")
	if n := w.count("Weekly?"); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// A post that is on its way when its question is asked apart does not ask it too.
func TestAskedNowInFlight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Once?", "all", true)
	w.meanwhile = func(task bot.Task) {
		if task.Kind == "checkpoint" {
			w.meanwhile = nil
			miriam.slash("prompt post", "prompt", "1").says("on its way")
		}
	}
	w.until("2026-12-06 18:00")
	if n := w.count("Once?"); n != 1 {
		t.Errorf("it stands in %d posts", n)
	}
}

// A series that was ended stays so, whatever is done with its earlier times.
func TestAStoppedSeriesStaysStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Today?", "repeat", "daily 12:00", "all", true)
	w.until("2026-12-01 23:00") // missed
	miriam.slash("prompt remove", "prompt", "2").says("It is not asked again.")
	w.until("2026-12-02 13:00")
	miriam.slash("prompt post", "prompt", "1").says("on its way").hides("asked again")
	w.work()
	w.until("2026-12-05 12:00")
	if n := w.count("Today?"); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// A zone moves what was planned by the old clock, and that alone.
func TestARepeatedQuestionMovesWithTheZone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Today?", "repeat", "daily 09:30", "until", "2026-12-03", "all", true)
	w.until("2026-12-01 09:30")
	miriam.slash("club settings", "timezone", "America/Los_Angeles")
	miriam.slash("prompt list").says("due <t:1796232600:R>") // 09:30 on Wednesday, there
	for _, at := range []string{"2026-12-02 17:30", "2026-12-03 17:30", "2026-12-04 17:30"} {
		w.until(at)
	}
	if n := w.count("Today?"); n != 3 {
		t.Errorf("asked %d times", n)
	}
}

// What was refused until it was too late is said to have failed, for its reason,
// and is told once more.
func TestARefusalIsToldToTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Why?", "at", "2026-12-03 12:00", "all", true)
	w.refuses = func(bot.Task) *bot.Problem { return &bot.Problem{Reason: "I may not write.", Permanent: true} }
	w.until("2026-12-03 12:00")
	miriam.slash("club settings").says("One thing did not go out", "waits and is tried again: I may not write.")
	miriam.slash("club settings").hides("did not go out")
	w.until("2026-12-03 18:30")
	miriam.slash("prompt list").says("One thing did not go out", "failed: I may not write.").hides("I was not there")
}

// What was removed can be put back, and the rest of a repeated question stopped,
// from the answer.
func TestARemovedQuestionIsPutBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Now?", "at", "now", "all", true).says("> Now?")
	miriam.slash("prompt add", "text", "Daily?", "repeat", "daily 12:00", "all", true)
	miriam.slash("prompt add", "text", "With it?", "all", true)
	w.until("2026-12-01 12:00")
	w.post("Now?")
	gone := miriam.slash("prompt remove", "prompt", "now").says("Question 1 is removed").offers("Put it back")
	w.work()
	if w.has("Now?") {
		t.Error("it stays")
	}
	miriam.press(gone, "Put it back").says("The question is back", "> Now?")
	w.work()
	w.post("Now?")
	miriam.press(gone, "Put it back").no("there already")

	gone = miriam.slash("prompt remove", "prompt", "2").says("It is still asked again, next on <t:1796212800:F>").offers("Put it back", "Stop asking it")
	stopped := miriam.press(gone, "Stop asking it").says("is not asked again").offers("Put it back")
	miriam.slash("prompt list").hides("Daily?")
	miriam.press(stopped, "Put it back").says("on <t:1796212800:F>: due")
	w.until("2026-12-02 12:00")
	w.until("2026-12-03 12:00")
	if n := w.count("Daily?"); n != 2 {
		t.Errorf("asked %d times", n)
	}
	gone = miriam.slash("prompt remove", "prompt", "With it?").says("with Checkpoint 1")
	w.until("2026-12-06 18:00")
	miriam.press(gone, "Put it back")
	w.work()
	w.post("### Checkpoint 1").says("With it?")
}

// A post says for each question how far one must have read.
func TestAPostCountsByLocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "One?")
	miriam.slash("prompt add", "text", "Two?", "chapter", "ch 1")
	miriam.slash("prompt add", "text", "Later?", "chapter", "ch 9")
	miriam.slash("prompt add", "text", "A?", "at", "2026-12-08 12:00", "chapter", "ch 2")
	miriam.slash("prompt add", "text", "B?", "at", "2026-12-08 12:00", "chapter", "ch 5")
	miriam.slash("prompt add", "text", "Both?", "chapter", "ch 2", "all", true).no("not both")
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").says("Two questions wait for everyone who has read this far, one for everyone who has finished Chapter 9.")
	w.until("2026-12-08 12:00")
	w.post("### Questions on").says("One question waits for everyone who has finished Chapter 2, one for everyone who has finished Chapter 5.")
}

// A number is the list's or none: not a day in some question's date.
func TestANumberIsNoDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Once?", "at", "2026-12-15 12:00", "all", true)
	miriam.slash("prompt post", "prompt", "15").no("\"15\" is no question's number")
	miriam.slash("prompt list").says("due")
}

// What was removed goes along with changes of the plan and of the chapters, and
// opens no earlier when it is put back.
func TestPutBackAfterChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "At three?", "checkpoint", "3", "all", true)
	miriam.slash("prompt add", "text", "Then?", "at", "2026-12-15 12:00").says("finished Chapter 6")
	three := miriam.slash("prompt remove", "prompt", "At three?")
	then := miriam.slash("prompt remove", "prompt", "Then?")
	miriam.press(miriam.slash("schedule shift", "by", "1 week"), "Use this plan")
	miriam.press(then, "Put it back").says("finished Chapter 6")
	miriam.press(miriam.slash("schedule replan", "pace", 9), "Use this plan")
	miriam.press(three, "Put it back").says("with Checkpoint 2: Chapters 7-12", "due")
}

// A series is ended by whom and where it was said, and by nothing else.
func TestStoppedLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Daily?", "repeat", "daily 12:00", "all", true)
	w.until("2026-12-01 12:00")
	gone := miriam.slash("prompt remove", "prompt", "1").offers("Put it back", "Stop asking it")
	w.until("2026-12-02 12:00")
	ended := miriam.press(gone, "Stop asking it").says("is not asked again").offers("Put it back")
	w.until("2026-12-04 12:00")
	if n := w.count("Daily?"); n != 1 {
		t.Errorf("asked %d times", n)
	}
	miriam.press(gone, "Put it back").says("The question is back")
	w.work()
	w.until("2026-12-05 12:00")
	if n := w.count("Daily?"); n != 2 {
		t.Errorf("it stands in %d posts", n)
	}
	w.until("2027-01-20 12:00")
	miriam.press(ended, "Put it back").no("is finished")
}

// A post of many locks fits a message.
func TestAPostOfManyLocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	for n := range 12 {
		miriam.slash("prompt add", "text", "Why?", "chapter", fmt.Sprint("ch ", n+1))
	}
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").says("Three questions wait for everyone who has read this far, one for everyone who has finished Chapter 4, " +
		"one for everyone who has finished Chapter 5, one for everyone who has finished Chapter 6, six more for those who have read further.")
}

// Whoever asks another's question now sees it under the lock that it has then.
func TestAskedNowByAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam, tommy := w.withRead(), w.organiser("tommy")
	for range 2 {
		miriam.slash("prompt add", "text", "MARKER?", "at", "2026-12-03 12:00").says("open to everyone")
	}
	tommy.slash("prompt hold", "prompt", "1")
	w.until("2026-12-07 12:00")
	tommy.slash("prompt release", "prompt", "1").says("finished Chapter 3").hides("MARKER")
	tommy.slash("prompt post", "prompt", "1").says("finished Chapter 3").hides("MARKER")
}
