package dates

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dogear/club"
)

// ZoneSuggestion is a time zone that may be meant.
type ZoneSuggestion struct {
	Name  string // "Europe/Berlin (17:08)", with its time now, or "Munich, Germany: Europe/Berlin (17:08)"
	Value string // "Europe/Berlin"
}

// SuggestZones offers at most limit zones for what has been typed so far, each
// once: those that an abbreviation may mean, cities that begin with it, then all
// names that hold it.
func SuggestZones(typed string, now time.Time, limit int) []ZoneSuggestion {
	var list []ZoneSuggestion
	for _, name := range zonesLike(club.Fold(typed)) {
		if len(list) >= limit {
			break
		}
		zone, err := time.LoadLocation(name.zone)
		known := slices.ContainsFunc(list, func(s ZoneSuggestion) bool { return s.Value == name.zone })
		if err != nil || known {
			continue
		}
		label := name.zone
		if name.place != "" {
			label = name.place + ": " + label
		}
		list = append(list, ZoneSuggestion{Name: fmt.Sprintf("%s (%s)", label, now.In(zone).Format("15:04")), Value: name.zone})
	}
	return list
}

// zoneName is a zone and, if it was found by one, a place in it.
type zoneName struct{ zone, place string }

// zonesLike is what goes with what was typed, the likeliest first; for nothing
// typed, one for most of those who speak English, from west to east.
func zonesLike(words string) []zoneName {
	var exact, starts, holds []zoneName
	if words == "" {
		for _, name := range []string{
			"America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Sao_Paulo", "UTC",
			"Europe/London", "Europe/Berlin", "Africa/Johannesburg", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo",
			"Australia/Sydney", "Pacific/Auckland",
		} {
			exact = append(exact, zoneName{zone: name})
		}
		return exact
	}
	if a, ok := abbreviated(words); ok {
		for _, name := range a.zones {
			exact = append(exact, zoneName{zone: name})
		}
	}
	for name, current := range zoneNames() {
		whole, place := club.Fold(name), city(name)
		switch {
		case whole == words, isPlace(name) && place == words:
			// An old name too, once it is typed in full.
			exact = append(exact, zoneName{zone: name})
		case !current:
		case strings.HasPrefix(place, words), strings.HasPrefix(whole, words):
			starts = append(starts, zoneName{zone: name})
		case strings.Contains(whole, words):
			holds = append(holds, zoneName{zone: name})
		}
	}
	for p := range allPlaces() {
		switch whole := club.Fold(p.name); {
		case whole == words, club.Fold(p.city) == words:
			exact = append(exact, zoneName{p.zone, p.name})
		case strings.HasPrefix(whole, words):
			starts = append(starts, zoneName{p.zone, p.name})
		}
	}
	return slices.Concat(exact, starts, holds)
}
