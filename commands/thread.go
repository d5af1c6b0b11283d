package commands

import (
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// threadPage is how many replies a page of a thread shows, and threadFits how
// much text, in UTF-16 units: a message holds 40 components and 4,000 units, and
// what is told of one's notes stands above.
const (
	threadPage = 5
	threadFits = 3200
)

// reply is a line of a thread below its first note.
type reply struct {
	note  storage.Note
	words string // its beginning, as it is shown
	whole bool   // words is all that it says
}

func (r reply) units() int { return club.Units(r.words) + 120 }

// noteThread turns the pages of a thread.
func (h *House) noteThread() bot.Action {
	return bot.Action{
		Name: "note/thread", On: bot.Press, Args: 2, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := toOpen(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			m, err := s.openNote(tx, n, int(in.Arg(1)))
			return bot.Update{Message: m}, err
		}),
	}
}

// openThread shows the first note of a thread and a page of the replies that
// the person may see, and records what is shown whole as read. On later pages
// the first note is a line.
func (s *scene) openThread(tx *storage.Tx, root int64, at int) (bot.Message, error) {
	list, err := tx.Thread(s.club.Guild, root, s.user)
	if err != nil {
		return bot.Message{}, gone(err, noteGone)
	}
	first := list[0]
	replies, further := s.openReplies(list[1:])
	words, open := first.Text.For(s.eyes)
	pages := threadPages(club.Units(club.Quote(words)), replies)
	at = min(max(at, 0), len(pages)-1)
	var m bot.Message
	switch {
	case !open:
		m.Parts = s.shutNote(first)
	case first.Deleted:
		m.Parts = []part{text("-# %s's note about %s was deleted. What was replied stays.", capital(mention(first.Author)), title(first.Text.Opening().Label()))}
	case at > 0:
		m.Parts = []part{text("%s\n%s", noteHead(first, true), club.Quote(club.Cut(club.CleanLine(words), 100)))}
	default:
		m, err = s.openFirst(tx, first, words)
	}
	if err != nil {
		return m, err
	}
	parts, err := s.replyParts(tx, first, pages[at])
	if err != nil {
		return m, err
	}
	if further > 0 && open {
		parts = append(parts, text("-# %s %s further on.", count(further, iff(len(replies) > 0, "more reply", "reply")), iff(further == 1, "opens", "open")))
	}
	if len(pages) > 1 {
		p := pager{skip: at, size: 1, total: len(pages)}
		parts = append(parts, text("-# page %d of %d, %s open to you", at+1, len(pages), count(len(replies), "reply")))
		parts = append(parts, p.row(func(page int64) string { return bot.CustomID("note/thread", root, page) })...)
	}
	m.Parts = append(m.Parts, parts...)
	return m, nil
}

// openFirst shows the first note of a thread whole.
func (s *scene) openFirst(tx *storage.Tx, n storage.Note, words string) (bot.Message, error) {
	if err := tx.MarkSeen(s.user, n.ID); err != nil {
		return bot.Message{}, err
	}
	above, err := s.prompted(tx, n)
	if err != nil {
		return bot.Message{}, err
	}
	return s.noteCard(tx, n, words, above)
}

// openReplies are the replies of a thread that the person may see, and how many
// there are that they may not.
func (s *scene) openReplies(list []storage.Note) (open []reply, further int) {
	for _, n := range list {
		words, ok := n.Text.For(s.eyes)
		switch {
		case !ok && !n.Deleted:
			further++
		case !ok:
		default:
			r := reply{note: n}
			r.words, r.whole = gist(words, excerpt)
			open = append(open, r)
		}
	}
	return open, further
}

// threadPages cuts the replies into pages that fit a message; the first holds
// the first note too.
func threadPages(units int, replies []reply) [][]reply {
	pages := [][]reply{nil}
	for _, r := range replies {
		last := len(pages) - 1
		if units += r.units(); units > threadFits || len(pages[last]) == threadPage {
			pages, units = append(pages, nil), r.units()
			last++
		}
		pages[last] = append(pages[last], r)
	}
	return pages
}

// replyParts shows some replies, each with the way to it.
func (s *scene) replyParts(tx *storage.Tx, first storage.Note, replies []reply) ([]part, error) {
	var parts []part
	for _, r := range replies {
		if r.note.Deleted {
			parts = append(parts, text("-# A reply by %s was deleted.", mention(r.note.Author)))
			continue
		}
		if r.whole {
			if err := tx.MarkSeen(s.user, r.note.ID); err != nil {
				return nil, err
			}
		}
		later := r.note.Text.Opening() != first.Text.Opening()
		head := iff(r.note.Seen, "-# ", "-# **new** · ") + noteHead(r.note, later)[len("-# "):]
		if r.note.Felt > 0 {
			head += fmt.Sprintf(" · felt by %d", r.note.Felt)
		}
		parts = append(parts, beside(head+"\n"+r.words, button("Open", bot.CustomID("note/open", r.note.ID))))
	}
	if parts == nil {
		return nil, nil
	}
	return []part{card(parts...)}, nil
}
