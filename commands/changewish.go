package commands

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const draftChange = "change"

// The ways in which what lies ahead of a plan may change.
const (
	changeMove   = "move"
	changeShift  = "shift"
	changeBreak  = "break"
	changeReplan = "replan"
)

// changeWish is what was asked for, as a draft keeps it until somebody says
// yes. Checkpoint is a row: of the one to be moved, the first to be shifted (0:
// all that are ahead), the one before the break (0: it comes before the first).
type changeWish struct {
	Kind       string
	Checkpoint int64
	At         time.Time `json:"At,omitzero"`
	Days       int       `json:"Days,omitempty"`
	Weeks      int       `json:"Weeks,omitempty"`
	CatchUp    bool      `json:"CatchUp,omitempty"`
	Plan       planWish  `json:"Plan,omitzero"`
	Order      int64     // what the plan was when it was shown: see storage.Book
	Shown      []int64   // what was shown: see shownOf
}

// apply makes the plan ahead that is wished for.
func (w changeWish) apply(s *scene) ([]club.Block, error) {
	if err := s.running(); err != nil {
		return nil, err
	}
	a := s.planAhead()
	if len(a.Blocks) == 0 {
		return nil, club.Refuse("The last checkpoint of %s is open, so nothing lies ahead that could change.", title(s.read.Book.Title))
	}
	at := s.indexOf(w.Checkpoint)
	if at < 0 && w.Checkpoint != 0 {
		return nil, club.Refuse("The plan of %s has changed, and the checkpoint that this was about is not in it any more. `/schedule show` shows it as it is.", title(s.read.Book.Title))
	}
	from := at - s.openNow()
	if from < 0 && (w.Kind == changeMove || w.Kind == changeShift && w.Checkpoint != 0) {
		return nil, s.isOpen(at)
	}
	switch w.Kind {
	case changeMove:
		return a.Move(from, w.At)
	case changeShift:
		return a.Shift(max(from, 0), w.Days)
	case changeBreak:
		if at >= 0 && at < s.last() || from == len(a.Blocks)-1 {
			return nil, club.Refuse("A break comes between two checkpoints, and the later one must still lie ahead. %s", s.breakable())
		}
		return a.Pause(max(from, -1)+1, w.Weeks, w.CatchUp)
	}
	r := w.Plan.request(planScene{now: s.now, zone: s.zone(), chapters: s.chapters})
	if r.Days == nil {
		r.Days = s.read.Days
	}
	return a.Replan(r)
}

// breakable says after which checkpoints there may be a break.
func (s *scene) breakable() string {
	first, last := max(s.openNow(), 1), len(s.checkpoints)-1
	switch {
	case last < first:
		return "Only one is left, so there is nothing between."
	case last == first:
		return fmt.Sprintf("It can come after checkpoint %d.", first)
	}
	return fmt.Sprintf("It can come after one of the checkpoints %d to %d.", first, last)
}

// sameBlock reports whether two blocks are one to people.
func sameBlock(a, b club.Block) bool {
	at := a.At.Equal(b.At)
	a.At = b.At
	return at && a == b
}

// shownBlocks is what is compared to see whether a plan is still what was shown.
func shownBlocks(blocks []club.Block) []int64 { return shownOf(club.Plan{Blocks: blocks}) }

// previewChange shows what a change would do, and keeps it as a draft until
// somebody says yes. What cannot be planned is refused with the nearest that
// can, as a button.
func (s *scene) previewChange(tx *storage.Tx, in *bot.Interaction, w changeWish, lead string) ([]part, error) {
	blocks, err := w.apply(s)
	if cannot, ok := errors.AsType[*club.CannotPlan](err); ok && len(cannot.Nearest) > 0 {
		return s.nearestChanges(tx, in, w, cannot)
	}
	if err != nil {
		return nil, err
	}
	if w.Kind == changeReplan && w.Plan.Days == nil && w.Plan.Skip == nil && slices.EqualFunc(blocks, s.planAhead().Blocks, sameBlock) {
		return nil, club.Refuse("That is the plan already, so there is nothing to change.")
	}
	w.Order, w.Shown = s.read.Book.Order, shownBlocks(blocks)
	draft, err := s.keepChange(tx, in, w)
	if err != nil {
		return nil, err
	}
	return s.changeParts(tx, w, blocks, draft, 0, lead)
}

func (s *scene) keepChange(tx *storage.Tx, in *bot.Interaction, w changeWish) (int64, error) {
	return keepDraft(tx, in, draftChange, s.read.ID, w)
}

// keepDraft stores a wish as its maker's draft.
func keepDraft(tx *storage.Tx, in *bot.Interaction, kind string, subject int64, wish any) (int64, error) {
	body, err := json.Marshal(wish)
	if err != nil {
		return 0, err
	}
	return tx.AddDraft(storage.Draft{
		Guild: in.Guild, User: in.User, Kind: kind, Subject: subject,
		Body: club.Draft(string(body), in.User), Expires: in.Now.Add(draftFor),
	}, in.Now)
}

func (s *scene) nearestChanges(tx *storage.Tx, in *bot.Interaction, w changeWish, cannot *club.CannotPlan) ([]part, error) {
	var buttons []part
	for i, r := range cannot.Nearest {
		w.Plan = wishFrom(r)
		draft, err := s.keepChange(tx, in, w)
		if err != nil {
			return nil, err
		}
		buttons = append(buttons, button(club.Cut(cannot.Words[i], 80), bot.CustomID("change/show", draft)))
	}
	return []part{text("%s", cannot.Error()), row(buttons...)}, nil
}

// changeOf reads the draft of a change back, with the read as it is now.
func changeOf(tx *storage.Tx, in *bot.Interaction) (s *scene, w changeWish, err error) {
	const lost = "This plan is not there any more: it was used, discarded, or a day has passed, or too many newer ones came. Please use the command again."
	d, err := tx.Draft(in.Guild, in.User, draftChange, in.Arg(0), in.Now)
	if err != nil {
		return nil, w, gone(err, lost)
	}
	if s, err = sceneOf(tx, in, d.Subject); err != nil {
		return nil, w, err
	}
	body, _ := d.Body.For(club.Someone(in.User))
	return s, w, json.Unmarshal([]byte(body), &w)
}

// changeShow shows a change that was offered in place of one that cannot be.
func (h *House) changeShow() bot.Action {
	return bot.Action{
		Name: "change/show", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, w, err := changeOf(tx, in)
			if err != nil {
				return nil, err
			}
			parts, err := s.previewChange(tx, in, w, "")
			return update(parts...), err
		}),
	}
}

// changePage turns to another page of a change.
func (h *House) changePage() bot.Action {
	return bot.Action{
		Name: "change/page", On: bot.Press, Args: 2, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, w, err := changeOf(tx, in)
			if err != nil {
				return nil, err
			}
			blocks, err := w.apply(s)
			if err != nil {
				return nil, err
			}
			if w.stale(s, blocks) {
				parts, err := s.previewChange(tx, in, w, changedMeanwhile)
				return update(parts...), err
			}
			parts, err := s.changeParts(tx, w, blocks, in.Arg(0), in.Arg(1), "")
			return update(parts...), err
		}),
	}
}

// changedMeanwhile is said above a plan that is shown anew.
const changedMeanwhile = "The plan has changed meanwhile. This is what would become of it now:"

// stale reports whether the plan, or what would become of it, is not what was
// shown.
func (w changeWish) stale(s *scene, blocks []club.Block) bool {
	return w.Order != s.read.Book.Order || !slices.Equal(shownBlocks(blocks), w.Shown)
}

// changeUse makes the change, if the plan is still the one that was shown.
func (h *House) changeUse() bot.Action {
	return bot.Action{
		Name: "change/use", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, w, err := changeOf(tx, in)
			if err != nil {
				return nil, err
			}
			blocks, err := w.apply(s)
			if err == nil && !w.stale(s, blocks) {
				return s.use(tx, in, w, blocks)
			}
			if dropped := tx.DropDraft(in.Arg(0)); dropped != nil {
				return nil, dropped
			}
			parts, err := s.previewChange(tx, in, w, changedMeanwhile)
			return update(parts...), err
		}),
	}
}

// use makes a change that was shown, and offers to take it back.
func (s *scene) use(tx *storage.Tx, in *bot.Interaction, w changeWish, blocks []club.Block) (bot.Reply, error) {
	if err := tx.DropDraft(in.Arg(0)); err != nil {
		return nil, err
	}
	back := undoWish{Kept: s.openNow(), Was: s.plannedNow(), Days: s.read.Days, Skips: s.read.Skips}
	var err error
	if back.Prompts, err = s.questionsAhead(tx); err != nil {
		return nil, err
	}
	if back.Locks, err = s.locksAhead(tx); err != nil {
		return nil, err
	}
	is, err := s.change(tx, s.planFor(blocks), true)
	if err != nil {
		return nil, err
	}
	back.Locked, back.Line, back.Made = is.locked, is.line, s.now
	if w.Kind == changeReplan {
		days, skips := s.read.Days, s.read.Skips
		if w.Plan.Days != nil {
			days = w.Plan.Days
		}
		if w.Plan.Skip != nil {
			skips = w.Plan.Skip
		}
		if err := tx.SetMeetings(s.read.ID, days, skips); err != nil {
			return nil, err
		}
	}
	undo, err := s.keepUndo(tx, in, back)
	if err != nil {
		return nil, err
	}
	return update(
		text("%s", s.changedWords()),
		row(button("Undo", bot.CustomID("change/undo", undo)), button("Schedule", bot.CustomID("schedule/show", s.read.ID))),
	), nil
}

// changedWords says what the plan is after a change.
func (s *scene) changedWords() string {
	next := s.checkpoints[s.next()]
	return "The plan is changed. Next: " + title(s.chapters.Span(next.First, next.Last)) + ", " + whole(next.At) +
		"; the read ends on " + whole(s.read.EndsAt) + "."
}

// changeDiscard leaves the plan as it is.
func (h *House) changeDiscard() bot.Action {
	return bot.Action{Name: "change/discard", On: bot.Press, Args: 1, Updates: true, Run: h.discard(draftChange)}
}
