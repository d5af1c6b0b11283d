package commands

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const draftPlan = "plan"

// defaultTime is when checkpoints open unless another time is given.
func defaultTime() club.Clock { return club.Clock{Hour: 18} }

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
			{Name: "skip", Help: "Days without a meeting, such as 20 dec - 3 jan, 14 feb", Type: optionString, MaxLength: 400},
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
			return h.draftPlan(tx, in, s, wish, false, "")
		}),
	}
}

// draftPlan makes a plan, keeps what was asked for as a draft and shows it. A
// plan that cannot be is refused with the nearest that can, as a button.
func (h *House) draftPlan(tx *storage.Tx, in *bot.Interaction, s planScene, w planWish, instead bool, lead string) (bot.Reply, error) {
	plan, err := club.MakePlan(w.request(s))
	if cannot, ok := errors.AsType[*club.CannotPlan](err); ok && len(cannot.Nearest) > 0 {
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
	return answer(instead, planParts(s, w, plan, draft, 0, lead)), nil
}

func answer(instead bool, parts []part) bot.Reply {
	if instead {
		return update(parts...)
	}
	return private(parts...)
}

func (h *House) offerNearest(tx *storage.Tx, in *bot.Interaction, s planScene, cannot *club.CannotPlan, instead bool) (bot.Reply, error) {
	var buttons []part
	for i, r := range cannot.Nearest {
		draft, err := keepWish(tx, in, s, wishFrom(r))
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
			return h.draftPlan(tx, in, s, w, true, "")
		}),
	}
}

// planParts shows a plan in pages, its totals on each.
func planParts(s planScene, w planWish, plan club.Plan, draft, skip int64, lead string) []part {
	p := page(skip, len(plan.Blocks), pageSize)
	last := "It is"
	if len(plan.Blocks) > 1 {
		last = fullest(s.chapters, plan) + "the last is"
	}
	lines := []string{
		lead,
		"### A plan for " + title(s.book.Title),
		fmt.Sprintf("%s in %s. %s %s.", count(len(s.chapters), "chapter"), count(len(plan.Blocks), "checkpoint"), capital(last), whole(plan.End())),
		w.words(),
	}
	for i, b := range plan.Blocks[p.skip:p.end()] {
		lines = append(lines, fmt.Sprintf("%d. **%s**%s · %s", p.skip+i+1,
			title(s.chapters.Span(b.First, b.Last)), pages(b.Pages), whole(b.At)))
	}
	lines = append(lines, giantWords(s.chapters, plan), "-# Only you see this plan. Its buttons work for an hour.", p.told())
	parts := []part{
		card(paragraph(lines...)),
		row(primary("Start this read", bot.CustomID("plan/start", draft)), button("Discard", bot.CustomID("plan/discard", draft))),
	}
	return append(parts, p.row(func(skip int64) string { return bot.CustomID("plan/page", draft, skip) })...)
}

// fullest says which block is the fullest, for the start of a sentence, "" where
// none is fuller than the others.
func fullest(cs club.Chapters, plan club.Plan) string {
	b := plan.Blocks[plan.Heaviest()]
	alike := func(o club.Block) bool {
		return o.Pages == b.Pages && (b.Pages > 0 || o.Last-o.First == b.Last-b.First)
	}
	if !slices.ContainsFunc(plan.Blocks, func(o club.Block) bool { return !alike(o) }) {
		return ""
	}
	much := pages(b.Pages)
	if much == "" {
		much = " (" + count(b.Last-b.First+1, "chapter") + ")"
	}
	return "the fullest is " + title(cs.Span(b.First, b.Last)) + much + "; "
}

// pages is how many pages a block has, where that is known.
func pages(n int) string {
	if n == 0 {
		return ""
	}
	return " (" + count(n, "page") + ")"
}

// giantWords says that a chapter alone is longer than the average block, so
// that splitting it would make the plan more even; "" if none is. It passes over
// those that are not twice as long as the average chapter: where nearly each
// chapter has a meeting of its own, many are above the average.
func giantWords(cs club.Chapters, plan club.Plan) string {
	giants := plan.Giants(cs)
	if len(giants) == 0 {
		return ""
	}
	first, last := plan.Blocks[0].First, plan.Blocks[len(plan.Blocks)-1].Last
	total := cs.PagesBetween(first-1, last)
	giants = slices.DeleteFunc(giants, func(n int) bool { return cs.PagesBetween(n-1, n)*(last-first+1) < 2*total })
	if len(giants) == 0 {
		return ""
	}
	longest := slices.MaxFunc(giants, func(a, b int) int {
		return cmp.Compare(cs.PagesBetween(a-1, a), cs.PagesBetween(b-1, b))
	})
	label := title(cs.Label(longest))
	words := label + " alone is longer than the average meeting"
	if times := (cs.PagesBetween(longest-1, longest)*len(plan.Blocks)*2 + total) / (2 * total); times > 1 {
		words = fmt.Sprintf("%s alone is as long as %s meetings", label, number(times))
	}
	if others := len(giants) - 1; others > 0 {
		words += fmt.Sprintf(", and %s more %s longer than one", number(others), iff(others == 1, "chapter is", "chapters are"))
	}
	return words + ". `/book chapters` can split it: " + label + ", first half; " + label + ", second half."
}

// planOf makes the plan anew whose draft a button names.
func planOf(tx *storage.Tx, in *bot.Interaction) (s planScene, w planWish, plan club.Plan, err error) {
	if s, w, err = wishOf(tx, in, in.Arg(0)); err == nil {
		plan, err = club.MakePlan(w.request(s))
	}
	return s, w, plan, err
}

// planPage turns to another page of a plan.
func (h *House) planPage() bot.Action {
	return bot.Action{
		Name: "plan/page", On: bot.Press, Args: 2, Updates: true, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, w, plan, err := planOf(tx, in)
			if err != nil {
				return nil, err
			}
			return update(planParts(s, w, plan, in.Arg(0), in.Arg(1), "")...), nil
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
			s, w, plan, err := planOf(tx, in)
			if err != nil {
				return nil, err
			}
			if !slices.Equal(shownOf(plan), w.Shown) { // its chapters or the zone changed meanwhile
				return h.draftPlan(tx, in, s, w, true, "The chapters or the clock have changed meanwhile, so this is the plan now. Nothing has been started.")
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
	id, err := addRead(tx, storage.Read{
		Club: s.club, Book: s.book, StartOn: w.Start.String(),
		EndsAt: plan.End(), RevealsAt: plan.End().Add(revealAfter), Days: w.days(), Skips: w.Skip,
	}, plan, s.chapters, by, s.now)
	if err != nil {
		return err
	}
	r, err := tx.ReadOf(id)
	if err != nil {
		return err
	}
	started, err := stage(tx, r, by, s.now)
	if err != nil {
		return err
	}
	if err := askPost(tx, r, workCard, id, s.now); err != nil {
		return err
	}
	for _, c := range started.checkpoints {
		if err := started.askCheckpoint(tx, c); err != nil {
			return err
		}
	}
	if err := errors.Join(started.askEvents(tx), started.fillSpares(tx)); err != nil {
		return err
	}
	return askEnd(tx, r)
}

// askPost has a post of a read looked at when it is due. All posts of a
// channel share a lane, so they keep their order.
func askPost(tx *storage.Tx, r storage.Read, kind string, subject int64, due time.Time) error {
	return tx.Ask(storage.Work{Kind: kind, Subject: subject, Club: r.Club.ID, Read: r.ID, Lane: r.Club.Channel, Due: due})
}

// askEnd has the posts and the rooms at a read's end looked at when it ends.
func askEnd(tx *storage.Tx, r storage.Read) error {
	if err := askShut(tx, r, r.EndsAt); err != nil {
		return err
	}
	if err := errors.Join(askPost(tx, r, workRate, r.ID, r.EndsAt), askNudge(tx, r)); err != nil {
		return err
	}
	return askPost(tx, r, workReveal, r.ID, r.RevealsAt)
}
