package commands

import (
	"context"
	"slices"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/epub"
	"dogear/storage"
)

const (
	// maxBookFile is how large a book may be that comes for its table of
	// contents, in bytes: pictures make it large, and they are not looked at.
	maxBookFile = 24 << 20
	// maxListFile is how large a list may be, in bytes. The longest there can be
	// has half of that.
	maxListFile = 1 << 20
)

// listFile is a list of a book's chapters, or of their ends, that came in.
type listFile struct {
	list   club.Locked
	unread []club.Unread // rows of a table that are not in the list
	left   int           // how many entries of a table of contents are not in it
}

// fromFile is the code of an action that takes its list from the option "file",
// or opens a form if there is none. The file is read before the transaction:
// nobody waits behind a large one.
func (h *House) fromFile(read func(*bot.Interaction) (listFile, error), f func(tx *storage.Tx, in *bot.Interaction, sent *listFile) (bot.Reply, error)) handler {
	return func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
		var sent *listFile
		if in.Has("file") {
			l, err := read(in)
			if err != nil {
				return nil, err
			}
			sent = &l
		}
		return h.either("file", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) { return f(tx, in, sent) })(ctx, in)
	}
}

// chaptersFile reads a chapter list that came as a text, as a table, or as the
// book itself.
func chaptersFile(in *bot.Interaction) (listFile, error) {
	file, _ := in.StoryFile("file")
	if kind := in.FileKind("file"); kind == ".epub" || isZip(ownWords(in, file)) && !isOffice(kind) {
		return contentsOf(in, file)
	}
	l, err := endsFile(in)
	if err != nil {
		return l, err
	}
	fresh, unread := club.ReadChapterList(l.list)
	table := isTable(in)
	switch {
	case table && len(l.unread) == 0 && len(unread) > 0:
		return l, club.Refuse("The chapters of this table end at times, and those of a book end on pages. When they end in a recording, say with `/book edition`.")
	case table && len(fresh) > 0 && !slices.ContainsFunc(fresh, saysMore):
		return l, club.Refuse("I found a single column in this table, and cannot tell whether it holds labels, which everyone sees, or titles. " +
			"Write `label` or `title` above each column and have two at least, or send labels alone as a .txt file, one a line.")
	case len(fresh) == 0 && len(l.unread)+len(unread) > 0:
		first := append(slices.Clone(l.unread), unread...)[0]
		return l, club.Refuse("I could read no chapter in this file. Line %d: %s", first.Line, first.Why)
	}
	return l, nil
}

// saysMore reports whether more of a chapter was given than its label.
func saysMore(c club.Chapter) bool { return !c.Title.Empty() || !c.Part.Empty() || c.EndPage > 0 }

// contentsOf is the table of contents of a book. What goes on holds nothing of
// the book itself.
func contentsOf(in *bot.Interaction, file club.Locked) (listFile, error) {
	if ownWords(in, file) == "" {
		return listFile{}, refuseEmpty()
	}
	list, left, err := epub.Contents(file, in.User)
	return listFile{list: list, left: left}, err
}

// endsFile reads a list that came as a text or as a table.
func endsFile(in *bot.Interaction) (listFile, error) {
	const ways = "Send the list as plain text (.txt) or as a table (.csv), saved as UTF-8."
	list, _ := in.StoryFile("file")
	words := ownWords(in, list)
	switch {
	case strings.TrimSpace(strings.TrimPrefix(words, "\ufeff")) == "":
		return listFile{}, refuseEmpty()
	case isOffice(in.FileKind("file")):
		return listFile{}, club.Refuse("This is a document of an office program, and I read none of those. " + ways)
	case strings.HasPrefix(words, "\xff\xfe"), strings.HasPrefix(words, "\xfe\xff"):
		return listFile{}, club.Refuse("This text is saved as UTF-16, which I do not read. " + ways)
	case strings.ContainsRune(words, 0), strings.HasPrefix(words, "%PDF-"), isZip(words), in.FileKind("file") == ".epub":
		return listFile{}, club.Refuse("This file is not a text. " + ways)
	case len(words) > maxListFile:
		return listFile{}, club.Refuse("This file is too large for a list: I read texts and tables of up to 1 MiB.")
	case isTable(in):
		list, unread := club.ListOfTable(list)
		return listFile{list: list, unread: unread}, nil
	}
	return listFile{list: list}, nil
}

// ownWords is what is in a file, for the rules that say whether it can be read.
func ownWords(in *bot.Interaction, file club.Locked) string {
	words, _ := file.For(club.Someone(in.User)) // who handed it in
	return words
}

func refuseEmpty() error { return club.Refuse("This file is empty.") }

// isTable reports whether the file goes by the name of a table.
func isTable(in *bot.Interaction) bool {
	return slices.Contains([]string{".csv", ".tsv", ".tab"}, in.FileKind("file"))
}

// isOffice reports whether a file of that kind is one of an office program's.
// Many of those are zip archives, as an epub is.
func isOffice(kind string) bool {
	return slices.Contains([]string{".doc", ".docx", ".odt", ".pages", ".rtf", ".xls", ".xlsx", ".ods", ".numbers"}, kind)
}

// isZip reports whether a file begins as an archive does, an empty one too.
func isZip(words string) bool {
	return strings.HasPrefix(words, "PK\x03\x04") || strings.HasPrefix(words, "PK\x05\x06")
}
