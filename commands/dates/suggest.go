package dates

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dogear/club"
	"github.com/olebedev/when/rules/en"
)

// Suggestion is a day that may be meant.
type Suggestion struct {
	Date  club.Date
	Name  string // "Sunday 6 December 2026", with "(past)" or "(day first)" behind it
	Value string // "2026-12-06", which Parse reads
}

// Suggest offers at most limit days for what has been typed so far, the
// likeliest first, each once. A day that has passed comes only if it was typed
// in full, and is marked as such; of what means two days, both come. What is
// spelled a little wrong comes as its nearest.
func Suggest(typed string, today club.Date, limit int) []Suggestion {
	words := normal(club.CleanLine(typed))
	var list []Suggestion
	offer := func(d club.Date, note string) {
		known := slices.ContainsFunc(list, func(s Suggestion) bool { return s.Date == d })
		if known || len(list) >= limit || !exists(d) {
			return
		}
		if d.Before(today) {
			note += past
		}
		list = append(list, Suggestion{Date: d, Name: d.Long() + note, Value: d.String()})
	}
	if r, ok := read(words, today); ok {
		offer(r.day, r.notes[0])
		offer(r.other, r.notes[1])
	}
	for _, said := range completions(words) {
		if r, ok := read(said, today); ok {
			offer(r.day, "")
		}
	}
	const farthest = 2 * 366 // days that are looked at
	begun := canonical(words)
	for i := 0; i < farthest && len(list) < limit; i++ {
		if d := today.AddDays(i); matches(words, begun, d, i) {
			offer(d, "")
		}
	}
	if len(list) == 0 {
		for _, said := range respelled(words) {
			list = append(list, Suggest(said, today, limit-len(list))...)
		}
	}
	return list
}

// completions is what people say of days that begins with what was typed, the
// nearest day first.
func completions(words string) []string {
	said := phrase(words)
	if said == "" {
		return nil
	}
	all := []string{
		"today", "tomorrow", "tonight", "day after tomorrow", "next week", "next month", "in a week", "in 2 weeks", "in 3 weeks", "in a month",
		"end month", "end next month", "end year",
	}
	// "in 2", and "2 w", too; "2" alone is more likely a day of a month.
	rest, ahead := strings.CutPrefix(said, "in ")
	if count, unit, _ := strings.Cut(rest, " "); ahead || unit != "" {
		if n, used := howMany([]string{count}); used == 1 && n > 0 {
			all = append(all, "in "+count+" days", "in "+count+" weeks", "in "+count+" months")
			said = "in " + rest
		}
	}
	for d := time.Sunday; strings.Contains(said, " ") && d <= time.Saturday; d++ {
		all = append(all, strings.ToLower(d.String())+" week")
	}
	begun := canonical(said)
	return slices.DeleteFunc(all, func(s string) bool {
		return !strings.HasPrefix(s, said) && !strings.HasPrefix(s, begun)
	})
}

// canonical is words with the whole of each name that has been typed to its
// end: "sun 1st dec 20" is "sunday 1 december 20".
func canonical(words string) string {
	list := strings.Fields(phrase(words))
	for i := range list {
		if i == len(list)-1 {
			break
		}
		if m, ok := en.MONTH_OFFSET[list[i]]; ok {
			list[i] = strings.ToLower(time.Month(m).String())
		} else if n, ok := en.ORDINAL_WORDS[list[i]]; ok {
			list[i] = strconv.Itoa(n)
		} else if d, ok := weekday(list[i]); ok {
			list[i] = strings.ToLower(d.String())
		}
	}
	return strings.Join(list, " ")
}

// matches reports whether what was typed may become the day that lies so many
// days ahead; begun is its canonical form.
func matches(words, begun string, d club.Date, ahead int) bool {
	if words == "" || strings.HasPrefix(d.String(), words) {
		return true
	}
	if begun == "" {
		return false
	}
	if strings.HasPrefix("next", begun) || strings.HasPrefix("this", begun) {
		return ahead > 0
	}
	name, month := strings.ToLower(d.Weekday().String()), strings.ToLower(d.Month.String())
	for _, before := range []string{"", "next ", "this "} {
		if rest, ok := strings.CutPrefix(begun, before); ok && strings.HasPrefix(name, rest) {
			return ahead > 0 || before == "this "
		}
	}
	begun = strings.TrimPrefix(begun, name+" ")
	return strings.HasPrefix(fmt.Sprintf("%d %s %d", d.Day, month, d.Year), begun) ||
		strings.HasPrefix(fmt.Sprintf("%s %d %d", month, d.Day, d.Year), begun) ||
		strings.HasPrefix(fmt.Sprintf("%d.%d.%d", d.Day, d.Month, d.Year), begun) ||
		strings.HasPrefix(fmt.Sprintf("%02d.%02d.%d", d.Day, d.Month, d.Year), begun)
}
