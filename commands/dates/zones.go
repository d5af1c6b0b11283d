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
// which are only understood. Those without summer time that stand for no place
// are left out: abbreviations tells what may be meant by them.
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

// Zone reads a time zone: a name of the tz database in any case, a city that has
// one named after it ("berlin" is Europe/Berlin), or another large one
// ("munich", "Portland, Oregon"). A city that lies in several is refused with
// all of them, and so are an abbreviation ("EST") and an offset ("GMT+2"), which
// do not say when summer time begins.
func Zone(text string) (*time.Location, error) {
	typed := club.CleanLine(text)
	if before, _, ok := strings.Cut(typed, " ("); ok { // a suggestion's name, with its time
		typed = before[strings.LastIndex(before, ": ")+1:]
	}
	typed = strings.TrimSpace(typed)
	wanted := club.Fold(typed)
	if wanted == "" {
		return nil, club.Refuse("Say in which time zone the club lives: a large city such as Berlin, or a name such as America/New_York.")
	}
	if a, ok := abbreviated(wanted); ok {
		return nil, a.refusal()
	}
	found := zoneCalled(typed, wanted)
	if found == "" {
		switch list := placesCalled(wanted); len(list) {
		case 0:
			return nil, refuseZone(typed, wanted)
		case 1:
			found = list[0].zone
		default:
			names := make([]string, len(list))
			for i, p := range list {
				names[i] = fmt.Sprintf("%q", p.name)
			}
			return nil, club.Refuse("There is more than one %s. Say %s.", list[0].city, strings.Join(names, " or "))
		}
	}
	zone, err := time.LoadLocation(found)
	if err != nil {
		return nil, fmt.Errorf("load zone %s: %w", found, err)
	}
	return zone, nil
}

// zoneCalled is the name in the tz database of what was typed, wanted as Fold
// has it: names before cities, and new ones before old, as the list has them.
func zoneCalled(typed, wanted string) string {
	found := ""
	for name := range zoneNames() {
		if strings.EqualFold(name, typed) {
			return name
		}
		if found == "" && isPlace(name) && (club.Fold(name) == wanted || city(name) == wanted) {
			found = name
		}
	}
	return found
}

// isPlace reports whether the zone is named after a place. Those of Etc are not.
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
	offset := strings.TrimPrefix(wanted, "etc ")
	if strings.HasPrefix(offset, "utc") || strings.HasPrefix(offset, "gmt") || strings.Trim(wanted, "0123456789:.+") == "" {
		return club.Refuse("%s does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.", club.Typed(typed))
	}
	// There is a Paris in Texas, too.
	if head, _, ok := strings.Cut(typed, ","); ok {
		if zone := zoneCalled(head, club.Fold(head)); zone != "" {
			return club.Refuse("I do not know %s. If you mean %s, say %q.", club.Typed(typed), zone, zone)
		}
	}
	switch near := nearestZones(club.Fold(club.Cut(wanted, 50))); len(near) {
	case 0:
		return club.Refuse("I know no time zone %s. Name a large city in it, such as Berlin, or a zone such as America/New_York.", club.Typed(typed))
	case 1:
		return club.Refuse("I know no time zone %s. The nearest is %s.", club.Typed(typed), near[0])
	default:
		return club.Refuse("I know no time zone %s. The nearest are %s and %s.", club.Typed(typed), near[0], near[1])
	}
}

// nearestZones is the zones and places whose names are spelled much like the one
// wanted, the nearest first.
func nearestZones(wanted string) []string {
	type candidate struct {
		name string
		far  int
	}
	var near []candidate
	weigh := func(name, called string) {
		if far := club.Distance(wanted, called); far <= 1+len(wanted)/4 {
			near = append(near, candidate{name, far})
		}
	}
	for name, current := range zoneNames() {
		if current {
			weigh(name, city(name))
		}
	}
	for p := range allPlaces() {
		weigh(p.name, club.Fold(p.city))
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Compare(a.far, b.far) })
	names := make([]string, len(near))
	for i, c := range near {
		names[i] = c.name
	}
	return names
}
