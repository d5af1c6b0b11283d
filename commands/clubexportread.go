package commands

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
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
		Books: []bookFile{}, Reads: []readFile{},
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
			r.Questions = append(r.Questions, questionFile{ID: p.ID, By: p.Author, At: stamped(p.At), Lock: p.Text.Opening().Label(), Held: p.Held, Text: words})
		}
	}
	notes, err := tx.AllNotes(s.read.ID)
	if err != nil {
		return r, err
	}
	revealed := s.read.Revealed(s.now)
	for _, n := range notes {
		if n.Text.Opening().IsSealed() && !revealed { // a review, or below one
			continue
		}
		if words, ok := f.shown(n.Text, s.eyes); ok {
			r.Notes = append(r.Notes, noteFile{
				ID: n.ID, By: n.Author, Kind: n.Kind, Lock: n.Text.Opening().Label(), Made: stamped(n.Made),
				Replies: n.Parent, Answers: n.Prompt, Deleted: n.Deleted, Images: n.Pictures, Text: words,
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
	r.Stars = &starsFile{N: v.N, Mean: v.Mean, Median: v.Median, Spread: v.Spread, Counts: make(map[string]int), Stopped: slices.AppendSeq([]int{}, slices.Values(v.stopped))}
	slices.Sort(r.Stars.Stopped)
	for _, stars := range club.AllStars() {
		r.Stars.Counts[stars.String()] = v.Counts[stars]
	}
	return r, nil
}

// stamped is an instant as a file has it.
func stamped(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// markdown writes the file for people to read.
func (f *clubFile) markdown() []byte {
	var b bytes.Buffer
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("# %s\n\nMade %s.", title(f.Name), f.Made)
	for _, book := range f.Books {
		say("\n## %s", strings.TrimSuffix(title(book.Title)+" · "+title(book.Authors), " · "))
		say("")
		for _, c := range book.Chapters {
			if c.Part != "" {
				say("- **%s**", title(c.Part))
			}
			say("- %s", strings.TrimSuffix(title(c.Label)+": "+title(c.Title), ": "))
		}
	}
	for _, r := range f.Reads {
		r.markdown(say)
	}
	return b.Bytes()
}

func (r readFile) markdown(say func(string, ...any)) {
	say("\n## Reading %s (%s, from %s)\n", title(r.Book), r.State, r.Begins)
	for _, c := range r.Checkpoints {
		say("- Checkpoint %d: %s, %s%s", c.Number, title(c.Chapters), c.At, iff(c.Never, " (called off)", ""))
	}
	if len(r.Questions) > 0 {
		say("\n### Questions")
	}
	for _, q := range r.Questions {
		say("\n**%s** (%s)\n\n%s", q.At, title(q.Lock), quoted(q.Text))
	}
	if len(r.Notes) > 0 {
		say("\n### Notes")
	}
	for _, n := range r.Notes {
		say("\n**%d** · %s%s · %s · %s%s\n\n%s", n.ID, mention(n.By), iff(n.Replies != 0, " answers "+strconv.FormatInt(n.Replies, 10), ""),
			n.Kind, title(n.Lock), iff(n.Images > 0, " · "+count(n.Images, "picture"), ""), iff(n.Deleted, "*deleted*", quoted(n.Text)))
	}
	if r.Stars == nil {
		say("\n%s", haveRated(r.Rated))
		return
	}
	say("\n### Stars\n\n%d ratings, mean %.2f, median %.2f, spread %.2f; %d stopped.\n", r.Stars.N, r.Stars.Mean, r.Stars.Median, r.Stars.Spread, len(r.Stars.Stopped))
	for _, s := range club.AllStars() {
		say("- %s: %d", s, r.Stars.Counts[s.String()])
	}
}

// quoted puts a text behind the mark of a quotation, line by line, so that it
// breaks nothing around it.
func quoted(words string) string {
	return "> " + strings.ReplaceAll(cmp.Or(words, "(pictures)"), "\n", "\n> ")
}
