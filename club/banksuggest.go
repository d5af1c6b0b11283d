package club

import (
	"cmp"
	"slices"
	"strings"
)

// SuggestBank is at most limit questions of the bank for what an organiser has
// typed: those whose text, theme or key has every word of it, or one that begins
// so, and all if nothing was typed. First come those that fit the checkpoint and that the club
// was never asked (had is as in ChooseSpare), then those asked longest ago, then
// those that do not fit; the themes take turns, so that few show many.
func SuggestBank(typed string, m SpareMoment, had map[string]int, limit int) []BankQuestion {
	type candidate struct {
		BankQuestion
		group, days, turn int
	}
	words := strings.Fields(Fold(typed))
	var found []candidate
	taken := make(map[Theme]int) // of the first group
	for _, q := range Bank() {
		if !q.contains(words) {
			continue
		}
		c := candidate{BankQuestion: q}
		days, known := had[q.Key]
		switch {
		case !m.Fits(q.Theme):
			c.group = 2
		case known:
			c.group, c.days = 1, days
		default:
			c.turn = taken[q.Theme] / m.weight(q.Theme)
			taken[q.Theme]++
		}
		found = append(found, c)
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(b.days, a.days), cmp.Compare(a.turn, b.turn))
	})
	questions := make([]BankQuestion, 0, min(len(found), max(limit, 0)))
	for _, c := range found[:cap(questions)] {
		questions = append(questions, c.BankQuestion)
	}
	return questions
}

// contains reports whether every one of the folded words begins a word of the
// question: "end" is not meant for "friend".
func (q BankQuestion) contains(words []string) bool {
	theme := string(q.Theme)
	all := " " + strings.Join([]string{Fold(q.Text), Fold(theme), squash(theme), Fold(q.Key)}, " ")
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(all, " "+w) })
}
