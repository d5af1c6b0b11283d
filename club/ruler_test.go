package club_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

// editions of a book of four chapters that end on the pages 20, 30, 60 and 100.
func editions() map[string]*club.Edition {
	return map[string]*club.Edition{
		"":       nil,
		"big":    {Name: "Large Print", Ends: map[int]int{1: 40, 2: 60, 3: 120, 4: 200}},
		"some":   {Name: "Penguin", Ends: map[int]int{1: 44, 3: 125}},
		"last":   {Name: "the blue paperback", Ends: map[int]int{4: 150}},
		"none":   {Name: "Folio"},
		"audio":  {Name: "Ana's recording", Measure: club.Seconds, Ends: map[int]int{2: 3 * 3600, 4: 10 * 3600}},
		"moved":  {Name: "x", Ends: map[int]int{1: 90, 2: 10, 3: 20, 4: 30}},
		"twice":  {Name: "_y_", Ends: map[int]int{1: 10, 2: 10, 3: 30, 9: 40, 4: -1}},
		"silent": {Name: "Tape", Measure: club.Seconds},
	}
}

// TestPositionsInEditions gives what is typed, the position and the lock, with
// what was understood.
func TestPositionsInEditions(t *testing.T) {
	t.Parallel()
	cs := paged(20, 10, 30, 40)
	for _, c := range []struct{ edition, typed, position, lock string }{
		{"", "p 25", "1 Page 25 lies in Chapter 2, so you have finished Chapter 1.", "2 Page 25 lies in Chapter 2, so one must have finished Chapter 2."},
		{"", "p 5", "0 Page 5 lies in Chapter 1, so you have finished no chapter yet.", "1 Page 5 lies in Chapter 1, so one must have finished Chapter 1."},
		{"", "p 30", "2 Page 30 is where Chapter 2 ends, so you have finished it.", "2 Page 30 lies in Chapter 2, so one must have finished Chapter 2."},
		{"", "p 0", "0 Page 0 is the beginning.", "`everyone`"},
		{"", "43.5%", "2 43.5% of the book is about page 43, which lies in Chapter 3, so you have finished Chapter 2.", "3 43.5% of the book is about page 44, which lies in Chapter 3, so one must have finished Chapter 3."},
		{"", "20.001%", "1 20% of the book is about page 20, which is where Chapter 1 ends, so you have finished it.", "2 20% of the book is about page 21, which lies in Chapter 2, so one must have finished Chapter 2."},
		{"", "0.1%", "0 0.1% of the book is about page 1, which lies in Chapter 1, so you have finished no chapter yet.", "1 0.1% of the book is about page 1, which lies in Chapter 1, so one must have finished Chapter 1."},
		{"", "100%", "4 100% is the whole book.", "4 100% is the whole book."},
		{"", "0%", "0 0% is the beginning of the book.", "`everyone`"},
		{"", "6h20m", "\"6h20m\" is a time, and the club's edition is counted in pages.", "`/me edition`"},
		{"", "6:20", "\"6:20\" is a time, and the club's edition", "\"6:20\" is a time"},
		{"", "p 29.5", "1 Page 29 lies in", "2 Page 30 lies in"},
		{"", "0.001%", "0 Less than 0.01% of the book is about page 1,", "1 Less than 0.01% of the book"},
		{"", "p 101", "The last chapter ends on page 100, and \"p 101\" lies beyond. Say \"done\" if you have finished the book.", "for the whole book."},
		{"", "ch 2", "2 ", "2 "},

		{"big", "p 59", "1 Page 59 of the Large Print edition lies in Chapter 2, so you have finished Chapter 1.", "2 Page 59 of the Large Print edition lies in Chapter 2, so one must have finished Chapter 2."},
		{"big", "30%", "2 30% of the Large Print edition is about page 60, which is where Chapter 2 ends, so you have finished it.", "2 30% of"},
		{"big", "p 201", "The last chapter of the Large Print edition ends on page 200", "The last chapter of"},

		// Chapter 2 ends on 64.25: a quarter of the way from 44 to 125.
		{"some", "p 64", "1 Page 64 of the Penguin edition lies, as near as I can tell, in Chapter 2, so you have finished Chapter 1.", "2 Page 64 of the Penguin edition lies, as near as I can tell, in Chapter 2, so one must have finished Chapter 2."},
		{"some", "p 65", "2 Page 65 of the Penguin edition lies, as near as I can tell, in Chapter 3, so you have finished Chapter 2.", "3 Page 65 of the Penguin edition lies, as near as I can tell, in Chapter 3, so one must have finished Chapter 3."},
		{"some", "p 125", "3 Page 125 of the Penguin edition is where Chapter 3 ends, so you have finished it.", "3 Page"},
		{"some", "p 130", "3 Page 130 of the Penguin edition lies beyond page 125, where Chapter 3 ends; that is as far as I know it, so you have finished Chapter 3.", "4 Page 130 of the Penguin edition lies beyond page 125, where Chapter 3 ends; that is as far as I know it, so one must have finished Chapter 4."},
		{"some", "43%", "2 43% of the club's edition is about page 43, which lies in Chapter 3, so you have finished Chapter 2.", "3 43% of the club's edition"},

		{"last", "p 45", "2 Page 45 of the blue paperback lies, as near as I can tell, in Chapter 3, so you have finished Chapter 2.", "2 Page 45 of"},
		{"none", "p 5", "\"p 5\" is a page, and I do not know on which pages the chapters of the Folio edition end. Give the last chapter you have finished, such as \"Chapter 1\", or tell me of your edition with `/me edition`.", "Give the chapter that one must have finished"},
		{"none", "21%", "1 21% of the club's edition is about page 21", "2 21%"},

		{"audio", "2h", "1 2:00:00 of Ana's recording lies, as near as I can tell, in Chapter 2, so you have finished Chapter 1.", "1 2:00:00 of"},
		{"audio", "1:59:59", "0 1:59:59 of", "1 1:59:59 of"},
		{"audio", "3h", "2 3:00:00 of Ana's recording is where Chapter 2 ends, so you have finished it.", "2 3:00:00"},
		{"audio", "180 min", "2 3:00:00", "2 "},
		{"audio", "10800 s", "I read", "as a time"},
		{"audio", "6.5h", "3 6:30:00", "4 "},
		{"audio", "6 h 1 min", "3 6:01:00", "4 "},
		{"audio", "6 hours and 20 minutes", "3 6:20:00", "4 "},
		{"audio", "6h20", "3 6:20:00", "4 "},
		{"audio", "6:20", "\"6:20\" may be `6h20m` or `6m20s`. Write it as one of these.", "\"6:20\" may be"},
		{"audio", "6:2:15", "I read", "as a time"},
		{"audio", "6h61m", "I read", "as a time"},
		{"audio", "20m 6h", "I read", "as a time"},
		{"audio", "p 20", "\"p 20\" is a page, and Ana's recording is counted in hours and minutes. Give a time such as `6h20m`, or a chapter. If you read the book, `/me edition` tells me which edition.", "\"p 20\" is a page"},
		{"audio", "43%", "2 43% of Ana's recording is about 4:18:00, which lies", "3 43%"},
		{"audio", "10:00:01", "The last chapter of Ana's recording ends at 10:00:00, and", "The last"},
		{"silent", "p 5", "\"p 5\" is a page, and I do not know on which pages", "I do not know"},
		{"silent", "43%", "2 43% of the club's edition is about page 43", "3 43%"},

		{"moved", "p 15", "2 Page 15 of", "3 Page 15 of"},
		{"moved", "p 4", "0 Page 4 of the x edition lies, as near as I can tell, in Chapter 1,", "1 "},
		{"twice", "p 31", "3 Page 31 of the \\_y\\_ edition lies beyond page 30", "4 Page"},
	} {
		r := cs.Ruler(editions()[c.edition])
		p, err := r.ParsePosition(c.typed, all())
		if got := understood(p, err); !strings.HasPrefix(got, c.position) {
			t.Errorf("%s: %q:\n got %s\nwant %s", c.edition, c.typed, got, c.position)
		}
		l, err := r.ParseLock(c.typed, all())
		if got := understood(l, err); err == nil && !strings.HasPrefix(got, c.lock) || !strings.Contains(got, c.lock) {
			t.Errorf("%s: lock %q:\n got %s\nwant %s", c.edition, c.typed, got, c.lock)
		}
	}
}

func understood(w club.Where, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(w.Position, " ", w.Understood)
}

func TestPercentWithoutPages(t *testing.T) {
	t.Parallel()
	cs := paged(20, 10, 30)
	cs[2].EndPage = 0
	_, err := cs.Ruler(nil).ParsePosition("43%", all())
	if want := "and I do not know where the book ends."; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v", err)
	}
	w, err := cs.Ruler(nil).ParsePosition("p 31", all())
	if want := "2 Page 31 lies beyond page 30, where Chapter 2 ends; that is as far as I know it, so you have finished Chapter 2."; understood(w, err) != want {
		t.Errorf("%s", understood(w, err))
	}
}

// A place is rounded down for a position and up for a lock, by where the
// chapters end in the edition: exactly, or in proportion to the reference.
func TestEditionsAreRounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pages := rapid.SliceOfN(rapid.IntRange(1, 30), 1, 20).Draw(t, "pages")
		cs := paged(pages...)
		if rapid.Bool().Draw(t, "unpaged") {
			cs = club.Numbered(len(pages))
			pages = nil
		}
		e := club.Edition{Name: "e", Measure: rapid.SampledFrom([]club.Measure{club.Pages, club.Seconds}).Draw(t, "measure"), Ends: make(map[int]int)}
		end := 0
		for n := range cs {
			end += rapid.IntRange(1, 40).Draw(t, "more")
			if rapid.Bool().Draw(t, "known") {
				e.Ends[n+1] = end
			}
		}
		last := 0
		for n := range e.Ends {
			last = max(last, n)
		}
		if last == 0 {
			return
		}
		place := rapid.IntRange(1, e.Ends[last]).Draw(t, "place")
		typed := map[club.Measure]string{club.Pages: fmt.Sprintf("p %d", place), club.Seconds: fmt.Sprintf("%d:%02d:%02d", place/3600, place/60%60, place%60)}[e.Measure]
		at, err := cs.Ruler(&e).ParsePosition(typed, club.Nobody())
		if err != nil {
			t.Fatal(err)
		}
		lock, err := cs.Ruler(&e).ParseLock(typed, club.Nobody())
		if err != nil {
			t.Fatal(err)
		}
		position, atLeast := 0, 0
		for n := 1; n <= last; n++ {
			if compareEnd(e, pages, n, place) <= 0 {
				position = n
			}
			if compareEnd(e, pages, n, place) < 0 {
				atLeast = n
			}
		}
		if at.Position != position || lock.Position != atLeast+1 {
			t.Fatalf("%s is position %d and lock %d, want %d and %d", typed, at.Position, lock.Position, position, atLeast+1)
		}
	})
}

// compareEnd says whether chapter n ends before (-1), at or after the place, by
// the definition and without rounding. The last known end is at n or after it.
func compareEnd(e club.Edition, pages []int, n, place int) int {
	a, b := n, n
	for a > 0 && e.Ends[a] == 0 {
		a--
	}
	for e.Ends[b] == 0 {
		b++
	}
	weight := func(from, to int) int {
		sum := 0
		for k := from; k < to; k++ {
			if pages == nil {
				sum++
			} else {
				sum += pages[k]
			}
		}
		return sum
	}
	if a == b {
		return e.Ends[n] - place
	}
	return (e.Ends[b]-e.Ends[a])*weight(a, n) - (place-e.Ends[a])*weight(a, b)
}

func TestBetweenAndAmount(t *testing.T) {
	t.Parallel()
	cs := paged(20, 10, 30, 40)
	for _, c := range []struct {
		edition     string
		after, upTo int
		want        string
	}{
		{"", 0, 1, "20 pages"},
		{"", 1, 2, "10 pages"},
		{"", 2, 2, "0 pages"},
		{"", 3, 2, "not known"},
		{"", -1, 2, "not known"},
		{"", 3, 5, "not known"},
		{"big", 0, 4, "200 pages"},
		{"some", 1, 2, "20 pages"},
		{"some", 3, 4, "not known"},
		{"none", 0, 1, "not known"},
		{"audio", 0, 1, "2 hours"},
		{"audio", 1, 2, "1 hour"},
		{"audio", 2, 3, "3 hours"},
		{"audio", 0, 4, "10 hours"},
	} {
		r := cs.Ruler(editions()[c.edition])
		got := "not known"
		if n, ok := r.Between(c.after, c.upTo); ok {
			got = r.Amount(n)
		}
		if got != c.want {
			t.Errorf("%s: from %d to %d are %s, want %s", c.edition, c.after, c.upTo, got, c.want)
		}
	}
	audio := cs.Ruler(editions()["audio"])
	for seconds, want := range map[int]string{
		-1: "0 minutes", 0: "0 minutes", 1: "1 minute", 90: "2 minutes", 80: "1 minute", 3570: "1 hour", 4800: "1 hour 20 minutes", 3660: "1 hour 1 minute", 22815: "6 hours 20 minutes",
	} {
		if got := audio.Amount(seconds); got != want {
			t.Errorf("%d seconds are %s, want %s", seconds, got, want)
		}
	}
	if got := cs.Ruler(nil).Amount(1); got != "1 page" {
		t.Error(got)
	}
}

func TestEnd(t *testing.T) {
	t.Parallel()
	cs := paged(20, 10, 30, 40)
	for _, c := range []struct {
		edition string
		n       int
		want    string
	}{
		{"", 2, "page 30"}, {"", 0, ""}, {"", 5, ""}, {"some", 2, "about page 64"}, {"some", 4, ""}, {"audio", 1, "about 2:00:00"}, {"audio", 2, "3:00:00"},
	} {
		if got, ok := cs.Ruler(editions()[c.edition]).End(c.n); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: chapter %d ends on %q, want %q", c.edition, c.n, got, c.want)
		}
	}
}

// A number that no chapter bears, and a short time, may be asked about.
func TestWordsThatMayBePlaces(t *testing.T) {
	t.Parallel()
	cs := paged(20, 10, 30, 40)
	for _, c := range []struct{ edition, typed, want string }{
		{"", "61", "[p 61]"},
		{"some", "130", "[p 130]"},
		{"audio", "6:20", "[6h20m 6m20s]"},
		{"", "101", "[]"},
		{"none", "61", "[]"},
		{"audio", "61", "[]"},
		{"", "-61", "[]"},
		{"", "ch 61", "[]"},
	} {
		_, err := cs.Ruler(editions()[c.edition]).ParsePosition(c.typed, all())
		var unclear *club.Unclear
		var refusal *club.Refusal
		got := "[]"
		if errors.As(err, &unclear) {
			got = fmt.Sprint(unclear.Places)
		}
		if got != c.want || !errors.As(err, &refusal) {
			t.Errorf("%s: %q may be %s, want %s: %v", c.edition, c.typed, got, c.want, err)
		}
	}
}

func TestExample(t *testing.T) {
	t.Parallel()
	cs := paged(20, 10, 30, 40)
	for edition, want := range map[string]string{"": "p 50", "none": "p 214", "silent": "6h20m", "audio": "6h20m", "short": "20m00s"} {
		e := editions()[edition]
		if edition == "short" {
			e = &club.Edition{Measure: club.Seconds, Ends: map[int]int{4: 2420}}
		}
		if got := cs.Ruler(e).Example(); got != want {
			t.Errorf("%s: %s, want %s", edition, got, want)
		}
	}
}

func TestCalled(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Penguin": "the Penguin edition", "Penguin edition": "the Penguin edition", "The Folio Edition": "The Folio Edition", "my paperback": "my paperback",
		"Audible audiobook": "the Audible audiobook", "Bo’s copy": "Bo’s copy", "*A*": "the \\*A\\* edition", "🐟": "the 🐟 edition", "": "the edition", "Audio, read by Kerry Fox": `the edition "Audio, read by Kerry Fox"`, "Read by Kerry Fox": `the edition "Read by Kerry Fox"`, "my old one": "my old one edition",
		"Penguin (1962)": "the Penguin (1962) edition",
	} {
		if got := (&club.Edition{Name: name}).Called(); got != want {
			t.Errorf("%q is called %q, want %q", name, got, want)
		}
	}
}
