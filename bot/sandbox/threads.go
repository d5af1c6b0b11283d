package sandbox

import (
	"net/http"
	"slices"
)

// patchChannel changes a channel's or a thread's name and a thread's state.
func (s *Sandbox) patchChannel(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, 0)
	if err != nil {
		return response{}, err
	}
	need := PermissionManageChannels
	if c.thread() {
		need = PermissionManageThreads
		if c.Owner == s.bot.ID && r.object()["locked"] == nil {
			need = 0
		}
	}
	if err := s.access(c, need); err != nil {
		return response{}, err
	}
	p := &problems{}
	p.check("", s.shapes.channelEdit, r.body)
	s.oddFields("PATCH channel", p)
	if p.bad() {
		return response{}, errForm(p)
	}
	body := r.object()
	if c.Archived && body["archived"] != false {
		return response{}, errBad(50083, "Thread is archived")
	}
	if v, ok := body["name"].(string); ok {
		c.Name = v
	}
	if v, ok := body["topic"].(string); ok {
		c.Topic = v
	}
	if v, ok := body["archived"].(bool); ok {
		c.Archived = v
	}
	if v, ok := body["locked"].(bool); ok {
		c.Locked = v
	}
	s.tellChannel("UPDATE", c)
	return response{http.StatusOK, s.channelPayload(c)}, nil
}

func (s *Sandbox) tellChannel(what string, c *channel) {
	event := "CHANNEL_" + what
	if c.thread() {
		event = "THREAD_" + what
	}
	s.dispatch(event, intentGuilds, func() any { return s.channelPayload(c) })
	s.touched()
}

func (s *Sandbox) deleteChannel(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, 0)
	if err != nil {
		return response{}, err
	}
	need := PermissionManageChannels
	if c.thread() {
		need = PermissionManageThreads
	}
	if err := s.access(c, need); err != nil {
		return response{}, err
	}
	p := s.channelPayload(c)
	s.dropChannel(c)
	return response{http.StatusOK, p}, nil
}

// dropChannel takes a channel away with its threads and messages.
func (s *Sandbox) dropChannel(c *channel) {
	for _, t := range s.threadsOf(c) {
		s.dropChannel(t)
	}
	for _, m := range c.public {
		delete(s.messages, m.ID)
		m.deleted = true
	}
	for _, list := range c.private {
		for _, m := range list {
			delete(s.messages, m.ID)
			m.deleted = true
		}
	}
	delete(s.channels, c.ID)
	if g := s.guildByID[c.Guild]; g != nil {
		g.channels, g.threads = without(g.channels, c.ID), without(g.threads, c.ID)
	}
	s.tellChannel("DELETE", c)
}

// newThread makes a thread under a channel with the bot in it.
func (s *Sandbox) newThread(parent *channel, kind int, body map[string]any) *channel {
	name, _ := body["name"].(string)
	t := &channel{ID: s.newID(), Guild: parent.Guild, Type: kind, Name: name, Parent: parent.ID, Owner: s.bot.ID, Members: []string{s.bot.ID}}
	t.Invitable = body["invitable"] != false
	s.addChannel(t)
	s.tellChannel("CREATE", t)
	return t
}

func (s *Sandbox) postThread(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, 0)
	if err != nil {
		return response{}, err
	}
	if c.Type != channelText && c.Type != channelAnnouncement {
		return response{}, errBad(50024, "Cannot execute action on this channel type")
	}
	p := &problems{}
	p.check("", s.shapes.thread, r.body)
	s.oddFields("POST thread", p)
	if p.bad() {
		return response{}, errForm(p)
	}
	kind, need := channelPrivateThread, PermissionPrivateThreads
	if r.object()["type"] == float64(channelPublicThread) {
		kind, need = channelPublicThread, PermissionPublicThreads
	}
	if err := s.access(c, need); err != nil {
		return response{}, err
	}
	return response{http.StatusCreated, s.channelPayload(s.newThread(c, kind, r.object()))}, nil
}

func (s *Sandbox) postMessageThread(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, PermissionPublicThreads|PermissionReadHistory)
	if err != nil {
		return response{}, err
	}
	m, err := s.messageOf(r, c)
	if err != nil {
		return response{}, err
	}
	if m.Thread != "" {
		return response{}, errBad(160004, "A thread has already been created for this message")
	}
	p := &problems{}
	p.check("", s.shapes.threadFrom, r.body)
	s.oddFields("POST thread", p)
	if p.bad() {
		return response{}, errForm(p)
	}
	t := s.newThread(c, channelPublicThread, r.object())
	m.Thread = t.ID
	return response{http.StatusCreated, s.channelPayload(t)}, nil
}

func (s *Sandbox) threadOf(r *request) (*channel, error) {
	c, err := s.channelOf(r, 0)
	if err != nil {
		return nil, err
	}
	if !c.thread() {
		return nil, errBad(50024, "Cannot execute action on this channel type")
	}
	return c, nil
}

func (s *Sandbox) getThreadMembers(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.threadOf(r)
	if err != nil {
		return response{}, err
	}
	out := []any{}
	for _, id := range c.Members {
		out = append(out, map[string]any{"id": c.ID, "user_id": id, "join_timestamp": stamp(s.clock.now()), "flags": 0})
	}
	return response{http.StatusOK, out}, nil
}

func (s *Sandbox) putThreadMember(r *request) (response, error) {
	return s.threadMember(r, func(c *channel, id string) error {
		if s.guildByID[c.Guild].members[id] == nil {
			return errUnknownMember()
		}
		if !slices.Contains(c.Members, id) {
			c.Members = append(slices.Clone(c.Members), id)
		}
		return nil
	})
}

func (s *Sandbox) deleteThreadMember(r *request) (response, error) {
	return s.threadMember(r, func(c *channel, id string) error {
		if c.Owner != s.bot.ID || c.Type != channelPrivateThread {
			if err := s.access(c, PermissionManageThreads); err != nil {
				return err
			}
		}
		c.Members = without(c.Members, id)
		return nil
	})
}

func (s *Sandbox) threadMember(r *request, change func(*channel, string) error) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.threadOf(r)
	if err != nil {
		return response{}, err
	}
	if c.Archived {
		return response{}, errBad(50083, "Thread is archived")
	}
	id := r.PathValue("user")
	if id == "@me" {
		id = s.bot.ID
	}
	if err := change(c, id); err != nil {
		return response{}, err
	}
	s.touched()
	return response{status: http.StatusNoContent}, nil
}

func (s *Sandbox) getActiveThreads(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, err := s.guildOf(r)
	if err != nil {
		return response{}, err
	}
	out := []any{}
	for _, id := range g.threads {
		if t := s.channels[id]; !t.Archived && s.permissionsIn(t, s.bot.ID) != 0 {
			out = append(out, s.channelPayload(t))
		}
	}
	return response{http.StatusOK, map[string]any{"threads": out, "members": []any{}}}, nil
}
