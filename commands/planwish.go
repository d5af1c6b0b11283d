package commands

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/dates"
	"dogear/storage"
)

// planWish is what was asked for, as a plan's draft keeps it.
type planWish struct {
	Start  club.Date
	Finish club.Date `json:"Finish,omitzero"`
	Pace   int
	Days   []time.Weekday
	Time   club.Clock
	Skip   []club.DateRange
	Shown  []int64 // of each block that was shown, its last chapter and its moment
}

func (w planWish) request(s planScene) club.PlanRequest {
	return club.PlanRequest{
		Chapters: s.chapters, Start: w.Start, Pace: w.Pace, Finish: w.Finish, Days: w.Days,
		Time: w.Time, Skip: w.Skip, Zone: s.zone, Today: club.DateOf(s.now.In(s.zone)), Now: s.now,
	}
}

// days is the weekdays on which the club is to meet.
func (w planWish) days() []time.Weekday {
	if len(w.Days) == 0 {
		return []time.Weekday{w.Start.Weekday()}
	}
	return w.Days
}

// words says when reading begins, when the club meets, and what is left out.
func (w planWish) words() string {
	var days []string
	for i := range 7 {
		if d := time.Weekday((i + 1) % 7); slices.Contains(w.days(), d) { // from Monday on
			days = append(days, d.String()+"s")
		}
	}
	on := and(days...)
	if len(days) == 7 {
		on = "every day"
	} else {
		on = "on " + on
	}
	words := fmt.Sprintf("Reading begins on %s; you meet %s at %s", w.Start.Long(), on, w.Time)
	var free []string
	for _, r := range w.Skip {
		free = append(free, iff(r.From == r.To, r.From.Short(w.Start), r.From.Short(w.Start)+" to "+r.To.Short(w.Start)))
	}
	if n := len(free); n > 4 {
		free = append(free[:3], fmt.Sprintf("%d more", n-3))
	}
	if free != nil {
		words += ", but not on " + and(free...)
	}
	return words + "."
}

// planScene is what a plan is made of.
type planScene struct {
	now      time.Time
	club     storage.Club
	zone     *time.Location
	book     storage.Book
	chapters club.Chapters
}

func planFor(tx *storage.Tx, c storage.Club, b storage.Book, now time.Time) (planScene, error) {
	s := planScene{now: now, club: c, book: b}
	var err error
	if s.zone, err = time.LoadLocation(c.Zone); err != nil {
		return s, fmt.Errorf("the club's zone: %w", err)
	}
	if s.chapters, err = tx.Chapters(b.ID); err != nil {
		return s, err
	}
	if len(s.chapters) == 0 {
		return s, club.Refuse("%s has no chapters yet. Say them with `/book chapters`, then plan the read.", title(b.Title))
	}
	return s, canStart(tx, s)
}

// canStart refuses a read beside one of the same book, or a third at once.
func canStart(tx *storage.Tx, s planScene) error {
	reads, err := tx.ReadsUnderWay(s.club.ID, s.now)
	if err != nil {
		return err
	}
	for _, r := range reads {
		if r.Book.ID == s.book.ID {
			return club.Refuse("%s is being read in this club until %s. It can be started again when that read has ended.",
				title(s.book.Title), day(r.EndsAt))
		}
	}
	if len(reads) >= club.MaxReadsAtOnce {
		return club.Refuse("%s reads two books already, %s and %s. End one of them first, with `/schedule finish` or `/schedule drop`.",
			title(s.club.Name), title(reads[0].Book.Title), title(reads[1].Book.Title))
	}
	return nil
}

// dateOption is an option that takes a day as people type it.
func (h *House) dateOption(name, help string, required bool) bot.Option {
	return h.whenOption(name, help, required, suggestDays)
}

// dayOrMomentOption is an option that takes a day, or a day with a time.
func (h *House) dayOrMomentOption(name, help string) bot.Option {
	return h.whenOption(name, help, true, func(typed string, now time.Time) []bot.Choice {
		if days := suggestDays(typed, now); days != nil {
			return days
		}
		return suggestMoments(typed, now)
	})
}

func suggestDays(typed string, now time.Time) (choices []bot.Choice) {
	for _, d := range dates.Suggest(typed, club.DateOf(now), 10) {
		choices = append(choices, bot.Choice{Name: d.Name, Value: d.Value})
	}
	return choices
}

func suggestMoments(typed string, now time.Time) (choices []bot.Choice) {
	for _, m := range dates.SuggestMoments(typed, now, now.Location(), defaultTime(), 10) {
		choices = append(choices, bot.Choice{Name: m.Name, Value: m.Value})
	}
	return choices
}

// momentOption is an option that takes a moment as people type it.
func (h *House) momentOption(name, help string) bot.Option {
	return h.whenOption(name, help, false, suggestMoments)
}

// whenOption is an option that suggests what may be meant by what is typed, now,
// in the club's zone.
func (h *House) whenOption(name, help string, required bool, suggest func(typed string, now time.Time) []bot.Choice) bot.Option {
	return bot.Option{
		Name: name, Help: help, Type: optionString, Required: required, MaxLength: 100,
		Suggest: suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
			c, err := theClub(tx, in)
			if err != nil {
				return nil, err
			}
			return suggest(typed, in.Now.In(zoneOf(c))), nil
		}),
	}
}

// readWish reads the options of a plan.
func readWish(in *bot.Interaction, s planScene) (planWish, error) {
	typed, _ := in.Text("start")
	start, err := readDay(typed, s.now.In(s.zone))
	if err != nil {
		return planWish{}, err
	}
	w, err := readMeetings(in, s.now.In(s.zone), start, defaultTime())
	w.Start = start
	return w, err
}

// readMeetings reads the options of when a club meets, from a day on. Its time is
// the usual one unless another is given.
func readMeetings(in *bot.Interaction, now time.Time, from club.Date, usual club.Clock) (w planWish, err error) {
	if typed, ok := in.Text("finish"); ok {
		if w.Finish, err = readDay(typed, now); err != nil {
			return w, err
		}
	}
	w.Pace, _ = in.Int("pace")
	w.Time = usual
	if typed, ok := in.Text("time"); ok {
		if w.Time, err = dates.ParseClock(typed); err != nil {
			return w, err
		}
	}
	if typed, ok := in.Text("days"); ok {
		if w.Days, err = dates.ParseDays(typed); err != nil {
			return w, err
		}
	}
	if typed, ok := in.Text("skip"); ok {
		if w.Skip, err = dates.ParseSkip(typed, from); err != nil {
			return w, err
		}
	}
	return w, nil
}

// readDay reads a day. The time of all meetings has an option of its own.
func readDay(typed string, now time.Time) (club.Date, error) {
	d, err := dates.Parse(typed, club.DateOf(now))
	if err == nil {
		return d, nil
	}
	if _, bad := dates.ParseMoment(typed, now, now.Location(), defaultTime()); bad == nil {
		return d, club.Refuse("I read %s as a day with a time. Please give the day alone here, and the time with the option `time`.", club.Typed(club.CleanLine(typed)))
	}
	return d, err
}

// wishFrom is the wish that a request came from.
func wishFrom(r club.PlanRequest) planWish {
	return planWish{Start: r.Start, Finish: r.Finish, Pace: r.Pace, Days: r.Days, Time: r.Time, Skip: r.Skip}
}

func shownOf(plan club.Plan) []int64 {
	shown := make([]int64, 0, 2*len(plan.Blocks))
	for _, b := range plan.Blocks {
		shown = append(shown, int64(b.Last), b.At.Unix())
	}
	return shown
}

// keepWish stores what was asked for as its maker's draft.
func keepWish(tx *storage.Tx, in *bot.Interaction, s planScene, w planWish) (int64, error) {
	return keepDraft(tx, in, draftPlan, s.book.ID, w)
}

// wishOf reads a plan's draft back, with the book as it is now.
func wishOf(tx *storage.Tx, in *bot.Interaction, draft int64) (s planScene, w planWish, err error) {
	d, err := tx.Draft(in.Guild, in.User, draftPlan, draft, in.Now)
	if err != nil {
		return s, w, gone(err, "This plan is not there any more: it was started, discarded, or a day has passed, or too many newer ones came. `/schedule plan` makes a new one.")
	}
	b, err := bookByButton(tx, in, d.Subject)
	if err != nil {
		return s, w, err
	}
	c, err := working(tx.Club(in.Guild, b.Club))
	if err != nil {
		return s, w, err
	}
	if s, err = planFor(tx, c, b, in.Now); err != nil {
		return s, w, err
	}
	body, _ := d.Body.For(club.Someone(in.User))
	return s, w, json.Unmarshal([]byte(body), &w)
}
