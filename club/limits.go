package club

import "time"

// How much Dogear keeps for one person and for one server, so that nobody alone
// can fill the host's disk: what one can write is bounded by the day, and what a
// server can pile up is bounded in all. Each lies far above what the busiest club
// needs, and each is answered with a sentence that says what to do next. How long
// a single text may be stands in club.go.
const (
	// NotesPerHour and NotesPerDay bound the notes, replies, answers and reviews
	// that a person writes, in all servers together, deleted ones too: one a
	// minute for an hour is more than anyone reads. At 3,000 characters each a day
	// has 3 MB at most.
	NotesPerHour = 60
	NotesPerDay  = 300
	// MaxDrafts bounds what a person has typed that waits for a yes: plans,
	// previews, refused forms, messages to be locked. The oldest make room, since
	// each is gone after a day by itself; what its buttons then say tells why.
	MaxDrafts = 50
	// MaxOwnEditions bounds the editions that a reader describes for themselves,
	// in all servers together, of 500 ends each.
	MaxOwnEditions = 100
	// PictureBytesPerDay bounds the pictures of messages that a person locks, in a
	// day and in all servers together: eight messages of the largest.
	PictureBytesPerDay = 64 << 20

	// MaxClubs bounds the clubs of a server: Discord has room for 500 channels.
	MaxClubs = 50
	// MaxShelf bounds the books on the shelf of a club: a book a month for 25 years.
	MaxShelf = 300
	// BooksPerDay and MaxBooks bound the books that a server adds in a day and in
	// all, those that left the shelf included: their reads are kept. A book of 500
	// chapters with long titles has some 200 KB.
	BooksPerDay = 100
	MaxBooks    = 3000
	// MaxReadsOfBook bounds how often a club reads one book again.
	MaxReadsOfBook = 20
	// ReadsPerDay and MaxReads bound the reads that a server begins in a day and in
	// all: each may plan 500 checkpoints, with a post and more for each.
	ReadsPerDay = 60
	MaxReads    = 3000
	// MaxCheckpoints bounds the checkpoints of a read, those included that changes
	// took out of its plan: calendars that people keep still have them. The longest
	// plan has 500.
	MaxCheckpoints = 2000
	// ChangesPerDay bounds how often in a day the club is told of a change of a
	// read's dates.
	ChangesPerDay = 100
	// MaxPrompts bounds the questions that people write for a read, those that they
	// removed included: one may be put back.
	MaxPrompts = 1000
	// PictureBytesPerServer bounds the covers and the pictures of locked messages
	// of a server: a thousand photographs of an ordinary size.
	PictureBytesPerServer = 256 << 20
)

// Full reports whether an allowance of so many within a time is used up, where
// the earliest of the last so many was made at a moment, zero if there were
// fewer; and when there is room for one more.
func Full(earliest time.Time, within time.Duration, now time.Time) (until time.Time, full bool) {
	until = earliest.Add(within)
	return until, until.After(now)
}
