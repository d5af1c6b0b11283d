package dates

import (
	"cmp"
	_ "embed"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"dogear/club"
)

// zones is the names of the tz database, one a line: those of its table of
// places, which are suggested, then with a tilde the older and the odd ones,
// which are only understood.
//
//go:embed zones.txt
var zones string

// zoneNames goes through the list; current tells the names that are suggested.
func zoneNames() iter.Seq2[string, bool] {
	return func(yield func(name string, current bool) bool) {
		for line := range strings.Lines(zones) {
			name, old := strings.CutPrefix(strings.TrimSpace(line), "~")
			if !yield(name, !old) {
				return
			}
		}
	}
}

// Zone reads a time zone: a name of the tz database in any case, or a city that
// has one named after it ("berlin" is Europe/Berlin).
func Zone(text string) (*time.Location, error) {
	typed := club.CleanLine(text)
	if before, _, ok := strings.Cut(typed, " ("); ok { // a suggestion's name, with its time
		typed = before
	}
	wanted := club.Fold(typed)
	if wanted == "" {
		return nil, club.Refuse("Say in which time zone the club lives: a large city such as Berlin, or a name such as America/New_York.")
	}
	// Names before cities, and new ones before old: the list has them first.
	found := ""
	for name := range zoneNames() {
		if strings.EqualFold(name, typed) {
			found = name
			break
		}
		if found == "" && isPlace(name) && (club.Fold(name) == wanted || city(name) == wanted) {
			found = name
		}
	}
	if found == "" {
		return nil, refuseZone(typed, wanted)
	}
	zone, err := time.LoadLocation(found)
	if err != nil {
		return nil, fmt.Errorf("load zone %s: %w", found, err)
	}
	return zone, nil
}

// isPlace reports whether the zone is named after a place. Those of Etc are not,
// and stand for the opposite of what one would think: Etc/GMT-5 lies in the east.
func isPlace(name string) bool {
	return strings.Contains(name, "/") && !strings.HasPrefix(name, "Etc/")
}

// city is the last part of a zone's name as Fold has it: "new york".
func city(name string) string {
	return club.Fold(name[strings.LastIndexByte(name, '/')+1:])
}

// refuseZone names the two cities that are spelled most like what was typed,
// if any is.
func refuseZone(typed, wanted string) error {
	if strings.HasPrefix(wanted, "utc") || strings.HasPrefix(wanted, "gmt") || strings.Trim(wanted, "0123456789:.+") == "" {
		return club.Refuse("%s does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.", club.Typed(typed))
	}
	type candidate struct {
		name string
		far  int
	}
	var near []candidate
	for name, current := range zoneNames() {
		if far := club.Distance(club.Fold(club.Cut(wanted, 50)), city(name)); current && far <= 1+len(wanted)/4 {
			near = append(near, candidate{name, far})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Compare(a.far, b.far) })
	switch len(near) {
	case 0:
		return club.Refuse("I know no time zone %s. Name a large city in it, such as Berlin, or a zone such as America/New_York.", club.Typed(typed))
	case 1:
		return club.Refuse("I know no time zone %s. The nearest is %s.", club.Typed(typed), near[0].name)
	}
	return club.Refuse("I know no time zone %s. The nearest are %s and %s.", club.Typed(typed), near[0].name, near[1].name)
}

// ZoneSuggestion is a time zone that may be meant.
type ZoneSuggestion struct {
	Name  string // "Europe/Berlin (17:08)", with its time now
	Value string // "Europe/Berlin"
}

// SuggestZones offers at most limit zones for what has been typed so far:
// cities that begin with it, then all names that hold it.
func SuggestZones(typed string, now time.Time, limit int) []ZoneSuggestion {
	words := club.Fold(typed)
	var list []ZoneSuggestion
	for _, name := range zonesLike(words) {
		if len(list) >= limit {
			break
		}
		if zone, err := time.LoadLocation(name); err == nil {
			list = append(list, ZoneSuggestion{Name: fmt.Sprintf("%s (%s)", name, now.In(zone).Format("15:04")), Value: name})
		}
	}
	return list
}

// zonesLike is the names that go with what was typed, the likeliest first; for
// nothing typed, one for most of those who speak English, from west to east.
func zonesLike(words string) []string {
	if words == "" {
		return []string{
			"America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Sao_Paulo", "UTC",
			"Europe/London", "Europe/Berlin", "Africa/Johannesburg", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo",
			"Australia/Sydney", "Pacific/Auckland",
		}
	}
	var exact, starts, holds []string
	for name, current := range zoneNames() {
		whole, place := club.Fold(name), city(name)
		switch {
		case whole == words, isPlace(name) && place == words:
			// An old name too, once it is typed in full.
			exact = append(exact, name)
		case !current:
		case strings.HasPrefix(place, words), strings.HasPrefix(whole, words):
			starts = append(starts, name)
		case strings.Contains(whole, words):
			holds = append(holds, name)
		}
	}
	return slices.Concat(exact, starts, holds)
}
