// Package epub reads the table of contents of a book in the EPUB format as the
// text of a chapter list.
//
// Of the archive it opens the container, the package document and the table of
// contents (the nav of EPUB 3 and, if that is of no use, the ncx of EPUB 2). The
// book itself stays shut. Whatever it reads it takes for hostile: archives that
// unpack to more than they should, documents without end, paths that lead out.
//
// A chapter's label is open to all, and its title is not. So a label is never
// taken from the file: it is put together of words and numbers that this
// package knows, and everything else of an entry becomes a title or a part.
package epub

import (
	"errors"
	"strings"

	"dogear/club"
)

// instead is the way that is left where a file cannot be read.
const instead = "Write the list by hand with `/book chapters`, a chapter a line."

// Contents is the table of contents of an epub as the text of a chapter list,
// which club.ReadChapterList reads without complaint: lines of the form
// "Label", "Label: Title" or "# Part". It is a draft of owner, who must be the
// one who handed the file in. left counts the entries that were left out
// because they are front or back matter: cover, contents, acknowledgements.
//
// A file that cannot be read, that is copy-protected, or whose table of
// contents names no chapters or more than a book has here, is a *club.Refusal.
func Contents(file club.Locked, owner string) (list club.Locked, left int, err error) {
	raw, ok := file.For(club.Someone(owner))
	if !ok {
		return club.Locked{}, 0, errors.New("read an epub: it is not its owner's")
	}
	b, err := open(raw)
	if err != nil {
		return club.Locked{}, 0, err
	}
	lines, chapters, left := write(b)
	switch {
	case chapters == 0:
		return club.Locked{}, 0, club.Refuse("The table of contents of this epub names no chapters. %s", instead)
	case chapters > club.MaxChapters:
		return club.Locked{}, 0, club.Refuse("The table of contents of this epub names %d chapters, and a book has at most %d here. %s",
			chapters, club.MaxChapters, instead)
	}
	return club.Draft(strings.Join(lines, "\n"), owner), left, nil
}

func refuseKind() error {
	return club.Refuse("This is no epub that I can read. Send the book as an .epub file, or write the list by hand with `/book chapters`, a chapter a line.")
}

func refuseBroken() error {
	return club.Refuse("I cannot read the table of contents of this epub: the file seems to be damaged. %s", instead)
}

func refuseProtected() error {
	return club.Refuse("This epub is copy-protected, so I leave it shut. %s", instead)
}

func refuseLarge() error {
	return club.Refuse("This epub is larger than what I open. %s", instead)
}
