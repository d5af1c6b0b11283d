package epub_test

import "testing"

// A book says in two documents where its table of contents is. Whatever stands
// in them, and wherever they lead, nothing is read outside of the archive.
func FuzzPackage(f *testing.F) {
	nav := navOf(outline("1. The Road\n2. The Sea"), "")
	f.Add(container, pack("A Book", navItem, ""))
	f.Add(container, pack("A Book", ncxItem, ""))
	f.Add(`<container><rootfiles><rootfile full-path="../../../etc/passwd"/></rootfiles></container>`, `<package/>`)
	f.Add(`<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><container>&b;</container>`, `<package><manifest><item href="/etc/passwd" properties="nav"/></manifest></package>`)
	f.Add("", "\xff\xfe<")
	labels := open()
	f.Fuzz(func(t *testing.T, container, pack string) {
		holds(t, labels, archive(t, file{"META-INF/container.xml", container}, file{"OEBPS/book.opf", pack}, file{"OEBPS/nav.xhtml", nav}, file{"OEBPS/toc.ncx", nav}))
	})
}
