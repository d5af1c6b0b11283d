package dates

import (
	"strings"
	"time"

	"dogear/club"
	"github.com/olebedev/when/rules"
	"github.com/olebedev/when/rules/en"
)

// library shows words to the library's rules for English, one rule at a time,
// and returns what the first has found that understood every word. What it is
// given must be harmless.
//
// The library's own parser is not used: it takes a date out of the midst of any
// text and its sums are not to be relied on (a month from November is month 0).
// So a rule says what was said, and we do the sums.
func library(words string, today club.Date) (found rules.Context, ok bool) {
	// What happens in there is not ours: words are no reason to fall over.
	defer func() {
		if recover() != nil {
			found, ok = rules.Context{}, false
		}
	}()
	ref := time.Date(today.Year, today.Month, today.Day, 12, 0, 0, 0, time.UTC)
	for _, rule := range en.All {
		m := rule.Find(words)
		if m == nil || strings.TrimSpace(words[:m.Left]+words[m.Right:]) != "" {
			continue
		}
		ctx := rules.Context{Text: words}
		if applied, err := m.Apply(&ctx, &rules.Options{}, ref); applied && err == nil {
			return ctx, true
		}
	}
	return rules.Context{}, false
}

// readByLibrary reads days that lie a number of days from today in words that
// only the library knows: "last friday", "3 days ago", "within 10 days".
func readByLibrary(said string, today club.Date) (reading, bool) {
	const day = 24 * time.Hour
	// Its numbers for these are guesses.
	for _, vague := range []string{"few", "half", "hour", "min", "sec"} {
		if strings.Contains(said, vague) {
			return reading{}, false
		}
	}
	ctx, ok := library(said, today)
	exact := ctx.Year == nil && ctx.Month == nil && ctx.Day == nil && ctx.Hour == nil && ctx.Minute == nil
	// "friday last week" it takes for the last Friday.
	if !ok || !exact || ctx.Duration == 0 || ctx.Duration%day != 0 || strings.HasSuffix(said, " week") {
		return reading{}, false
	}
	return reading{day: today.AddDays(int(ctx.Duration / day)), counted: true}, true
}

// maxSoon bounds what is counted in hours and minutes.
const maxSoon = 7 * 24 * time.Hour

// soon reads hours and minutes from now: "in 2 hours", "in half an hour".
func soon(words string, today club.Date) (time.Duration, bool) {
	if !harmless(words) || strings.Contains(words, "few") || !strings.Contains(words, "hour") && !strings.Contains(words, "min") {
		return 0, false
	}
	ctx, ok := library(phrase(words), today)
	named := ctx.Hour != nil || ctx.Minute != nil || ctx.Month != nil || ctx.Year != nil
	if !ok || named || ctx.Duration <= 0 || ctx.Duration > maxSoon {
		return 0, false
	}
	return ctx.Duration, true
}
