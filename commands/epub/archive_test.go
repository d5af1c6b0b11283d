package epub_test

import (
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"dogear/club"
	"dogear/commands/epub"
)

const secret = "Dragon"

// refused reads an epub that must be refused in words that hold none of its own.
func refused(t *testing.T, name, raw, want string) {
	t.Helper()
	list, left, err := locked(raw)
	if _, ok := errors.AsType[*club.Refusal](err); !ok || !strings.Contains(err.Error(), want) || !list.Empty() || left != 0 {
		t.Errorf("%s: %v, %d left, %v; want a refusal with %q", name, list, left, err, want)
	}
	if err != nil && strings.Contains(err.Error(), secret) {
		t.Errorf("%s: the refusal tells of the story: %v", name, err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	box := file{"META-INF/container.xml", container}
	opf := file{"OEBPS/book.opf", pack(secret, navItem, "")}
	nav := file{"OEBPS/nav.xhtml", navOf(outline("1. "+secret+"\n2. "+secret), "")}
	with := func(files ...file) string { return archive(t, files...) }
	rooted := func(name string) string {
		return with(file{box.name, strings.Replace(container, "OEBPS/book.opf", name, 1)},
			file{name, opf.text}, file{path.Join(path.Dir(name), "nav.xhtml"), nav.text})
	}
	navIs := func(text string) string { return with(box, opf, file{nav.name, text}) }
	good := with(box, opf, nav)
	scrambled := strings.Repeat("\x9c"+secret+"\x01<", 99)
	for _, c := range []struct{ name, raw, want string }{
		{"nothing", "", "no epub"},
		{"another format", "%PDF-1.4 " + secret, "no epub"},
		{"half a file", good[:len(good)/2], "no epub"},
		{"another zip", with(file{secret + ".txt", secret}), "no epub"},
		{"no package", with(box), "damaged"},
		{"a way out of the archive", rooted("../" + secret), "damaged"},
		{"a way out of the machine", rooted("/etc/passwd"), "damaged"},
		{"a way round", rooted(`OEBPS\book.opf`), "damaged"},
		{"an odd way", rooted("%zz"), "damaged"},
		{"no way", with(file{box.name, "<container/>"}, opf, nav), "damaged"},
		{"no contents", with(box, file{opf.name, pack("", "", "")}, nav), "damaged"},
		{"contents that are not there", with(box, opf), "damaged"},
		{"contents elsewhere", with(box, file{opf.name, pack("", strings.Replace(navItem, "nav.xhtml", "../../nav.xhtml", 1), "")}, nav), "damaged"},
		{"scrambled contents", navIs(scrambled), "damaged"},
		{"empty contents", navIs(navOf(nil, "")), "no chapters"},
		{"front matter only", navIs(navOf(outline("Cover\nContents"), "")), "no chapters"},
		{"too many chapters", navIs(navOf(outline(strings.Repeat("Chapter 1\n", 501)), "")), "501 chapters"},
		{"a bomb before it", with(file{box.name, container + strings.Repeat(" ", 1<<20)}, opf, nav), "larger"},
		{"elements without end", navIs(strings.Repeat("<p/>", 400_000)), "larger"},
		{"elements without bottom", navIs(strings.Repeat("<ol><li>", 60)), "larger"},
		{"files without end", strings.Repeat("PK\x01\x02", 20_001) + good, "larger"},
		{"a file without end", strings.Repeat(" ", 64<<20) + good, "larger"},
		{"another encoding", navIs(`<?xml version="1.0" encoding="x-` + secret + `"?>` + nav.text), "damaged"},
		{"protected by Adobe", with(box, opf, nav, file{"META-INF/rights.xml", secret}), "copy-protected"},
		{"protected by Apple", with(box, opf, nav, file{"META-INF/sinf.xml", ""}), "copy-protected"},
		{"protected by Readium", with(box, opf, nav, file{"META-INF/license.lcpl", ""}), "copy-protected"},
		{"scrambled on purpose", with(box, opf, file{nav.name, scrambled}, file{"META-INF/encryption.xml", ""}), "copy-protected"},
		{"with a password", strings.ReplaceAll(good, "PK\x01\x02\x14\x00\x14\x00\x08", "PK\x01\x02\x14\x00\x14\x00\x09"), "copy-protected"},
	} {
		refused(t, c.name, c.raw, c.want)
	}
}

// A bomb is not unpacked to see that it is one. (Not in parallel: it counts what
// is allocated.)
func TestABombIsNotUnpacked(t *testing.T) {
	raw := withNav(t, secret, "<nav>"+strings.Repeat(" ", 64<<20))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	refused(t, "a bomb", raw, "larger")
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; spent > 48<<20 {
		t.Errorf("it took %d MiB to see it", spent>>20)
	}
}

func TestWhatIsReadAllTheSame(t *testing.T) {
	t.Parallel()
	box := file{"META-INF/container.xml", container}
	toc := outline("1. The Road\n2. The Sea")
	nav, ncx := file{"OEBPS/nav.xhtml", navOf(toc, "")}, file{"OEBPS/toc.ncx", ncxOf(toc)}
	opf := func(items string) file { return file{"OEBPS/book.opf", pack("A Book", items, "")} }
	navIs := func(text string) string { return archive(t, box, opf(navItem), file{nav.name, text}) }
	broken := file{nav.name, "<a <b"}
	wide := func(text, mark string) string {
		var b strings.Builder
		b.WriteString(mark)
		for _, u := range utf16.Encode([]rune(text)) {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		}
		return b.String()
	}
	list := func(lis string) string {
		return `<html xmlns:epub="http://www.idpf.org/2007/ops"><nav epub:type="toc"><ol>` + lis + `</ol></nav></html>`
	}
	laughs := `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>`
	good := archive(t, box, opf(navItem), nav, file{"OEBPS/c1.xhtml", strings.Repeat(secret+" ", 50)})
	for _, c := range []struct{ name, raw, want string }{
		{"other case", archive(t, file{"meta-inf/Container.xml", container}, opf(navItem), nav), ""},
		{"encrypted fonts", archive(t, box, opf(navItem), nav, file{"META-INF/encryption.xml", "<x/>"}), ""},
		{"a broken nav beside an ncx", archive(t, box, opf(navItem+ncxItem), broken, ncx), ""},
		{"an empty nav beside an ncx", archive(t, box, opf(navItem+ncxItem), file{nav.name, navOf(nil, "")}, ncx), ""},
		{"a broken book", strings.Replace(good, "OEBPS/c1.xhtml", "OEBPS/\xff\x00.xhtml", 1), ""},
		{"something before it", "#!/bin/sh\n" + good, ""},
		{"a mark at the beginning", navIs("\ufeff" + nav.text), ""},
		{"two bytes a sign", navIs(wide(nav.text, "\xff\xfe")), ""},
		{"two bytes a sign, unmarked", navIs(wide(strings.Replace(nav.text, "utf-8", "UTF-16", 1), "")), ""},
		{"a nav without a type", navIs(strings.Replace(nav.text, `epub:type="toc"`, "", 1)), ""},
		{"html", navIs(list(`<li><a href="a.html" hidden>1.&nbsp;The<br>Road</a></li><li><p><a>2. The <b>S</b>ea</p></li>`)), ""},
		{"a number apart", navIs(list(`<li><a><span>1</span><span>The Road</span></a></li><li><a>2<span>The <i>S</i>ea</span></a></li>`)), ""},
		{"empty lines", navIs(list(`<li><ol><li><a>1. The Road</a></li></ol></li><li></li><li><p>2. The Sea</p></li>`)), ""},
		{"entities of its own", navIs(laughs + list(`<li><a>1. &b;</a></li>`)), "Chapter 1: &b;"},
		{"not quite UTF-8", navIs(list("<li><a>1. caf\xe9</a></li>")), "Chapter 1: caf\ufffd"},
	} {
		if c.want == "" {
			c.want = "Chapter 1: The Road\nChapter 2: The Sea"
		}
		if got, _, err := contents(c.raw); err != nil || got != c.want {
			t.Errorf("%s: got\n%s\n%v", c.name, got, err)
		}
	}
}

// Who did not hand the file in gets nothing of it.
func TestSomebodyElsesFile(t *testing.T) {
	t.Parallel()
	raw := club.Draft(withNav(t, secret, navOf(outline("1. "+secret), "")), "ana")
	for _, who := range []string{"ben", ""} {
		list, _, err := epub.Contents(raw, who)
		if _, ok := errors.AsType[*club.Refusal](err); err == nil || ok || !list.Empty() || strings.Contains(fmt.Sprint(err), secret) {
			t.Errorf("%q: %v, %v", who, list, err)
		}
	}
}

// Documents that are built to keep a reader busy cost no more than others of their
// length. (Not in parallel: it counts what is allocated.)
func TestDocumentsThatKeepBusy(t *testing.T) {
	labels := open()
	again := strings.Repeat
	for _, lis := range []string{
		"<li>" + again("a b ", 500_000) + "</li>",
		again("<li>"+again("<span>", 80)+again("</span>", 80)+"</li>", 1000),
		again(again("<li>Prologue<ol>", 45)+again("</ol></li>", 45), 500),
		again("<li>Part 1</li><li>Prologue</li><li>Book 2</li>", 5000),
		"<li " + again("xmlns:a='b' ", 100_000) + "/>",
		again("<li><a>1</a><ol>", 45) + again("<a/>", 90_000) + again("</ol></li>", 45),
		again("<li><ol>", 45) + again("<a/>", 90_000) + again("</ol></li>", 45),
		again(`<nav x:type="landmarks">`, 90) + again(`<a href="a" x:type="cover"/>`, 50_000) + again("</nav>", 90),
		again(`<nav x:type="toc"><ol>`, 45) + again("<li/>", 90_000) + again("</ol></nav>", 45),
	} {
		nav := `<nav><ol>` + lis + `</ol></nav>`
		raw := withNav(t, "A Book", nav)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		holds(t, labels, raw)
		runtime.ReadMemStats(&after)
		if spent := after.TotalAlloc - before.TotalAlloc; spent > 256*uint64(len(nav)) {
			t.Errorf("%.60s...: %d MiB for %d KiB", lis, spent>>20, len(nav)>>10)
		}
	}
}
