package club

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Where is what someone's words about how far they have read come to.
type Where struct {
	Position int // completed chapters, if Several is empty
	// Several are the positions that the words may mean, if they may mean more
	// than one: nothing is to be changed then.
	Several []int
	// Understood is a sentence that says what a page, a time or a percentage was
	// taken for, with labels alone. It is empty where a chapter was named.
	Understood string
	// Beyond says that the place lies beyond all that is known of the edition:
	// one has read as far as Position at least.
	Beyond bool
}

const maxTyped = 200 // what is longer cannot be a chapter

// ParseLock reads how far one must have read, by the words of ParsePosition. A
// page, a time or a percentage means the chapter in which it lies, and not the
// one before it: rounded down, what happens there would open too early. The
// beginning is no lock.
func (r Ruler) ParseLock(text string, who Reader) (Where, error) {
	where, err := r.parse(text, who, true)
	if err != nil {
		return Where{}, err
	}
	where.Several = slices.DeleteFunc(where.Several, func(n int) bool { return n == 0 })
	if len(where.Several) == 1 {
		where = Where{Position: where.Several[0]}
	}
	if where.Several == nil && where.Position == 0 {
		return Where{}, Refuse("%s is the beginning, and nobody is before that. Say a chapter or, if it gives nothing away, `everyone`.", Typed(CleanLine(text)))
	}
	return where, nil
}

// ParsePosition reads how far someone has read: "12", "ch 12", a label, a title
// that they may see, "p 214", "43%", "6h20m", "done", "start"; "#12" is the
// twelfth in order, whatever its label. A number is the chapter whose label
// bears it, and only where no label bears one the chapter in that place. Pages,
// times and percentages are those of the edition, and are rounded down to
// completed chapters.
func (r Ruler) ParsePosition(text string, who Reader) (Where, error) {
	return r.parse(text, who, false)
}

// parse reads a place in the book; with up, a page within a chapter is that
// chapter.
func (r Ruler) parse(text string, who Reader, up bool) (Where, error) {
	cs, typed := r.chapters, Cut(CleanLine(text), maxTyped)
	switch {
	case len(cs) == 0:
		return Where{}, Refuse("This book has no chapters yet, so there is no place in it to name.")
	case typed == "":
		return Where{}, Refuse("Say how far you have read: a chapter such as %s, or \"done\".", Typed(cs[0].Label))
	}
	if n, ok := cs.inPlace(typed); ok {
		return Where{Position: n}, nil
	}
	if isNegative(typed) {
		return Where{}, r.refuse(typed, who)
	}
	if percent, ok := percentIn(typed); ok {
		return r.atPercent(percent, typed, up)
	}
	found := cs.index().find(typed, who)
	switch Fold(typed) {
	case "done", "finished":
		found = append(found, len(cs))
	case "start", "0":
		found = append([]int{0}, found...)
	}
	slices.Sort(found)
	found = slices.Compact(found)
	switch len(found) {
	case 0:
	case 1:
		return Where{Position: found[0]}, nil
	default:
		return Where{Several: found}, nil
	}
	if where, ok, err := r.measured(typed, up); ok {
		return where, err
	}
	return Where{}, r.refuse(typed, who)
}

// measured reads a page, a time or a percentage; it is false if the words are
// none of these.
func (r Ruler) measured(typed string, up bool) (where Where, ok bool, err error) {
	words := afterTalk(typed)
	if n, total, isPage, ok := ofTotal(words); ok {
		where, err = r.atShare(n, total, isPage, typed, up)
		return where, true, err
	}
	if percent, ok := percentIn(words); ok {
		where, err = r.atPercent(percent, typed, up)
		return where, true, err
	}
	page, ok := pageIn(words)
	if !ok {
		if page, ok = splitPage(words); ok && up {
			page++
		}
	}
	if ok {
		where, err = r.atPlace(page, Pages, typed, up)
		return where, true, err
	}
	t, ok := timeIn(words)
	switch {
	case !ok, t.short && r.chapters.coloned():
		return Where{}, false, nil
	case t.short && r.measure == Seconds && t.seconds > 0:
		return Where{}, true, &Unclear{Places: t.ways(), refusal: Refuse("%s may be %s. Write it as one of these.", Typed(typed), t.twoWays())}
	}
	where, err = r.atPlace(t.seconds, Seconds, typed, up)
	return where, true, err
}

// inPlace reads "#12", the twelfth chapter whatever its label.
func (cs Chapters) inPlace(typed string) (n int, ok bool) {
	if digits, found := strings.CutPrefix(typed, "#"); found {
		n, ok = smallNumber(digits)
	}
	return n, ok && n >= 1 && n <= len(cs)
}

// Paged reports whether the end of every chapter is known.
func (cs Chapters) Paged() bool {
	last := 0
	for _, c := range cs {
		if c.EndPage <= last {
			return false
		}
		last = c.EndPage
	}
	return len(cs) > 0
}

// isNegative reports whether a number in it has a minus, which no place has.
func isNegative(typed string) bool {
	before := ' '
	for i, r := range typed {
		rest := typed[i+utf8.RuneLen(r):]
		if (r == '−' || unicode.Is(unicode.Pd, r)) && before == ' ' && rest != "" && isDigit(rune(rest[0])) {
			return true
		}
		before = r
	}
	return false
}

// where is the numbers of the chapters that match.
func (cs Chapters) where(match func(Chapter) bool) []int {
	var found []int
	for i, c := range cs {
		if match(c) {
			found = append(found, i+1)
		}
	}
	return found
}

// chapterKey is what labels are compared with, the number that was typed, if it
// was one, and whether it was typed without the word "chapter".
func chapterKey(typed string) (key, number string, bare bool) {
	words := Fold(typed)
	rest := words
	for _, name := range []string{"chapters", "chapter", "chap", "ch"} {
		if after, ok := strings.CutPrefix(words, name); ok && after != "" && (after[0] == ' ' || isDigit(rune(after[0]))) {
			rest = strings.TrimSpace(after)
			words = "chapter " + rest
			break
		}
	}
	number = numberAlone(rest)
	return squash(words), number, rest == words && number != ""
}

// refuseChapter says that nothing was found, and what comes nearest.
func (cs Chapters) refuseChapter(typed string, r Reader) error {
	near := cs.nearest(typed, r, 2)
	names := make([]string, len(near))
	for i, n := range near {
		names[i] = Plain(cs.Label(n))
	}
	if len(names) == 1 {
		return noChapter(typed, "It has only %s.", names[0])
	}
	return noChapter(typed, "The nearest are %s.", strings.Join(names, " and "))
}
