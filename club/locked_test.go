package club_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"text/template"

	"dogear/club"
	"pgregory.net/rapid"
)

// secret is the text that must not come out.
const secret = "Tommy completes Kathy"

func chapter(n int) club.Chapter {
	return club.Chapter{Number: n, Label: fmt.Sprintf("Chapter %d", n)}
}

// keeps holds a locked text where fmt cannot call its methods.
type keeps struct {
	Open   club.Locked
	hidden club.Locked
	inside struct{ deep club.Locked }
	by     map[string]club.Locked
	ptr    *club.Locked
}

func hiders() map[string]any {
	t := club.UpTo(chapter(7)).Hide(secret, "ana")
	k := keeps{Open: t, hidden: t, by: map[string]club.Locked{"a": t}, ptr: &t}
	k.inside.deep = t
	return map[string]any{
		"value":    t,
		"pointer":  &t,
		"slice":    []club.Locked{t},
		"map":      map[string]club.Locked{"a": t},
		"chapter":  club.Chapter{Number: 8, Label: "Chapter 8", Title: t, Part: t},
		"chapters": club.Chapters{{Number: 8, Label: "Chapter 8", Title: t}},
		"struct":   k,
		"*struct":  &k,
		"draft":    club.Draft(secret, "ana"),
		"any":      []any{t, &t, k},
		"revision": club.Revision{Gone: club.Chapters{{Title: t}}},
		"request":  club.PlanRequest{Chapters: club.Chapters{{Title: t}}},
	}
}

func mustHide(t *testing.T, how, shown string) {
	t.Helper()
	for word := range strings.FieldsSeq(secret) {
		if len(word) > 2 && strings.Contains(shown, word) {
			t.Fatalf("%s shows the text: %q", how, shown)
		}
	}
	if bytes.Contains([]byte(shown), []byte(fmt.Sprintf("%x", "Tommy"))) {
		t.Fatalf("%s shows the text in hex: %q", how, shown)
	}
}

// %p and %w passed Format by and printed the fields; so did an unexported
// field, whatever the verb.
func TestLockedIsNotPrinted(t *testing.T) {
	t.Parallel()
	for name, v := range hiders() {
		for verb := '!'; verb <= '~'; verb++ {
			for _, flags := range []string{"", "+", "#", "-", " ", "0", "+#", "5", ".3", "[1]", "#+.2"} {
				format := "%" + flags + string(verb)
				mustHide(t, name+" as "+format, fmt.Sprintf(format, v))
				mustHide(t, name+" as error "+format, fmt.Errorf(format, v).Error())
			}
		}
		mustHide(t, name+" by Sprint", fmt.Sprint(v))
		mustHide(t, name+" by Sprintln", fmt.Sprintln(v))
		mustHide(t, name+" by %*d", fmt.Sprintf("%*d", v, v))
		surplus := "x"
		mustHide(t, name+" as a surplus argument", fmt.Sprintf(surplus, []any{v}...))
	}
}

func TestLockedIsNotLogged(t *testing.T) {
	t.Parallel()
	for name, v := range hiders() {
		var b strings.Builder
		for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
			log := slog.New(h)
			log.Info("a", "v", v)
			log.With("v", v).WithGroup("g").Error("b", slog.Group("in", slog.Any("v", v)), "err", fmt.Errorf("save %v: %w", v, errors.ErrUnsupported))
		}
		mustHide(t, name+" in the log", b.String())
	}
}

func TestLockedIsNotMarshalled(t *testing.T) {
	t.Parallel()
	for name, v := range hiders() {
		if b, err := json.Marshal(v); err == nil {
			mustHide(t, name+" as JSON", string(b))
		}
		if b, err := xml.Marshal(v); err == nil {
			mustHide(t, name+" as XML", string(b))
		}
		var b strings.Builder
		if err := template.Must(template.New("").Parse("{{.}} {{printf `%s` .}}")).Execute(&b, v); err == nil {
			mustHide(t, name+" by a template", b.String())
		}
	}
	if b, err := json.Marshal(club.UpTo(chapter(7)).Hide(secret, "")); err != nil || string(b) != `"[locked to Chapter 7]"` {
		t.Errorf("JSON is %s, %v", b, err)
	}
}

func TestLockedSaysItsLock(t *testing.T) {
	t.Parallel()
	for want, lock := range map[string]club.Lock{
		"[locked to Chapter 7]":      club.UpTo(chapter(7)),
		"[locked to chapter 3]":      club.UpTo(club.Chapter{Number: 3}),
		"[locked to the whole book]": club.WholeBook(23),
		"[locked to everyone]":       club.ForAll(),
		"[locked to nobody]":         {},
	} {
		if got := fmt.Sprintf("%d", lock.Hide(secret, "ana")); got != want {
			t.Errorf("it is printed as %q, want %q", got, want)
		}
	}
}

func TestLockedIsNotComparable(t *testing.T) {
	t.Parallel()
	if reflect.TypeFor[club.Locked]().Comparable() {
		t.Error("two locked texts can be compared")
	}
}

func TestForgottenLockOpensForNobody(t *testing.T) {
	t.Parallel()
	var zero club.Locked
	var scanned club.Locked
	if err := scanned.Scan(secret); err != nil {
		t.Fatal(err)
	}
	shut := map[string]club.Locked{
		"zero": zero, "scanned": scanned, "draft": club.Draft(secret, "ana"),
		"forgotten":        club.Lock{}.Hide(secret, "ana"),
		"unstored chapter": club.UpTo(club.Chapter{Label: "Chapter 1"}).Hide(secret, "ana"),
		"no chapters":      club.Chapters(nil).LockUpTo(3).Hide(secret, "ana"),
		"under nothing":    scanned.Under(club.Lock{}, "ana"),
		"behind nothing":   club.ForAll().Hide(secret, "ana").Behind(club.Lock{}),
		"draft behind":     club.Draft(secret, "ana").Behind(club.ForAll()),
	}
	for name, text := range shut {
		for who, r := range map[string]club.Reader{
			"nobody": club.Nobody(), "zero": {}, "someone": club.Someone("bo"),
			"reader": club.ReaderAt("bo", 1000), "rereader": club.Rereader("bo", 1000), "without a name": club.ReaderAt("", 1000),
		} {
			if got, ok := text.For(r); ok || got != "" {
				t.Errorf("%s opens for %s: %q", name, who, got)
			}
		}
		if _, ok := text.For(club.Keeper("bo")); !ok {
			t.Errorf("%s does not open for a keeper", name)
		}
		_, ok := text.For(club.Someone("ana"))
		if want := text.By() == "ana"; ok != want {
			t.Errorf("%s opens for its author: %v, want %v", name, ok, want)
		}
	}
}

func TestWholeBookOfNothingStaysShut(t *testing.T) {
	t.Parallel()
	if club.ReaderAt("bo", 0).Opens(club.WholeBook(0)) {
		t.Error("a reader of a book without chapters has read the whole of it")
	}
}

func anyLock(t *rapid.T) club.Lock {
	n := rapid.IntRange(0, 12).Draw(t, "lock")
	return rapid.SampledFrom([]club.Lock{{}, club.ForAll(), club.UpTo(chapter(n)), club.WholeBook(12)}).Draw(t, "kind")
}

func anyReader(t *rapid.T) club.Reader {
	user := rapid.SampledFrom([]string{"", "ana", "bo"}).Draw(t, "user")
	at := rapid.IntRange(-2, 14).Draw(t, "position")
	return rapid.SampledFrom([]club.Reader{
		club.Nobody(), club.Someone(user), club.ReaderAt(user, at), club.Rereader(user, at), club.Keeper(user),
	}).Draw(t, "reader")
}

func TestMoreProgressNeverHides(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := anyLock(t).Hide(secret, rapid.SampledFrom([]string{"", "ana"}).Draw(t, "author"))
		user := rapid.SampledFrom([]string{"ana", "bo"}).Draw(t, "user")
		less := rapid.IntRange(0, 12).Draw(t, "less")
		more := less + rapid.IntRange(0, 12).Draw(t, "by")
		behind, ok := text.For(club.ReaderAt(user, less))
		ahead, okAhead := text.For(club.ReaderAt(user, more))
		if ok && !okAhead {
			t.Fatalf("%v opens at %d and not at %d", text, less, more)
		}
		if !ok && behind != "" || !okAhead && ahead != "" {
			t.Fatal("a shut text is handed out")
		}
		if ok && behind != secret {
			t.Fatal("an open text is not what was written")
		}
	})
}

// The rule, word for word: position at least the lock's, or rereading, or the
// author (or a keeper). An unset lock counts as beyond every position.
func TestTheSpoilerRule(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "lock")
		lock := club.ForAll()
		if n > 0 {
			lock = club.UpTo(chapter(n))
		}
		at := rapid.IntRange(0, 14).Draw(t, "position")
		text := lock.Hide(secret, "ana")
		for _, c := range []struct {
			r    club.Reader
			want bool
		}{
			{club.ReaderAt("bo", at), at >= n},
			{club.ReaderAt("ana", at), true},
			{club.Rereader("bo", at), true},
			{club.Someone("bo"), n == 0},
			{club.Someone("ana"), true},
			{club.Nobody(), n == 0},
			{club.Keeper("bo"), true},
		} {
			if _, ok := text.For(c.r); ok != c.want {
				t.Fatalf("lock %d opens for %+v: %v", n, c.r, ok)
			}
		}
	})
}

func TestUnderOnlyTightens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lock := anyLock(t)
		text := lock.Hide(secret, rapid.SampledFrom([]string{"", "ana"}).Draw(t, "author"))
		r, other := anyReader(t), anyLock(t)
		_, before := text.For(r)
		_, behind := text.Behind(other).For(r)
		if behind && !before {
			t.Fatalf("behind %v the text opens for %+v, who could not see it", other, r)
		}
		if lock == (club.Lock{}) {
			return // a text without a lock is given one: that is what Under is for
		}
		if _, under := text.Under(other, r.User()).For(r); under != behind {
			t.Fatalf("under and behind %v differ for %+v", other, r)
		}
	})
}

func TestUnderGivesLockAndAuthor(t *testing.T) {
	t.Parallel()
	var row club.Locked
	if err := row.Scan([]byte(secret)); err != nil {
		t.Fatal(err)
	}
	text := row.Under(club.UpTo(chapter(2)), "ana")
	if text.By() != "ana" || text.Opening().Number() != 2 {
		t.Errorf("it is by %q, behind %v", text.By(), text.Opening().Number())
	}
	if draft := club.Draft(secret, "ana").Under(club.ForAll(), "bo"); draft.By() != "ana" {
		t.Errorf("a draft of ana's became %s's", draft.By())
	}
}

func TestLocks(t *testing.T) {
	t.Parallel()
	cs := club.Numbered(23)
	for _, c := range []struct {
		lock        club.Lock
		number      int
		all, whole  bool
		label, kind string
	}{
		{club.ForAll(), 0, true, false, "everyone", "for all"},
		{cs.LockUpTo(0), 0, true, false, "everyone", "up to 0"},
		{cs.LockUpTo(-1), 0, true, false, "everyone", "up to -1"},
		{cs.LockUpTo(7), 7, false, false, "Chapter 7", "up to 7"},
		{cs.LockUpTo(99), 23, false, false, "Chapter 23", "past the last"},
		{cs.BeforeChapter(1), 0, true, false, "everyone", "before the first"},
		{cs.BeforeChapter(8), 7, false, false, "Chapter 7", "before 8"},
		{club.WholeBook(23), 23, false, true, "the whole book", "whole"},
		{club.Lock{}, 0, false, false, "nobody", "unset"},
	} {
		if c.lock.Number() != c.number || c.lock.IsForAll() != c.all || c.lock.IsWhole() != c.whole || c.lock.Label() != c.label {
			t.Errorf("%s: %d %v %v %q", c.kind, c.lock.Number(), c.lock.IsForAll(), c.lock.IsWhole(), c.lock.Label())
		}
	}
	if got := club.UpTo(cs[22]).Hide("x", "").Behind(club.WholeBook(23)).Opening(); !got.IsWhole() {
		t.Error("of two locks that open together the whole book is the stricter: appended chapters move it")
	}
}

func TestLockedGoesThroughTheDatabase(t *testing.T) {
	t.Parallel()
	v, err := club.UpTo(chapter(7)).Hide(secret, "ana").Value()
	if err != nil || v != secret {
		t.Fatalf("the database gets %v, %v", v, err)
	}
	var back club.Locked
	if err := back.Scan(v); err != nil {
		t.Fatal(err)
	}
	if got, _ := back.Under(club.ForAll(), "").For(club.Nobody()); got != secret {
		t.Errorf("back comes %q", got)
	}
	if err := back.Scan(nil); err != nil || !back.Empty() || back.Units() != 0 {
		t.Errorf("of NULL comes %d units, %v", back.Units(), err)
	}
	err = back.Scan(7)
	if err == nil {
		t.Fatal("a number was taken for a text")
	}
	mustHide(t, "the error", err.Error())
	var zero club.Locked
	if v, err := zero.Value(); v != "" || err != nil {
		t.Errorf("of an empty text the database gets %v, %v", v, err)
	}
}

func TestLockedMeasures(t *testing.T) {
	t.Parallel()
	text := club.Draft("a😀\x00 ", "ana")
	if text.Units() != 5 || text.Empty() {
		t.Errorf("%d units", text.Units())
	}
	if got, _ := text.Cleaned().For(club.Someone("ana")); got != "a😀" {
		t.Errorf("cleaned it is %q", got)
	}
}

func TestReaders(t *testing.T) {
	t.Parallel()
	if r := club.ReaderAt("bo", -3); r.Position() != 0 || r.User() != "bo" {
		t.Errorf("%d %q", r.Position(), r.User())
	}
	if r := club.Rereader("bo", 5); r.Position() != 5 {
		t.Errorf("%d", r.Position())
	}
}

func TestRefusalSpeaks(t *testing.T) {
	t.Parallel()
	var refusal *club.Refusal
	if err := fmt.Errorf("plan: %w", club.Refuse("There are %d.", 3)); !errors.As(err, &refusal) || refusal.Error() != "There are 3." {
		t.Errorf("%v", refusal)
	}
}
