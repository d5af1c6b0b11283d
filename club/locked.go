package club

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"unicode/utf16"
)

// Lock says how far one must have read before a text may be shown. The zero
// Lock is the strictest: it opens for nobody but the text's author, so that a
// text whose lock was forgotten stays shut.
type Lock struct {
	set    bool
	number int // one must have finished this chapter; 0: for all
	whole  bool
	sealed bool // it opens as the stars do, too: see Sealed
	label  string
}

// ForAll is the lock of a text that anyone may see.
func ForAll() Lock { return Lock{set: true} }

// UpTo is the lock of a text that opens for those who have finished c. A chapter
// that has no number yet makes no lock: the text stays shut.
func UpTo(c Chapter) Lock {
	if c.Number < 1 {
		return Lock{}
	}
	return Lock{set: true, number: c.Number, label: c.Label}
}

// WholeBook is the lock of a text that opens after the last chapter of a book
// of n chapters. Nobody has finished a book that has none.
func WholeBook(n int) Lock { return Lock{set: true, number: max(n, 1), whole: true} }

// Sealed is the lock of a text that tells how somebody liked the book: who has
// read far enough for l sees it once they have said so themselves, or the stars
// are shown to all. Organisers are no exception.
func (l Lock) Sealed() Lock {
	l.sealed = true
	return l
}

// Bare is the lock by chapters alone.
func (l Lock) Bare() Lock {
	l.sealed = false
	return l
}

// IsSealed reports whether the lock opens only to those to whom the stars are
// open.
func (l Lock) IsSealed() bool { return l.sealed }

// Number is the position that opens the lock, 0 for all.
func (l Lock) Number() int { return l.number }

// IsForAll reports whether the lock is open to everyone.
func (l Lock) IsForAll() bool { return l.set && l.number == 0 && !l.whole && !l.sealed }

// IsWhole reports whether the lock is the whole book, however long it grows.
func (l Lock) IsWhole() bool { return l.whole }

// Label names the lock in words that are open to all: a chapter's label, "the
// whole book", "everyone" or, where no lock was ever set, "nobody".
func (l Lock) Label() string {
	switch {
	case !l.set:
		return "nobody"
	case l.whole:
		return "the whole book"
	case l.number == 0:
		return "everyone"
	case l.label == "":
		return "chapter " + strconv.Itoa(l.number)
	}
	return l.label
}

// Strictest is the lock that opens last of several; one that was never set
// opens never. It is for all if there are none.
func Strictest(locks ...Lock) Lock {
	last := ForAll()
	for _, l := range locks {
		last = stricter(last, l)
	}
	return last
}

// Credit puts a text that somebody else has just typed, or handed in, behind
// the lock, as one that author wrote. A text that has a lock keeps its author,
// and the stricter of the two locks.
func (l Lock) Credit(t Locked, author string) Locked {
	if t.lock.set {
		return t.Behind(l)
	}
	return Locked{text: t.text, lock: l, author: author}
}

// stricter returns whichever lock opens later, sealed if one of them is; an unset
// lock never opens.
func stricter(a, b Lock) Lock {
	later := a
	switch {
	case !a.set:
	case !b.set, b.number > a.number, b.number == a.number && b.whole:
		later = b
	}
	later.sealed = a.sealed || b.sealed
	return later
}

// Reader is the one who looks at a text. Its zero value is Nobody.
type Reader struct {
	user     string
	position int
	rereads  bool
	keeper   bool
	unsealed bool
}

// Nobody is who looks where nobody in particular does: public messages, names,
// pictures, logs. Their position is 0.
func Nobody() Reader { return Reader{} }

// Someone is a person who is not in the read. They see what is for all and
// what they wrote themselves.
func Someone(user string) Reader { return Reader{user: user} }

// ReaderAt is a person who has finished position chapters of the book.
func ReaderAt(user string, position int) Reader {
	return Reader{user: user, position: max(position, 0)}
}

// Rereader is a person who has read the book before: every lock is open.
func Rereader(user string, position int) Reader {
	return Reader{user: user, position: max(position, 0), rereads: true}
}

// Keeper is an organiser who asked, privately and in words, to see what is
// locked. Every use of it stands in one test.
func Keeper(user string) Reader { return Reader{user: user, keeper: true} }

// Unsealed is the reader as one to whom the stars of the read are open: they have
// rated it, or it is revealed.
func (r Reader) Unsealed() Reader {
	r.unsealed = true
	return r
}

// Position is how many chapters the reader has finished.
func (r Reader) Position() int { return r.position }

// User is the id of the person, or "" for Nobody.
func (r Reader) User() string { return r.user }

// Opens reports whether the reader may see what lies behind l. It is the
// spoiler rule without its last clause ("or they wrote it").
func (r Reader) Opens(l Lock) bool {
	if l.sealed && !r.unsealed {
		return false
	}
	return r.keeper || l.set && (r.rereads || r.position >= l.number)
}

// Locked is a text about the story together with its lock and its author. It
// comes out only against a reader, by For. It cannot be printed, logged,
// marshalled or compared by accident: those doors show its lock and no word of
// it. Storage writes and reads it by Value and Scan, the one other door.
//
// The text lies behind a pointer because fmt passes the methods by where it
// cannot call them (in an unexported field, for %p and %w) and prints the
// fields: it prints an address then.
type Locked struct {
	_      [0]func() // not comparable
	text   *string
	lock   Lock
	author string
}

// Hide puts a text that author wrote behind the lock.
func (l Lock) Hide(text, author string) Locked {
	return Locked{text: &text, lock: l, author: author}
}

// Draft holds a text that its author has only just typed: nobody else sees it
// until it is given a lock.
func Draft(text, author string) Locked { return Locked{text: &text, author: author} }

// words is the text itself, for the rules of this package.
func (t Locked) words() string {
	if t.text == nil {
		return ""
	}
	return *t.text
}

// For is the spoiler rule: a reader may see a text with lock c if their
// position is at least c, or they are rereading, or they wrote it.
func (t Locked) For(r Reader) (text string, ok bool) {
	if r.Opens(t.lock) || t.author != "" && t.author == r.user {
		return t.words(), true
	}
	return "", false
}

// Under gives a text that has none its lock and, if it has none, its author:
// what comes from the database has neither. A text that has a lock keeps the
// stricter of the two, and its author: nobody gains by it.
func (t Locked) Under(l Lock, author string) Locked {
	if t.lock.set {
		return t.Behind(l)
	}
	if t.author != "" {
		author = t.author
	}
	return Locked{text: t.text, lock: l, author: author}
}

// Behind returns the text behind the stricter of its own lock and l.
func (t Locked) Behind(l Lock) Locked {
	t.lock = stricter(t.lock, l)
	return t
}

// By reports who wrote the text.
func (t Locked) By() string { return t.author }

// Opening is the lock of the text.
func (t Locked) Opening() Lock { return t.lock }

// Empty reports whether there is no text.
func (t Locked) Empty() bool { return t.words() == "" }

// Units is the length of the text in UTF-16 code units, as Discord counts.
func (t Locked) Units() int { return Units(t.words()) }

// Units is the length of a text in UTF-16 code units, as Discord counts.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// String shows the lock and not the text.
func (t Locked) String() string { return "[locked to " + t.lock.Label() + "]" }

// Format shows the lock and not the text, whatever the verb.
func (t Locked) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, t.String()) }

// LogValue shows the lock and not the text.
func (t Locked) LogValue() slog.Value { return slog.StringValue(t.String()) }

// MarshalText shows the lock and not the text; JSON uses it too.
func (t Locked) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Value gives the text to the database, and to nothing else.
func (t Locked) Value() (driver.Value, error) { return t.words(), nil }

// Scan takes the text from the database. It stays shut to everyone until Under
// gives it its lock.
func (t *Locked) Scan(src any) error {
	*t = Locked{}
	switch v := src.(type) {
	case nil:
	case string:
		t.text = &v
	case []byte:
		text := string(v)
		t.text = &text
	default:
		return errors.New("locked text: not a text in the database")
	}
	return nil
}

// Cleaned is the text without what does not belong into one: see Clean.
func (t Locked) Cleaned() Locked {
	text := Clean(t.words())
	t.text = &text
	return t
}
