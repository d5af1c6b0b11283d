package club_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/club"
)

// A list of ends is read while everybody else who writes waits: what it costs
// follows its length, whatever stands in it and however many chapters there are.
func TestAListOfEndsCostsWhatItsLengthDoes(t *testing.T) {
	cs := club.Numbered(500)
	var right, wrong strings.Builder
	for i := range cs {
		cs[i].Label = fmt.Sprintf("Глава %d", i+1)
		fmt.Fprintf(&right, "Глава %d @ %d\n", i+1, 10*(i+1))
		fmt.Fprintf(&wrong, "Ä Глава %d @ %d\n", i+1, 10*(i+1))
	}
	for name, list := range map[string]string{
		"every chapter": right.String(), "no chapter": wrong.String(),
		"prose":    strings.Repeat(strings.Repeat("word. ", 100)+"\n", 400),
		"ends":     strings.Repeat(strings.Repeat("ends ", 130)+"\n", 400),
		"one line": strings.Repeat("word, 1. ", 30_000),
	} {
		text := club.Draft(list, "ana")
		allocs := testing.AllocsPerRun(1, func() { cs.ReadEnds(text, club.Edition{}) })
		if most := 500_000.0; allocs > most {
			t.Errorf("%s: %.0f allocations for %d bytes, want %.0f at most", name, allocs, len(list), most)
		}
	}
}

// What looks like a share of the book, the beginning of a recording, or a page
// that no book has.
func TestOddPlaces(t *testing.T) {
	t.Parallel()
	cs := append(club.Chapters{{Number: 1, Label: "Prologue"}}, club.Numbered(11)...)
	for i := range cs {
		cs[i].Number = i + 1
	}
	for typed, want := range map[string]int{"5/12": 5, "12/12": 12, "0/12": 0} {
		where, err := cs.Ruler(nil).ParsePosition(typed, club.Nobody())
		if err != nil || where.Position != want || where.Understood == "" {
			t.Errorf("%s is %+v, %v", typed, where, err)
		}
	}
	audio := &club.Edition{Measure: club.Seconds, Ends: map[int]int{1: 600, 12: 36000}}
	if where, err := cs.Ruler(audio).ParsePosition("0:00", club.Nobody()); err != nil || where.Position != 0 {
		t.Errorf("0:00 is %+v, %v", where, err)
	}
	for _, typed := range []string{"p 9223372036854775807.5", "p 9223372036854775807", "99999999999999999/999999999999999999"} {
		if where, err := cs.Ruler(nil).ParseLock(typed, club.Nobody()); err == nil {
			t.Errorf("%s is %+v", typed, where)
		}
	}
}
