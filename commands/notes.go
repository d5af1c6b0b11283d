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

// excerpt is how much of a note its line in a list shows, and excerptQuoted how
// long that may be with its marks, in UTF-16 units. A note that fits is read by
// being shown.
const (
	excerpt       = 240
	excerptQuoted = 270
)

// gist is the beginning of a note as a list shows it, and whether that is all.
func gist(words string) (quoted string, whole bool) {
	for limit := excerpt; ; limit = limit * 3 / 4 {
		quoted = club.Quote(club.Cut(words, limit))
		if club.Units(quoted) <= excerptQuoted {
			return quoted, club.Units(words) <= limit
		}
	}
}

// span is which notes a list is about: those with the locks from..to.
type span struct {
	from, to int
	unread   bool
}

// notesID is the custom id of a page of notes: of the locks from..to.
func notesID(read int64, from, to int, unread bool, skip int64) string {
	flag := int64(0)
	if unread {
		flag = 1
	}
	return bot.CustomID("notes/page", read, int64(from), int64(to), flag, skip)
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
				if w.from, err = s.oneChapter(typed); err != nil {
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
		Name: "notes/page", On: bot.Press, Args: 5,
		Run: h.telling(always, func(tx *storage.Tx, in *bot.Interaction) (*scene, bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, nil, err
			}
			parts, err := s.notesPage(tx, span{int(in.Arg(1)), int(in.Arg(2)), in.Arg(3) == 1}, in.Arg(4))
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
		Read: s.read.ID, User: s.user, From: w.from, To: w.to, Opens: s.opens(), Unread: w.unread, Skip: skip, Limit: size,
	}
}

// notesPage lists the threads of a span that the person may see, by chapter,
// and counts the others by chapter.
func (s *scene) notesPage(tx *storage.Tx, w span, skip int64) ([]part, error) {
	counts, err := tx.CountNotes(s.read.ID, s.user, s.opens())
	if err != nil {
		return nil, err
	}
	list, err := tx.Notes(s.filter(w, max(int(skip), 0), notesPageSize))
	if err != nil {
		return nil, err
	}
	p := pager{skip: list.Skip, size: notesPageSize, total: list.Total}
	if err := s.sawPages(tx, w, p); err != nil {
		return nil, err
	}
	head := "### Notes on " + s.chapterSpan(w.from, w.to)
	if told := p.told(); told != "" {
		head += "\n" + told
	}
	parts := append([]part{text("%s", head)}, s.noteLines(list.Notes, counts, w.from != w.to)...)
	if len(list.Notes) == 0 {
		parts = append(parts, text("%s", iff(w.unread, "You have read everything that is open to you.", "There is no note here that is open to you yet.")))
	}
	if shut := s.stillShut(counts, w); shut != "" {
		parts = append(parts, text("-# Still shut for you · %s", shut))
	}
	buttons := p.buttons(func(skip int64) string { return notesID(s.read.ID, w.from, w.to, w.unread, skip) })
	walk, err := s.walk(tx, w, counts)
	if err != nil {
		return nil, err
	}
	parts = []part{card(parts...)}
	if buttons = append(buttons, walk...); buttons != nil {
		parts = append(parts, row(buttons...))
	}
	return parts, nil
}

// stillShut counts by chapter what the person may not see, "" if there is
// nothing.
func (s *scene) stillShut(counts []storage.NoteCount, w span) string {
	var shut []string
	for _, c := range counts {
		if n := c.Lock.Number(); n < w.from || n > w.to || s.eyes.Opens(c.Lock) || c.N == c.Own {
			continue
		}
		shut = append(shut, fmt.Sprintf("%s: %d", title(c.Lock.Label()), c.N-c.Own))
	}
	if len(shut) > 12 {
		shut = append(shut[:12], fmt.Sprintf("and %s more", count(len(shut)-12, "chapter")))
	}
	return strings.Join(shut, " · ")
}

// sawAtMost bounds how many notes the end of a list records as read.
const sawAtMost = 50 * notesPageSize

// sawPages records, with the last page of a list, that the notes on its pages
// were read. Recorded with each page it would change the order of those to
// come, in which the unread are first, and notes would slip from one to the
// other unseen.
func (s *scene) sawPages(tx *storage.Tx, w span, p pager) error {
	if p.end() < p.total || p.total == 0 {
		return nil
	}
	list, err := tx.Notes(s.filter(w, max(0, p.total-sawAtMost), min(p.total, sawAtMost)))
	if err != nil {
		return err
	}
	for _, n := range list.Notes {
		if err := s.saw(tx, n); err != nil {
			return err
		}
	}
	return nil
}

// saw records that a note was read by being listed, if its line shows it whole.
func (s *scene) saw(tx *storage.Tx, n storage.Note) error {
	words, ok := n.Text.For(s.eyes)
	if !ok || n.Seen || n.Deleted || n.Pictures > 0 {
		return nil
	}
	if _, whole := gist(words); !whole || n.Pictures > 0 {
		return nil
	}
	return tx.MarkSeen(s.user, n.ID)
}

// noteLines shows threads by their first notes, with a heading over those of
// each lock if there can be several.
func (s *scene) noteLines(list []storage.Note, counts []storage.NoteCount, headed bool) []part {
	var parts []part
	var lock club.Lock
	for _, n := range list {
		heading := ""
		if headed && n.Text.Opening() != lock {
			lock = n.Text.Opening()
			heading = lockHeading(lock, counts) + "\n"
		}
		if line := s.noteLine(n, heading, false); line != nil {
			parts = append(parts, line)
		}
	}
	return parts
}

// lockHeading names a lock over the notes behind it, with how many there are.
func lockHeading(lock club.Lock, counts []storage.NoteCount) string {
	head := "**" + capital(title(lock.Label())) + "**"
	if lock.IsForAll() {
		head = "**For everyone**"
	}
	for _, c := range counts {
		if c.Lock == lock && c.N > 1 {
			head += " · " + count(c.N, "note")
		}
		if c.Lock == lock && c.Unseen > 1 {
			head += fmt.Sprintf(", %d new", c.Unseen)
		}
	}
	return head
}

// noteLine is a thread in a list: who, what, the beginning of its first note,
// and how many replies. With lock it says how far one must have read.
func (s *scene) noteLine(n storage.Note, heading string, lock bool) part {
	words, ok := n.Text.For(s.eyes)
	if !ok {
		return nil // narrowed too little: the rule decides
	}
	head, body := noteHead(n, lock), ""
	if n.Deleted {
		head = "-# A note by " + mention(n.Author) + " that was deleted"
	} else {
		if quoted, _ := gist(words); quoted != "" {
			body = "\n" + quoted
		}
	}
	if n.Pictures > 0 {
		head += " · " + count(n.Pictures, "picture")
	}
	if n.Replies > 0 {
		head += " · " + count(n.Replies, "reply")
	}
	if n.Felt > 0 {
		head += fmt.Sprintf(" · felt by %d", n.Felt)
	}
	if mark := newMark(n); mark != "" {
		head = strings.Replace(head, "-# ", "-# **"+mark+"** · ", 1)
	}
	return beside(heading+head+strings.TrimRight(body, "\n"), button("Open", bot.CustomID("note/open", n.ID)))
}

// newMark says what a thread has that is new to the person.
func newMark(n storage.Note) string {
	switch {
	case n.Unseen > 1 || n.Unseen == 1 && n.Seen:
		return fmt.Sprintf("%d new", n.Unseen)
	case !n.Seen && !n.Deleted:
		return "new"
	}
	return ""
}
