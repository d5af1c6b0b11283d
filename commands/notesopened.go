package commands

import (
	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// walk is the way from one checkpoint's notes to those of the next, so that one
// who joins late meets what the club said in the order of the book. From the
// list of all notes it leads to where something is unread.
func (s *scene) walk(tx *storage.Tx, w span, counts []storage.NoteCount) ([]part, error) {
	at := s.checkpointOf(w)
	if at < 0 {
		if w.from > 0 || w.to < len(s.chapters) || len(s.checkpoints) < 2 {
			return nil, nil
		}
		return []part{button("Checkpoint by checkpoint", s.checkpointNotes(s.firstUnread(counts)))}, nil
	}
	var buttons []part
	if at > 0 {
		buttons = append(buttons, button(club.Cut("Earlier: "+s.spanOf(at-1), 80), s.checkpointNotes(at-1)))
	}
	if at+1 < len(s.checkpoints) {
		buttons = append(buttons, button(club.Cut("Later: "+s.spanOf(at+1), 80), s.checkpointNotes(at+1)))
	}
	if c := s.checkpoints[at]; c.Open(s.now) {
		prompts, err := tx.PromptsAt(c.ID)
		if err != nil {
			return nil, err
		}
		if len(prompts) > 0 {
			buttons = append(buttons, button("Show the questions", bot.CustomID("checkpoint/questions", c.ID, firstPage)))
		}
	}
	return buttons, nil
}

// checkpointOf is the index of the checkpoint whose chapters a list is about, -1
// if it is about others.
func (s *scene) checkpointOf(w span) int {
	for i, c := range s.checkpoints {
		if c.Last == w.to && (c.First == w.from || i == 0 && w.from == 0) && len(s.checkpoints) > 1 {
			return i
		}
	}
	return -1
}

// firstUnread is the index of the checkpoint to which the first note belongs
// that is open to the person and that they have not read, 0 if there is none.
func (s *scene) firstUnread(counts []storage.NoteCount) int {
	for _, c := range counts {
		if c.Unseen == 0 || !s.eyes.Opens(c.Lock) {
			continue
		}
		for i, checkpoint := range s.checkpoints {
			if c.Lock.Number() <= checkpoint.Last {
				return i
			}
		}
	}
	return 0
}

func (s *scene) spanOf(i int) string {
	return s.chapters.Span(s.checkpoints[i].First, s.checkpoints[i].Last)
}

// checkpointNotes is the custom id of the notes of a checkpoint; those for all
// are among the first one's.
func (s *scene) checkpointNotes(i int) string {
	from := s.checkpoints[i].First
	if i == 0 {
		from = 0
	}
	return notesID(s.read.ID, from, s.checkpoints[i].Last, false)
}

// openedAtOnce is how many threads [Read what opened] shows of each kind: what
// is new in a message that holds 40 components.
const openedAtOnce = 4

// notesOpened is [Read what opened]: the questions between where one was and
// where one is, the threads that begin there, and those that were open before
// and have replies from there.
func (h *House) notesOpened() bot.Action {
	return bot.Action{
		Name: "notes/opened", On: bot.Press, Args: 3,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			after, upTo := int(in.Arg(1)), int(in.Arg(2))
			prompts, err := s.questionsBetween(tx, after, upTo)
			if err != nil {
				return nil, err
			}
			notes, err := s.openedNotes(tx, span{from: after + 1, to: upTo, unread: true})
			if err != nil {
				return nil, err
			}
			replies, err := s.openedReplies(tx, after, upTo)
			if err != nil {
				return nil, err
			}
			parts := append(append(s.openedQuestions(prompts, after, upTo), notes...), replies...)
			if parts == nil { // they moved back, or it was locked again meanwhile
				return say("Nothing of that is open to you now. %s `/notes` lists what is.", s.youAreAt()), nil
			}
			return private(parts...), nil
		}),
	}
}

// openedNotes shows the first of the threads that begin in a span, and leads to
// all of them.
func (s *scene) openedNotes(tx *storage.Tx, w span) ([]part, error) {
	w, err := s.began(tx, w)
	if err != nil {
		return nil, err
	}
	counts, err := tx.CountNotes(s.filter(span{}, 0, 0))
	if err != nil {
		return nil, err
	}
	list, err := tx.Notes(s.filter(w, 0, openedAtOnce))
	if err != nil || len(list.Notes) == 0 {
		return nil, err
	}
	p := pager{size: openedAtOnce, total: list.Total}
	lines, err := s.noteLines(tx, list.Notes, counts, w.from != w.to)
	if err != nil {
		return nil, err
	}
	head := "### Notes on " + s.chapterSpan(w.from, w.to)
	parts := []part{card(append([]part{text("%s", head)}, lines...)...)}
	if p.total > p.size {
		parts = append(parts, row(button(counted("Read all notes", p.total), w.page(s.read.ID, 0))))
	}
	return parts, nil
}

// openedReplies shows the threads that were open at one position and have
// replies that open on the way to another.
func (s *scene) openedReplies(tx *storage.Tx, after, upTo int) ([]part, error) {
	f := s.filter(span{}, 0, openedAtOnce)
	threads, err := tx.OpenedThreads(f, after, min(upTo, f.Opens)) // they may have moved back
	if err != nil {
		return nil, err
	}
	var lines []part
	for _, n := range threads {
		if n.Unseen == 0 {
			continue
		}
		if line := s.noteLine(n, "", true, excerpt/2); line != nil {
			lines = append(lines, line)
		}
	}
	if lines == nil {
		return nil, nil
	}
	return []part{card(append([]part{text("### New replies to earlier notes")}, lines...)...)}, nil
}
