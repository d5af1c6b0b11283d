package commands

import (
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// excerpt is how much of a note its line in a list shows at most, in UTF-16
// units. A note that fits is read by being shown. listFits is how much all lines
// of a list may take, and shutFits what is still shut below them: a message
// holds 4,000 units, with a heading and what is told of one's own notes.
const (
	excerpt  = 240
	listFits = 2700
	shutFits = 400
)

// gist is the beginning of a note as a list shows it, at most some units of it,
// and whether that is all.
func gist(words string, most int) (quoted string, whole bool) {
	for limit := most; ; limit = limit * 3 / 4 {
		quoted = club.Quote(club.Cut(words, limit))
		if club.Units(quoted) <= most*9/8 {
			return quoted, club.Units(words) <= limit
		}
	}
}

// noteLines shows threads by their first notes, with a heading over those of
// each lock if there can be several, and records that what a line shows whole
// was read. The longer the lines, the less each shows of its note.
func (s *scene) noteLines(tx *storage.Tx, list []storage.Note, counts []storage.NoteCount, headed bool) ([]part, error) {
	var parts []part
	most := excerpt
	for {
		if parts = s.linesOf(list, counts, headed, most); unitsOf(parts) <= listFits || most < excerpt/8 {
			return parts, s.saw(tx, list, most)
		}
		most = most * 3 / 4
	}
}

func (s *scene) linesOf(list []storage.Note, counts []storage.NoteCount, headed bool, most int) []part {
	var parts []part
	var lock club.Lock
	for _, n := range list {
		heading := ""
		if headed && n.Text.Opening() != lock {
			lock = n.Text.Opening()
			heading = s.lockHeading(lock, counts) + "\n"
		}
		if line := s.noteLine(n, heading, false, most); line != nil {
			parts = append(parts, line)
		}
	}
	return parts
}

// saw records that notes were read by being listed, where their lines show them
// whole.
func (s *scene) saw(tx *storage.Tx, list []storage.Note, most int) error {
	var whole []int64
	for _, n := range list {
		words, ok := n.Text.For(s.eyes)
		if !ok || n.Seen || n.Deleted || n.Pictures > 0 {
			continue
		}
		if _, all := gist(words, most); all {
			whole = append(whole, n.ID)
		}
	}
	if whole == nil {
		return nil
	}
	return tx.MarkSeen(s.user, whole...)
}

// lockHeading names a lock over the notes behind it, with how many there are, if
// they are open to the person.
func (s *scene) lockHeading(lock club.Lock, counts []storage.NoteCount) string {
	head := "**" + capital(title(lock.Label())) + "**"
	switch {
	case lock.IsForAll():
		head = "**For everyone**"
	case lock.IsSealed():
		head = "**Reviews" + iff(lock.IsWhole(), "", " · "+title(lock.Label())) + "**"
	}
	for _, c := range counts {
		if c.Lock != lock || !s.eyes.Opens(lock) {
			continue
		}
		if c.N > 1 {
			head += " · " + count(c.N, "note")
		}
		if c.Unseen > 1 {
			head += fmt.Sprintf(", %d new", c.Unseen)
		}
	}
	return head
}

// noteLine is a thread in a list: who, what, the beginning of its first note,
// at most some units of it, and how many replies. With lock it says how far one
// must have read.
func (s *scene) noteLine(n storage.Note, heading string, lock bool, most int) part {
	words, ok := n.Text.For(s.eyes)
	if !ok {
		return nil // narrowed too little: the rule decides
	}
	head, body := noteHead(n, lock), ""
	if n.Deleted {
		head = "-# A note by " + mention(n.Author) + " that was deleted"
	} else {
		if quoted, _ := gist(words, most); quoted != "" {
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
