package commands

import (
	"errors"
	"fmt"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/dates"
	"dogear/storage"
)

// repeatOption says how often a question is asked.
func (h *House) repeatOption() bot.Option {
	return h.whenOption("repeat", "Again and again: weekly sun 18:00, daily 09:00, monthly 1 10:00, or a cron line", false,
		func(typed string, _ time.Time) (choices []bot.Choice) {
			for _, r := range dates.SuggestRepeats(typed, defaultTime(), 25) {
				choices = append(choices, bot.Choice{Name: r.Name, Value: r.Value})
			}
			return choices
		})
}

// firstOf is when a question is first asked that is asked again and again, from
// w.at on, and the rule for all that comes after. Of every second week, it is
// the one that comes first.
func (s *scene) firstOf(w promptWish) (club.Recurrence, time.Time, error) {
	rule, err := dates.ParseRepeat(w.repeat, defaultTime())
	if err != nil {
		return rule, time.Time{}, err
	}
	from := s.now
	if !w.at.IsZero() && w.at.After(from) {
		from = w.at.Add(-time.Second)
	}
	at := rule.First(from, s.zone())
	last := s.lastTime(storage.Series{Until: w.until})
	switch {
	case !w.at.IsZero() && !w.at.After(s.now):
		err = club.Refuse("%s lies in the past. Choose a moment that is still to come, or leave `at` out.", whole(w.at))
	case at.IsZero() || at.After(s.read.EndsAt):
		err = club.Refuse("Asked %s, it would come first after the end of the read, which is on %s. Choose another rhythm, or ask once with `at`.", rule.Words(), whole(s.read.EndsAt))
	case at.After(last):
		err = club.Refuse("Asked %s, it would first come on %s, and `until` ends before that.", rule.Words(), whole(at))
	}
	return rule, at, err
}

// lastTime is the last moment at which a series may ask.
func (s *scene) lastTime(series storage.Series) time.Time {
	if series.Until.IsZero() || series.Until.After(s.read.EndsAt) {
		return s.read.EndsAt
	}
	return series.Until
}

// addSeries stores a question that is asked again and again.
func (s *scene) addSeries(tx *storage.Tx, p storage.Prompt, w promptWish) (bot.Reply, error) {
	prompts, err := tx.Prompts(s.read.ID)
	if err != nil {
		return nil, err
	}
	going := 0
	for _, q := range prompts {
		if q.Series != 0 && s.asks(q) == asksLater {
			going++
		}
	}
	if going >= maxSeries {
		return nil, club.Refuse("This read has %s that are repeated already, which is as many as one can. `/prompt remove` ends one.", count(going, "question"))
	}
	rule, at, err := s.firstOf(w)
	if err != nil {
		return nil, err
	}
	series := storage.Series{Read: s.read.ID, Rule: rule.Rule(), Anchor: club.DateOf(at.In(s.zone())), Until: w.until}
	if p.Series, err = tx.AddSeries(series); err != nil {
		return nil, err
	}
	p.At = at
	if p, err = s.storePrompt(tx, p, w.chapter); err != nil {
		return nil, err
	}
	until := "the read ends"
	if !w.until.IsZero() {
		until = day(w.until)
	}
	then := ", and no more than that"
	if second := rule.Next(at, series.Anchor, s.zone()); !second.IsZero() && !second.After(s.lastTime(series)) {
		then = ", then on " + whole(second)
	}
	opens := opensFor(p.Text.Opening())
	if p.LockKind == "moment" {
		opens += " that time; later, for those who have read as far as the club is by then"
	}
	return s.saidOfPrompt(p, "Your question is asked %s, first on %s%s, until %s. It %s.", rule.Words(), whole(at), then, until, opens), nil
}

// maxSeries is how many questions of a read are repeated at once at most.
const maxSeries = 25

// afterPrompts has the questions of a post that go on asked again, once this
// time of theirs is over: they were asked, or missed, or held.
func (h *House) afterPrompts(tx *storage.Tx, post int64, missed bool) error {
	late := time.Duration(0)
	if missed {
		late = h.lateAfter
	}
	list, err := tx.SeriesOf(post)
	if err != nil || len(list) == 0 {
		return err
	}
	s, err := h.asNobody(tx, list[0].Read)
	if err != nil {
		return err
	}
	for _, p := range list {
		if err := s.goOn(tx, p, late); err != nil {
			return err
		}
	}
	return nil
}

// goOn has a question of a series asked the next time, unless it is to be
// already. One that is held moves on to that time. late is how late it may be
// asked then if this time was missed, else 0.
func (s *scene) goOn(tx *storage.Tx, p storage.Prompt, late time.Duration) error {
	last, err := tx.LastOf(p.Series)
	if err != nil || last.ID != p.ID {
		return err
	}
	at, err := s.nextTime(tx, p, late)
	if err != nil || at.IsZero() {
		return err
	}
	var post int64
	if p.Held {
		post, err = tx.AskPromptAt(p, at)
	} else {
		post, err = tx.Repeat(p, at, s.now)
	}
	if err != nil {
		return err
	}
	return askPost(tx, s.read, workPrompts, post, at)
}

// nextTime is when a question of a series is asked again after its time p; zero
// if it is not.
func (s *scene) nextTime(tx *storage.Tx, p storage.Prompt, late time.Duration) (time.Time, error) {
	series, err := tx.Series(p.Series)
	if err != nil || series.Stopped {
		return time.Time{}, err
	}
	rule, err := dates.ParseRepeat(series.Rule, defaultTime())
	if err != nil {
		return time.Time{}, fmt.Errorf("the rule of series %d: %w", series.ID, err)
	}
	at := rule.Following(p.At, s.now, late, late > 0, series.Anchor, s.zone())
	if at.After(s.lastTime(series)) {
		return time.Time{}, nil
	}
	return at, nil
}

// goOnAll has all that is repeated in a read asked again where its plan has come
// to leave room for that.
func (s *scene) goOnAll(tx *storage.Tx) error {
	list, err := tx.SeriesIn(s.read.ID)
	if err != nil {
		return err
	}
	for _, series := range list {
		p, err := tx.LastOf(series.ID)
		if errors.Is(err, storage.ErrNotFound) || err == nil && p.At.After(s.now) {
			continue
		}
		if err != nil {
			return err
		}
		if err := s.goOn(tx, p, 0); err != nil {
			return err
		}
	}
	return nil
}
