package club_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

func themes() []club.Theme {
	return []club.Theme{
		club.ThemeKickOff, club.ThemeEarly, club.ThemeMiddle, club.ThemeTurn, club.ThemeEnd, club.ThemeCharacters,
		club.ThemeStyle, club.ThemeEthics, club.ThemeCraft, club.ThemePersonal, club.ThemeStopped,
	}
}

func TestBankHoldsEnoughOfEachTheme(t *testing.T) {
	t.Parallel()
	of := make(map[club.Theme]int)
	for _, q := range club.Bank() {
		of[q.Theme]++
	}
	if n := len(club.Bank()); n != 120 || len(of) != len(themes()) {
		t.Errorf("the bank holds %d questions of %d themes", n, len(of))
	}
	for _, theme := range themes() {
		if n := of[theme]; n < 8 || n > 14 {
			t.Errorf("%d questions are of the theme %q", n, theme)
		}
	}
}

// A suggestion shows the first 100 units of a question, and sends its key.
func TestBankQuestionsAreToldApart(t *testing.T) {
	t.Parallel()
	key := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	known := make(map[string]string)
	for _, q := range club.Bank() {
		if !key.MatchString(q.Key) || len(q.Key) > 40 {
			t.Errorf("%q is no key", q.Key)
		}
		if n := club.Units(q.Text); n > 200 || club.CleanLine(q.Text) != q.Text {
			t.Errorf("%s has %d units, or signs that a text has not: %q", q.Key, n, q.Text)
		}
		for _, s := range []string{q.Key, club.Cut(q.Text, 100), club.Fold(q.Text)} {
			if other, ok := known[s]; ok {
				t.Errorf("%s and %s are alike in %q", q.Key, other, s)
			}
			known[s] = q.Key
		}
		if found, ok := club.BankQuestionOf(q.Key); !ok || found != q {
			t.Errorf("by the key %s one gets %v", q.Key, found)
		}
	}
	if q, ok := club.BankQuestionOf("no-such-question"); ok {
		t.Errorf("a key of no question gives %v", q)
	}
}

// One question each, which cannot be answered with yes or no, and which begin
// in many ways.
func TestBankQuestionsAreOpen(t *testing.T) {
	t.Parallel()
	yesNo := strings.Fields("am are can could did do does had has have is may might must shall should was were will would")
	begin := make(map[string]int)
	for _, q := range club.Bank() {
		words := strings.Fields(club.Fold(q.Text))
		_, second, _ := strings.Cut(q.Text, ": ")
		if slices.Contains(yesNo, words[0]) || slices.Contains(yesNo, strings.Split(second, " ")[0]) {
			t.Errorf("%s is answered with yes or no: %q", q.Key, q.Text)
		}
		if strings.Count(q.Text, "?") != 1 || !strings.HasSuffix(q.Text, "?") || strings.ContainsAny(q.Text, "!()*_`;") {
			t.Errorf("%s is not one plain question: %q", q.Key, q.Text)
		}
		begin[strings.Join(words[:2], " ")]++
	}
	for words, n := range begin {
		if n > 10 {
			t.Errorf("%d questions begin with %q", n, words)
		}
	}
}

// They fit novels and books of fact alike, and say nothing that is wrong at
// another checkpoint: what may be asked anywhere knows nothing of the place.
func TestBankQuestionsFitAnyBook(t *testing.T) {
	t.Parallel()
	never := "story stories plot novel fiction character characters scene hero heroine narrator narrative protagonist theme symbol spoiler twist chapters"
	parts := "far beginning start opening ending finished first begun"
	for _, q := range club.Bank() {
		anywhere := !strings.Contains("kick-off early middle turn end", string(q.Theme))
		for word := range strings.FieldsSeq(club.Fold(q.Text)) {
			if slices.Contains(strings.Fields(never), word) || anywhere && slices.Contains(strings.Fields(parts), word) {
				t.Errorf("%s (%s) speaks of %q: %q", q.Key, q.Theme, word, q.Text)
			}
		}
	}
}

func TestBankKeyIsTypedAlone(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"who-pays": "who-pays", " who-pays\n": "who-pays",
		"": "", "who": "", "who pays": "", "Who-Pays": "", "who-pays who-pays": "", "Ask who-pays": "",
		"Who pays for what others gain in this book?": "",
	} {
		if key, ok := club.Draft(typed, "ana").BankKey(); key != want || ok != (want != "") {
			t.Errorf("%q stands for %q, want %q", typed, key, want)
		}
	}
	if key, ok := (club.Locked{}).BankKey(); ok {
		t.Errorf("no text stands for %q", key)
	}
}

func TestThemesFitTheirPartOfTheBook(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		at   club.SpareMoment
		fits string // themes, but for those that always fit
	}{
		{"first of many", club.SpareMoment{Number: 1, Of: 10, Last: 3, Chapters: 30}, "kick-off early"},
		{"first of two", club.SpareMoment{Number: 1, Of: 2, Last: 15, Chapters: 30}, "kick-off middle"},
		{"early", club.SpareMoment{Number: 2, Of: 10, Last: 6, Chapters: 30}, "early ethics craft if you stopped here"},
		{"between early and middle", club.SpareMoment{Number: 4, Of: 10, Last: 12, Chapters: 30}, "early middle ethics craft if you stopped here"},
		{"middle", club.SpareMoment{Number: 5, Of: 10, Last: 15, Chapters: 30}, "middle ethics craft if you stopped here"},
		{"between middle and turn", club.SpareMoment{Number: 7, Of: 10, Last: 20, Chapters: 30}, "middle turn ethics craft if you stopped here"},
		{"late", club.SpareMoment{Number: 9, Of: 10, Last: 29, Chapters: 30}, "turn ethics craft if you stopped here"},
		{"last", club.SpareMoment{Number: 10, Of: 10, Last: 30, Chapters: 30}, "end ethics craft"},
		{"the only one", club.SpareMoment{Number: 1, Of: 1, Last: 30, Chapters: 30}, "end ethics craft"},
		{"chapters not known", club.SpareMoment{Number: 5, Of: 10}, "middle ethics craft if you stopped here"},
	} {
		for _, theme := range themes() {
			always := slices.Contains([]club.Theme{club.ThemeCharacters, club.ThemeStyle, club.ThemePersonal}, theme)
			if got := c.at.Fits(theme); got != (always || strings.Contains(c.fits, string(theme))) {
				t.Errorf("%s: %q fits: %v", c.name, theme, got)
			}
			if (club.SpareMoment{}).Fits(theme) {
				t.Errorf("%q fits where there is no checkpoint", theme)
			}
		}
		if c.at.Fits("weather") {
			t.Errorf("%s: a theme that there is not fits", c.name)
		}
	}
}

func anyMoment(t *rapid.T) club.SpareMoment {
	chapters := rapid.IntRange(1, 60).Draw(t, "chapters")
	of := rapid.IntRange(1, chapters).Draw(t, "checkpoints")
	number := rapid.IntRange(1, of).Draw(t, "checkpoint")
	last := chapters
	if number < of {
		last = rapid.IntRange(number, chapters-of+number).Draw(t, "last chapter")
	}
	return club.SpareMoment{Number: number, Of: of, Last: last, Chapters: chapters}
}

// anyHad is what a club was asked: little, much, all that fits, or everything.
func anyHad(t *rapid.T, m club.SpareMoment) map[string]int {
	share := rapid.IntRange(0, 10).Draw(t, "share had")
	most := rapid.SampledFrom([]int{0, 300, 365, 366, 3000}).Draw(t, "days")
	had := make(map[string]int)
	for _, q := range club.Bank() {
		if share == 10 || rapid.IntRange(0, 9).Draw(t, q.Key) < share || share == 9 && m.Fits(q.Theme) {
			had[q.Key] = rapid.IntRange(0, most).Draw(t, "days of "+q.Key)
		}
	}
	return had
}

func fitting(m club.SpareMoment) []club.BankQuestion {
	return slices.DeleteFunc(club.Bank(), func(q club.BankQuestion) bool { return !m.Fits(q.Theme) })
}

func TestSpareQuestion(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoment(t)
		had := anyHad(t, m)
		before := maps.Clone(had)
		seed := rapid.Int64().Draw(t, "seed")
		got, ok := club.ChooseSpare(m, had, seed)
		if !ok || !m.Fits(got.Theme) {
			t.Fatalf("at %+v it asks %v (%q)", m, got.Key, got.Theme)
		}
		if again, _ := club.ChooseSpare(m, had, seed); again != got || !maps.Equal(had, before) {
			t.Fatalf("it asks %s, and then %s", got.Key, again.Key)
		}
		days, known := had[got.Key]
		fresh := func(q club.BankQuestion) bool { d, known := had[q.Key]; return !known || d > 365 }
		for _, q := range fitting(m) {
			other, otherKnown := had[q.Key]
			own := q.Theme == club.ThemeKickOff || q.Theme == club.ThemeEnd
			switch {
			case known && days <= 365 && fresh(q):
				t.Fatalf("%s was asked %d days ago, and %s was not", got.Key, days, q.Key)
			case known && days <= 365 && other > days:
				t.Fatalf("%s was asked %d days ago, %s %d", got.Key, days, q.Key, other)
			case own && fresh(q) && got.Theme != q.Theme:
				t.Fatalf("at %+v it asks %s (%s) although there is %s", m, got.Key, got.Theme, q.Key)
			case known && !otherKnown && (got.Theme == q.Theme || m.Number > 1 && m.Number < m.Of):
				t.Fatalf("%s was asked, and %s never", got.Key, q.Key)
			}
		}
	})
}

// Another seed, another question: in a row of checkpoints no question is asked
// far more often than another of its theme, and themes of the moment come up
// more often than any that fits anywhere.
func TestSpareQuestionsVary(t *testing.T) {
	t.Parallel()
	m := club.SpareMoment{Number: 5, Of: 10, Last: 15, Chapters: 30}
	const rounds = 6000
	asked, of := make(map[string]int), make(map[club.Theme]int)
	for seed := range int64(rounds) {
		q, _ := club.ChooseSpare(m, nil, seed)
		asked[q.Key]++
		of[q.Theme]++
	}
	for _, q := range fitting(m) {
		fair := of[q.Theme] / 11
		if n := asked[q.Key]; n < fair/2 || n > 2*fair {
			t.Errorf("%s is asked %d times of %d of its theme", q.Key, n, of[q.Theme])
		}
		if q.Theme != club.ThemeMiddle && (of[q.Theme] > of[club.ThemeMiddle]/2 || of[q.Theme] < rounds/24) {
			t.Errorf("%q comes %d times, the middle's %d", q.Theme, of[q.Theme], of[club.ThemeMiddle])
		}
	}
}

// A club that never writes a question reads for years and is asked nothing twice
// within one: five books a year, eight checkpoints each.
func TestSpareQuestionsLastForYears(t *testing.T) {
	t.Parallel()
	day, asked := 0, make(map[string]int)
	for book := range 15 {
		for n := 1; n <= 8; n++ {
			m := club.SpareMoment{Number: n, Of: 8, Last: 3 * n, Chapters: 24}
			had := make(map[string]int)
			for key, d := range asked {
				had[key] = day - d
			}
			q, _ := club.ChooseSpare(m, had, int64(100*book+n))
			if d, known := asked[q.Key]; known && day-d <= 365 {
				t.Errorf("%s comes again after %d days", q.Key, day-d)
			}
			if (n == 1) != (q.Theme == club.ThemeKickOff) || (n == 8) != (q.Theme == club.ThemeEnd) {
				t.Errorf("checkpoint %d of book %d is asked %s", n, book+1, q.Key)
			}
			asked[q.Key] = day
			day += 9
		}
	}
}
