package epub_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

// open is what a label may be: words that are open to all, and a number. It is
// written apart from the code's own list, which might be wrong.
func open() *regexp.Regexp {
	units := "Chapter|Letter|Canto|Stave|Section|Scene|Episode|Part|Book|Volume|Act|" +
		"Kapitel|Brief|Gesang|Szene|Abschnitt|Teil|Buch|Band|Akt|Chapitre|Lettre|Chant|Partie|Livre|Tome|Acte|" +
		"Capítulo|Carta|Escena|Parte|Libro|Tomo|Volumen|Acto|Capitolo|Lettera|Scena|Atto"
	words := "Prologue|Epilogue|Interlude|Prelude|Finale|Preface|Introduction|Foreword|Afterword|Intermezzo|Overture|Coda|Postlude|" +
		"Postscript|Conclusion|Prolog|Epilog|Zwischenspiel|Vorspiel|Nachspiel|Präludium|Vorwort|Nachwort|Einleitung|Einführung|Schluss|" +
		"Épilogue|Prélude|Préface|Avant-propos|Postface|Int[e]rmède|Prólogo|Epílogo|Interludio|Preludio|Prefacio|Introducción|Conclusión|" +
		"Prologo|Epilogo|Prefazione|Introduzione|Postfazione|Conclusione"
	ones := "One|Two|Three|Four|Five|Six|Seven|Eight|Nine"
	teens := "Ten|Eleven|Twelve|Thirteen|Fourteen|Fifteen|Sixteen|Seventeen|Eighteen|Nineteen"
	tens := "Twenty|Thirty|Forty|Fifty|Sixty|Seventy|Eighty|Ninety"
	number := `(\d{1,4}(\.\d{1,4}){0,3}|[IVXLCD]{1,9}|` + ones + "|" + teens + "|(" + tens + ")(-(" + ones + "))?)"
	return regexp.MustCompile(`^((` + units + `) ` + number + `|(` + words + `)( ` + number + `)?|\d{1,3}(\.\d{1,4}){1,3}|Unnumbered chapter)$`)
}

// holds checks what must be so whatever an epub says; labels is open().
func holds(t interface {
	Helper()
	Fatalf(string, ...any)
}, labels *regexp.Regexp, raw string,
) {
	t.Helper()
	list, left, err := locked(raw)
	if err != nil {
		if _, ok := errors.AsType[*club.Refusal](err); !ok || !list.Empty() || left != 0 {
			t.Fatalf("%v, %d, %v", list, left, err)
		}
		return
	}
	text, _ := list.For(club.Someone("ana"))
	chapters, unread := club.ReadChapterList(list)
	if len(unread) > 0 || len(chapters) == 0 || left < 0 {
		t.Fatalf("%d chapters, %d left, unread: %v of\n%s", len(chapters), left, unread, text)
	}
	parts := 0
	for _, c := range chapters {
		if !labels.MatchString(c.Label) {
			t.Fatalf("the label %q is open to all", c.Label)
		}
		if c.EndPage != 0 {
			t.Fatalf("%s ends on page %d", c.Label, c.EndPage)
		}
		if !c.Part.Empty() {
			parts++
		}
	}
	if lines := strings.Count(text, "\n") + 1; lines != len(chapters)+parts {
		t.Fatalf("%d lines, %d chapters and %d parts", lines, len(chapters), parts)
	}
	if again, ok := chapters.WriteList(club.Someone("ana")); !ok || strings.TrimSpace(again) != text {
		t.Fatalf("the list reads as\n%s\nand was\n%s", again, text)
	}
}

// Whatever the words, however they are nested: the list can be read, and no
// label holds a word of the story.
func TestAnyContents(t *testing.T) {
	t.Parallel()
	piece := rapid.OneOf(
		rapid.SampledFrom(strings.Fields("Chapter Letter Part Book Kapitel Teil Chapitre Prologue Interlude Épilogue Notes Cover Index the of The "+
			"First Erstes 1 2 3 4 7 12 1984 4.6 1.1 One Two Twenty Hundred I II III IV C Sieben premier : . – @ # · ) ( Dragon dies Rhaegar’s 7a 1st "+
			"No. dawn ２ ٣ Chapter:One: @9")),
		rapid.StringN(0, 6, -1),
	)
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), rapid.SampledFrom([]string{" ", "", ": "}).Draw(t, "between"))
	})
	entry := rapid.Custom(func(t *rapid.T) line {
		return line{
			text:  text.Draw(t, "text"),
			depth: rapid.IntRange(0, 3).Draw(t, "depth"),
			href:  rapid.SampledFrom([]string{"", "a.xhtml", "b.xhtml", "a.xhtml#1"}).Draw(t, "href"),
		}
	})
	labels := open()
	rapid.Check(t, func(r *rapid.T) {
		lines := rapid.SliceOfN(entry, 0, 20).Draw(r, "lines")
		depth := -1
		for i := range lines { // a line stands at most one level below the one before
			depth = min(lines[i].depth, depth+1)
			lines[i].depth = depth
		}
		holds(r, labels, withNav(t, escaped(text.Draw(r, "title")), navOf(lines, "")))
	})
}

func FuzzNav(f *testing.F) {
	f.Add(navOf(outline("Cover\nPart One\n  Chapter 1: The Road\n  IV The Sea\n    4.6\nEpilogue"), ""))
	f.Add(`<nav><ol><li><a href="%zz#">One&nbsp;&x;<span>Dragon</span></a><li><ol><li>Letter I @ 7</ol></nav>`)
	f.Add("\xff\xfe<\x00n\x00a\x00v\x00>\x00")
	labels := open()
	f.Fuzz(func(t *testing.T, nav string) { holds(t, labels, withNav(t, "A Book", nav)) })
}

func FuzzNCX(f *testing.F) {
	f.Add(ncxOf(outline("Umschlag\nErster Teil\n  1. Kapitel\n  Zweites Kapitel: Der Weg\nNachwort")))
	f.Add(`<ncx><navMap><navPoint><navLabel><text>##</text></navLabel><navPoint><navLabel>1</navLabel>`)
	labels := open()
	f.Fuzz(func(t *testing.T, ncx string) { holds(t, labels, withNCX(t, "A Book", ncx)) })
}

func FuzzZip(f *testing.F) {
	f.Add([]byte(withNav(f, "A Book", navOf(outline("1. The Road\n2. The Sea"), ""))))
	f.Add([]byte(withNCX(f, "A Book", ncxOf(outline("1. The Road\n2. The Sea")))))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	labels := open()
	f.Fuzz(func(t *testing.T, raw []byte) { holds(t, labels, string(raw)) })
}
