// Package club holds the rules of a book club: positions and locks, the text
// that stays shut until one has read that far, chapter lists, plans, stars.
//
// Everything here is pure. Time, zones and data are arguments; nothing reads a
// clock, a file, a network or a database, and nothing here knows Discord. What
// a rule refuses comes back as a *Refusal: a sentence for the person who asked.
package club

// Bounds on what people may write, in UTF-16 code units, the unit in which
// Discord counts. They are the contract's ("Lengths"), and lie below Discord's
// own limits so that a text and the words around it fit one message.
const (
	MaxTitle        = 200
	MaxAuthors      = 200
	MaxChapterLabel = 40
	MaxChapterTitle = 150
	MaxPart         = 80
	MaxClubName     = 80
	MaxNote         = 3000
	MaxReview       = 3000
	MaxPrompt       = 1200
	MaxChapters     = 500
	// MaxPromptsPerCheckpoint bounds the questions that one checkpoint asks.
	MaxPromptsPerCheckpoint = 25
	// MaxReadsAtOnce bounds the reads that a club has under way.
	MaxReadsAtOnce = 2
)
