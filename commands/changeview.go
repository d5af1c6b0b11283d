package commands

import (
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// changeParts shows what would become of the plan ahead, in pages, its totals
// on each.
func (s *scene) changeParts(tx *storage.Tx, w changeWish, blocks []club.Block, draft, skip int64, lead string) ([]part, error) {
	lines, err := s.changeLines(tx, blocks)
	if err != nil {
		return nil, err
	}
	p := page(skip, len(lines), pageSize)
	words := []string{lead, "### Another plan for " + title(s.read.Book.Title), s.newEnd(blocks)}
	words = append(words, lines[p.skip:p.end()]...)
	if w.Kind != changeReplan { // which goes around them, or was told not to
		words = append(words, s.skippedWords(blocks))
	}
	words = append(words, p.told(),
		"-# Only you see this, and nothing has changed yet. What is open stays as it is. The buttons work for an hour.")
	parts := []part{
		card(paragraph(words...)),
		row(primary("Use this plan", bot.CustomID("change/use", draft)), button("Discard", bot.CustomID("change/discard", draft))),
	}
	return append(parts, p.row(func(skip int64) string { return bot.CustomID("change/page", draft, skip) })...), nil
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
	for j, b := range blocks {
		line := fmt.Sprintf("%d. **%s**%s · %s", kept+j+1, title(s.chapters.Span(b.First, b.Last)), pages(b.Pages), whole(b.At)) + restWords(" · ", b.Rest, b.CatchUp)
		if i := rows[j]; i >= 0 {
			goes[i] = false
			was := s.checkpoints[kept+i]
			now := s.nowWords(was, kept+j+1, b)
			if now == "" && was.Rest == b.Rest && was.CatchUp == b.CatchUp {
				stay++
				continue
			}
			if now != "" {
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
	kept := s.openNow()
	for i, home := range homes {
		if !goes[i] {
			continue
		}
		c := s.checkpoints[kept+i]
		line := fmt.Sprintf("- %s, %s, goes", title(s.chapters.Span(c.First, c.Last)), whole(c.At))
		prompts, err := tx.PromptsAt(c.ID)
		if err != nil {
			return nil, err
		}
		if n := len(prompts); n > 0 {
			to := blocks[home]
			line += fmt.Sprintf("; its %s at %s", iff(n == 1, "question is asked", number(n)+" questions are asked"), title(s.chapters.Span(to.First, to.Last)))
		}
		lines = append(lines, line+".")
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
