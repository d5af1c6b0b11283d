package club

import "slices"

// chapterIndex finds chapters by what people call them. It is made once for many
// questions: what labels are compared by takes long to make. The numbers that
// labels bear are looked for once they are asked for.
type chapterIndex struct {
	chapters Chapters
	keys     map[string][]int // by their labels
	last     map[string][]int // by the last number that a label bears
	any      map[string][]int // by any number that a label bears
}

func (cs Chapters) index() *chapterIndex {
	ix := &chapterIndex{chapters: cs, keys: make(map[string][]int, len(cs))}
	for i, c := range cs {
		key := squash(c.Label)
		ix.keys[key] = append(ix.keys[key], i+1)
	}
	return ix
}

// number finds the numbers that labels bear.
func (ix *chapterIndex) number() {
	if ix.any != nil {
		return
	}
	ix.last, ix.any = make(map[string][]int), make(map[string][]int)
	for i, c := range ix.chapters {
		numbers := numbersIn(c.Label)
		if n := len(numbers); n > 0 {
			ix.last[numbers[n-1]] = append(ix.last[numbers[n-1]], i+1)
		}
		for k, number := range numbers {
			if !slices.Contains(numbers[:k], number) {
				ix.any[number] = append(ix.any[number], i+1)
			}
		}
	}
}

// find is the chapters that the words name, in order; 0 is the beginning.
func (ix *chapterIndex) find(typed string, r Reader) []int {
	key, number, bare := chapterKey(typed)
	if !bare {
		if found := ix.keys[key]; found != nil {
			return slices.Clone(found)
		}
	}
	if number != "" {
		ix.number()
		if found := ix.bearing(number); found != nil {
			return slices.Clone(found)
		}
		place, ok := smallNumber(number)
		if ok && place >= 1 && place <= len(ix.chapters) && len(ix.any) == 0 {
			return []int{place}
		}
		if ok && place == 0 {
			return []int{0}
		}
	}
	return ix.chapters.where(func(c Chapter) bool {
		title, ok := c.Title.For(r)
		return ok && title != "" && (squash(title) == squash(typed) || squash(c.Label+": "+title) == key)
	})
}

// bearing is the chapters whose label bears the number: as its last one ("Book
// 2, Chapter 12" is 12) or, if none does, at all.
func (ix *chapterIndex) bearing(number string) []int {
	if last := ix.last[number]; last != nil {
		return last
	}
	return ix.any[number]
}

// labelled is the chapters that bear the label of a line in a list, or are named
// by it.
func (ix *chapterIndex) labelled(label string) []int {
	label = CleanLine(label)
	if n, ok := ix.chapters.inPlace(label); ok {
		return []int{n}
	}
	if found := ix.keys[squash(fullLabel(label))]; found != nil {
		return slices.Clone(found)
	}
	if label == "" {
		return nil
	}
	return slices.DeleteFunc(ix.find(label, Nobody()), func(n int) bool { return n < 1 })
}
