package club

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Label is the label of chapter number n, with its place in the book where
// another chapter bears the same: "Chapter 1 (no. 4)". It is not escaped.
func (cs Chapters) Label(n int) string {
	c, ok := cs.At(n)
	if ok && cs.shared(n) {
		return c.Label + " (no. " + strconv.Itoa(n) + ")"
	}
	return c.Label
}

// shared reports whether another chapter bears the label of chapter number n.
func (cs Chapters) shared(n int) bool {
	return slices.ContainsFunc(cs, func(c Chapter) bool { return c.Number != n && c.Label == cs[n-1].Label })
}

// Name is the label of chapter number n and, if r may see it, its title:
// "Chapter 7: The Ferry". Position 0 is "the start". It is not escaped.
func (cs Chapters) Name(n int, r Reader) string {
	c, ok := cs.At(n)
	if !ok {
		if n == 0 {
			return "the start"
		}
		return ""
	}
	if title, ok := c.Title.For(r); ok && title != "" {
		return cs.Label(n) + ": " + title
	}
	return cs.Label(n)
}

// Span names the chapters first to last by labels alone: "Chapter 4",
// "Chapters 4-6", "Prologue to Chapter 3"; where a label stands for two
// chapters, with their places: "Chapters 1-3 (no. 10-12)". It is not escaped.
func (cs Chapters) Span(first, last int) string {
	from, ok := cs.At(first)
	to, ok2 := cs.At(last)
	switch {
	case !ok || !ok2:
		return ""
	case first == last:
		return cs.Label(first)
	case cs.shared(first) || cs.shared(last):
		return cs.span(first, last, from, to) + " (no. " + strconv.Itoa(first) + "-" + strconv.Itoa(last) + ")"
	}
	return cs.span(first, last, from, to)
}

func (cs Chapters) span(first, last int, from, to Chapter) string {
	noun, number, ok := countedLabel(from.Label)
	if !ok {
		return from.Label + " to " + to.Label
	}
	for i := first; i <= last; i++ {
		if n, k, ok := countedLabel(cs[i-1].Label); !ok || n != noun || k != number+i-first {
			return from.Label + " to " + to.Label
		}
	}
	return strings.TrimSpace(plural(noun) + " " + strconv.Itoa(number) + "-" + strconv.Itoa(number+last-first))
}

// Listed names chapters by labels alone, in the order given: "Chapter 9",
// "Chapters 9 and 14", "Prologue and Chapter 3". What the book does not have is
// left out. It is not escaped.
func (cs Chapters) Listed(numbers ...int) string {
	var labels, bare []string
	noun := ""
	for _, n := range numbers {
		c, ok := cs.At(n)
		if !ok {
			continue
		}
		labels = append(labels, c.Label)
		if of, number, ok := countedLabel(c.Label); ok && of != "" && (noun == "" || noun == of) {
			noun, bare = of, append(bare, strconv.Itoa(number))
		}
	}
	if len(labels) < 2 || len(bare) < len(labels) {
		return listed(labels)
	}
	return plural(noun) + " " + listed(bare)
}

// listed joins words as a sentence does: "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// countedLabel takes apart a label like "Chapter 7", whose noun has a plural in
// "s". A bare number has the noun "".
func countedLabel(label string) (noun string, number int, ok bool) {
	noun, digits := "", label
	if i := strings.LastIndexByte(label, ' '); i >= 0 {
		noun, digits = label[:i], label[i+1:]
	}
	number, ok = smallNumber(digits)
	nouns := []string{
		"", "chapter", "part", "book", "volume", "section", "letter", "canto", "act", "scene", "day", "night", "episode", "page", "lesson", "step",
	}
	return noun, number, ok && strconv.Itoa(number) == digits && slices.Contains(nouns, strings.ToLower(noun))
}

func plural(noun string) string {
	if noun == "" {
		return ""
	}
	return noun + "s"
}

// PagesBetween is how many pages lie between two positions, 0 if that is not
// known.
func (cs Chapters) PagesBetween(from, to int) int {
	end := func(position int) int {
		c, _ := cs.At(position)
		return c.EndPage
	}
	if from < 0 || to > len(cs) || end(to) == 0 || from > 0 && end(from) == 0 {
		return 0
	}
	return max(end(to)-end(from), 0)
}

// Suggest is the numbers of at most limit chapters that go with what has been
// typed so far: those from the reader's position on first, then those before.
// Titles count only where the reader may see them.
func (cs Chapters) Suggest(typed string, r Reader, limit int) []int {
	typed = Cut(CleanLine(typed), maxTyped)
	words := Fold(typed)
	_, number, _ := chapterKey(typed)
	ranked := make([][2]int, 0, len(cs)) // rank, number
	for i, c := range cs {
		rank := 0
		if typed != "" {
			title, _ := c.Title.For(r)
			rank = suggestRank(typed, words, number, c.Label, title)
		}
		if rank < 0 {
			continue
		}
		ranked = append(ranked, [2]int{2*rank + oneIf(i+1 < r.Position()), i + 1})
	}
	slices.SortStableFunc(ranked, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	numbers := make([]int, 0, max(min(limit, len(ranked)), 0))
	for _, pair := range ranked[:cap(numbers)] {
		numbers = append(numbers, pair[1])
	}
	return numbers
}

// suggestRank says how well what was typed goes with a chapter: 0 best, -1 not
// at all.
func suggestRank(typed, words, number, label, title string) int {
	if words == "" { // signs alone
		return oneIf(strings.Contains(label, typed)) - 1
	}
	numbers := numbersIn(label)
	startsNumber := func(n string) bool { return strings.HasPrefix(n, number) }
	name := Fold(label)
	switch {
	case number != "" && slices.Contains(numbers, number), name == words:
		return 0
	case number != "" && slices.ContainsFunc(numbers, startsNumber), strings.HasPrefix(squash(label), squash(words)):
		return 1
	case strings.Contains(" "+name, " "+words):
		return 2
	case title != "" && strings.Contains(" "+Fold(title), " "+words):
		return 3
	case strings.Contains(name, words), title != "" && strings.Contains(Fold(title), words):
		return 4
	}
	return -1
}

// nearest is the numbers of the limit chapters that come nearest to what was
// typed, in the book's order.
func (cs Chapters) nearest(typed string, r Reader, limit int) []int {
	key, number, _ := chapterKey(typed)
	wanted, isNumber := smallNumber(number)
	ranked := make([][2]int, len(cs))
	for i, c := range cs {
		far := Distance(key, squash(c.Label))
		if title, ok := c.Title.For(r); ok && title != "" {
			far = min(far, Distance(key, squash(title)))
		}
		if isNumber {
			far += 10_000 // numbers are near numbers
			for _, n := range numbersIn(c.Label) {
				whole, _, _ := strings.Cut(strings.TrimRight(n, "abcdefghijklmnopqrstuvwxyz"), ".")
				if n, ok := smallNumber(whole); ok {
					far = min(far, max(n-wanted, wanted-n))
				}
			}
		}
		ranked[i] = [2]int{far, i + 1}
	}
	slices.SortStableFunc(ranked, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	ranked = ranked[:min(limit, len(ranked))]
	numbers := make([]int, len(ranked))
	for i, pair := range ranked {
		numbers[i] = pair[1]
	}
	slices.Sort(numbers)
	return numbers
}

// Distance is how many letters have to be put in, left out or changed to make b
// of a.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			best := min(row[j]+1, row[j+1]+1, diagonal+oneIf(r != s))
			diagonal, row[j+1] = row[j+1], best
		}
	}
	return row[len(y)]
}
