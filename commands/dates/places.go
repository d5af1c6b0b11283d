package dates

import (
	_ "embed"
	"iter"
	"slices"
	"strings"

	"dogear/club"
)

// places is what people call where they live and the tz database does not: large
// cities, countries and states of one zone, one a line with its zone.
//
//go:embed places.txt
var places string

// place is a line of that list.
type place struct {
	name string // "Munich, Germany"
	city string // "Munich"
	zone string // "Europe/Berlin"
}

func allPlaces() iter.Seq[place] {
	return func(yield func(place) bool) {
		for line := range strings.Lines(places) {
			name, zone, _ := strings.Cut(strings.TrimSpace(line), " = ")
			city, _, _ := strings.Cut(name, ",")
			if !yield(place{name: name, city: city, zone: zone}) {
				return
			}
		}
	}
}

// placesCalled is the places of that name, as Fold has it, one for each zone in
// which there is one. A name with its country is that place alone.
func placesCalled(wanted string) []place {
	var found []place
	for p := range allPlaces() {
		if club.Fold(p.name) == wanted {
			return []place{p}
		}
		known := slices.ContainsFunc(found, func(f place) bool { return f.zone == p.zone })
		if !known && club.Fold(p.city) == wanted {
			found = append(found, p)
		}
	}
	return found
}
