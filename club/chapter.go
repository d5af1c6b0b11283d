package club

import "fmt"

// Chapter is one entry of a book's order.
type Chapter struct {
	ID      int64  // the row, 0 before it is stored
	Number  int    // 1..n, its place in the order
	Label   string // "Chapter 7", "Prologue", "4.6": open to all, not always a number
	Title   Locked // locked to the chapter before; empty if it has none
	Part    Locked // the title of the part that begins with this chapter, or empty
	EndPage int    // the page on which it ends, 0 if that is not known
}

// Chapters is the order of a book; Chapters[i].Number is i+1.
type Chapters []Chapter

// Numbered makes the n plain chapters "Chapter 1" to "Chapter n".
func Numbered(n int) Chapters {
	cs := make(Chapters, n)
	for i := range cs {
		cs[i] = Chapter{Number: i + 1, Label: fmt.Sprintf("Chapter %d", i+1)}
	}
	return cs
}

// At returns chapter number n, and false if there is none.
func (cs Chapters) At(n int) (Chapter, bool) {
	if n < 1 || n > len(cs) {
		return Chapter{}, false
	}
	return cs[n-1], true
}

// LockUpTo is the lock that opens for those who have finished chapter number
// n: for all at 0, the last chapter past the last, nobody where the book has
// none.
func (cs Chapters) LockUpTo(n int) Lock {
	if n < 1 {
		return ForAll()
	}
	c, _ := cs.At(min(n, len(cs)))
	return UpTo(c)
}

// BeforeChapter is the lock of what chapter number n itself gives away by its
// title: one must have finished the chapter before.
func (cs Chapters) BeforeChapter(n int) Lock { return cs.LockUpTo(n - 1) }
