package sandbox

import (
	"fmt"
	"slices"
	"time"
)

// EventStatus is how far a scheduled event has come.
type EventStatus int

// What a scheduled event can be. Those that are over never change again.
const (
	EventScheduled EventStatus = iota + 1
	EventActive
	EventCompleted
	EventCancelled
)

// Event is a scheduled event of a server that takes place elsewhere: Discord
// calls it external. All members see it.
type Event struct {
	ID          string
	Name        string // 1-100 characters
	Description string // at most 1,000
	Location    string // 1-100
	Creator     string // a user id
	Start, End  time.Time
	Status      EventStatus
}

// eventsMost is how many events of one server may be scheduled or active.
const eventsMost = 100

// eventExternal is the one type of events that the sandbox knows.
const eventExternal = 3

func (e *Event) over() bool { return e.Status == EventCompleted || e.Status == EventCancelled }

// Events returns the server's events as its list shows them: those that are
// scheduled or active, the first to come first.
func (g *Guild) Events() []Event {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.elapse()
	out := []Event{}
	for _, e := range g.ahead() {
		out = append(out, *e)
	}
	return out
}

// ahead lists the events that are not over. The lock is held.
func (g *Guild) ahead() []*Event {
	out := slices.DeleteFunc(slices.Clone(g.events), (*Event).over)
	slices.SortStableFunc(out, func(a, b *Event) int { return a.Start.Compare(b.Start) })
	return out
}

// elapse starts and ends the events whose moments have come. The lock is held.
func (g *Guild) elapse() {
	now := g.s.clock.now()
	for _, e := range g.events {
		was := e.Status
		if e.Status == EventScheduled && !now.Before(e.Start) {
			e.Status = EventActive
		}
		if e.Status == EventActive && !now.Before(e.End) {
			e.Status = EventCompleted
		}
		if e.Status != was {
			g.tellEvent("UPDATE", e)
		}
	}
}

// event finds an event by its id, also one that is over. The lock is held.
func (g *Guild) event(id string) *Event {
	g.elapse()
	i := slices.IndexFunc(g.events, func(e *Event) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	return g.events[i]
}

// mayChange tells whether a member may change or delete an event: their own
// with Create Events, any with Manage Events.
func (g *Guild) mayChange(e *Event, userID string) bool {
	may := g.basePermissions(userID)
	return may&PermissionManageEvents != 0 || e.Creator == userID && may&PermissionCreateEvents != 0
}

// dropEvent takes an event away, and says that it is gone.
func (g *Guild) dropEvent(e *Event) {
	g.events = slices.DeleteFunc(g.events, func(x *Event) bool { return x == e })
	g.tellEvent("DELETE", e)
}

// tellEvent tells bots that asked for events of a change, and the witness.
func (g *Guild) tellEvent(what string, e *Event) {
	g.s.dispatch("GUILD_SCHEDULED_EVENT_"+what, intentEvents, g.ID, func() any { return g.eventPayload(e) })
	if what != "DELETE" {
		g.showEvent(e)
	}
	g.s.touched()
}

// showEvent reports an event to all members.
func (g *Guild) showEvent(e *Event) {
	if g.s.opt.Witness == nil {
		return
	}
	g.lookAtEvents()
	g.s.sight(g.people(), "the event "+e.Name, e.naming())
}

// lookAtEvents reports all events to those who have come into the server.
func (g *Guild) lookAtEvents() {
	now := g.people()
	fresh := slices.DeleteFunc(slices.Clone(now), func(id string) bool { return slices.Contains(g.viewed, id) })
	g.viewed = now
	var what []string
	for _, e := range g.events {
		what = append(what, e.naming()...)
	}
	g.s.sight(fresh, "the events of "+g.Name, what)
}

// people are the ids of the members but the bot, the oldest account first.
func (g *Guild) people() []string {
	out := without(sortedKeys(g.members), g.s.bot.ID)
	slices.SortFunc(out, compareIDs)
	return out
}

func (e *Event) naming() []string { return leaves(nil, []any{e.Name, e.Description, e.Location}) }

// MakeEvent makes an event as the person's own and returns its id. Of the
// event, name, description, location, start and end count.
func (p *Person) MakeEvent(e Event) (string, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.guild == nil {
		return "", fmt.Errorf("%s is in no server", p.Name)
	}
	made, err := p.guild.makeEvent(p.ID, map[string]any{
		"name": e.Name, "description": e.Description, "entity_metadata": map[string]any{"location": e.Location},
		"scheduled_start_time": stamp(e.Start), "scheduled_end_time": stamp(e.End), "privacy_level": 2.0, "entity_type": 3.0,
	})
	if err != nil {
		return "", fmt.Errorf("%s cannot make the event %s: %w", p.Name, e.Name, err)
	}
	return made.ID, nil
}

// DeleteEvent deletes an event by hand.
func (p *Person) DeleteEvent(id string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	e, err := p.eventToChange(id)
	if err == nil {
		p.guild.dropEvent(e)
	}
	return err
}

// EndEvent ends an event by hand: one that is still to come is cancelled.
func (p *Person) EndEvent(id string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	e, err := p.eventToChange(id)
	if err != nil {
		return err
	}
	if e.over() {
		return fmt.Errorf("%s cannot end the event %s: %w", p.Name, e.Name, errFinished())
	}
	if e.Status == EventActive {
		e.Status = EventCompleted
	} else {
		e.Status = EventCancelled
	}
	p.guild.tellEvent("UPDATE", e)
	return nil
}

// eventToChange finds an event that the person may change. The lock is held.
func (p *Person) eventToChange(id string) (*Event, error) {
	if p.guild == nil {
		return nil, fmt.Errorf("%s is in no server", p.Name)
	}
	e := p.guild.event(id)
	if e == nil {
		return nil, fmt.Errorf("%s finds no event %s", p.Name, id)
	}
	if !p.guild.mayChange(e, p.ID) {
		return nil, fmt.Errorf("%s may not change the event %s", p.Name, e.Name)
	}
	return e, nil
}
