package commands

import (
	"fmt"
	"strings"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/dates"
	"dogear/storage"
)

// The kinds of a question's lock, as custom ids number them.
const (
	lockMoment  int64 = iota // as far as the club is when it is asked
	lockAll                  // for all
	lockChapter              // a chapter of its own
	lockWhole                // the whole book
	lockKinds                // how many there are
)

// lockKind names a kind of lock as the database does, "" if there is none.
func lockKind(kind int64) string {
	switch kind {
	case lockMoment:
		return "moment"
	case lockAll:
		return "all"
	case lockChapter:
		return "chapter"
	case lockWhole:
		return "whole"
	}
	return ""
}

// kindOfLock is the kind of a lock that somebody named.
func kindOfLock(lock club.Lock) int64 {
	switch {
	case lock.IsForAll():
		return lockAll
	case lock.IsWhole():
		return lockWhole
	}
	return lockChapter
}

// promptWish is when a question is asked and how far one must have read.
type promptWish struct {
	checkpoint int64     // at whose moment; 0: at
	at         time.Time // of a repeated one, from when on: zero for now
	repeat     string    // how often, as it was typed; "": once
	until      time.Time // of a repeated one, the last moment; zero: the end of the read
	lock       int64     // its kind
	chapter    int       // the chapter's number, if that is the lock
}

// What stands in the place of the checkpoint in the custom id of the form of a
// repeated question.
const repeatedly = -1

// args is what the custom id of the form carries, behind the read. How often is
// a field of the form.
func (w promptWish) args() []int64 {
	checkpoint := w.checkpoint
	if w.repeat != "" {
		checkpoint = repeatedly
	}
	return []int64{checkpoint, unixOf(w.at), unixOf(w.until), w.lock + lockKinds*int64(w.chapter)}
}

// wishOfArgs reads them back. repeat is what the form says of how often.
func wishOfArgs(args []int64, repeat string) promptWish {
	w := promptWish{checkpoint: args[0], at: timeOf(args[1]), until: timeOf(args[2]), lock: args[3] % lockKinds, chapter: int(args[3] / lockKinds)}
	if w.checkpoint == repeatedly {
		w.checkpoint, w.repeat = 0, repeat
	}
	return w
}

func unixOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func timeOf(sec int64) time.Time {
	if sec == 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0)
}

// readPromptWish reads when a question is asked and its lock.
func (s *scene) readPromptWish(tx *storage.Tx, in *bot.Interaction) (w promptWish, err error) {
	if w, err = s.readPromptMoment(in); err != nil {
		return w, err
	}
	typed, ok := in.Text("chapter")
	ok = ok && strings.TrimSpace(typed) != ""
	all, _ := in.Bool("all")
	switch {
	case all && ok:
		return w, club.Refuse("A question is for all, or opens at a chapter. Please give `all` or `chapter`, not both.")
	case all:
		w.lock = lockAll
	case ok:
		lock, err := s.lockFor(tx, typed)
		if err != nil {
			return w, err
		}
		w.lock, w.chapter = kindOfLock(lock), lock.Number()
	}
	return w, s.fitsPrompt(w)
}

// readPromptMoment reads when a question is asked.
func (s *scene) readPromptMoment(in *bot.Interaction) (w promptWish, err error) {
	checkpoint, atCheckpoint := in.Text("checkpoint")
	at, atMoment := in.Text("at")
	repeat, repeats := in.Text("repeat")
	until, ends := in.Text("until")
	switch {
	case atCheckpoint && atMoment:
		return w, club.Refuse("A question is asked at a checkpoint or at a moment of its own. Please give `checkpoint` or `at`, not both.")
	case atCheckpoint && repeats:
		return w, club.Refuse("A question is asked at a checkpoint or again and again. Please give `checkpoint` or `repeat`, not both.")
	case ends && !repeats:
		return w, club.Refuse("`until` ends a question that is repeated. Say how often with `repeat`, such as \"weekly sun 18:00\", or leave it out.")
	case atCheckpoint:
		i, err := s.theCheckpoint(checkpoint)
		if err != nil {
			return w, err
		}
		w.checkpoint = s.checkpoints[i].ID
		return w, nil
	case !atMoment && !repeats:
		w.checkpoint = s.checkpoints[s.next()].ID
		return w, nil
	}
	switch {
	case strings.EqualFold(strings.TrimSpace(at), "now"):
		w.at = s.now.Add(time.Minute)
	case atMoment:
		if w.at, err = dates.ParseMoment(at, s.now, s.zone(), defaultTime()); err != nil {
			return w, err
		}
	}
	if ends {
		last, err := readDay(until, s.now.In(s.zone()))
		if err != nil {
			return w, err
		}
		w.until = last.At(23, 59, s.zone())
	}
	w.repeat = strings.TrimSpace(repeat)
	return w, nil
}

// fitsPrompt: a moment of its own lies ahead, and before the end of the read.
func (s *scene) fitsPrompt(w promptWish) error {
	switch {
	case w.checkpoint != 0:
		return nil
	case w.repeat != "":
		_, _, err := s.firstOf(w)
		return err
	case !w.at.After(s.now):
		return club.Refuse("%s lies in the past. Choose a moment that is still to come.", whole(w.at))
	case w.at.After(s.read.EndsAt):
		return club.Refuse("%s is after the end of the read, which is on %s. Choose a moment before that.", whole(w.at), whole(s.read.EndsAt))
	}
	return nil
}

// askedWhen says in plain words at which checkpoint a question is asked, or was,
// or at which moment of its own.
func (s *scene) askedWhen(asked string, checkpoint int64, at time.Time) string {
	i := s.indexOf(checkpoint)
	if i < 0 {
		return asked + " on " + at.In(s.zone()).Format("Monday 2 January 15:04") + "."
	}
	c := s.checkpoints[i]
	return fmt.Sprintf("%s at checkpoint %d: %s.", asked, c.Number, s.chapters.Span(c.First, c.Last))
}
