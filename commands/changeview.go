package commands

import (
	"fmt"
	"slices"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// changesAtOnce is how many lines of a change stand on a page: each may name two
// blocks of long labels.
const changesAtOnce = 8

// changeParts shows what would become of the plan ahead, in pages, its totals
// on each.
func (s *scene) changeParts(tx *storage.Tx, w changeWish, blocks []club.Block, draft, skip int64, lead string) ([]part, error) {
	lines, err := s.changeLines(tx, blocks)
	if err != nil {
		return nil, err
	}
	p := page(skip, len(lines), changesAtOnce)
	words := []string{lead, "### Another plan for " + title(s.read.Book.Title), s.newEnd(blocks), s.allMove(blocks)}
	words = append(words, lines[p.skip:p.end()]...)
	if w.Kind != changeReplan { // which goes around them, or was told not to
		words = append(words, s.skippedWords(blocks))
	}
	late, err := s.tooLateWords(tx, blocks)
	if err != nil {
		return nil, err
	}
	told := ""
	if len(lines) > p.size {
		told = fmt.Sprintf("-# Page %d of %d", p.skip/p.size+1, (len(lines)+p.size-1)/p.size)
	}
	words = append(words, late, told,
		"-# Only you see this, and nothing has changed yet. What is open stays as it is. The buttons work for an hour.")
	parts := []part{
		card(paragraph(words...)),
		row(primary("Use this plan", bot.CustomID("change/use", draft)), button("Discard", bot.CustomID("change/discard", draft))),
	}
	return append(parts, p.row(func(skip int64) string { return bot.CustomID("change/page", draft, skip) })...), nil
}

// tooLateWords says which questions of their own moment would come after the end
// and so not be asked, "" if none would.
func (s *scene) tooLateWords(tx *storage.Tx, blocks []club.Block) (string, error) {
	end := blocks[len(blocks)-1].At
	posts, err := tx.PromptPostsAhead(s.read.ID, end)
	posts = slices.DeleteFunc(posts, func(p storage.PromptPost) bool { return p.At.After(s.read.EndsAt) }) // and is not asked now
	switch {
	case err != nil || len(posts) == 0:
		return "", err
	case len(posts) == 1:
		return fmt.Sprintf("Mind: what is to be asked on %s comes after that end, and would not be asked.", whole(posts[0].At)), nil
	}
	return fmt.Sprintf("Mind: what is to be asked at %s comes after that end, and would not be asked, first on %s.", count(len(posts), "moment"), whole(posts[0].At)), nil
}

// movesBy is by how many days all blocks that move do, with the same chapters,
// and how many those are; 0 if they are not all alike, or fewer than two.
func (s *scene) movesBy(blocks []club.Block) (days, n int) {
	ahead := s.planAhead()
	if len(blocks) != len(ahead.Blocks) {
		return 0, 0
	}
	for i, b := range blocks {
		was := ahead.Blocks[i]
		by := club.DateOf(was.At.In(ahead.Zone)).DaysUntil(club.DateOf(b.At.In(ahead.Zone)))
		same := was.At.In(ahead.Zone).Format("15:04") == b.At.In(ahead.Zone).Format("15:04")
		switch {
		case was.First != b.First || was.Last != b.Last || !same, n > 0 && by != days:
			return 0, 0
		case by != 0:
			days = by
			n++
		}
	}
	if n < 2 {
		return 0, 0
	}
	return days, n
}

// allMove says that all that move do so by the same number of days, "" if not.
func (s *scene) allMove(blocks []club.Block) string {
	days, n := s.movesBy(blocks)
	if days == 0 {
		return ""
	}
	far, way := count(max(days, -days), "day"), iff(days > 0, "later", "earlier")
	if days%7 == 0 {
		far = count(max(days, -days)/7, "week")
	}
	return fmt.Sprintf("%s of them %s %s %s than now:", iff(n == len(blocks), "All", capital(number(n))), iff(n == 1, "comes", "come"), far, way)
}

// newEnd says when the read would end, and how many meetings are left.
func (s *scene) newEnd(blocks []club.Block) string {
	end := blocks[len(blocks)-1].At
	words := capital(count(len(blocks), "checkpoint")) + " ahead; the last is " + whole(end)
	if end.Equal(s.read.EndsAt) {
		return words + ", as now."
	}
	return words + ", and now it is " + whole(s.read.EndsAt) + "."
}

// changeLines says of each checkpoint that changes what it would be and what it
// is, and how many stay.
func (s *scene) changeLines(tx *storage.Tx, blocks []club.Block) ([]string, error) {
	kept := s.openNow()
	rows, homes := club.Follow(s.planAhead().Blocks, blocks)
	goes := make(map[int]bool, len(homes)) // old blocks that no new one continues
	for i := range homes {
		goes[i] = true
	}
	var lines []string
	stay := 0
	alike, _ := s.movesBy(blocks)
	for j, b := range blocks {
		line := fmt.Sprintf("%d. **%s**%s · %s", kept+j+1, title(s.chapters.Span(b.First, b.Last)), pages(b.Pages), whole(b.At)) + restWords(" · ", b.Rest, b.CatchUp)
		if i := rows[j]; i >= 0 {
			goes[i] = false
			was := s.checkpoints[kept+i]
			now := s.nowWords(was, kept+j+1, b)
			if now == "" {
				stay++
				continue
			}
			if alike == 0 {
				line += " (now " + now + ")"
			}
		} else {
			line += " (new)"
		}
		lines = append(lines, line)
	}
	gone, err := s.goneLines(tx, blocks, homes, goes)
	lines = append(lines, gone...)
	if stay > 0 {
		lines = append(lines, capital(count(stay, "checkpoint"))+" "+iff(stay == 1, "stays as it is.", "stay as they are."))
	}
	return lines, err
}

// nowWords says what a checkpoint is now, as far as it would be another: under
// that number, with that block. A moment that keeps its time of the day is told
// by its day.
func (s *scene) nowWords(was storage.Checkpoint, number int, b club.Block) string {
	var now []string
	if was.First != b.First || was.Last != b.Last {
		now = append(now, title(s.chapters.Span(was.First, was.Last)))
	}
	if !was.At.Equal(b.At) {
		zone := s.zone()
		sameTime := was.At.In(zone).Format("15:04") == b.At.In(zone).Format("15:04")
		now = append(now, iff(sameTime, day(was.At), whole(was.At)))
	}
	if was.Rest != b.Rest || was.CatchUp != b.CatchUp {
		now = append(now, iff(was.Rest == 0, "without a break", restWords("", was.Rest, was.CatchUp)))
	}
	words := strings.Join(now, ", ")
	if was.Number != number {
		words = strings.TrimSuffix(fmt.Sprintf("checkpoint %d: %s", was.Number, words), ": ")
	}
	return words
}

// goneLines says which checkpoints there would not be any more, and where their
// questions are asked.
func (s *scene) goneLines(tx *storage.Tx, blocks []club.Block, homes []int, goes map[int]bool) ([]string, error) {
	var lines []string
	kept, plain := s.openNow(), 0
	for i, home := range homes {
		if !goes[i] {
			continue
		}
		c := s.checkpoints[kept+i]
		n, err := tx.CountPromptsAt(c.ID)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			plain++
			continue
		}
		to := blocks[home]
		lines = append(lines, fmt.Sprintf("- %s, %s, goes; its %s at %s.", title(s.chapters.Span(c.First, c.Last)), whole(c.At),
			iff(n == 1, "question is asked", number(n)+" questions are asked"), title(s.chapters.Span(to.First, to.Last))))
	}
	if plain > 0 {
		lines = append(lines, fmt.Sprintf("- %s that there %s now %s.", capital(count(plain, "checkpoint")), iff(plain == 1, "is", "are"), iff(plain == 1, "goes", "go")))
	}
	return lines, nil
}

// restWords says, after what joins it to a line, that weeks without a
// checkpoint come before one; "" where none do.
func restWords(joint string, weeks int, catchUp bool) string {
	switch {
	case weeks == 0:
		return ""
	case catchUp:
		return joint + "after " + spanOfWeeks(weeks) + " to catch up"
	case weeks == 1:
		return joint + "after a week's break"
	}
	return joint + "after a break of " + spanOfWeeks(weeks)
}

// spanOfWeeks is how long some weeks are: "a week", "two weeks".
func spanOfWeeks(n int) string {
	if n == 1 {
		return "a week"
	}
	return number(n) + " weeks"
}

// skippedWords warns of checkpoints on days that were to be without one.
func (s *scene) skippedWords(blocks []club.Block) string {
	on := club.OnSkipped(blocks, s.read.Skips, s.zone())
	switch len(on) {
	case 0:
		return ""
	case 1:
		return "Mind: " + whole(blocks[on[0]].At) + " is one of the days that you wanted to skip."
	}
	return fmt.Sprintf("Mind: %s fall on days that you wanted to skip, the first on %s.", count(len(on), "checkpoint"), whole(blocks[on[0]].At))
}

// movedWords is the line that tells the club of a change, "" if there is nothing
// to tell any more. posted says that it stands there already.
func (s *scene) movedWords(a storage.Announcement, posted bool) string {
	book := title(s.read.Book.Title)
	if a.Recut {
		next := s.next()
		if next < 0 || !s.read.UnderWay(s.now) {
			return iff(posted, "The plan of "+book+" has changed.", "")
		}
		c := s.checkpoints[next]
		return fmt.Sprintf("The plan of %s has changed. Next: **%s**, %s%s.", book,
			title(s.chapters.Span(c.First, c.Last)), whole(c.At), restWords(", ", c.Rest, c.CatchUp))
	}
	i := s.indexOf(a.Checkpoint)
	if i < 0 || !posted && s.checkpoints[i].At.Equal(a.Was) { // and moved back
		return ""
	}
	c := s.checkpoints[i]
	words := fmt.Sprintf("%s of %s is on %s now, not on %s%s.", s.checkpointName(i), book, whole(c.At), whole(a.Was), restWords(", ", c.Rest, c.CatchUp))
	switch {
	case a.Others == 1:
		words += " One later checkpoint moves too."
	case a.Others > 1:
		words += fmt.Sprintf(" %s later checkpoints move too.", capital(number(a.Others)))
	}
	return words
}
