package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"dogear/bot/sandbox"
)

// deed is a thing that people do with the bot.
type deed int

const (
	doLook    deed = iota // /reading
	doOpen                // /notes
	doTurn                // the next page of them
	doPlace               // suggestions for the chapter of /progress
	doBook                // suggestions for the book of /ratings
	doAdvance             // /progress at:
	doWrite               // /note
	doRate                // /rate
)

// mixed is what somebody does, by a number under 100: eighty of them look, twenty
// write what must not be lost.
func mixed(k int) deed {
	d := doLook
	for _, n := range [...]int{doLook: 25, doOpen: 15, doTurn: 15, doPlace: 15, doBook: 10, doAdvance: 12, doWrite: 5, doRate: 3} {
		if k < n {
			break
		}
		k -= n
		d++
	}
	return d
}

// throng is people of many clubs who use the bot at once.
type throng struct {
	patrons []*patron
	lists   chan *patron // who has a list of notes before them that goes on

	mu  sync.Mutex
	rng *rand.Rand
	n   int // how many notes were begun: no two are alike
}

func newThrong(patrons []*patron, seed uint64) *throng {
	return &throng{patrons: patrons, lists: make(chan *patron, 1000), rng: rand.New(rand.NewPCG(seed, 0))}
}

// act has somebody do something, and returns what was wrong with the answer.
// Nobody does two things at once.
func (c *throng) act(ctx context.Context) error {
	p, d, n := c.draw()
	defer p.mu.Unlock()
	err := p.does(ctx, d, n)
	if p.list != nil && (d == doOpen || d == doTurn) {
		select {
		case c.lists <- p:
		default:
		}
	}
	if err != nil {
		return fmt.Errorf("%s of %s: %w", p.Name, p.book, err)
	}
	return nil
}

// draw finds somebody who is free, and what they do.
func (c *throng) draw() (p *patron, d deed, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d = mixed(c.rng.IntN(100))
	c.n++
	if d == doTurn {
		select {
		case p := <-c.lists:
			if p.mu.TryLock() {
				return p, doTurn, c.n
			}
		default:
		}
		d = doOpen
	}
	for {
		if p := c.patrons[c.rng.IntN(len(c.patrons))]; p.mu.TryLock() {
			return p, d, c.n
		}
	}
}

// patron is somebody of a throng, who looks at their club's channel, and what they
// know of what they said.
type patron struct {
	*sandbox.Person
	book     string // what their club reads
	chapters int

	mu    sync.Mutex // held while they do something
	list  *sandbox.Message
	at    claim[int]     // how many chapters they have finished
	stars claim[float64] // of the book
	notes []string       // that were acknowledged
	lost  []string       // to which no answer came: each is kept or is not
}

// claim is what somebody said last of what may change: what was acknowledged, and
// what got no answer since, which may be kept or not.
type claim[T comparable] struct {
	told   T
	is     bool
	doubts []doubt[T]
}

// doubt is something that got no answer. It cannot be behind by more than one
// answer: what the bot hears it hears in order.
type doubt[T comparable] struct {
	what T
	past bool // something else was answered since
}

// answered is what was acknowledged; those doubts are over that were past before.
func (s *claim[T]) answered(what T) {
	s.doubts = slices.DeleteFunc(s.doubts, func(d doubt[T]) bool { return d.past })
	s.told, s.is = what, true
}

func (s *claim[T]) unanswered(what T) { s.doubts = append(s.doubts, doubt[T]{what: what}) }

func (s *claim[T]) pass() {
	for i := range s.doubts {
		s.doubts[i].past = true
	}
}

// allows reports whether something may be what is kept; is says that anything is.
func (s *claim[T]) allows(what T, is bool) bool {
	if is == s.is && (!is || what == s.told) {
		return true
	}
	return is && slices.ContainsFunc(s.doubts, func(d doubt[T]) bool { return d.what == what })
}

// settle takes what is kept for what was said.
func (s *claim[T]) settle(what T, is bool) { *s = claim[T]{told: what, is: is} }

// unheard reports whether an error is that nobody answered, and not a wrong answer.
func unheard(err error) bool {
	return errors.Is(err, sandbox.ErrNoAnswer) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// does has the person do a thing. It returns what was wrong with the answer; n
// makes what is said another thing each time.
func (p *patron) does(ctx context.Context, d deed, n int) error {
	var err error
	switch d {
	case doLook:
		_, err = p.slash(ctx, "reading", nil, "### "+p.book)
	case doOpen, doTurn:
		err = p.pages(ctx, d == doTurn)
	case doPlace:
		err = p.suggested(ctx, "/progress at:ch 1", "at")
	case doBook:
		err = p.suggested(ctx, "/ratings book:"+p.book[:3], "book")
	case doAdvance:
		return p.advance(ctx, 1+n*7%p.chapters)
	case doWrite:
		return p.write(ctx, n)
	case doRate:
		return p.rate(ctx, float64(1+n%10)/2)
	}
	if err == nil {
		p.heard()
	}
	return err
}

// heard notes that the bot has answered.
func (p *patron) heard() {
	p.at.pass()
	p.stars.pass()
}

// slash uses a command, whose answer must say something.
func (p *patron) slash(ctx context.Context, name string, options map[string]any, says string) (*sandbox.Message, error) {
	a, err := p.SlashWith(ctx, name, options)
	return answerThat(a, err, says)
}

// answerThat checks what an answer says.
func answerThat(a *sandbox.Answer, err error, says string) (*sandbox.Message, error) {
	switch {
	case err != nil:
		return nil, err
	case a.Message == nil:
		return nil, fmt.Errorf("the answer is %+v", a)
	case !strings.Contains(a.Message.Text(), says):
		return nil, fmt.Errorf("the answer does not say %q: %s", says, a.Message.Text())
	}
	return a.Message, nil
}

func (p *patron) suggested(ctx context.Context, line, option string) error {
	list, err := p.Suggest(ctx, line, option)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("nothing is suggested for %s", line)
	}
	return err
}

// pages opens the list of notes, or turns to its next page.
func (p *patron) pages(ctx context.Context, turn bool) error {
	const says = "### Notes on "
	list := p.list
	p.list = nil
	var m *sandbox.Message
	var err error
	if turn && list != nil {
		a, pressed := p.Press(ctx, list, "More")
		m, err = answerThat(a, pressed, says)
	} else {
		m, err = p.slash(ctx, "notes", nil, says)
	}
	if err == nil && m.CustomID("More") != "" {
		p.list = m
	}
	return err
}

func (p *patron) advance(ctx context.Context, to int) error {
	err := say(ctx, p.Person, to)
	if err != nil {
		p.at.unanswered(to)
		return err
	}
	p.at.answered(to)
	p.heard()
	return nil
}

func (p *patron) write(ctx context.Context, n int) error {
	text := fmt.Sprintf("Note %d: what they do not say is what stays with me.", n)
	if _, err := p.slash(ctx, "note", map[string]any{"chapter": "ch 1", "text": text}, "is kept"); err != nil {
		p.lost = append(p.lost, text)
		return err
	}
	p.notes = append(p.notes, text)
	p.heard()
	return nil
}

func (p *patron) rate(ctx context.Context, stars float64) error {
	options := map[string]any{"stars": fmt.Sprint(stars), "outcome": "stopped"}
	if _, err := p.slash(ctx, "rate", options, " for "+p.book); err != nil {
		p.stars.unanswered(stars)
		return err
	}
	p.stars.answered(stars)
	p.heard()
	return nil
}

// flow has things begin at a steady rate, whether or not those before have ended,
// and returns how long each took from the moment at which it was to begin, the
// quickest first.
func flow(ctx context.Context, rate int, long time.Duration, act func(context.Context) error) ([]time.Duration, error) {
	var all sync.WaitGroup
	n := int(long.Seconds() * float64(rate))
	waits, errs := make([]time.Duration, n), make([]error, n)
	next := time.NewTimer(0)
	defer next.Stop()
	began := time.Now()
	for i := range n {
		due := began.Add(time.Duration(i) * time.Second / time.Duration(rate))
		next.Reset(time.Until(due))
		select {
		case <-next.C:
		case <-ctx.Done():
		}
		all.Go(func() {
			errs[i] = act(ctx)
			waits[i] = time.Since(due)
		})
	}
	all.Wait()
	slices.Sort(waits)
	return waits, errors.Join(errs...)
}

// say has a reader say a chapter. The answer must be one to that.
func say(ctx context.Context, p *sandbox.Person, chapter int) error {
	a, err := p.SlashWith(ctx, "progress", map[string]any{"at": fmt.Sprintf("ch %d", chapter)})
	if err != nil {
		return err
	}
	if a.Message == nil || !strings.Contains(a.Message.Text(), "You have ") {
		return fmt.Errorf("%s was told %+v", p.Name, a.Message)
	}
	return nil
}
