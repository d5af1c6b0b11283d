package dates

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dogear/club"
)

const shiftExample = `Try "3 days", "1 week" or "-2 days".`

// ParseShift reads by how many days dates are to move: "3 days", "a week", "two
// weeks later", "-2 days", "3 days earlier". It is not 0 and at most
// club.MaxShift to either side, negative for earlier.
func ParseShift(text string) (days int, err error) {
	typed := club.CleanLine(text)
	words := normal(typed)
	if words == "" {
		return 0, club.Refuse("Say by how much. %s", shiftExample)
	}
	length, sign, ok := direction(words)
	if _, bare := number(length, 4); ok && bare {
		if sign < 0 {
			length = "-" + length
		}
		return 0, club.Refuse("%s may be days or weeks. Say %q or %q.", club.Typed(typed), length+" days", length+" weeks")
	}
	var far span
	if ok && harmless(words) {
		far, ok = readSpan(phrase(length))
	} else {
		ok = false
	}
	switch {
	case !ok:
		return 0, club.Refuse("I cannot read %s as a number of days. %s", club.Typed(typed), shiftExample)
	case far.months > 0:
		return 0, club.Refuse(`Months and years differ in length, so dates move by days or weeks. Try "4 weeks".`)
	case far.days == 0:
		return 0, club.Refuse("That would move nothing. %s", shiftExample)
	case far.days > club.MaxShift:
		return 0, club.Refuse("Dates move by ten years at most. %s", shiftExample)
	}
	return sign * far.days, nil
}

// direction takes a length and its sign apart: "3 days earlier", "-3 days",
// "back 3 days". Two words for it are one too many.
func direction(words string) (length string, sign int, ok bool) {
	length, sign = strings.TrimPrefix(words, "by "), 0
	for word, s := range map[string]int{"-": -1, "minus ": -1, "back ": -1, "+": 1, "plus ": 1, "forward ": 1} {
		if rest, found := strings.CutPrefix(length, word); found {
			length, sign = strings.TrimSpace(rest), s
			break
		}
	}
	length = strings.TrimPrefix(length, "by ") // "back by 3 days"
	for word, s := range map[string]int{"earlier": -1, "sooner": -1, "back": -1, "later": 1, "forward": 1} {
		if rest, found := strings.CutSuffix(length, " "+word); found {
			if sign != 0 {
				return "", 0, false
			}
			length, sign = rest, s
			break
		}
	}
	if sign == 0 {
		sign = 1
	}
	return length, sign, length != ""
}

// ShiftSuggestion is a number of days that may be meant.
type ShiftSuggestion struct {
	Name  string // "1 week later", "2 days earlier"
	Value string // "1 week", "-2 days", which ParseShift reads
}

// SuggestShifts offers at most limit shifts for what has been typed so far, each
// once.
func SuggestShifts(typed string, limit int) []ShiftSuggestion {
	words := normal(club.CleanLine(typed))
	var list []ShiftSuggestion
	offer := func(days int) {
		s := suggestShift(days)
		if len(list) < limit && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	if days, err := ParseShift(typed); err == nil {
		offer(days)
	}
	length, sign, ok := direction(words)
	first, rest, _ := strings.Cut(length, " ")
	if n, used := howMany([]string{first}); ok && used == 1 {
		for unit, days := range []string{"days", "weeks"} {
			if total := n * []int{1, 7}[unit]; strings.HasPrefix(days, rest) && total > 0 && total <= club.MaxShift {
				offer(sign * total)
			}
		}
	}
	// Nothing that was typed bears a number yet.
	for _, days := range []int{7, 14, 1, 2, 3, -7, -1, -2, -3, 21, 28} {
		s := suggestShift(days)
		if strings.HasPrefix(s.Value, words) || strings.HasPrefix(s.Name, words) {
			offer(days)
		}
	}
	return list
}

// suggestShift names a number of days, by weeks where they are whole ones.
func suggestShift(days int) ShiftSuggestion {
	n, unit := max(days, -days), "day"
	if n%7 == 0 {
		n, unit = n/7, "week"
	}
	if n != 1 {
		unit += "s"
	}
	length := strconv.Itoa(n) + " " + unit
	if days < 0 {
		return ShiftSuggestion{Name: length + " earlier", Value: "-" + length}
	}
	return ShiftSuggestion{Name: fmt.Sprintf("%s later", length), Value: length}
}
