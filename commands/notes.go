package commands

import (
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// notesPageSize is how many notes a page shows: fewer than the lists of short
// lines, for a message holds 40 components and each note takes three.
const notesPageSize = 8

// span is which notes a list is about: those with the locks from..to.
type span struct {
	from, to int
	unread   bool
	since    int64 // what they had seen when they began to page; 0 is now
}

// notesID is the custom id of the first page of notes with the locks from..to.
func notesID(read int64, from, to int, unread bool) string {
	return span{from: from, to: to, unread: unread}.page(read, 0)
}

// page is the custom id of a page of a list, behind those that are skipped.
func (w span) page(read, skip int64) string {
	return bot.CustomID("notes/page", read, w.code(), skip, w.since)
}

// spanBase is more than the number of any chapter.
const spanBase = 1000

// code is which notes the list is about, as one number, for a custom id is
// short.
func (w span) code() int64 {
	code := int64(w.from)*spanBase + int64(w.to)
	if w.unread {
		code += spanBase * spanBase
	}
	return code
}

// listOf is the list that a code is of.
func listOf(code int64) span {
	return span{from: int(code / spanBase % spanBase), to: int(code % spanBase), unread: code >= spanBase*spanBase}
}

// notes lists the notes that one may see.
func (h *House) notes() bot.Action {
	return bot.Action{
		Name: "notes", On: bot.Slash, Help: "Read what others wrote, as far as you have read",
		Options: []bot.Option{
			{Name: "chapter", Help: "Only the notes of one chapter", Type: optionString, MaxLength: 200, Suggest: h.suggestChapters()},
			{Name: "unread", Help: "Only what you have not read yet", Type: optionBool},
			h.bookOption(),
		},
		Run: h.telling(always, func(tx *storage.Tx, in *bot.Interaction) (*scene, bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, nil, err
			}
			w := span{to: len(s.chapters)}
			if typed, ok := in.Text("chapter"); ok {
				if w.from, err = s.oneChapter(tx, typed); err != nil {
					return nil, nil, err
				}
				w.to = w.from
			}
			w.unread, _ = in.Bool("unread")
			parts, err := s.notesPage(tx, w, 0)
			return s, private(parts...), err
		}),
	}
}

// notesPage is [Read notes] and the pages of a list. Pressed on a public post
// it answers privately; within its own list it turns the page.
func (h *House) notesPage() bot.Action {
	return bot.Action{
		Name: "notes/page", On: bot.Press, Args: 4,
		Run: h.telling(always, func(tx *storage.Tx, in *bot.Interaction) (*scene, bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, nil, err
			}
			w := listOf(in.Arg(1))
			w.since = in.Arg(3)
			parts, err := s.notesPage(tx, w, in.Arg(2))
			return s, answer(in.IsPrivate(), parts), err
		}),
	}
}

// opens is the highest number of a lock that is open to the person.
func (s *scene) opens() int {
	if s.in && s.me.Rereads {
		return len(s.chapters)
	}
	return s.eyes.Position()
}

// filter asks for size threads of a span, after those that are skipped.
func (s *scene) filter(w span, skip, size int) storage.NoteFilter {
	return storage.NoteFilter{
		Read: s.read.ID, User: s.user, From: w.from, To: w.to, Opens: s.opens(), Unread: w.unread,
		Unsealed: s.unsealed, Since: w.since, Skip: skip, Limit: size,
	}
}

// notesPage lists the threads of a span that the person may see, by chapter,
// and counts the others by chapter. What a line shows whole is read; for the
// pages to come it stays where it was.
func (s *scene) notesPage(tx *storage.Tx, w span, skip int64) ([]part, error) {
	w, err := s.began(tx, w)
	if err != nil {
		return nil, err
	}
	counts, err := tx.CountNotes(s.filter(span{}, 0, 0))
	if err != nil {
		return nil, err
	}
	list, err := tx.Notes(s.filter(w, max(int(skip), 0), notesPageSize))
	if err != nil {
		return nil, err
	}
	p := pager{skip: list.Skip, size: notesPageSize, total: list.Total}
	lines, err := s.noteLines(tx, list.Notes, counts, w.from != w.to)
	if err != nil {
		return nil, err
	}
	head := "### Notes on " + s.chapterSpan(w.from, w.to)
	if told := p.told(); told != "" {
		head += "\n" + told
	}
	parts := append([]part{text("%s", head)}, lines...)
	shut := s.stillShut(counts, w)
	if len(list.Notes) == 0 {
		parts = append(parts, text("%s", nothingListed(w, shut)))
	}
	if shut != "" {
		parts = append(parts, text("-# Still shut for you · %s", shut))
	}
	buttons := p.buttons(func(skip int64) string { return w.page(s.read.ID, skip) })
	walk, err := s.walk(tx, w, counts)
	if err != nil {
		return nil, err
	}
	if fresh := s.unseen(counts, w); fresh > 0 && fresh < list.Total && !w.unread {
		buttons = append(buttons, button(counted("Only what is new", fresh), notesID(s.read.ID, w.from, w.to, true)))
	}
	parts = append([]part{card(parts...)}, rows(append(buttons, walk...))...)
	if !s.in && !s.atRest() {
		parts = append(parts, text("%s Join, and more opens as you get there.", s.youAreAt()), s.joinRow())
	}
	return parts, nil
}

// began marks what the person had seen when they began to page, if it is not
// marked yet.
func (s *scene) began(tx *storage.Tx, w span) (span, error) {
	if w.since != 0 {
		return w, nil
	}
	mark, err := tx.SeenSoFar(s.read.ID, s.user)
	w.since = mark
	return w, err
}

// nothingListed says why a list is empty.
func nothingListed(w span, shut string) string {
	switch {
	case w.unread:
		return "You have read everything that is open to you."
	case shut != "":
		return "There is no note here that is open to you yet."
	}
	return "Nobody has written a note here yet."
}

// unseen counts the notes and replies of a span that are open to the person and
// that they have not read.
func (s *scene) unseen(counts []storage.NoteCount, w span) int {
	n := 0
	for _, c := range counts {
		if number := c.Lock.Number(); number >= w.from && number <= w.to && s.eyes.Opens(c.Lock) {
			n += c.Unseen
		}
	}
	return n
}

// stillShut counts by chapter what the person may not see, "" if there is
// nothing. Where the writers of reviews stopped is as sealed as their stars, so
// these are counted together, whichever chapters the list is about.
func (s *scene) stillShut(counts []storage.NoteCount, w span) string {
	var shut []string
	more, units, reviews := 0, 0, 0
	for _, c := range counts {
		if s.eyes.Opens(c.Lock) || c.N == c.Own {
			continue
		}
		if c.Lock.IsSealed() {
			reviews += c.N - c.Own
			continue
		}
		if n := c.Lock.Number(); n < w.from || n > w.to {
			continue
		}
		one := fmt.Sprintf("%s: %d", title(c.Lock.Label()), c.N-c.Own)
		if units += club.Units(one) + 3; units > shutFits || len(shut) == pageSize {
			more++
			continue
		}
		shut = append(shut, one)
	}
	if more > 0 {
		shut = append(shut, fmt.Sprintf("and %s more", count(more, "chapter")))
	}
	if reviews > 0 {
		why := ", sealed as the stars are"
		if s.unsealed {
			why = iff(reviews == 1, " by one who read further", " by those who read further")
		}
		shut = append(shut, count(reviews, "review")+why)
	}
	return strings.Join(shut, " · ")
}
