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

// excerpt is how much of a note its line in a list shows, in UTF-16 units. A
// note that fits is read by being shown.
const excerpt = 280

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
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			from, to := 0, len(s.chapters)
			if typed, ok := in.Text("chapter"); ok {
				if from, err = s.oneChapter(typed); err != nil {
					return nil, err
				}
				to = from
			}
			unread, _ := in.Bool("unread")
			parts, err := s.notesPage(tx, from, to, unread, 0)
			return private(parts...), err
		}),
	}
}

// notesPage is [Read notes] and the pages of a list. Pressed on a public post
// it answers privately; within its own list it turns the page.
func (h *House) notesPage() bot.Action {
	return bot.Action{
		Name: "notes/page", On: bot.Press, Args: 5,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			parts, err := s.notesPage(tx, int(in.Arg(1)), int(in.Arg(2)), in.Arg(3) == 1, in.Arg(4))
			return answer(in.IsPrivate(), parts), err
		}),
	}
}

// notesPage lists the notes with a lock from..to that the person may see, and
// counts the others by chapter.
func (s *scene) notesPage(tx *storage.Tx, from, to int, unread bool, skip int64) ([]part, error) {
	counts, err := tx.CountNotes(s.read.ID, s.user)
	if err != nil {
		return nil, err
	}
	total, shut := 0, []string{}
	for _, c := range counts {
		n := c.Lock.Number()
		switch {
		case n < from || n > to:
		case s.eyes.Opens(c.Lock) && unread:
			total += c.Unseen
		case s.eyes.Opens(c.Lock):
			total += c.N
		default:
			if !unread { // one's own are listed whatever their lock
				total += c.Own
			}
			if c.N > c.Own {
				shut = append(shut, fmt.Sprintf("%s: %d", title(c.Lock.Label()), c.N-c.Own))
			}
		}
	}
	opens := s.eyes.Position()
	if s.me.Rereads && s.in {
		opens = to
	}
	p := page(skip, total, notesPageSize)
	filter := storage.NoteFilter{
		Read: s.read.ID, User: s.user, From: from, To: to, Opens: opens, Unread: unread, Skip: p.skip, Limit: p.size,
	}
	list, err := tx.Notes(filter)
	if err != nil {
		return nil, err
	}
	if err := s.sawPages(tx, filter, p); err != nil {
		return nil, err
	}
	head := "### Notes on " + s.chapterSpan(from, to)
	if told := p.told(); told != "" {
		head += "\n" + told
	}
	parts := []part{text("%s", head)}
	for _, n := range list {
		if line := s.noteLine(n); line != nil {
			parts = append(parts, line)
		}
	}
	if len(list) == 0 {
		parts = append(parts, text("%s", iff(unread, "You have read everything that is open to you.", "There is no note here that is open to you yet.")))
	}
	if len(shut) > 0 {
		if len(shut) > 12 {
			shut = append(shut[:12], fmt.Sprintf("and %s more", count(len(shut)-12, "chapter")))
		}
		parts = append(parts, text("-# Still shut for you · %s", strings.Join(shut, " · ")))
	}
	return append([]part{card(parts...)}, p.row(func(skip int64) string {
		return notesID(s.read.ID, from, to, unread, skip)
	})...), nil
}

// sawPages records, with the last page of a list, that the notes on its pages
// were read. Recorded with each page it would change the order of those to
// come, in which the unread are first, and notes would slip from one to the
// other unseen.
func (s *scene) sawPages(tx *storage.Tx, f storage.NoteFilter, p pager) error {
	if p.end() < p.total {
		return nil
	}
	f.Skip, f.Limit = 0, p.total
	list, err := tx.Notes(f)
	if err != nil {
		return err
	}
	for _, n := range list {
		if err := s.saw(tx, n); err != nil {
			return err
		}
	}
	return nil
}

// saw records that a note was read by being listed, if its line shows it whole.
func (s *scene) saw(tx *storage.Tx, n storage.Note) error {
	words, ok := n.Text.For(s.eyes)
	if !ok || n.Seen || club.Units(words) > excerpt {
		return nil
	}
	return tx.MarkSeen(s.user, n.ID)
}

// noteLine is a note in a list: who, what, and its beginning.
func (s *scene) noteLine(n storage.Note) part {
	words, ok := n.Text.For(s.eyes)
	if !ok {
		return nil // narrowed too little: the rule decides
	}
	head := noteHead(n)
	if !n.Seen {
		head = strings.Replace(head, "-# ", "-# **new** · ", 1)
	}
	return beside(head+"\n"+club.Quote(club.Cut(words, excerpt)), button("Open", bot.CustomID("note/open", n.ID)))
}

// notesOpened is [Read what opened]: the questions and notes between where one
// was and where one is.
func (h *House) notesOpened() bot.Action {
	return bot.Action{
		Name: "notes/opened", On: bot.Press, Args: 3,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			after, upTo := int(in.Arg(1)), int(in.Arg(2))
			parts, err := s.notesPage(tx, after+1, upTo, false, 0)
			if err != nil {
				return nil, err
			}
			prompts, err := s.questionsBetween(tx, after, upTo)
			if err != nil {
				return nil, err
			}
			return private(append(s.openedQuestions(prompts, after, upTo), parts...)...), nil
		}),
	}
}
