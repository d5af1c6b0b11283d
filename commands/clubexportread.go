package commands

import (
	"slices"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// exportClub writes down a club as a person may see it or, where eyes are given,
// as those do.
func exportClub(tx *storage.Tx, c storage.Club, in *bot.Interaction, eyes *club.Reader) (*clubFile, error) {
	f := &clubFile{
		Format: "dogear-club-1", Made: stamped(in.Now), All: eyes != nil,
		Server: c.Guild, Home: c.Channel, Name: c.Name, Zone: c.Zone, Role: c.Role,
		Books: []bookFile{}, Reads: []readFile{}, zone: zoneOf(c), readers: make(map[string]int),
	}
	reads, err := tx.Reads(c.ID) // the newest first
	if err != nil {
		return nil, err
	}
	seen := make(map[int64]club.Reader) // how far they are in each book, in its last read
	for _, r := range reads {
		s, err := stage(tx, r, in.User, in.Now)
		if err != nil {
			return nil, err
		}
		if eyes != nil {
			s.eyes = s.unsealing(*eyes)
		}
		if _, later := seen[r.Book.ID]; !later {
			seen[r.Book.ID] = s.eyes
		}
		read, err := f.read(tx, s)
		if err != nil {
			return nil, err
		}
		f.Reads = append(f.Reads, read)
	}
	books, err := tx.Books(c.ID)
	if err != nil {
		return nil, err
	}
	for _, b := range books {
		chapters, err := tx.Chapters(b.ID)
		if err != nil {
			return nil, err
		}
		who, read := seen[b.ID]
		switch {
		case eyes != nil:
			who = *eyes
		case !read:
			who = club.Someone(in.User)
		}
		f.Books = append(f.Books, f.book(b, chapters, who))
	}
	return f, nil
}

// shown is what a text says to somebody; one that it does not is counted.
func (f *clubFile) shown(t club.Locked, eyes club.Reader) (string, bool) {
	words, ok := t.For(eyes)
	if !ok && !t.Empty() {
		f.Shut++
	}
	return words, ok
}

func (f *clubFile) book(b storage.Book, chapters club.Chapters, eyes club.Reader) bookFile {
	book := bookFile{ID: b.ID, Title: b.Title, Authors: b.Authors, Pages: b.Pages, ISBN: b.ISBN, Chapters: []chapterFile{}}
	for _, c := range chapters {
		named, _ := f.shown(c.Title, eyes)
		part, _ := f.shown(c.Part, eyes)
		book.Chapters = append(book.Chapters, chapterFile{Number: c.Number, Label: c.Label, Title: named, Part: part, Ends: c.EndPage})
	}
	return book
}

// read writes down a read. Of its ratings, and the reviews in them, it knows
// nothing but how many there are before they are shown to all.
func (f *clubFile) read(tx *storage.Tx, s *scene) (readFile, error) {
	r := readFile{
		ID: s.read.ID, Book: s.read.Book.Title, State: standing(s.read, s.now), Begins: s.read.StartOn, Ends: stamped(s.read.EndsAt),
		Questions: []questionFile{}, Notes: []noteFile{},
	}
	for _, c := range s.checkpoints {
		r.Checkpoints = append(r.Checkpoints, checkpointFile{Number: c.Number, Chapters: s.chapters.Span(c.First, c.Last), At: stamped(c.At), Never: c.Never})
	}
	prompts, err := tx.Prompts(s.read.ID)
	if err != nil {
		return r, err
	}
	for _, p := range prompts {
		if words, ok := f.shown(p.Text, s.eyes); ok {
			r.Questions = append(r.Questions, questionFile{ID: p.ID, By: p.Author, Reader: f.reader(p.Author), At: stamped(p.At), Lock: p.Text.Opening().Label(), Held: p.Held, Text: words})
		}
	}
	notes, err := tx.AllNotes(s.read.ID)
	if err != nil {
		return r, err
	}
	revealed := s.read.Revealed(s.now)
	for _, n := range notes {
		if n.Text.Opening().IsSealed() && !revealed { // a review, or below one
			switch {
			case n.Deleted:
			case n.Kind == "review":
				r.Reviews++
			default:
				r.Replies++
			}
			continue
		}
		if words, ok := f.shown(n.Text, s.eyes); ok {
			r.Notes = append(r.Notes, noteFile{
				ID: n.ID, By: n.Author, Reader: f.reader(n.Author), Kind: n.Kind, Lock: n.Text.Opening().Label(), Made: stamped(n.Made),
				Replies: n.Parent, Answers: n.Prompt, Deleted: n.Deleted, Images: n.Pictures, Text: words,
				After: n.Kind == "review" && !n.Made.Before(s.read.RevealsAt),
			})
		}
	}
	if r.Rated, err = tx.CountRatings(s.read.ID); err != nil || !revealed {
		return r, err
	}
	v, err := summarise(tx, s.read.ID)
	if err != nil {
		return r, err
	}
	r.Stars = starsOf(v)
	r.Stars.gone = s.gone(v)
	return r, nil
}

// starsOf writes down how a read was liked, once that is shown to all.
func starsOf(v verdicts) *starsFile {
	f := &starsFile{N: v.N, Counts: make(map[string]int), Stopped: slices.Sorted(slices.Values(v.stopped))}
	if v.N > 0 {
		f.Mean, f.Median, f.Spread = &v.Mean, &v.Median, &v.Spread
	}
	if f.Stopped == nil {
		f.Stopped = []int{}
	}
	for _, stars := range club.AllStars() {
		f.Counts[stars.String()] = v.Counts[stars]
	}
	l := v.later()
	f.Late, f.Changed, f.Starred = l.rated, l.changed, l.starred
	return f
}

// stamped is an instant as a file has it.
func stamped(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
