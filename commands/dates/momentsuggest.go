package dates

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dogear/club"
)

// MomentSuggestion is a moment that may be meant.
type MomentSuggestion struct {
	At    time.Time
	Name  string // "Sunday 6 December 2026, 18:00", with "(past)" behind it
	Value string // "2026-12-06 18:00", which ParseMoment reads in the same zone
}

// SuggestMoments offers at most limit moments for what has been typed so far, as
// Suggest offers days; days without a time are at the time usual.
func SuggestMoments(typed string, now time.Time, zone *time.Location, usual club.Clock, limit int) []MomentSuggestion {
	words, today := normal(club.CleanLine(typed)), club.DateOf(now.In(zone))
	if len(words) > longestMoment {
		return nil
	}
	var list []MomentSuggestion
	offer := func(at time.Time, note string) {
		known := slices.ContainsFunc(list, func(s MomentSuggestion) bool { return s.At.Equal(at) })
		year := at.In(zone).Year()
		if known || len(list) >= limit || at.IsZero() || year < 1 || year > 9999 {
			return
		}
		if !at.After(now) {
			note += past
		}
		list = append(list, suggestMoment(at.In(zone), note))
	}
	m := readMoment(typed, now, zone, usual)
	offer(m.at, m.notes[0])
	offer(m.other, m.notes[1])
	for _, said := range shortly(words) {
		if far, ok := soon(said, today); ok {
			offer(now.Add(far).Truncate(time.Minute), "")
		}
	}
	for _, at := range begunTimes(words, today, now, zone) {
		if at.After(now) {
			offer(at, "")
		}
	}
	for _, d := range Suggest(typed, today, limit+1) { // one of them may have passed
		if at := d.Date.At(usual.Hour, usual.Minute, zone); at.After(now) {
			offer(at, "")
		}
	}
	if len(list) == 0 {
		for _, said := range respelled(words) {
			list = append(list, SuggestMoments(said, now, zone, usual, limit-len(list))...)
		}
	}
	return list
}

// suggestMoment names a moment. Of a time that clocks show twice, the second
// needs its offset to be told from the first.
func suggestMoment(at time.Time, note string) MomentSuggestion {
	d := club.DateOf(at)
	s := MomentSuggestion{
		At: at, Name: d.Long() + at.Format(", 15:04"), Value: d.String() + at.Format(" 15:04"),
	}
	if !d.At(at.Hour(), at.Minute(), at.Location()).Equal(at) {
		s.Name, s.Value = s.Name+at.Format(" (-07:00)"), d.String()+at.Format(" 15:04 -07:00")
	}
	s.Name += note
	return s
}

// shortly is what people say of the next hours that begins with what was typed.
func shortly(words string) []string {
	count, ok := strings.CutPrefix(words, "in ")
	if !ok {
		return nil
	}
	all := []string{"in an hour", "in half an hour"}
	if count, _, _ = strings.Cut(count, " "); strings.Trim(count, "0123456789") == "" && count != "" {
		all = append(all, "in "+count+" hours", "in "+count+" minutes")
	}
	return slices.DeleteFunc(all, func(s string) bool { return !strings.HasPrefix(s, words) })
}

// begunTimes is the moments whose day has been typed, and their time begun: of
// "sunday 1", Sunday at 10:00, 11:00 and so on.
func begunTimes(words string, today club.Date, now time.Time, zone *time.Location) []time.Time {
	day, begun := today, strings.TrimPrefix(words, "at ")
	if i := strings.LastIndexAny(words, " ,"); i >= 0 {
		r, ok := read(normal(strings.TrimSuffix(words[:i], " at")), today)
		if ok && r.refusal("", today) == nil {
			day, begun = r.day, words[i+1:]
		}
	}
	var list []time.Time
	if len(words) > len("to") && strings.HasPrefix("tonight", words) {
		list = append(list, tonight(today, zone))
	}
	for _, c := range clocksLike(begun) {
		at := day.At(c.Hour, c.Minute, zone)
		if begun == strings.TrimPrefix(words, "at ") && !at.After(now) {
			at = day.AddDays(1).At(c.Hour, c.Minute, zone)
		}
		list = append(list, at)
	}
	return list
}

// clocksLike is the times that may become of what was typed: full hours, then
// halves and quarters.
func clocksLike(begun string) []club.Clock {
	if begun == "" {
		return nil
	}
	var list []club.Clock
	for _, minute := range []int{0, 30, 15, 45} {
		for i := range 24 {
			c := club.Clock{Hour: (i + 9) % 24, Minute: minute} // from the morning on
			half := time.Date(2000, 1, 1, c.Hour, c.Minute, 0, 0, time.UTC)
			for _, text := range []string{
				c.String(), half.Format("15.04"), half.Format("3:04pm"), half.Format("3pm"),
				fmt.Sprintf("%d:%02d", c.Hour, c.Minute),
			} {
				if strings.HasPrefix(text, begun) && (minute == 0 || strings.ContainsAny(begun, ":.")) {
					list = append(list, c)
					break
				}
			}
		}
	}
	return list
}
