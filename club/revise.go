package club

import (
	"fmt"
	"slices"
	"strings"
)

// Use is something that refers to a chapter of a book, by the chapter's
// present number: a position, a lock, the end of an open checkpoint.
type Use struct {
	Number int
	What   string // "a note", "a reader's position", "an open checkpoint"
	// Ahead says that it follows its chapter wherever that goes, as a
	// checkpoint does that is not open yet: chapters may come in or go before
	// it, but its own must stay, and in its order.
	Ahead bool
}

// Revision is what a new chapter list makes of a book's chapters.
type Revision struct {
	Chapters Chapters // the new ones; those that were there keep their ID
	Was      []int    // for each of them its old number, 0 if it is new
	Gone     Chapters // the old ones that are no longer there

	Added, Renamed, Moved, Removed int
	// Changes says it in sentences, one for each kind of change, with labels
	// alone.
	Changes []string
}

// Revise finds out what becomes of each chapter when fresh takes the place of
// old. As many lines as before rename in place, unless they are the old labels
// in another order. Otherwise lines are matched by label, in order, and as many
// new lines between two matches as there were before rename, too. What is then
// left is new, moved or removed: a Refusal if anything in uses lies at or after
// the place.
func Revise(old, fresh Chapters, uses []Use) (Revision, error) {
	if len(fresh) == 0 {
		return Revision{}, Refuse("The list has no chapters, so nothing would be left of the book. Give at least one line.")
	}
	r := Revision{Chapters: slices.Clone(fresh), Was: match(old, fresh)}
	kept := make([]bool, len(old)+1)
	last := 0
	for i, was := range r.Was {
		c := &r.Chapters[i]
		c.ID, c.Number = 0, i+1
		if was == 0 {
			r.Added++
			continue
		}
		c.ID = old[was-1].ID
		kept[was] = true
		if was < last {
			r.Moved++
		}
		last = max(last, was)
		if old[was-1].Label != c.Label {
			r.Renamed++
		}
	}
	for i, c := range old {
		if !kept[i+1] {
			r.Gone = append(r.Gone, c)
		}
	}
	r.Removed = len(r.Gone)
	if err := r.check(old, uses); err != nil {
		return Revision{}, err
	}
	r.tell(old)
	return r, nil
}

// check refuses whatever would change what the first chapters of the book are,
// up to the last that anything refers to, and what would take a chapter from a
// checkpoint that is ahead.
func (r Revision) check(old Chapters, uses []Use) error {
	for _, u := range uses {
		if u.Ahead && u.Number >= 1 && u.Number <= len(old) {
			if why := r.breaks(u.Number); why != "" {
				return refuseChange(Plain(old[u.Number-1].Label)+why, u.What, "there")
			}
		}
	}
	place := 0 // chapters 1..place stay as they are
	for place < len(r.Was) && r.Was[place] == place+1 {
		place++
	}
	use, found := firstUse(uses, place+1)
	if !found || place == len(old) {
		return nil
	}
	at := Plain(old[place].Label)
	doing := at + r.breaks(place+1)
	if place < len(r.Was) && r.Was[place] == 0 {
		doing = fmt.Sprintf("%s cannot be put in before %s", Plain(r.Chapters[place].Label), at)
	}
	where := "there"
	if use.Number > place+1 {
		where = "after it, at " + Plain(old[min(use.Number, len(old))-1].Label)
	}
	return refuseChange(doing, use.What, where)
}

func refuseChange(doing, what, where string) error {
	return Refuse("%s: %s lies %s. Chapters can be renamed, and others added after the last one in use.", doing, what, where)
}

// breaks says, for a sentence that begins with its label, what the revision
// does to an old chapter that it must not do to one in use, or "".
func (r Revision) breaks(number int) string {
	at := slices.Index(r.Was, number)
	if at < 0 {
		return " cannot be removed"
	}
	for i, was := range r.Was {
		if was > 0 && (i < at && was > number || i > at && was < number) {
			return " cannot change its place"
		}
	}
	return ""
}

// firstUse is the use nearest to chapter number from, at it or after it, of
// those that do not follow their chapter.
func firstUse(uses []Use, from int) (Use, bool) {
	var first Use
	found := false
	for _, u := range uses {
		if !u.Ahead && u.Number >= from && (!found || u.Number < first.Number) {
			first, found = u, true
		}
	}
	return first, found
}

// tell writes the lines.
func (r *Revision) tell(old Chapters) {
	var added, renamed, moved, gone []string
	last, titles, parts, pages, unpaged := 0, 0, 0, 0, 0
	for i, was := range r.Was {
		c := r.Chapters[i]
		if was == 0 {
			added = append(added, Plain(c.Label))
			continue
		}
		o := old[was-1]
		if o.Label != c.Label {
			renamed = append(renamed, Plain(o.Label)+" is now "+Plain(c.Label))
		}
		if was < last {
			moved = append(moved, Plain(c.Label))
		}
		last = max(last, was)
		titles += oneIf(o.Title.words() != c.Title.words())
		parts += oneIf(o.Part.words() != c.Part.words())
		pages += oneIf(o.EndPage != c.EndPage && c.EndPage > 0)
		unpaged += oneIf(o.EndPage > 0 && c.EndPage == 0)
	}
	for _, c := range r.Gone {
		gone = append(gone, Plain(c.Label))
	}
	r.line(added, "is new", "are new")
	r.line(renamed, "is renamed", "are renamed")
	r.line(moved, "moves", "move")
	r.line(gone, "is removed", "are removed")
	r.count(titles, "title changes", "titles change")
	r.count(parts, "part changes", "parts change")
	r.count(pages, "end page is new or another", "end pages are new or others")
	r.count(unpaged, "end page is taken away", "end pages are taken away")
}

// oneIf counts what is true.
func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// line tells of one kind of change, with the first few by name.
func (r *Revision) line(names []string, one, many string) {
	const shown = 5
	n := len(names)
	switch {
	case n == 0:
		return
	case n > shown:
		names = append(slices.Clone(names[:shown]), fmt.Sprintf("and %d more", n-shown))
	}
	noun, verb := "chapters", many
	if n == 1 {
		noun, verb = "chapter", one
	}
	r.Changes = append(r.Changes, fmt.Sprintf("%d %s %s: %s.", n, noun, verb, strings.Join(names, ", ")))
}

func (r *Revision) count(n int, one, many string) {
	switch {
	case n == 1:
		r.Changes = append(r.Changes, "1 "+one+".")
	case n > 1:
		r.Changes = append(r.Changes, fmt.Sprintf("%d %s.", n, many))
	}
}

// match gives every fresh chapter the number of the old one that it is, or 0.
func match(old, fresh Chapters) []int {
	was := make([]int, len(fresh))
	if len(old) == len(fresh) && !sameLabels(old, fresh) {
		for i := range was {
			was[i] = i + 1
		}
		return was
	}
	a, b := labelKeys(old), labelKeys(fresh)
	taken := make([]bool, len(old))
	anchors := inOrder(a, b)
	for _, pair := range anchors {
		was[pair[1]], taken[pair[0]] = pair[0]+1, true
	}
	matchMoved(was, taken, a, b)
	i, j := 0, 0
	for _, pair := range append(anchors, [2]int{len(a), len(b)}) {
		matchRenamed(was[j:pair[1]], taken[i:pair[0]], i)
		i, j = pair[0]+1, pair[1]+1
	}
	return was
}

// matchMoved gives what is left the old chapters of the same label, in order.
func matchMoved(was []int, taken []bool, a, b []string) {
	free := make(map[string][]int)
	for i, key := range a {
		if !taken[i] {
			free[key] = append(free[key], i)
		}
	}
	for j, key := range b {
		if was[j] == 0 && len(free[key]) > 0 {
			i := free[key][0]
			was[j], taken[i], free[key] = i+1, true, free[key][1:]
		}
	}
}

// matchRenamed pairs what is left between two matches, if it is as many lines
// as there were; offset is how many old chapters lie before.
func matchRenamed(was []int, taken []bool, offset int) {
	var free []int
	for i, t := range taken {
		if !t {
			free = append(free, offset+i+1)
		}
	}
	left := 0
	for _, w := range was {
		left += oneIf(w == 0)
	}
	if left != len(free) {
		return
	}
	for j, w := range was {
		if w == 0 {
			was[j], free = free[0], free[1:]
		}
	}
	for i := range taken {
		taken[i] = true
	}
}

// sameLabels reports whether both lists have the same labels, in any order.
func sameLabels(a, b Chapters) bool {
	x, y := labelKeys(a), labelKeys(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

func labelKeys(cs Chapters) []string {
	keys := make([]string, len(cs))
	for i, c := range cs {
		keys[i] = squash(c.Label)
	}
	return keys
}

// inOrder finds the longest sequence that is in both a and b, in order, as
// pairs of places. Where there are several it takes the earliest.
func inOrder(a, b []string) [][2]int {
	longest := make([][]int16, len(a)+1) // of a[i:] and b[j:]
	for i := range longest {
		longest[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
