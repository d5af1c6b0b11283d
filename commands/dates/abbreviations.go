package dates

import (
	_ "embed"
	"strings"

	"dogear/club"
)

// abbreviations is what clocks are called and no place is, one a line: the name,
// what is wrong with it, and the zones that may be meant. A club that lived in
// EST would meet at the wrong hour for half of the year.
//
//go:embed abbreviations.txt
var abbreviations string

// abbreviation is a line of that list.
type abbreviation struct {
	name  string   // "EST"
	wrong string   // "has no summer time"
	zones []string // "America/New_York"
}

// abbreviated is the abbreviation that was typed, as Fold has it.
func abbreviated(wanted string) (abbreviation, bool) {
	wanted = strings.TrimPrefix(wanted, "etc ")
	for line := range strings.Lines(abbreviations) {
		said, meant, _ := strings.Cut(line, " = ")
		name, wrong, _ := strings.Cut(said, " ")
		if club.Fold(name) == wanted {
			return abbreviation{name, wrong, strings.Fields(meant)}, true
		}
	}
	return abbreviation{}, false
}

// refusal asks for the zones that it may mean.
func (a abbreviation) refusal() error {
	return club.Refuse("%s %s. Do you mean %s?", a.name, a.wrong, oneOf(a.zones))
}

// oneOf is "a, b or c".
func oneOf(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
