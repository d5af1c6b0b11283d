package epub_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/club"
)

func TestContents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, toc, want string
		left            int
	}{
		{"plain", "Chapter 1\nChapter 2\nChapter 3", "Chapter 1\nChapter 2\nChapter 3", 0},
		{"titles", "Chapter One: The Road\nCHAPTER TWO - The Ferry\nChapter three. The Hill\nChapter the Fourth\nChapter Five The Sea", "Chapter One: The Road\nChapter Two: The Ferry\nChapter Three: The Hill\nChapter 4\nChapter Five: The Sea", 0},
		{"numbers", "1. The Road\n2. The Ferry\n03 – The Hill\n(4) The Sea", "Chapter 1: The Road\nChapter 2: The Ferry\nChapter 3: The Hill\nChapter 4: The Sea", 0},
		{"roman", "I The Road\nII The Ferry\niii. The Hill\nIV", "Chapter I: The Road\nChapter II: The Ferry\nChapter III: The Hill\nChapter IV", 0},
		{"words", "One\nTwo\nThree", "Chapter One\nChapter Two\nChapter Three", 0},
		{"titles alone", "The Boy Who Lived\nThe Vanishing Glass", "Chapter 1: The Boy Who Lived\nChapter 2: The Vanishing Glass", 0},
		{"titles that begin like numbers", "I Am Legend\nSeven Days in May\n1984\nD Minor", "Chapter 1: I Am Legend\nChapter 2: Seven Days in May\nChapter 3: 1984\nChapter 4: D Minor", 0},
		{"a number that is a title", "1. A\n2. B\n1917\n4. C", "Chapter 1: A\nChapter 2: B\nChapter 3: 1917\nChapter 4: C", 0},
		{"titles that begin like the next number", "7. A\n8. B\nNine Lives\n10. C", "Chapter 7: A\nChapter 8: B\nChapter 9: Nine Lives\nChapter 10: C", 0},
		{"words that go on", "Seven\nEight\nNine Lives\nInterlude Two Cats\nEpilogue Two Years Later\nInterlude Two: Cats", "Chapter Seven\nChapter Eight\nUnnumbered chapter: Nine Lives\nUnnumbered chapter: Interlude Two Cats\nEpilogue: Two Years Later\nInterlude Two: Cats", 0},
		{"words and a sign", "One: The Road\nTwo - The Ferry\nThree. The Hill", "Chapter One: The Road\nChapter Two: The Ferry\nChapter Three: The Hill", 0},
		{"zeros", "Chapter 00012\n00013 – The Sea\n0014.0001\n00015", "Chapter 12\nChapter 13: The Sea\n14.1\nChapter 15", 0},
		{"primes", "2\n3\n5\n7\n11\n13", "Chapter 2\nChapter 3\nChapter 5\nChapter 7\nChapter 11\nChapter 13", 0},
		{"long numbers", "Chapter Twenty-One\nChapter Twenty Two: X\nChapter One Hundred and Twenty-Three\nChapter 1001", "Chapter Twenty-One\nChapter Twenty-Two: X\nChapter 123\nChapter 1001", 0},
		{"dots", "4.5\n4.6 Bread\n4.7: Wine\n5.1", "4.5\n4.6: Bread\n4.7: Wine\n5.1", 0},
		{"plain words", "Prologue\nPrologue: Ten Years\nInterlude ii\nInterlude 3 - Sea\nEpilogue The End\nFinale", "Prologue\nPrologue: Ten Years\nInterlude II\nInterlude 3: Sea\nEpilogue: The End\nFinale", 0},
		{"a plain word that is none", "Introduction\nIntroduction to Sorrow\nFinale of a War", "Introduction\nChapter 1: Introduction to Sorrow\nChapter 2: Finale of a War", 0},
		{"letters", "Letter 1\nLetter I never sent\nChapter 1", "Letter 1\nUnnumbered chapter: Letter I never sent\nChapter 1", 0},
		{"a gap that is filled", "Kapitel 1\nDer Weg\nKapitel 3", "Kapitel 1\nKapitel 2: Der Weg\nKapitel 3", 0},
		{"a gap that is not", "Chapter 1\nThe Sea\nThe Hill\nChapter 3\nMeet Ana", "Chapter 1\nUnnumbered chapter: The Sea\nUnnumbered chapter: The Hill\nChapter 3\nUnnumbered chapter: Meet Ana", 0},
		{"front and back", "Cover\nTitle Page\nDedication\nPreface\nChapter 1\nChapter 2\nAcknowledgments\nAbout the Author\nAlso by Ana Lee\nIndex", "Preface\nChapter 1\nChapter 2", 7},
		{"what may be a chapter", "Map\nChapter 1\nThe Book\nNotes\nMap\nChapter 4\nNotes", "Chapter 1\nUnnumbered chapter: The Book\nUnnumbered chapter: Notes\nUnnumbered chapter: Map\nChapter 4", 2},
		{"the title page by its title", "A Book\nOne\nTwo", "Chapter One\nChapter Two", 1},
		{"a title that is no page", "Wolves: x", "Chapter 1: Wolves: x", 0},
		{"an end that looks like a page", "1. Meet @ 7\n2. Meet @\n3. Tea @ noon", "Chapter 1: Meet ＠ 7\nChapter 2: Meet ＠\nChapter 3: Tea @ noon", 0},
		{"signs", "Chapter 1: # 5: ...and\n2. ...\n3. * * *", "Chapter 1: # 5: ...and\nChapter 2\nChapter 3", 0},
		{"no more than the word", "Chapter\nChapter", "Chapter 1\nChapter 2", 0},
		{"German", "Umschlag\nInhaltsverzeichnis\nVorwort\nErstes Kapitel\nZweites Kapitel: Der Weg\n3. Kapitel\nKapitel Einundzwanzig\nNachwort\nDanksagung\nÜber die Autorin", "Vorwort\nKapitel 1\nKapitel 2: Der Weg\nKapitel 3\nKapitel 21\nNachwort", 4},
		{"French", "Couverture\nAvant-propos\nPremière partie\nChapitre premier\nChapitre II. La route\n1er chapitre\nDeuxième partie\nChapitre trois\nÉpilogue\nRemerciements\nDu même auteur", "Avant-propos\n# Première partie\nChapitre 1\nChapitre 2: La route\nChapitre 1\n# Deuxième partie\nChapitre 3\nÉpilogue", 3},
		{"Spanish", "Portada\nÍndice\nPrólogo\nCapítulo primero\nCapítulo 2: El camino\nEpílogo\nAgradecimientos", "Prólogo\nCapítulo 1\nCapítulo 2: El camino\nEpílogo", 3},
		{"Italian", "Copertina\nPrologo\nCapitolo primo\nCapitolo II – La via\nEpilogo\nRingraziamenti\nL’autore", "Prologo\nCapitolo 1\nCapitolo 2: La via\nEpilogo", 3},
	} {
		raw := withNav(t, "A Book: Its Subtitle", navOf(outline(c.toc), ""))
		list, left, err := contents(raw)
		if err != nil || list != c.want || left != c.left {
			t.Errorf("%s: got\n%s\nand %d left, %v; want\n%s\nand %d", c.name, list, left, err, c.want, c.left)
		}
		fromNCX, _, err := contents(withNCX(t, "A Book: Its Subtitle", ncxOf(outline(c.toc))))
		if err != nil || fromNCX != c.want {
			t.Errorf("%s from an ncx: got\n%s\n%v", c.name, fromNCX, err)
		}
	}
}

func TestNestedContents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, toc, want string
		left            int
	}{
		{"parts that hold chapters", "Part One\n  Chapter 1\n  Chapter 2\nPart Two: The Sea\n  Chapter 3\nEpilogue", "# Part One\nChapter 1\nChapter 2\n# Part Two: The Sea\nChapter 3\nEpilogue", 0},
		{"parts beside chapters", "PART ONE\nChapter 1\nChapter 2\nPart II\nPrologue\nChapter 3", "# PART ONE\nChapter 1\nChapter 2\n# Part II\nPrologue\nChapter 3", 0},
		{"parts that are chapters", "Part 1\nPart 2: Sea\nPart 3\nEpilogue", "Part 1\nPart 2: Sea\nPart 3\nEpilogue", 0},
		{"parts by title", "The Shire > p.xhtml\n  A Party > a.xhtml\n  A Shadow > b.xhtml\nThe River > q.xhtml\n  A Boat > c.xhtml", "# The Shire\nChapter 1: A Party\nChapter 2: A Shadow\n# The River\nChapter 3: A Boat", 0},
		{"parts without a page", "The Shire > \n  1. A Party\nThe River > \n  1. A Boat", "# The Shire\nChapter 1: A Party\n# The River\nChapter 1: A Boat", 0},
		{"chapters called parts, and another", "Part 1\nPart 2\nPart 3\nMeet Ana", "Part 1\nPart 2\nPart 3\nUnnumbered chapter: Meet Ana", 0},
		{"sections", "Bread > a.xhtml\n  Flour > a.xhtml#1\n  Water > a.xhtml#2\nWine > b.xhtml\n  Grapes > b.xhtml#1", "Chapter 1: Bread\nChapter 2: Wine", 0},
		{"numbered sections", "1 Bread\n  1.1 Flour\n  1.2 Water\n2 Wine\n  2.1 Grapes", "Chapter 1: Bread\nChapter 2: Wine", 0},
		{"scenes of a chapter", "Chapter 1\n  1\n  2\nChapter 2\n  Scene 1", "Chapter 1\nChapter 2", 0},
		{"numbers under numbers", "I\n  1\n  2\nII\n  1", "# I\nChapter 1\nChapter 2\n# II\nChapter 1", 0},
		{"chapters in sections", "Section One\n  Chapter 1\n  Chapter 2\nSection Two\n  Chapter 3", "# Section One\nChapter 1\nChapter 2\n# Section Two\nChapter 3", 0},
		{"acts", "Act I\n  Scene I\n  Scene 2\nAct II\n  Scene 1", "# Act I\nScene I\nScene 2\n# Act II\nScene 1", 0},
		{"parts in books", "Book One\n  Part 1\n    Chapter 1\n  Part 2\n    Chapter 2\nBook Two\n  Part 1\n    Chapter 3", "# Book One · Part 1\nChapter 1\n# Part 2\nChapter 2\n# Book Two · Part 1\nChapter 3", 0},
		{"all in the book", "A Book\n  Cover\n  Chapter 1\n  Chapter 2", "Chapter 1\nChapter 2", 1},
		{"all under the cover", "Cover\n  Chapter 1\n  Chapter 2", "Chapter 1\nChapter 2", 1},
		{"all under the prologue", "Prologue\n  Chapter 1\n  Chapter 2", "Prologue\nChapter 1\nChapter 2", 0},
		{"matter that holds matter", "Chapter 1\nBack Matter\n  Notes\n  Index\nAppendices\n  Appendix A\n  Appendix B", "Chapter 1", 2},
		{"a part without chapters", "Part 1\n  Chapter 1\nPart 2\n  Notes", "# Part 1\nChapter 1\nPart 2", 0},
		{"one file", "The Shire > b.html#1\n  A Party > b.html#2\n  A Shadow > b.html#3", "# The Shire\nChapter 1: A Party\nChapter 2: A Shadow", 0},
	} {
		list, left, err := contents(withNav(t, "A Book", navOf(outline(c.toc), "")))
		if err != nil || list != c.want || left != c.left {
			t.Errorf("%s: got\n%s\nand %d left, %v; want\n%s\nand %d", c.name, list, left, err, c.want, c.left)
		}
	}
}

// A long novel as it is often made: books that hold chapters in Roman numbers,
// between a prelude and a finale.
func TestALongNovel(t *testing.T) {
	t.Parallel()
	toc := "THE NOVEL\nContents\nPRELUDE.\n"
	for n, title := range strings.Fields("Dawn Morning Noon Evening") {
		toc += fmt.Sprintf("BOOK %s. %s.\n", []string{"I", "II", "III", "IV"}[n], title)
		for c := range 20 {
			toc += fmt.Sprintf("  CHAPTER %s.\n", roman(20*n+c+1))
		}
	}
	toc += "FINALE.\nTHE FULL PROJECT GUTENBERG LICENSE"
	list, left, err := locked(withNCX(t, "The Novel", ncxOf(outline(toc))))
	chapters, unread := club.ReadChapterList(list)
	if err != nil || left != 3 || len(chapters) != 82 || len(unread) > 0 {
		t.Fatalf("%d chapters, %d left, %v, %v", len(chapters), left, unread, err)
	}
	for n, want := range map[int]string{1: "|Prelude", 2: "BOOK I. Dawn.|Chapter I", 22: "BOOK II. Morning.|Chapter XXI", 81: "|Chapter LXXX", 82: "|Finale"} {
		c, _ := chapters.At(n)
		if part, _ := c.Part.For(club.Someone("ana")); part+"|"+c.Label != want {
			t.Errorf("chapter %d is %s|%s, want %s", n, part, c.Label, want)
		}
	}
}

// roman writes a number below 90.
func roman(n int) string {
	ones := strings.Fields("I II III IV V VI VII VIII IX")
	tens := strings.Fields("X XX XXX XL L LX LXX LXXX")
	return append([]string{""}, tens...)[n/10] + append([]string{""}, ones...)[n%10]
}

// What the book itself calls a title page is none of its chapters, whatever it
// is called in the contents; a chapter remains one.
func TestLandmarks(t *testing.T) {
	t.Parallel()
	toc := outline("Some Words > a.xhtml\nThe Road > b.xhtml\nThe Sea > c%20d.xhtml#e\nPrologue > f.xhtml")
	marks := `<nav epub:type="landmarks" hidden=""><ol><li><a epub:type="titlepage" href="a.xhtml">T</a></li>
		<li><a epub:type="bodymatter" href="b.xhtml">B</a></li><li><a epub:type="cover" href="f.xhtml">C</a></li></ol></nav>`
	list, left, err := contents(withNav(t, "A Book", navOf(toc, marks)))
	if want := "Chapter 1: The Road\nChapter 2: The Sea\nPrologue"; list != want || left != 1 || err != nil {
		t.Errorf("got\n%s\nand %d left, %v", list, left, err)
	}
	guide := `<guide><reference type="copyright-page" title="x" href="c d.xhtml#e"/></guide>`
	list, left, err = contents(archive(t, file{"META-INF/container.xml", container},
		file{"OEBPS/book.opf", pack("A Book", navItem, guide)}, file{"OEBPS/nav.xhtml", navOf(toc, "")}))
	if want := "Chapter 1: Some Words\nChapter 2: The Road\nPrologue"; list != want || left != 1 || err != nil {
		t.Errorf("got\n%s\nand %d left, %v", list, left, err)
	}
}

// The list is its owner's draft: nobody else sees a word of it.
func TestTheListStaysLocked(t *testing.T) {
	t.Parallel()
	raw := withNav(t, "A Book", navOf(outline("1. The Road\n2. The Sea"), ""))
	list, _, err := locked(raw)
	if err != nil || list.By() != "ana" {
		t.Fatal(list.By(), err)
	}
	for _, r := range []club.Reader{club.Nobody(), club.Someone("ben"), club.Rereader("ben", 9)} {
		if text, ok := list.For(r); ok || text != "" {
			t.Errorf("%+v sees %q", r, text)
		}
	}
	chapters, unread := club.ReadChapterList(list)
	if len(chapters) != 2 || len(unread) != 0 {
		t.Fatal(chapters, unread)
	}
	if text, ok := chapters[1].Title.For(club.ReaderAt("ben", 0)); ok {
		t.Errorf("%q is open to who has read nothing", text)
	}
	if text, ok := chapters[1].Title.For(club.ReaderAt("ben", 1)); !ok || text != "The Sea" {
		t.Errorf("who has read chapter 1 sees %q", text)
	}
}

// Words that are cut, and signs that do mischief.
func TestLongWords(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 80)
	toc := outline("## " + long + "\n  1. " + long + "\n  2. a\u202eb\u200b\x07")
	list, _, err := contents(withNav(t, "A Book", navOf(toc, "")))
	chapters, unread := club.ReadChapterList(club.Draft(list, "ana"))
	if err != nil || len(unread) > 0 || len(chapters) != 2 {
		t.Fatalf("%v, %v: %s", err, unread, list)
	}
	if chapters[0].Part.Units() > club.MaxPart || chapters[0].Title.Units() != club.MaxChapterTitle {
		t.Errorf("%d and %d", chapters[0].Part.Units(), chapters[0].Title.Units())
	}
	if got, _ := chapters[1].Title.For(club.Someone("ana")); got != "ab\ufffd" {
		t.Errorf("%q", got)
	}
}
