package commands

import (
	"errors"
	"testing"

	"dogear/bot"
	"dogear/club"
)

// Whatever is handed in as a chapter list, under whatever name, is a list or is
// refused in a sentence; and a list never holds more than was in the file but
// for what joins its lines.
func FuzzChaptersFile(f *testing.F) {
	for _, name := range []string{"list.txt", "table.csv", "book.epub", "book.docx", "..", "a.CSV\x00.exe"} {
		for _, data := range []string{
			"", "1\n2: Two @ 30\n# Part", "label,title\n1,One\n2,Two", "PK\x03\x04", "PK\x05\x06" + "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
			"\xff\xfea\x00", "%PDF-1.7", "\xef\xbb\xbf1;2\n\"", "<script>alert(1)</script>",
		} {
			f.Add(name, []byte(data))
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		in := bot.NewInteraction(bot.Interaction{User: "ana"}, map[string]any{"file": bot.NewAttachment(name, data)})
		for _, read := range []func(*bot.Interaction) (listFile, error){chaptersFile, endsFile} {
			l, err := read(in)
			if _, refused := errors.AsType[*club.Refusal](err); err != nil && !refused {
				t.Fatalf("%q: %v", name, err)
			}
			if err != nil {
				continue
			}
			if _, ok := l.list.For(club.Someone("ben")); ok && !l.list.Empty() {
				t.Fatalf("%q: another reads it", name)
			}
			if chapters, _ := club.ReadChapterList(l.list); len(chapters) > club.MaxChapters+1 {
				t.Fatalf("%q has %d chapters", name, len(chapters))
			}
		}
	})
}
