package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

// eventShapes are the bodies that make and change an event.
func eventShapes() (made, edited *shape) {
	place := object("location", map[string]*shape{"location": text(1, 100)})
	fields := map[string]*shape{
		"name": text(1, 100), "description": orNull(text(0, 1000)), "image": orNull(text(1, bodyMax)),
		"scheduled_start_time": text(1, 100), "scheduled_end_time": orNull(text(1, 100)),
		"privacy_level": oneOf(2), "entity_type": oneOf(1, 2, eventExternal), "channel_id": orNull(snowflake()),
		"recurrence_rule": {kind: kindAny}, "entity_metadata": place,
	}
	made = object("name scheduled_start_time scheduled_end_time privacy_level entity_type entity_metadata", fields).and(external)
	edited = object("", merge(fields, map[string]*shape{
		"entity_type": orNull(oneOf(1, 2, eventExternal)), "status": orNull(oneOf(1, 2, 3, 4)),
	})).and(external)
	return made, edited
}

// external holds a body against what goes for events that take place
// elsewhere. Others, and those that come again, the sandbox does not know.
func external(p *problems, path string, v map[string]any) {
	if n, ok := v["entity_type"].(float64); ok && n != eventExternal {
		p.add(join(path, "entity_type"), "BASE_TYPE_CHOICES", "The sandbox knows external events only.")
	}
	if v["channel_id"] != nil {
		p.add(join(path, "channel_id"), "GUILD_SCHEDULED_EVENT_CHANNEL_NOT_ALLOWED", "An external event has no channel.")
	}
	if v["recurrence_rule"] != nil {
		p.add(join(path, "recurrence_rule"), "BASE_TYPE_CHOICES", "The sandbox knows no events that come again.")
	}
	if end, there := v["scheduled_end_time"]; there && end == nil {
		p.add(join(path, "scheduled_end_time"), "BASE_TYPE_REQUIRED", "This field is required")
	}
}

func errFinished() error { return errBad(180000, "Cannot update a finished event") }

// take puts what a body says into an event. The lock is held.
func (e *Event) take(p *problems, body map[string]any, now time.Time) {
	was := *e
	if v, ok := body["name"].(string); ok {
		e.Name = v
	}
	if v, there := body["description"]; there {
		e.Description, _ = v.(string)
	}
	if m, ok := body["entity_metadata"].(map[string]any); ok {
		e.Location, _ = m["location"].(string)
	}
	readTime(p, body, "scheduled_start_time", &e.Start)
	readTime(p, body, "scheduled_end_time", &e.End)
	if p.bad() {
		return
	}
	switch moved := !e.Start.Equal(was.Start); {
	case moved && was.Status == EventActive:
		p.add("scheduled_start_time", "GUILD_SCHEDULED_EVENT_STARTED", "An event that has started cannot start at another time.")
	case moved && !e.Start.After(now):
		p.add("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.")
	}
	if !e.End.After(e.Start) || !e.End.Equal(was.End) && !e.End.After(now) {
		p.add("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_TIME_INVALID", "The end must lie after the start, and ahead.")
	}
}

func readTime(p *problems, body map[string]any, field string, to *time.Time) {
	v, ok := body[field].(string)
	if !ok {
		return
	}
	t, err := time.Parse(time.RFC3339, v)
	if err != nil {
		p.add(field, "DATETIME_TYPE_PARSE", fmt.Sprintf("Could not parse %s. Should be ISO8601.", v))
		return
	}
	*to = t
}

// makeEvent makes an event if its maker may and its body is good. The lock is held.
func (g *Guild) makeEvent(by string, body map[string]any) (*Event, error) {
	if g.basePermissions(by)&PermissionCreateEvents == 0 {
		return nil, errMissingPermissions()
	}
	p := &problems{}
	p.check("", g.s.shapes.event, body)
	g.s.oddFields("an event", p)
	if p.bad() {
		return nil, errForm(p)
	}
	e := &Event{Creator: by, Status: EventScheduled}
	if e.take(p, body, g.s.clock.now()); p.bad() {
		return nil, errForm(p)
	}
	if g.elapse(); len(g.ahead()) >= eventsMost {
		return nil, errBad(30038, "Maximum number of uncompleted guild scheduled events reached (100)")
	}
	e.ID = g.s.newID()
	g.events = append(g.events, e)
	g.tellEvent("CREATE", e)
	return e, nil
}

// eventPayload is an event as REST and the gateway show it.
func (g *Guild) eventPayload(e *Event) map[string]any {
	out := map[string]any{
		"id": e.ID, "guild_id": g.ID, "channel_id": nil, "creator_id": e.Creator, "name": e.Name, "description": nil, "image": nil,
		"scheduled_start_time": stamp(e.Start), "scheduled_end_time": stamp(e.End), "privacy_level": 2, "status": e.Status,
		"entity_type": eventExternal, "entity_id": nil, "entity_metadata": map[string]any{"location": e.Location},
		"recurrence_rule": nil, "guild_scheduled_event_exceptions": []any{},
	}
	if e.Description != "" {
		out["description"] = e.Description
	}
	if u := g.s.users[e.Creator]; u != nil {
		out["creator"] = u.payload()
	}
	return out
}

// shownEvent is eventPayload as a request asked for it. Nobody says here that
// they are interested.
func (g *Guild) shownEvent(r *request, e *Event) map[string]any {
	out := g.eventPayload(e)
	if r.URL.Query().Get("with_user_count") == "true" {
		out["user_count"] = 0
	}
	return out
}

func (s *Sandbox) getEvents(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, err := s.guildOf(r)
	if err != nil {
		return response{}, err
	}
	g.elapse()
	out := []any{}
	for _, e := range g.ahead() {
		out = append(out, g.shownEvent(r, e))
	}
	return response{http.StatusOK, out}, nil
}

func (s *Sandbox) postEvent(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, err := s.guildOf(r)
	if err != nil {
		return response{}, err
	}
	e, err := g.makeEvent(s.bot.ID, r.object())
	if err != nil {
		return response{}, err
	}
	return response{http.StatusOK, g.eventPayload(e)}, nil
}

// eventOf finds the event in a request's path. The lock is held.
func (s *Sandbox) eventOf(r *request) (*Guild, *Event, error) {
	g, err := s.guildOf(r)
	if err != nil {
		return nil, nil, err
	}
	e := g.event(r.PathValue("event"))
	if e == nil {
		return nil, nil, errUnknown(10070, "Guild Scheduled Event")
	}
	return g, e, nil
}

// eventToChange is eventOf for what the bot may change or delete.
func (s *Sandbox) eventToChange(r *request) (*Guild, *Event, error) {
	g, e, err := s.eventOf(r)
	if err == nil && !g.mayChange(e, s.bot.ID) {
		err = errMissingPermissions()
	}
	return g, e, err
}

func (s *Sandbox) getEvent(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, e, err := s.eventOf(r)
	if err != nil {
		return response{}, err
	}
	return response{http.StatusOK, g.shownEvent(r, e)}, nil
}

func (s *Sandbox) patchEvent(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, e, err := s.eventToChange(r)
	if err != nil {
		return response{}, err
	}
	if e.over() {
		return response{}, errFinished()
	}
	p := &problems{}
	p.check("", s.shapes.eventEdit, r.body)
	s.oddFields("PATCH event", p)
	if p.bad() {
		return response{}, errForm(p)
	}
	next := *e
	next.take(p, r.object(), s.clock.now())
	if n, ok := r.object()["status"].(float64); ok && !next.turn(EventStatus(n)) {
		p.add("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS_TRANSITION", "An event goes from scheduled to active or cancelled, and from active to completed.")
	}
	if p.bad() {
		return response{}, errForm(p)
	}
	*e = next
	g.tellEvent("UPDATE", e)
	return response{http.StatusOK, g.eventPayload(e)}, nil
}

// turn gives an event another status, if there is a way from its own.
func (e *Event) turn(to EventStatus) bool {
	from := e.Status
	e.Status = to
	return to == from || from == EventScheduled && (to == EventActive || to == EventCancelled) || from == EventActive && to == EventCompleted
}

func (s *Sandbox) deleteEvent(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, e, err := s.eventToChange(r)
	if err != nil {
		return response{}, err
	}
	g.dropEvent(e)
	return response{status: http.StatusNoContent}, nil
}
