package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Enquiry is something that an action wants to know of Discord.
type Enquiry struct {
	Channel string // a channel or a thread: is it there?
	Message string // a message in it, or "": is it there?
	// Members are people: who of them is in the thread?
	Members []string
	// Added asks who else is in the thread, as far as its history tells: who
	// was added to it, was mentioned in it or has written in it, and is in.
	Added bool
}

// Finding is what Discord said to an Enquiry.
type Finding struct {
	Gone        bool // the channel or thread is not there; nothing more was asked
	MessageGone bool
	Archived    bool     // the thread is
	Locked      bool     // the thread is
	Inside      []string // of Members, in their order
	Added       []string // none of Members
	// Unseen says in plain words what could not be looked up, "" if all was.
	Unseen string
}

const (
	askers     = 4 // enquiries of one action that are looked into at once
	lookTries  = 4
	messageAdd = 1 // the type of the system message "… added … to the thread"

	sayNoTime    = "I did not come to the end of it in time."
	sayNoAnswer  = "Discord did not answer as it should."
	sayNoEnd     = "The thread has grown too long for me to see who was ever added."
	sayNoHistory = "I may not read what was written there (Read Message History)."
)

// ask looks up what an action asks for. What cannot be found out is said, and
// is no error.
func (d *dispatcher) ask(ctx context.Context, in *Interaction, j *job) error {
	asked, err := j.action.Asks(ctx, in)
	if err != nil {
		return err
	}
	// The wait for a place counts: Discord takes an answer for so long only.
	ctx, cancel := context.WithDeadline(ctx, j.arrived.Add(d.b.pace.askFor))
	defer cancel()
	defer context.AfterFunc(d.asking, cancel)()

	l := &lookup{b: d.b, channels: make(map[string]func() (wireChannel, error))}
	for _, e := range asked {
		l.channels[e.Channel] = sync.OnceValues(func() (wireChannel, error) { return l.channel(ctx, e.Channel) })
	}
	in.Asked, in.Findings = asked, make([]Finding, len(asked))
	slots := make(chan struct{}, askers)
	var all sync.WaitGroup
	for i, e := range asked {
		slots <- struct{}{}
		all.Go(func() {
			in.Findings[i] = l.find(ctx, e)
			<-slots
		})
	}
	all.Wait()
	return nil
}

// lookup answers the enquiries of one action.
type lookup struct {
	b        *Bot
	channels map[string]func() (wireChannel, error) // each asked for once
}

// find looks into one enquiry, as far as it can.
func (l *lookup) find(ctx context.Context, e Enquiry) Finding {
	c, err := l.channels[e.Channel]()
	if discordCode(err) == codeUnknownChannel {
		return Finding{Gone: true}
	}
	if err != nil {
		return Finding{Unseen: unseen(ctx, err)}
	}
	f := Finding{Archived: c.Thread.Archived, Locked: c.Thread.Locked}
	if e.Message != "" {
		err = l.get(ctx, "message of "+e.Channel, discordgo.EndpointChannelMessage(e.Channel, e.Message), messageRoute, &struct{}{})
		f.MessageGone = discordCode(err) == codeUnknownMessage
		if !f.MessageGone {
			f.note(unseen(ctx, err))
		}
	}
	f.Inside, err = l.inside(ctx, e.Channel, e.Members)
	f.note(unseen(ctx, err))
	if e.Added {
		var named []string
		named, err = l.named(ctx, e.Channel)
		f.note(unseen(ctx, err))
		others := slices.DeleteFunc(named, func(id string) bool { return id == l.b.self().user || slices.Contains(e.Members, id) })
		f.Added, err = l.inside(ctx, e.Channel, others)
		f.note(unseen(ctx, err))
	}
	return f
}

// note adds what could not be seen, once.
func (f *Finding) note(unseen string) {
	if unseen != "" && !strings.Contains(f.Unseen, unseen) {
		f.Unseen = strings.TrimSpace(f.Unseen + " " + unseen)
	}
}

func (l *lookup) channel(ctx context.Context, id string) (c wireChannel, err error) {
	err = l.get(ctx, discordgo.EndpointChannel(id), discordgo.EndpointChannel(id), channelRoute, &c)
	return c, err
}

// inside are those of the people who are in the thread. A list of all would
// need an intent that Dogear does without.
func (l *lookup) inside(ctx context.Context, thread string, people []string) (in []string, err error) {
	for _, id := range people {
		err := l.get(ctx, "members of "+thread, discordgo.EndpointThreadMember(thread, id), threadMemberRoute, &struct{}{})
		switch discordCode(err) {
		case codeUnknownMember, codeUnknownUser:
			continue
		}
		if err != nil {
			return in, err
		}
		in = append(in, id)
	}
	return in, nil
}

// named are the people whom a thread's history names, in its order: who came
// into it by another's hand, was mentioned (which lets in as well) or wrote.
func (l *lookup) named(ctx context.Context, thread string) ([]string, error) {
	var people []string
	seen := make(map[string]bool)
	name := func(id string) {
		if id != "" && !seen[id] {
			seen[id] = true
			people = append(people, id)
		}
	}
	after := "0"
	for page := range historyPages {
		var list []struct {
			ID     string `json:"id"`
			Type   int    `json:"type"`
			Author struct {
				ID  string `json:"id"`
				Bot bool   `json:"bot"`
			} `json:"author"`
			Mentions []struct {
				ID  string `json:"id"`
				Bot bool   `json:"bot"`
			} `json:"mentions"`
		}
		address := discordgo.EndpointChannelMessages(thread)
		query := "?limit=" + strconv.Itoa(historyPage) + "&after=" + after
		if err := l.get(ctx, address, address+query, "/channels/{channel}/messages", &list); err != nil {
			return people, err
		}
		for _, m := range list {
			if !m.Author.Bot {
				name(m.Author.ID)
			}
			for _, who := range m.Mentions {
				if m.Type == messageAdd || !who.Bot {
					name(who.ID)
				}
			}
			if later(m.ID, after) {
				after = m.ID
			}
		}
		if len(list) == 0 && page == 0 {
			return nil, l.b.mayRead(ctx, thread, sayNoHistory)
		}
		if len(list) < historyPage {
			return people, nil
		}
	}
	return people, &waitError{sayNoEnd}
}

// get asks Discord, with more patience than where others wait: rate limits are
// waited out, and what failed in between is asked again.
func (l *lookup) get(ctx context.Context, bucket, url, route string, v any) error {
	for try := 1; ; try++ {
		if l.b.rest.looks.Wait(ctx) != nil {
			return &waitError{sayNoTime}
		}
		err := l.b.rest.getIn(ctx, bucket, url, route, v)
		wait, limited := rateLimited(err)
		status := statusOf(err)
		switch {
		case err == nil, !limited && status != 0 && status < 500, !limited && try == lookTries:
			return err
		case !limited:
			wait = time.Duration(try*try) * l.b.pace.askAgain
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < wait || sleep(ctx, wait) != nil {
			return &waitError{sayNoTime}
		}
	}
}

// unseen is in plain words why something could not be looked up.
func unseen(ctx context.Context, err error) string {
	if err == nil {
		return ""
	}
	if ctx.Err() != nil {
		return sayNoTime
	}
	if wait, ok := errors.AsType[*waitError](err); ok {
		return wait.reason
	}
	if e, ok := errors.AsType[*requestError](err); ok {
		if reason := reasonOf(e, deedLook); reason != "" {
			return reason
		}
	}
	return sayNoAnswer
}
