package dates

import (
	"slices"
	"strings"
	"time"

	"dogear/club"
	"github.com/olebedev/when/rules/en"
)

// RepeatSuggestion is how often something may be meant to be asked.
type RepeatSuggestion struct {
	Name  string // "every Sunday at 18:00"
	Value string // "weekly sun 18:00", which ParseRepeat reads
}

// SuggestRepeats offers at most limit ways to repeat for what has been typed so
// far, each once: what it says, then what it may become. Without a time they are
// at the time usual.
func SuggestRepeats(typed string, usual club.Clock, limit int) []RepeatSuggestion {
	words := normal(club.CleanLine(typed))
	var list []RepeatSuggestion
	offer := func(r club.Recurrence) {
		s := RepeatSuggestion{Name: r.Words(), Value: r.Rule()}
		if len(list) < limit && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	r, err := ParseRepeat(typed, usual)
	switch {
	case err == nil:
		offer(r)
	case len(words) > longestMoment:
		return nil
	}
	for _, begun := range begunRepeats(words) {
		offer(begun)
	}
	rest, c := takeClock(words, usual)
	said := oftenWords(rest)
	for _, r := range commonRepeats(said) {
		if len(list) < limit && r.mayBecome(said) {
			offer(r.at(c))
		}
	}
	if len(list) == 0 {
		for _, said := range respelled(words) {
			list = append(list, SuggestRepeats(said, usual, limit-len(list))...)
		}
	}
	return list
}

// begunRepeats is what was typed to its end but for the time: of "sundays 1",
// Sundays at 10:00, 11:00 and so on.
func begunRepeats(words string) []club.Recurrence {
	i := strings.LastIndexAny(words, " ,")
	if i < 0 {
		return nil
	}
	r, ok := readRepeat(normal(strings.TrimSuffix(words[:i], " at")))
	if !ok || r.refusal != "" {
		return nil
	}
	var list []club.Recurrence
	for _, c := range clocksLike(words[i+1:]) {
		list = append(list, r.at(c))
	}
	return list
}

// takeClock takes the time from the end of words, the time usual if there is none.
func takeClock(words string, usual club.Clock) (rest string, c club.Clock) {
	for i, sign := range words {
		if sign == ' ' {
			if c, err := ParseClock(strings.TrimPrefix(words[i+1:], "at ")); err == nil {
				return words[:i], c
			}
		}
	}
	return words, usual
}

// commonRepeats is what people have repeated, the likeliest first, after what has
// as many weeks between as was typed.
func commonRepeats(said []string) []repeat {
	var list []repeat
	if len(said) > 1 && said[0] == "every" {
		if n, ok := countOf(said[1]); ok && n > 2 && n <= club.MaxWeeks {
			list = eachDay(repeat{weeks: n})
		}
	}
	list = slices.Concat(list,
		eachDay(repeat{weeks: 1})[:1], []repeat{{weeks: 1, days: [7]bool{true, true, true, true, true, true, true}}},
		eachDay(repeat{weeks: 1})[1:], []repeat{{weeks: 1, days: [7]bool{false, true, true, true, true, true, false}}},
		eachDay(repeat{weeks: 2}), []repeat{{month: 1}, {month: club.LastDay}},
	)
	for nth := 1; nth <= club.LastOfMonth; nth++ {
		list = append(list, eachDay(repeat{nth: nth})...)
	}
	for day := 2; day <= 31; day++ {
		list = append(list, repeat{month: day})
	}
	return list
}

// eachDay is r on one weekday after another, from Sunday on.
func eachDay(r repeat) []repeat {
	var list []repeat
	for d := range time.Saturday + 1 {
		r.days = [7]bool{}
		r.days[d] = true
		list = append(list, r)
	}
	return list
}

// mayBecome reports whether each of the words that were said begins one by which
// r is called.
func (r repeat) mayBecome(said []string) bool {
	midnight := club.Clock{}
	rule := r.at(midnight)
	text := strings.ReplaceAll(strings.ToLower(rule.Words()+" "+rule.Rule()), midnight.String(), "")
	called := slices.Concat(oftenWords(text), strings.Fields(text))
	if r.weeks == 2 {
		called = append(called, "fortnightly", "other", "biweekly", "bi-weekly")
	}
	for _, w := range said {
		n, ok := en.ORDINAL_WORDS[w]
		counted := ok && n == r.weeks
		if !counted && !slices.ContainsFunc(called, func(name string) bool { return strings.HasPrefix(name, w) }) {
			return false
		}
	}
	return true
}
