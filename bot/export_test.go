package bot

import (
	"time"

	"golang.org/x/time/rate"
)

// Quick makes a bot's waits short enough for tests that must see them end.
func (b *Bot) Quick() {
	b.pace.firstRetry, b.pace.longRetry, b.pace.identifyGap = time.Millisecond, 20*time.Millisecond, time.Millisecond
	b.pace.askAgain, b.pace.erasing = time.Millisecond, time.Millisecond
	b.rest.directs.SetLimit(rate.Inf)
}

// OpenWithin bounds the wait for the gateway's greeting.
func (b *Bot) OpenWithin(d time.Duration) { b.pace.open = d }

// GreetIn bounds the wait for the gateway's first word.
func (b *Bot) GreetIn(d time.Duration) { b.pace.greet = d }

// Stable is how long a connection lives that was none too bad.
func (b *Bot) Stable(d time.Duration) { b.pace.stable = d }

// IdentifyGap is the time between two sessions that are begun.
func (b *Bot) IdentifyGap(d time.Duration) { b.pace.identifyGap = d }

// DeferAfter is when an answer is announced.
func (b *Bot) DeferAfter(d time.Duration) { b.pace.deferAfter = d }

// AskFor bounds what an action asks of Discord.
func (b *Bot) AskFor(d time.Duration) { b.pace.askFor = d }

// SuggestFor bounds suggestions.
func (b *Bot) SuggestFor(d time.Duration) { b.pace.suggestFor = d }

// NonceFor is how long a nonce is trusted.
func (b *Bot) NonceFor(d time.Duration) { b.pace.nonceFor = d }

// DrainFor bounds the wait at the end.
func (b *Bot) DrainFor(d time.Duration) { b.pace.draining = d }

// Waiting replaces the queue of interactions by one of n places.
func (b *Bot) Waiting(n int) { b.dispatch.queue = make(chan *job, n) }

// LookUps allows n look-ups, and no more.
func (b *Bot) LookUps(n int) { b.rest.looks = rate.NewLimiter(0, n) }

// Directs allows n new channels of direct messages, and no more.
func (b *Bot) Directs(n int) { b.rest.directs = rate.NewLimiter(0, n) }

// HoldLarge takes the place of a large file until done is called.
func (b *Bot) HoldLarge() (done func()) {
	b.rest.large <- struct{}{}
	return func() { <-b.rest.large }
}

// LargeHeld is how many large files are held.
func (b *Bot) LargeHeld() int { return len(b.rest.large) }

// PicturesIn bounds the wait of a message with large pictures for its turn.
func (b *Bot) PicturesIn(d time.Duration) { b.pace.picturesIn = d }

// LargeIn bounds the wait of a large file for its turn.
func (b *Bot) LargeIn(d time.Duration) { b.pace.largeIn = d }

// Rates are how many requests a second the bot makes in all, how many of them
// actions look up, and how many open channels of direct messages.
func (b *Bot) Rates() (all, looks, directs float64) {
	r, err := newRest("secret", officialBase, func() {})
	if err != nil {
		panic(err)
	}
	return float64(r.pace.Limit()), float64(r.looks.Limit()), float64(r.directs.Limit())
}
