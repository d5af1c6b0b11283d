package commands

import (
	"errors"
	"slices"

	"dogear/storage"
)

// postCheck is a post that readers need now.
type postCheck struct {
	s      *scene
	what   string
	work   storage.Work
	gone   bool
	unseen string // what could not be found out
}

// checkPosts adds the posts of a read that readers need: of one that is under
// way or, between two reads, was the last, and of one whose ratings are not
// shown yet. Nothing is posted anew of one that was put aside.
func (e *examination) checkPosts(tx *storage.Tx, s *scene, current []storage.Read) error {
	is := slices.ContainsFunc(current, func(r storage.Read) bool { return r.ID == s.read.ID })
	if s.putAside() || !is && s.read.Revealed(s.now) {
		return nil
	}
	add := func(kind string, subject int64, what string) error {
		w, err := tx.WorkOf(kind, subject)
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		e.posts = append(e.posts, postCheck{
			s: s, what: what + " of " + title(s.read.Book.Title), work: w, gone: w.Message == "" && w.State == "done",
		})
		return err
	}
	if err := add(workCard, s.read.ID, "The card"); err != nil {
		return err
	}
	for i, c := range s.checkpoints {
		if !c.Open(s.now) {
			continue
		}
		if err := add(workCheckpoint, c.ID, "The post of "+s.checkpointName(i)); err != nil {
			return err
		}
	}
	prompts, err := tx.Prompts(s.read.ID)
	if err != nil {
		return err
	}
	for i, p := range prompts {
		if p.Post == 0 || p.At.After(s.asked()) || slices.ContainsFunc(prompts[:i], func(q storage.Prompt) bool { return q.Post == p.Post }) {
			continue
		}
		if err := add(workPrompts, p.Post, "The post of the questions asked on "+whole(p.At)); err != nil {
			return err
		}
	}
	return s.ended(tx, add)
}

// ended adds the posts at the end of a read: the one that asks for ratings,
// until these are shown, and then that which shows them.
func (s *scene) ended(tx *storage.Tx, add func(kind string, subject int64, what string) error) error {
	switch {
	case s.read.UnderWay(s.now):
		return nil
	case !s.read.Revealed(s.now):
		return add(workRate, s.read.ID, "The post that asks for ratings")
	}
	v, err := summarise(tx, s.read.ID)
	if err != nil || v.N == 0 { // there is nothing to show
		return err
	}
	return add(workReveal, s.read.ID, "The post of the ratings")
}

// remake has a post made anew that was deleted. It is due now, so it does not
// come late.
func (p *postCheck) remake(tx *storage.Tx) error {
	if err := tx.MakeAnew(p.work.Kind, p.work.Subject); err != nil {
		return err
	}
	return askPost(tx, p.s.read, p.work.Kind, p.work.Subject, p.s.now)
}
