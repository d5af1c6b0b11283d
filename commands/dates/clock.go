package dates

import (
	"strings"

	"dogear/club"
)

// ParseClock reads a time of the day: "18:00", "18.30", "18h30", "1830", "6pm",
// "6:30 p.m.", "noon".
func ParseClock(text string) (club.Clock, error) {
	typed := club.CleanLine(text)
	words := strings.NewReplacer("a.m", "am", "p.m", "pm", "：", ":").Replace(strings.ToLower(typed))
	switch words = strings.Trim(words, " .,;!?"); words {
	case "":
		return club.Clock{}, club.Refuse(`Say a time of the day. Try "18:00" or "6pm".`)
	case "noon", "midday":
		return club.Clock{Hour: 12}, nil
	case "midnight":
		return club.Clock{}, nil
	}
	c, half, ok := splitClock(words)
	switch {
	case !ok:
		return club.Clock{}, club.Refuse(`I cannot read %s as a time. Try "18:00" or "6pm".`, club.Typed(typed))
	case c.Minute > 59:
		return club.Clock{}, club.Refuse(`I read %s as a time and there is none: an hour has 60 minutes. Try "18:00" or "6pm".`, club.Typed(typed))
	case half != "" && (c.Hour < 1 || c.Hour > 12):
		return club.Clock{}, club.Refuse(`I read %s as a time and there is none: with %s the hours go from 1 to 12. Try "18:00" or "6pm".`, club.Typed(typed), half)
	case c.Hour > 23:
		return club.Clock{}, club.Refuse(`I read %s as a time and there is none: the last of a day is 23:59. Try "18:00" or "6pm".`, club.Typed(typed))
	}
	if half != "" {
		c.Hour %= 12
	}
	if half == "pm" {
		c.Hour += 12
	}
	return c, nil
}

// splitClock takes a time apart; half is "am", "pm" or, on the 24-hour clock,
// nothing. A bare number below 13 is not taken for one: 6 may be either.
func splitClock(words string) (c club.Clock, half string, ok bool) {
	for _, h := range []string{"am", "pm"} {
		if rest, found := strings.CutSuffix(words, h); found {
			words, half = strings.TrimSpace(rest), h
		}
	}
	i := strings.IndexAny(words, ":.h")
	if len(words) == len("1930") && i < 0 {
		words, i = words[:2]+":"+words[2:], 2
	}
	if i < 0 {
		c.Hour, ok = number(words, 2)
		return c, half, ok && (half != "" || c.Hour > 12)
	}
	var okHour, okMinute bool
	c.Hour, okHour = number(words[:i], 2)
	minutes := words[i+1:]
	c.Minute, okMinute = number(minutes, 2)
	if minutes == "" && words[i] == 'h' {
		okMinute, minutes = true, "00"
	}
	return c, half, okHour && okMinute && len(minutes) == 2
}
