package dates

import (
	"strings"

	"dogear/club"
	"github.com/olebedev/when/rules/en"
)

// respelled is what words may have been meant to be where some of them are a
// letter or two from a word of days and times: of "thuesday 1 decmber", both
// Tuesday and Thursday 1 December. It is nothing if no word is.
func respelled(words string) []string {
	const most = 4
	if len(words) > longestMoment {
		return nil
	}
	all, changed := []string{""}, false
	for word := range strings.FieldsSeq(words) {
		meant := spelledLike(strings.Trim(word, ".,"))
		changed = changed || meant != nil
		if meant == nil {
			meant = []string{word}
		}
		var longer []string
		for _, begun := range all {
			for _, m := range meant {
				longer = append(longer, strings.TrimSpace(begun+" "+m))
			}
		}
		all = longer[:min(most, len(longer))]
	}
	if !changed {
		return nil
	}
	return all
}

// spelledLike is the words of days and times that are nearest to one that is
// none itself, if any is near.
func spelledLike(word string) []string {
	const vocabulary = "today tonight tomorrow yesterday next week weeks month months days fortnight noon midnight " +
		"every daily weekly monthly fortnightly weekdays " +
		"january february march april june july august september october november december " +
		"monday tuesday wednesday thursday friday saturday sunday"
	if _, ok := weekday(word); ok || len(word) < 4 || strings.Trim(word, letters) != "" || en.MONTH_OFFSET[word] != 0 {
		return nil
	}
	nearest := 1
	if len(word) > len("friday") {
		nearest = 2
	}
	var meant []string
	for w := range strings.FieldsSeq(vocabulary) {
		switch far := club.Distance(word, w); {
		case far == 0:
			return nil
		case far < nearest:
			meant, nearest = []string{w}, far
		case far == nearest:
			meant = append(meant, w)
		}
	}
	return meant
}

// meaning is those of the ways to spell words that are understood.
func meaning(words string, understood func(words string) bool) []string {
	var meant []string
	for _, said := range respelled(words) {
		if understood(said) {
			meant = append(meant, said)
		}
	}
	return meant
}

// refuseMisspelt offers the ways to spell what was typed that are understood, or
// returns nil if there is none. What it could be read as comes in full: "a date".
func refuseMisspelt(typed, what string, meant []string) error {
	if len(meant) == 0 {
		return nil
	}
	quoted := make([]string, len(meant))
	for i, m := range meant {
		quoted[i] = `"` + m + `"`
	}
	return club.Refuse("I cannot read %s as %s. Do you mean %s?", club.Typed(typed), what, oneOf(quoted))
}
