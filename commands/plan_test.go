package commands_test

import (
	"strings"
	"testing"
)

func TestAPlanIsADraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	plan := miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "2026-12-01", "pace", 3, "days", "sun").
		says("### A plan for Never Let Me Go", "12 chapters in 4 checkpoints", "1. **Chapters 1-3** (60 pages) · <t:1796580000:F>",
			"4. **Chapters 10-12** (60 pages) · <t:1798394400:F>", "Only you see this plan").
		hides("Title", "Secret").offers("Start this read", "Discard")
	w.work()
	if len(w.posts) > 0 {
		t.Fatalf("a draft is posted:\n%s", w.board())
	}
	tommy := w.organiser("tommy")
	tommy.press(plan, "Start this read").no("not there any more")
	tommy.press(plan, "Discard").no()
	miriam.press(plan, "Discard").says("Discarded")
	miriam.press(plan, "Start this read").no("started, discarded, or a day has passed", "`/schedule plan`")

	old := miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "2026-12-05", "pace", 3)
	w.turn("2026-12-02 09:00")
	miriam.press(old, "Start this read").no("a day has passed")
}

func TestAReadStarts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	plan := miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "next friday", "pace", 3, "days", "sun", "time", "7.30pm")
	miriam.press(plan, "Start this read").says("is planned", "on its way to <#1001>", "`/prompt add`")
	miriam.press(plan, "Start this read").no("started, discarded")
	w.work()
	card := w.post("Never Let Me Go")
	card.says("### Never Let Me Go", "Kazuo Ishiguro · 12 chapters", "We begin on", "meet four times",
		"Until <t:1796585400:F>: **Chapters 1-3**").hides("Title", "Secret").
		offers("Join", "Join: I have read it before", "Schedule", "Calendar")
	if w.kinds() != "card" || card.channel != homeRoom {
		t.Errorf("posted %s", w.board())
	}
	w.person("ana").slash("reading").says("### Never Let Me Go", "We begin on").offers("Join", "Schedule", "Calendar")
	w.person("ana").press(card.reply, "Schedule").says("12 chapters in 4 checkpoints", "1. **Chapters 1-3**", "next").hides("readers")
	w.until("2026-12-06 19:30")
	w.post("We began on").says("Until <t:1797190200:F>: **Chapters 4-6**")
	w.until("2026-12-27 19:30")
	w.post("12 chapters\n").says("The club has finished this book.")
}

func TestPlansThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	miriam.slash("book add", "title", "Empty")
	for _, c := range []struct {
		name    string
		options []any
		why     []string
	}{
		{"no such date", []any{"start", "31 feb", "pace", 3}, []string{`"31 feb"`}},
		{"a date in the past", []any{"start", "2026-11-30", "pace", 3}, []string{"30 November", "past"}},
		{"a finish before the start", []any{"start", "2026-12-10", "finish", "2026-12-09"}, []string{"9 December", "lies before the start"}},
		{"neither pace nor finish", []any{"start", "today"}, []string{"pace", "finish"}},
		{"both", []any{"start", "today", "pace", 3, "finish", "2027-01-31"}, []string{"not both"}},
		{"25:00", []any{"start", "today", "pace", 3, "time", "25:00"}, []string{`"25:00"`, "23:59"}},
		{"no weekday", []any{"start", "today", "pace", 3, "days", "someday"}, []string{`"someday"`}},
		{"a break that ends first", []any{"start", "today", "pace", 3, "skip", "2027-01-03..2026-12-21"}, []string{"ends before it begins"}},
		{"markdown for a date", []any{"start", "**@everyone**", "pace", 3}, []string{`\*\*\@everyone`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			miriam.w.t = t
			miriam.slash("schedule plan", append([]any{"book", "Never Let Me Go"}, c.options...)...).no(c.why...)
		})
	}
	miriam.w.t = t
	miriam.slash("schedule plan", "book", "Empty", "start", "today", "pace", 1).no("no chapters yet", "`/book chapters`")
	miriam.slash("schedule plan", "book", "Nothing of the kind", "start", "today", "pace", 1).no("no book called", "`/book list`")
	miriam.slash("schedule show").no("not reading a book yet", "`/schedule plan`")
}

// More checkpoints than chapters: the nearest plans that can be are offered,
// each by what is different about it.
func TestTheNearestPlanIsOffered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	many := miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "today", "finish", "2026-12-31", "days", "daily")
	many.says("only 12 chapters to share out")
	labels := many.labels()
	if len(labels) != 2 || labels[0] == labels[1] {
		t.Fatalf("offers %q", labels)
	}
	if strings.Contains(labels[1], "31 December") {
		t.Errorf("[%s] offers the finish that was refused", labels[1])
	}
	for _, label := range labels {
		miriam.press(many, label).says("### A plan for Never Let Me Go").offers("Start this read", "Discard")
	}
}

func TestALongPlanInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "War and Peace", "chapters", 361)
	first := miriam.slash("schedule plan", "book", "War and Peace", "start", "today", "pace", 10, "days", "sun").
		says("361 chapters in 37 checkpoints", "12. **", "1-12 of 37").hides("13. **").offers("Start this read", "Discard", "More")
	second := miriam.press(first, "More").says("361 chapters in 37 checkpoints", "13. **", "24. **").offers("Start this read", "Discard", "Back", "More")
	miriam.press(second, "Start this read").says("is planned")
	w.until("2027-03-28 20:00")

	// The schedule opens where the club is, and its first page is one step back.
	show := miriam.slash("schedule show").says("13-24 of 37", "17. **").offers("Back", "More", "Calendar")
	miriam.press(show, "Back").says("1-12 of 37", "1. **").offers("More", "Calendar")
	miriam.press(miriam.press(show, "More"), "More").says("37 of 37").offers("Back", "Calendar")
	public := miriam.press(w.post("War and Peace").reply, "Schedule").says("13-24 of 37").hides("joined")
	miriam.press(public, "Back").says("1-12 of 37").hides("joined")
}

// A club reads two books at once at most, and never the same one twice at once.
func TestTwoOrganisersStartAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	tommy := w.organiser("tommy")
	plan := func(p person, book string) reply {
		return p.slash("schedule plan", "book", book, "start", "today", "pace", 3, "days", "sun")
	}
	one, two := plan(miriam, "Never Let Me Go"), plan(tommy, "Never Let Me Go")
	miriam.press(one, "Start this read").says("is planned")
	tommy.press(two, "Start this read").no("is being read in this club", "when that read has ended")
	plan(tommy, "Never Let Me Go").no("is being read in this club")

	for _, book := range []string{"Emma", "Persuasion"} {
		miriam.slash("book add", "title", book, "chapters", 6)
	}
	emma, persuasion := plan(miriam, "Emma"), plan(tommy, "Persuasion")
	tommy.press(persuasion, "Start this read").says("is planned")
	miriam.press(emma, "Start this read").no("reads two books already, Never Let Me Go and Persuasion")
	w.work()
	if w.kinds() != "card card" {
		t.Errorf("posted %s", w.kinds())
	}
}

// What was shown is what is started: if the chapters or the club's clock have
// changed, the new plan is shown first.
func TestAPlanThatChangedMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	plan := miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "today", "pace", 3, "days", "sun")
	form := miriam.slash("book chapters", "book", "Never Let Me Go")
	miriam.press(miriam.submit(form, "list", titledList()+"Afterword\n"), "Save")
	plan = miriam.press(plan, "Start this read").says("13 chapters in 5 checkpoints").offers("Start this read", "Discard")
	miriam.slash("club settings", "timezone", "America/New_York")
	plan = miriam.press(plan, "Start this read").says("13 chapters in 5 checkpoints", "<t:1796598000:F>")
	miriam.press(plan, "Start this read").says("is planned")
}
