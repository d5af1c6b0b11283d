package commands

import (
	"fmt"
	"slices"

	"dogear/bot"
	"dogear/storage"
)

// examination is a club as it should be, beside what Discord says of it.
type examination struct {
	club     storage.Club
	troubles []storage.Work
	posts    []postCheck
	rooms    []roomCheck
}

// roomCheck is a room, and who may be in it.
type roomCheck struct {
	s         *scene
	i         int // its checkpoint
	work      storage.Work
	readers   map[string]storage.Reader // whoever is or was in the read
	shut      []string                  // those of them who may not be in it
	gone      bool
	strangers []string // who is in it and may not be
	unseen    string   // what could not be found out
}

// examine looks at a club: before the edge has looked into Discord, at what it
// is to ask there, and after that at what it found.
func examine(tx *storage.Tx, in *bot.Interaction, c storage.Club) (*examination, error) {
	e := &examination{club: c}
	var err error
	if e.troubles, err = tx.Troubles(c.ID); err != nil {
		return e, err
	}
	reads, err := tx.Reads(c.ID)
	if err != nil {
		return e, err
	}
	current, err := currentReads(tx, c.ID, in.Now)
	if err != nil {
		return e, err
	}
	for _, r := range reads {
		s, err := stage(tx, r, in.User, in.Now)
		if err != nil {
			return e, err
		}
		if err := e.checkPosts(tx, s, current); err != nil {
			return e, err
		}
		if err := e.checkRooms(tx, s); err != nil {
			return e, err
		}
	}
	e.compare(in)
	return e, nil
}

// checkRooms adds the rooms of a read, those that are there and those that
// should be.
func (e *examination) checkRooms(tx *storage.Tx, s *scene) error {
	rooms, err := tx.Rooms(s.read.ID)
	if err != nil || len(rooms) == 0 {
		return err
	}
	ever, err := tx.EverIn(s.read.ID)
	if err != nil {
		return err
	}
	readers := make(map[string]storage.Reader, len(ever))
	for _, r := range ever {
		readers[r.User] = r
	}
	for _, w := range rooms {
		r := roomCheck{s: s, i: s.indexOf(w.Subject), work: w, readers: readers}
		if r.i < 0 || w.Message == "" && (w.State != "done" || !r.wanted()) {
			continue
		}
		r.gone = w.Message == ""
		for _, reader := range ever {
			if !r.admits(reader) {
				r.shut = append(r.shut, reader.User)
			}
		}
		e.rooms = append(e.rooms, r)
	}
	return nil
}

// admits reports whether a reader may be in the room.
func (r *roomCheck) admits(who storage.Reader) bool { return r.s.admits(r.i, seenBy(who, !who.Left)) }

// wanted reports whether the room is made if it is not there.
func (r *roomCheck) wanted() bool {
	return r.s.club.Rooms && r.s.checkpoints[r.i].Open(r.s.now) && !r.s.silent(r.i)
}

// compare takes in what the edge found. What it was not asked, since things
// have changed meanwhile, is said to be unseen.
func (e *examination) compare(in *bot.Interaction) {
	found := func(channel, message string) bot.Finding {
		i := slices.IndexFunc(in.Asked, func(a bot.Enquiry) bool { return a.Channel == channel && a.Message == message })
		if i < 0 || i >= len(in.Findings) {
			return bot.Finding{Unseen: "It has changed while I looked."}
		}
		return in.Findings[i]
	}
	for i := range e.posts {
		p := &e.posts[i]
		if p.work.Message != "" {
			f := found(p.work.Channel, p.work.Message)
			p.gone, p.unseen = f.MessageGone, f.Unseen
			if f.Gone { // nothing can be posted there anew
				p.unseen = "The channel is gone."
			}
		}
	}
	for i := range e.rooms {
		r := &e.rooms[i]
		if r.work.Message == "" {
			continue
		}
		f := found(r.work.Message, "")
		r.gone, r.unseen = f.Gone, f.Unseen
		for _, user := range slices.Concat(f.Inside, f.Added) {
			if who, known := r.readers[user]; !known || !r.admits(who) { // it may have changed since they were asked for
				r.strangers = append(r.strangers, user)
			}
		}
	}
}

// lines says what is amiss with a room.
func (r *roomCheck) lines() []string {
	name := "the room of " + r.s.checkpointName(r.i) + " of " + title(r.s.read.Book.Title)
	if r.gone {
		if r.wanted() {
			return []string{capital(name) + " was deleted. **Repair** makes it anew, and lets those in who had asked."}
		}
		return []string{capital(name) + " was deleted. It is not made anew; **Repair** forgets it."}
	}
	var lines []string
	for _, user := range r.strangers {
		why := "is not in the read"
		switch who, known := r.readers[user]; {
		case known && who.Left:
			why = "has left the read"
		case known:
			why = "has not read that far"
		}
		lines = append(lines, fmt.Sprintf("%s is in %s, and %s. **Repair** takes them out.", mention(user), name, why))
	}
	if r.unseen != "" {
		lines = append(lines, "Of "+name+" I could not see all. "+r.unseen)
	}
	return lines
}

// repair asks for what mends the club, and says what that is.
func (e *examination) repair(tx *storage.Tx) (done []string, err error) {
	tell := func(n int, one, several string) {
		if n > 0 {
			done = append(done, "- "+iff(n == 1, one, capital(number(n))+" "+several))
		}
	}
	again := slices.DeleteFunc(slices.Clone(e.troubles), func(w storage.Work) bool { return w.State == "missed" })
	tell(len(again), "What had failed or waited is tried again.", "things that had failed or waited are tried again.")
	if err := tx.Retry(e.club.ID); err != nil {
		return nil, err
	}
	posts, outs, made := 0, 0, 0
	for _, p := range e.posts {
		if !p.gone {
			continue
		}
		posts++
		if err := p.remake(tx); err != nil {
			return nil, err
		}
	}
	for i := range e.rooms {
		r := &e.rooms[i]
		if r.gone {
			if err := r.remake(tx); err != nil {
				return nil, err
			}
			made++
			continue
		}
		for _, user := range r.strangers {
			if err := r.s.askSeat(tx, r.work.Subject, user); err != nil {
				return nil, err
			}
			outs++
		}
	}
	tell(posts, "A post that was deleted comes anew.", "posts that were deleted come anew.")
	tell(made, "A room that was deleted is seen to.", "rooms that were deleted are seen to.")
	tell(outs, "One person is taken out of a room.", "people are taken out of rooms.")
	return done, nil
}

// remake has a room made anew that was deleted, or forgets it.
func (r *roomCheck) remake(tx *storage.Tx) error {
	if !r.wanted() {
		return tx.Lose(workRoom, r.work.Subject)
	}
	if err := tx.MakeAnew(workRoom, r.work.Subject); err != nil {
		return err
	}
	return askRoom(tx, r.s.read, r.work.Subject, r.s.checkpoints[r.i].At)
}
