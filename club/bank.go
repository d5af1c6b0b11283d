package club

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Theme says what a question of the bank is about, or in which part of a book
// it belongs. Its value is its name, as an organiser may type it.
type Theme string

// The themes. The first five belong to a part of the book; one may ask about
// the others at most checkpoints.
const (
	ThemeKickOff    Theme = "kick-off"
	ThemeEarly      Theme = "early"
	ThemeMiddle     Theme = "middle"
	ThemeTurn       Theme = "turn"
	ThemeEnd        Theme = "end"
	ThemeCharacters Theme = "characters"
	ThemeStyle      Theme = "style"
	ThemeEthics     Theme = "ethics"
	ThemeCraft      Theme = "craft"
	ThemePersonal   Theme = "personal"
	ThemeStopped    Theme = "if you stopped here"
)

// BankQuestion is a question that fits any book. Key names it for ever: clubs
// keep it with what they asked, so a question may be reworded and its key may
// not. It consists of words of a-z and 0-9 with hyphens between them, two at
// least, and has at most 40 characters; Text has at most 200 UTF-16 units.
type BankQuestion struct {
	Key   string
	Theme Theme
	Text  string
}

// Bank is all questions, theme by theme, always in the same order.
func Bank() []BankQuestion {
	return slices.Concat(
		kickOffQuestions(), earlyQuestions(), middleQuestions(), turnQuestions(), endQuestions(),
		charactersQuestions(), styleQuestions(), ethicsQuestions(), craftQuestions(), personalQuestions(),
		stoppedQuestions(),
	)
}

// BankQuestionOf is the question with the key, if the bank has one.
func BankQuestionOf(key string) (BankQuestion, bool) {
	bank := Bank()
	i := slices.IndexFunc(bank, func(q BankQuestion) bool { return q.Key == key })
	if i < 0 {
		return BankQuestion{}, false
	}
	return bank[i], true
}

// BankKey is the key of the bank's question that the text stands for: a chosen
// suggestion arrives as its key and nothing more. Any other text stands for
// itself, and stays shut.
func (t Locked) BankKey() (key string, ok bool) {
	q, ok := BankQuestionOf(strings.TrimSpace(t.words()))
	return q.Key, ok
}

// SpareMoment is where a checkpoint lies in its book.
type SpareMoment struct {
	Number, Of     int // the checkpoint among those of the read, from 1
	Last, Chapters int // its last chapter, and how many the book has
}

func (m SpareMoment) last() bool  { return m.Number >= m.Of }
func (m SpareMoment) first() bool { return m.Number == 1 && !m.last() }

// percent is how much of the book has been read.
func (m SpareMoment) percent() int {
	if m.Chapters < 1 {
		return 100 * m.Number / max(m.Of, 1)
	}
	return 100 * m.Last / m.Chapters
}

// Fits reports whether a question of the theme makes sense at the checkpoint.
// A read with a single checkpoint meets at the end of the book. Nothing fits a
// checkpoint that is none (Number below 1).
func (m SpareMoment) Fits(t Theme) bool {
	if m.Number < 1 {
		return false
	}
	switch t {
	case ThemeKickOff:
		return m.first()
	case ThemeEarly:
		return !m.last() && m.percent() <= 40
	case ThemeMiddle:
		return !m.last() && m.percent() >= 30 && m.percent() <= 70
	case ThemeTurn:
		return !m.last() && m.percent() >= 55
	case ThemeEnd:
		return m.last()
	case ThemeCharacters, ThemeStyle, ThemePersonal:
		return true
	case ThemeEthics, ThemeCraft:
		return !m.first() // too little has happened to judge it
	case ThemeStopped:
		return !m.first() && !m.last()
	}
	return false
}

// owns reports whether the theme fits this checkpoint and no other of the read.
func (m SpareMoment) owns(t Theme) bool {
	return m.Fits(t) && (t == ThemeKickOff || t == ThemeEnd)
}

// weight is how many questions of the theme there are to each one of a theme
// that fits anywhere.
func (m SpareMoment) weight(t Theme) int {
	switch t {
	case ThemeKickOff, ThemeEarly, ThemeMiddle, ThemeTurn, ThemeEnd:
		return 6
	}
	return 1
}

// aYear is within how many days a club is not asked the same again.
const aYear = 365

// ChooseSpare chooses what Dogear asks at a checkpoint for which nobody wrote a
// question. had says, by key, how many days ago the club was last asked it; what
// is planned ahead counts as 0. The choice is the same for the same arguments
// and another for another seed.
//
// What was asked within 365 days comes again only if nothing else fits, and then
// what was asked longest ago. The first checkpoint gets a kick-off and the last
// one of the end as long as there are any; elsewhere what was never asked comes
// first, and themes of this part of the book come up more often than those that
// fit anywhere. It is false only if nothing fits at all.
func ChooseSpare(m SpareMoment, had map[string]int, seed int64) (BankQuestion, bool) {
	var pools [4][]BankQuestion // the earlier the better
	var oldest []BankQuestion
	for _, q := range Bank() {
		if !m.Fits(q.Theme) {
			continue
		}
		days, known := had[q.Key]
		pool := 2
		if m.owns(q.Theme) {
			pool = 0
		}
		switch {
		case !known:
			pools[pool] = append(pools[pool], q)
		case days > aYear:
			pools[pool+1] = append(pools[pool+1], q)
		case len(oldest) > 0 && days < had[oldest[0].Key]:
		case len(oldest) > 0 && days > had[oldest[0].Key]:
			oldest = []BankQuestion{q}
		default:
			oldest = append(oldest, q)
		}
	}
	for _, pool := range append(pools[:], oldest) {
		if len(pool) > 0 {
			return m.draw(pool, seed), true
		}
	}
	return BankQuestion{}, false
}

// draw takes one of the pool: first its theme, so that one with many questions
// left does not crowd out the others, then the question.
func (m SpareMoment) draw(pool []BankQuestion, seed int64) BankQuestion {
	var tickets []Theme
	for i, q := range pool {
		if i > 0 && pool[i-1].Theme == q.Theme {
			continue
		}
		for range m.weight(q.Theme) {
			tickets = append(tickets, q.Theme)
		}
	}
	lot := rand.New(rand.NewPCG(uint64(seed), aYear))
	theme := tickets[lot.IntN(len(tickets))]
	of := slices.DeleteFunc(slices.Clone(pool), func(q BankQuestion) bool { return q.Theme != theme })
	return of[lot.IntN(len(of))]
}
