package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"dogear/bot"
	"dogear/club"
)

// coverage counts what became of each action of the bot, over all plays.
type coverage struct {
	sights, marks atomic.Int64
	over          atomic.Bool // something was found: the hunt is over

	mu     sync.Mutex
	counts map[string]*[3]int // done, refused, went wrong
}

// What can become of an action.
const (
	actDone = iota
	actRefused
	actWrong
)

func newCoverage() *coverage {
	c := &coverage{counts: map[string]*[3]int{}}
	for what := range happenings() {
		c.add("happens: "+what, -1)
	}
	return c
}

// happenings are what no action does by itself, each as a query that finds it in
// the rows of a play.
func happenings() map[string]string {
	return map[string]string{
		"a question is asked again": `SELECT 1 FROM prompt JOIN work ON kind = 'prompts' AND subject = prompt_post_id
			WHERE series_id IS NOT NULL AND posted_at > 0 GROUP BY series_id HAVING count(*) > 1`,
		"a repeated question ends": `SELECT 1 FROM series WHERE stopped = 1`,
		"a held question is repeated": `SELECT 1 FROM prompt JOIN prompt_post ON prompt_post.id = prompt_post_id
			WHERE held = 1 AND series_id IS NOT NULL AND (SELECT count(*) FROM prompt_post AS other WHERE other.read_id = prompt.read_id AND other.at < prompt_post.at
				AND other.at > prompt.created_at AND NOT EXISTS (SELECT 1 FROM prompt AS p WHERE p.prompt_post_id = other.id)) > 0`,
		"a question of Dogear's is asked":   `SELECT 1 FROM prompt JOIN work ON kind = 'checkpoint' AND subject = checkpoint_id WHERE author_id = '' AND spare = 0 AND posted_at > 0`,
		"a question of Dogear's gives way":  `SELECT 1 FROM prompt WHERE spare = 1 AND checkpoint_id IN (SELECT checkpoint_id FROM prompt WHERE spare = 0 AND held = 0)`,
		"a question of the bank is chosen":  `SELECT 1 FROM prompt WHERE bank <> '' AND author_id <> ''`,
		"a question is posted late":         `SELECT 1 FROM work WHERE kind = 'prompts' AND posted_at > due_at + 300`,
		"a question is missed":              `SELECT 1 FROM work WHERE kind = 'prompts' AND state = 'missed'`,
		"a thread hangs under a checkpoint": `SELECT 1 FROM work JOIN work AS post ON post.id = work.subject WHERE work.kind = 'talk' AND work.message_id <> '' AND post.kind = 'checkpoint'`,
		"a thread hangs under questions":    `SELECT 1 FROM work JOIN work AS post ON post.id = work.subject WHERE work.kind = 'talk' AND work.message_id <> '' AND post.kind = 'prompts'`,
		"a thread has its first line":       `SELECT 1 FROM work WHERE kind = 'talkline' AND message_id <> ''`,
		"a note is written in such a thread": `SELECT 1 FROM note JOIN work ON work.kind = 'talk' AND work.message_id = stub_channel_id
			WHERE work.message_id <> ''`,
		"stars are given afterwards":         `SELECT 1 FROM rating WHERE after_stars > 0`,
		"stars are given after the seal":     `SELECT 1 FROM rating WHERE after_stars > 0 AND stars IS NULL`,
		"a rater sees stars under seal":      `SELECT 1 FROM rating JOIN read ON read.id = read_id WHERE saw_at < reveals_at`,
		"five give stars":                    `SELECT 1 FROM rating WHERE stars > 0 GROUP BY read_id HAVING count(*) > 4`,
		"one who stopped gives no stars":     `SELECT 1 FROM rating WHERE stars IS NULL AND stopped_at IS NOT NULL`,
		"a review opens before the end":      `SELECT 1 FROM note WHERE kind = 'review' AND lock_whole = 0`,
		"a review is answered":               `SELECT 1 FROM note JOIN note AS review ON review.id = note.parent_id WHERE review.kind = 'review'`,
		"somebody would give it to somebody": `SELECT 1 FROM rating WHERE give_to <> ''`,
		"the stars of a read are posted":     `SELECT 1 FROM work WHERE kind = 'reveal' AND message_id <> ''`,
		"a club's year is posted":            `SELECT 1 FROM work WHERE kind = 'year' AND message_id <> ''`,
		"somebody is reminded of stars":      `SELECT 1 FROM work WHERE kind = 'nudged' AND message_id <> ''`,
		"a book has a cover":                 `SELECT 1 FROM cover`,
		"somebody's note is a shell":         `SELECT 1 FROM note WHERE author_id = ''`,
		"somebody's question is the club's":  `SELECT 1 FROM prompt WHERE author_id = '' AND bank = ''`,
	}
}

// happened counts what has happened in a play.
func (o *oracle) happened(reached *coverage) {
	for what, query := range happenings() {
		o.each(query+" LIMIT 1", func(func(...any)) { reached.add("happens: "+what, actDone) })
	}
}

// actionName tells a command from a button and from a form.
func actionName(a bot.Action) string {
	switch a.On {
	case bot.Slash:
		return "/" + a.Name
	case bot.Press:
		return "press " + a.Name
	case bot.Submit:
		return "send " + a.Name
	}
	return "on a message: " + a.Name
}

// watch has actions counted when they run, and their suggestions. done is told
// of each that was done.
func (c *coverage) watch(actions []bot.Action, done func(name string)) []bot.Action {
	actions = slices.Clone(actions)
	for i := range actions {
		a := &actions[i]
		name, run := actionName(*a), a.Run
		c.add(name, -1)
		a.Run = func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
			reply, err := run(ctx, in)
			what := outcome(reply, err)
			if c.add(name, what); what == actDone {
				done(name)
			}
			return reply, err
		}
		a.Options = slices.Clone(a.Options)
		for j := range a.Options {
			o := &a.Options[j]
			if o.Suggest == nil {
				continue
			}
			name, suggest := name+" "+o.Name+":", o.Suggest
			c.add(name, -1)
			o.Suggest = func(ctx context.Context, in *bot.Interaction, typed string) ([]bot.Choice, error) {
				choices, err := suggest(ctx, in, typed)
				switch {
				case err != nil:
					c.add(name, actWrong)
				case len(choices) == 0:
					c.add(name, actRefused)
				default:
					c.add(name, actDone)
				}
				return choices, err
			}
		}
	}
	return actions
}

// outcome tells a refusal from what was done; that of a form keeps what was
// typed and so comes as a reply.
func outcome(reply bot.Reply, err error) int {
	if _, ok := errors.AsType[*club.Refusal](err); ok {
		return actRefused
	}
	if err != nil {
		return actWrong
	}
	if r, ok := reply.(bot.Private); ok {
		if parts, _ := json.Marshal(r.Parts); bytes.Contains(parts, []byte(`"Try again"`)) {
			return actRefused
		}
	}
	return actDone
}

func (c *coverage) add(name string, what int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts[name] == nil {
		c.counts[name] = &[3]int{}
	}
	if what >= 0 {
		c.counts[name][what]++
	}
}

// missing lists the actions that were never done.
func (c *coverage) missing() (names []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	excused := []string{
		"press spoiler/form", // only where the form to it came too late for Discord
	}
	for _, name := range slices.Sorted(maps.Keys(c.counts)) {
		if c.counts[name][actDone] == 0 && !slices.Contains(excused, name) {
			names = append(names, name)
		}
	}
	return names
}

// table is all counts, the rarest first.
func (c *coverage) table() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	names := slices.SortedFunc(maps.Keys(c.counts), func(a, b string) int {
		if d := c.counts[a][actDone] - c.counts[b][actDone]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	fmt.Fprintf(&b, "%-36s %8s %8s %8s\n", "action", "done", "refused", "wrong")
	for _, name := range names {
		n := c.counts[name]
		fmt.Fprintf(&b, "%-36s %8d %8d %8d\n", name, n[actDone], n[actRefused], n[actWrong])
	}
	return b.String()
}
