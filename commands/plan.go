package commands

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/dates"
	"dogear/storage"
)

const draftPlan = "plan"

// defaultTime is when checkpoints open unless another time is given.
func defaultTime() club.Clock { return club.Clock{Hour: 18} }

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
	return bot.Option{
		Name: name, Help: help, Type: optionString, Required: required,
		Suggest: suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
			c, err := theClub(tx, in)
			if err != nil {
				return nil, err
			}
			zone, err := time.LoadLocation(c.Zone)
			if err != nil {
				return nil, err
			}
			var choices []bot.Choice
			for _, d := range dates.Suggest(typed, club.DateOf(in.Now.In(zone)), 10) {
				choices = append(choices, bot.Choice{Name: d.Name, Value: d.Value})
			}
			return choices, nil
		}),
	}
}

// schedulePlan drafts a schedule.
func (h *House) schedulePlan() bot.Action {
	return bot.Action{
		Name: "schedule plan", On: bot.Slash, Organiser: true, Help: "Plan a read: what is read until when",
		Options: []bot.Option{
			h.shelfOption(),
			h.dateOption("start", "The day on which reading begins", true),
			{Name: "pace", Help: "How many chapters from one meeting to the next (or say finish)", Type: optionInteger, Min: 1, Max: 100},
			h.dateOption("finish", "The day of the last meeting (or say pace)", false),
			{Name: "days", Help: "On which weekdays you meet, such as sun or mon,thu", Type: optionString, MaxLength: 100},
			{Name: "time", Help: "At what time, in the club's zone; 18:00 by default", Type: optionString, MaxLength: 20},
			{Name: "skip", Help: "Days without a meeting, such as 2026-12-21..2027-01-03, 2027-02-14", Type: optionString, MaxLength: 400},
		},
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, b, err := theBook(tx, in)
			if err != nil {
				return nil, err
			}
			s, err := planFor(tx, c, b, in.Now)
			if err != nil {
				return nil, err
			}
			wish, err := readWish(in, s)
			if err != nil {
				return nil, err
			}
			return h.draftPlan(tx, in, s, wish, false)
		}),
	}
}

// readWish reads the options of a plan.
func readWish(in *bot.Interaction, s planScene) (w planWish, err error) {
	today := club.DateOf(s.now.In(s.zone))
	typed, _ := in.Text("start")
	if w.Start, err = dates.Parse(typed, today); err != nil {
		return w, err
	}
	if typed, ok := in.Text("finish"); ok {
		if w.Finish, err = dates.Parse(typed, today); err != nil {
			return w, err
		}
	}
	w.Pace, _ = in.Int("pace")
	w.Time = defaultTime()
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
		if w.Skip, err = dates.ParseSkip(typed); err != nil {
			return w, err
		}
	}
	return w, nil
}

// draftPlan makes a plan, keeps what was asked for as a draft and shows it. A
// plan that cannot be is refused with the nearest that can, as a button.
func (h *House) draftPlan(tx *storage.Tx, in *bot.Interaction, s planScene, w planWish, instead bool) (bot.Reply, error) {
	plan, err := club.MakePlan(w.request(s))
	if cannot := (*club.CannotPlan)(nil); errors.As(err, &cannot) && len(cannot.Nearest) > 0 {
		return h.offerNearest(tx, in, s, cannot, instead)
	}
	if err != nil {
		return nil, err
	}
	w.Shown = shownOf(plan)
	draft, err := keepWish(tx, in, s, w)
	if err != nil {
		return nil, err
	}
	return answer(instead, planParts(s, plan, draft, 0)), nil
}

func answer(instead bool, parts []part) bot.Reply {
	if instead {
		return update(parts...)
	}
	return private(parts...)
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
	body, err := json.Marshal(w)
	if err != nil {
		return 0, err
	}
	return tx.AddDraft(storage.Draft{
		Guild: in.Guild, User: in.User, Kind: draftPlan, Subject: s.book.ID,
		Body: club.Draft(string(body), in.User), Expires: s.now.Add(draftFor),
	}, s.now)
}

// wishOf reads a plan's draft back, with the book as it is now.
func wishOf(tx *storage.Tx, in *bot.Interaction, draft int64) (s planScene, w planWish, err error) {
	d, err := tx.Draft(in.Guild, in.User, draftPlan, draft, in.Now)
	if err != nil {
		return s, w, gone(err, "This plan is not there any more: it was started, discarded, or a day has passed. `/schedule plan` makes a new one.")
	}
	b, err := bookByButton(tx, in, d.Subject)
	if err != nil {
		return s, w, err
	}
	c, err := tx.Club(in.Guild, b.Club)
	if err != nil {
		return s, w, err
	}
	if s, err = planFor(tx, c, b, in.Now); err != nil {
		return s, w, err
	}
	body, _ := d.Body.For(club.Someone(in.User))
	return s, w, json.Unmarshal([]byte(body), &w)
}

func (h *House) offerNearest(tx *storage.Tx, in *bot.Interaction, s planScene, cannot *club.CannotPlan, instead bool) (bot.Reply, error) {
	var buttons []part
	for i, r := range cannot.Nearest {
		w := planWish{Start: r.Start, Finish: r.Finish, Pace: r.Pace, Days: r.Days, Time: r.Time, Skip: r.Skip}
		draft, err := keepWish(tx, in, s, w)
		if err != nil {
			return nil, err
		}
		buttons = append(buttons, button(club.Cut(cannot.Words[i], 80), bot.CustomID("plan/nearest", draft)))
	}
	return answer(instead, []part{text("%s", cannot.Error()), row(buttons...)}), nil
}

// planNearest shows a plan that was offered in place of one that cannot be.
func (h *House) planNearest() bot.Action {
	return bot.Action{
		Name: "plan/nearest", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, w, err := wishOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return h.draftPlan(tx, in, s, w, true)
		}),
	}
}

// planParts shows a plan in pages, its totals on each.
func planParts(s planScene, plan club.Plan, draft, skip int64) []part {
	p := page(skip, len(plan.Blocks), pageSize)
	fullest := "It"
	if len(plan.Blocks) > 1 {
		b := plan.Blocks[plan.Heaviest()]
		fullest = "The fullest is " + title(s.chapters.Span(b.First, b.Last)) + pages(b.Pages) + "; the last"
	}
	lines := []string{
		"### A plan for " + title(s.book.Title),
		fmt.Sprintf("%s in %s. %s is %s.",
			count(len(s.chapters), "chapter"), count(len(plan.Blocks), "checkpoint"), fullest, whole(plan.End())),
	}
	for i, b := range plan.Blocks[p.skip:p.end()] {
		lines = append(lines, fmt.Sprintf("%d. **%s**%s · %s", p.skip+i+1,
			title(s.chapters.Span(b.First, b.Last)), pages(b.Pages), whole(b.At)))
	}
	lines = append(lines, "-# Only you see this plan. Its buttons work for an hour.")
	if told := p.told(); told != "" {
		lines = append(lines, told)
	}
	parts := []part{
		card(text("%s", strings.Join(lines, "\n"))),
		row(primary("Start this read", bot.CustomID("plan/start", draft)), button("Discard", bot.CustomID("plan/discard", draft))),
	}
	return append(parts, p.row(func(skip int64) string { return bot.CustomID("plan/page", draft, skip) })...)
}

// pages is how many pages a block has, where that is known.
func pages(n int) string {
	if n == 0 {
		return ""
	}
	return " (" + count(n, "page") + ")"
}

// planPage turns to another page of a plan.
func (h *House) planPage() bot.Action {
	return bot.Action{
		Name: "plan/page", On: bot.Press, Args: 2, Updates: true, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, w, err := wishOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			plan, err := club.MakePlan(w.request(s))
			if err != nil {
				return nil, err
			}
			return update(planParts(s, plan, in.Arg(0), in.Arg(1))...), nil
		}),
	}
}

// planDiscard throws a plan away.
func (h *House) planDiscard() bot.Action {
	return bot.Action{Name: "plan/discard", On: bot.Press, Args: 1, Updates: true, Run: h.discard(draftPlan)}
}

// planStart begins the read: its card is posted, and a post is due at every
// checkpoint.
func (h *House) planStart() bot.Action {
	return bot.Action{
		Name: "plan/start", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, w, err := wishOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			plan, err := club.MakePlan(w.request(s))
			if err != nil {
				return nil, err
			}
			if !slices.Equal(shownOf(plan), w.Shown) { // its chapters or the zone changed meanwhile
				return h.draftPlan(tx, in, s, w, true)
			}
			if err := tx.DropDraft(in.Arg(0)); err != nil {
				return nil, err
			}
			if err := startRead(tx, s, w, plan, in.User); err != nil {
				return nil, err
			}
			return sayInstead("The read of %s is planned. Its card is on its way to <#%s>, and a post will come at every checkpoint. `/prompt add` asks a question there.",
				title(s.book.Title), s.club.Channel), nil
		}),
	}
}

// revealAfter is how long after the end of a read its ratings are shown.
const revealAfter = 7 * 24 * time.Hour

func startRead(tx *storage.Tx, s planScene, w planWish, plan club.Plan, by string) error {
	id, err := tx.AddRead(storage.Read{
		Club: s.club, Book: s.book, StartOn: w.Start.String(),
		EndsAt: plan.End(), RevealsAt: plan.End().Add(revealAfter),
	}, plan, s.chapters, by, s.now)
	if err != nil {
		return err
	}
	r, err := tx.ReadOf(id)
	if err != nil {
		return err
	}
	checkpoints, err := tx.Checkpoints(id)
	if err != nil {
		return err
	}
	if err := askPost(tx, r, workCard, id, s.now); err != nil {
		return err
	}
	for _, c := range checkpoints {
		if err := askPost(tx, r, workCheckpoint, c.ID, c.At); err != nil {
			return err
		}
	}
	return askEnd(tx, r)
}

// askPost has a post of a read looked at when it is due. All posts of a
// channel share a lane, so they keep their order.
func askPost(tx *storage.Tx, r storage.Read, kind string, subject int64, due time.Time) error {
	return tx.Ask(storage.Work{Kind: kind, Subject: subject, Club: r.Club.ID, Read: r.ID, Lane: r.Club.Channel, Due: due})
}

// askEnd has the posts at a read's end looked at when it ends.
func askEnd(tx *storage.Tx, r storage.Read) error {
	if err := askPost(tx, r, workRate, r.ID, r.EndsAt); err != nil {
		return err
	}
	return askPost(tx, r, workReveal, r.ID, r.RevealsAt)
}
