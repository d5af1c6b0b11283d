package club

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Place is a page of an edition, or a second of a recording.
type Place struct {
	Measure Measure
	At      int
}

// String is the place as ParsePosition reads it: "p 214", "6h20m", "6m20s".
func (p Place) String() string {
	switch {
	case p.Measure == Pages:
		return "p " + strconv.Itoa(p.At)
	case p.At < 3600:
		return fmt.Sprintf("%dm%02ds", p.At/60, p.At%60)
	case p.At%60 == 0:
		return fmt.Sprintf("%dh%02dm", p.At/3600, p.At/60%60)
	}
	return p.Measure.place(p.At)
}

// Unclear is a Refusal of words that may be places. Whoever typed them may be
// asked whether one of those is meant.
type Unclear struct {
	Places  []Place
	refusal *Refusal
}

// Error is the sentence of the refusal.
func (u *Unclear) Error() string { return u.refusal.Error() }

// Unwrap makes it a Refusal.
func (u *Unclear) Unwrap() error { return u.refusal }

// refuse says what was understood of words that name no place in the book.
func (r Ruler) refuse(typed string, who Reader) error {
	if _, number, bare := chapterKey(typed); bare && !isNegative(typed) {
		page, ok := smallNumber(number)
		if ok && page > 0 && r.measure == Pages && r.last() > 0 && (!r.complete() || page <= r.ends[r.last()].low) {
			return &Unclear{Places: []Place{{At: page}}, refusal: noChapter(typed, "If you mean a page%s, write `p %d`.", r.of(), page)}
		}
	}
	what, how := r.looksLike(typed)
	if what != "" {
		return Refuse("I read %s as a %s, and it is none that there can be. Write a %s as %s.", Typed(typed), what, what, how)
	}
	return r.chapters.refuseChapter(typed, who)
}

// looksLike says what words that cannot be read were meant to be, "" if that
// cannot be said, and how one writes it.
func (r Ruler) looksLike(typed string) (what, how string) {
	words := Fold(strings.ReplaceAll(afterTalk(typed), "/", " of "))
	rest := strings.TrimLeft(words, "abcdefghijklmnopqrstuvwxyz")
	first := strings.TrimSpace(words[:len(words)-len(rest)])
	_, _, counts := strings.Cut(words, " of ")
	switch {
	case strings.HasSuffix(strings.TrimSpace(typed), "%"), strings.HasSuffix(words, "percent"):
		return "percentage", "`43%`"
	case slices.Contains([]string{"p", "pg", "page"}, first), counts && isDigit(rune(words[0])):
		return "page", "`" + r.example(Pages) + "`"
	case r.chapters.likeTime(words):
		return "time", "`" + r.example(Seconds) + "` or `0:41:30`"
	}
	return "", ""
}

// likeTime reports whether words are digits with colons between, as no label of
// the book is, or with the names of units of time.
func (cs Chapters) likeTime(words string) bool {
	if words == "" || !isDigit(rune(words[0])) || cs.coloned() {
		return false
	}
	if strings.Contains(words, ":") {
		return strings.Trim(words, "0123456789: ") == ""
	}
	names := strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '.' || isDigit(r) })
	return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return unitOf(n) == 0 && n != "and" })
}

// coloned reports whether a label has digits with a colon between.
func (cs Chapters) coloned() bool {
	return slices.ContainsFunc(cs, func(c Chapter) bool {
		for i := 1; i < len(c.Label)-1; i++ {
			if c.Label[i] == ':' && isDigit(rune(c.Label[i-1])) && isDigit(rune(c.Label[i+1])) {
				return true
			}
		}
		return false
	})
}

// example is a place that there may be in the edition, as one types it.
func (r Ruler) example(m Measure) string {
	place := Place{Measure: m, At: 214}
	if m == Seconds {
		place.At = 6*3600 + 20*60
	}
	if end := r.ends[r.last()].low; m == r.measure && r.last() > 0 && end < place.At {
		place.At = max(end/2, 1)
		if m == Seconds && place.At > 120 {
			place.At -= place.At % 60
		}
	}
	return place.String()
}

// Example is a place of the edition as one may type it: "p 214", "6h20m". It is
// none that lies beyond what is known.
func (r Ruler) Example() string { return r.example(r.measure) }

// afterTalk takes the words from what was typed that lead to a place: "I am on
// page 61".
func afterTalk(typed string) string {
	words := strings.Fields(typed)
	for i, w := range words {
		if !slices.Contains([]string{
			"i", "im", "am", "ive", "have", "on", "at", "in", "to", "up", "until", "till", "now", "just", "currently", "reached", "read", "reading", "finished", "listened", "listening",
		}, Fold(w)) {
			return strings.Join(words[i:], " ")
		}
	}
	return typed
}

// ofTotal reads "p 214 of 288", "214/288" or "214 out of 288".
func ofTotal(typed string) (n, total int, isPage, ok bool) {
	first, second, ok := strings.Cut(Fold(strings.ReplaceAll(typed, "/", " of ")), " of ")
	if !ok || isNegative(typed) {
		return 0, 0, false, false
	}
	first = strings.TrimSuffix(first, " out")
	n, isPage = pageIn(first)
	if !isPage {
		n, ok = pageIn("p " + first)
	}
	second, paged := strings.CutSuffix(second, " pages")
	total, isTotal := pageIn("p " + second)
	return n, total, isPage || paged, ok && isTotal && n <= total && total > 0
}

// atShare is the position after n of total: pages of the edition, or chapters
// of the book, if it has as many.
func (r Ruler) atShare(n, total int, isPage bool, typed string, up bool) (Where, error) {
	switch {
	case r.measure == Pages && r.complete() && r.ends[r.last()].low == total:
		return r.atPlace(n, Pages, typed, up)
	case !isPage && total == len(r.chapters):
		where := Where{Position: n, Understood: fmt.Sprintf("%d of %d chapters is %s.", n, total, Plain(r.chapters.Label(n)))}
		if n == 0 {
			where.Understood = "That is the beginning."
		}
		return where, nil
	case r.last() == 0 && !r.chapters.Ruler(nil).complete():
		return Where{}, r.refuseMeasure(typed, Place{At: n}, up)
	}
	whole := "%s is a page of a book of %d, and I do not know that %s is as long. "
	if end := r.ends[r.last()].low; r.complete() && r.measure == Pages {
		whole = "%s is a page of a book of %d, and %s ends on page " + strconv.Itoa(end) + ". "
	}
	return Where{}, Refuse(whole+"Write it as a percentage, `%d%%`, or tell me with `/me edition` which edition it is.", Typed(typed), total, r.edition.Called(), 100*n/total)
}
