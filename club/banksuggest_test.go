package club_test

import (
	"slices"
	"strings"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

func TestBankIsSuggestedByWords(t *testing.T) {
	t.Parallel()
	m := club.SpareMoment{Number: 5, Of: 10, Last: 15, Chapters: 30}
	for _, c := range []struct {
		typed string
		want  int // how many are suggested
		with  string
	}{
		{"ethics", 10, "who-pays"},
		{"kickoff", 11, "hope-it-avoids"},
		{"Kick-Off", 11, "hope-it-avoids"},
		{"if you stopped here", 9, "stop-for-a-year"},
		{"SILENCE weighs", 1, "weight-of-silence"},
		{"weighs silen", 1, "weight-of-silence"},
		{"no-film-could-show", 1, "no-film-could-show"},
		{"Whose mistake do you understand best?", 1, "understandable-mistake"},
		{"own", 4, "own-defence"},
		{"What did you have for breakfast", 0, ""},
	} {
		got := club.SuggestBank(c.typed, m, nil, 25)
		if len(got) != c.want || c.with != "" && !slices.ContainsFunc(got, func(q club.BankQuestion) bool { return q.Key == c.with }) {
			t.Errorf("%q: %d suggestions: %v", c.typed, len(got), got)
		}
	}
}

// Where nothing is typed one sees at once what belongs here, and then some of
// everything that fits.
func TestBankIsSuggestedForItsMoment(t *testing.T) {
	t.Parallel()
	m := club.SpareMoment{Number: 5, Of: 10, Last: 15, Chapters: 30}
	got := club.SuggestBank("", m, map[string]int{"still-waiting-for": 0, "who-pays": 800}, 25)
	if len(got) != 25 {
		t.Fatalf("%d suggestions", len(got))
	}
	for i, q := range got {
		if want := i < 6; want != (q.Theme == club.ThemeMiddle) && i < 12 || !m.Fits(q.Theme) || q.Key == "still-waiting-for" || q.Key == "who-pays" {
			t.Errorf("suggestion %d is %s (%s)", i+1, q.Key, q.Theme)
		}
	}
	for i, q := range got[6:12] {
		if slices.ContainsFunc(got[6:6+i], func(other club.BankQuestion) bool { return other.Theme == q.Theme }) {
			t.Errorf("%q comes twice before the others came", q.Theme)
		}
	}
}

func TestBankSuggestions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoment(t)
		had := anyHad(t, m)
		typed := rapid.SampledFrom([]string{"", " ", "?", "what", "who", "the book", "end", "stopped", "pages you", "zebra"}).Draw(t, "typed")
		limit := rapid.IntRange(-1, 130).Draw(t, "limit")
		got := club.SuggestBank(typed, m, had, limit)
		if len(got) > max(limit, 0) {
			t.Fatalf("%d suggestions, of %d", len(got), limit)
		}
		all := club.SuggestBank(typed, m, had, 200)
		if !slices.Equal(got, all[:min(len(all), max(limit, 0))]) {
			t.Fatal("a smaller limit shows others")
		}
		group := func(q club.BankQuestion) int {
			if _, known := had[q.Key]; !m.Fits(q.Theme) {
				return 2
			} else if known {
				return 1
			}
			return 0
		}
		for i, q := range all {
			for _, word := range strings.Fields(club.Fold(typed)) {
				if !strings.Contains(club.Fold(q.Text+" "+string(q.Theme)+" "+q.Key), word) {
					t.Fatalf("%q gives %s", typed, q.Key)
				}
			}
			if i == 0 {
				continue
			}
			last := all[i-1]
			if group(last) > group(q) || group(last) == 1 && group(q) == 1 && had[last.Key] < had[q.Key] {
				t.Fatalf("%s comes before %s", last.Key, q.Key)
			}
			if slices.Contains(all[:i], q) {
				t.Fatalf("%s comes twice", q.Key)
			}
		}
		if len(strings.Fields(club.Fold(typed))) == 0 && len(all) != len(club.Bank()) {
			t.Fatalf("nothing typed suggests %d", len(all))
		}
	})
}
