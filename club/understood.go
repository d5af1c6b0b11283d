package club

import (
	"fmt"
	"strings"
)

// atPercent is the position after that much of the edition or, where its end is
// not known, of the reference.
func (r Ruler) atPercent(p percentage, typed string, up bool) (Where, error) {
	switch {
	case p.hundredths > wholeBook:
		return Where{}, Refuse("%s is more than the whole book. Say \"done\" if you have finished it.", Typed(typed))
	case p.hundredths == wholeBook:
		return Where{Position: len(r.chapters), Understood: p.String() + " is the whole book."}, nil
	case p.hundredths == 0 && !p.more:
		return Where{Understood: p.String() + " is the beginning of the book."}, nil
	}
	by, of := r, " of the book"
	if r.edition != nil {
		of = r.of()
		if !r.complete() {
			by = r.chapters.Ruler(nil)
			of = " of " + by.edition.Called()
		}
	}
	if !by.complete() {
		return Where{}, refuseUnknown(typed, "a percentage, and I do not know where the book ends", r.chapters, up)
	}
	hundredths := int64(p.hundredths + oneIf(up && p.more))
	place := hundredths * int64(by.ends[by.last()].low)
	if up {
		place += wholeBook - 1
	}
	n := int(place / wholeBook)
	return by.at(n, p.String()+of+" is about "+by.measure.place(max(n, 1))+", which", up), nil
}

// atPlace is the position of someone who has read to that page, or listened to
// that second.
func (r Ruler) atPlace(place int, m Measure, typed string, up bool) (Where, error) {
	switch {
	case r.last() == 0 && place > 0:
		return Where{}, r.refuseMeasure(typed, Place{Measure: m, At: place}, up)
	case r.measure == Pages && m == Seconds:
		return Where{}, Refuse("%s is a time, and %s is counted in pages. Give a page such as `%s`, or a chapter. If you listen to the book, `/me edition` tells me which recording.",
			Typed(typed), r.edition.Called(), r.Example())
	case r.measure == Seconds && m == Pages:
		return Where{}, Refuse("%s is a page, and %s is counted in hours and minutes. Give a time such as `%s`, or a chapter. If you read the book, `/me edition` tells me which edition.",
			Typed(typed), r.edition.Called(), r.Example())
	case r.complete() && place > r.ends[r.last()].low:
		end, done := m.at(r.ends[r.last()].low), "if you have finished the book"
		if up {
			done = "for the whole book"
		}
		return Where{}, Refuse("The last chapter%s ends %s, and %s lies beyond. Say \"done\" %s.", r.of(), end, Typed(typed), done)
	}
	what := m.place(place)
	what = strings.ToUpper(what[:1]) + what[1:] + r.of()
	if place == 0 {
		return Where{Understood: what + " is the beginning."}, nil
	}
	return r.at(place, what, up), nil
}

// of names the edition after a place in it, where it is not the reference.
func (r Ruler) of() string {
	if r.edition == nil {
		return ""
	}
	return " of " + r.edition.Called()
}

// refuseMeasure refuses a place in an edition of which nothing is known.
func (r Ruler) refuseMeasure(typed string, place Place, up bool) error {
	of := r.of()
	if of == "" {
		of = " of this book"
	}
	if place.Measure == Seconds {
		return refuseUnknown(typed, "a time, and I do not know when the chapters"+of+" end", r.chapters, up)
	}
	return refuseUnknown(typed, "a page, and I do not know on which pages the chapters"+of+" end", r.chapters, up)
}

func refuseUnknown(typed, lacks string, cs Chapters, up bool) error {
	which := "the last chapter you have finished"
	if up {
		which = "the chapter that one must have finished"
	}
	return Refuse("%s is %s. Give %s, such as %s, or tell me of your edition with `/me edition`.", Typed(typed), lacks, which, Typed(cs[0].Label))
}

// at is the position at a place in the edition, with a sentence that begins
// with what.
func (r Ruler) at(place int, what string, up bool) Where {
	label := func(n int) string { return Plain(r.chapters.Label(n)) }
	n := r.done(place)
	if up {
		n = r.holding(place)
	}
	beyond := place > r.ends[r.last()].low
	in := min(n+oneIf(!up), len(r.chapters)) // the chapter in which the place lies
	var words string
	switch {
	case beyond:
		end, _ := r.End(r.last())
		words = fmt.Sprintf("lies beyond %s, where %s ends; that is as far as I know it", end, label(r.last()))
	case !up && n > 0 && r.ends[n] == (mark{low: place, high: place, known: true}):
		return Where{Position: n, Understood: what + " is where " + label(n) + " ends, so you have finished it."}
	case r.ends[in-1].known && r.ends[in].known:
		words = "lies in " + label(in)
	default:
		words = "lies, as near as I can tell, in " + label(in)
	}
	switch {
	case up:
		words += ", so one must have finished " + label(n)
	case n == 0:
		words += ", so you have finished no chapter yet"
	default:
		words += ", so you have finished " + label(n)
	}
	return Where{Position: n, Understood: what + " " + words + ".", Beyond: beyond}
}
