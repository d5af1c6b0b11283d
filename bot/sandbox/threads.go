package sandbox

import (
	"net/http"
	"time"
)

// defaultArchive is how many minutes without a message put a thread into the
// archive where its maker did not say.
const defaultArchive = 4320

// patchChannel changes a channel's or a thread's name and a thread's state.
func (s *Sandbox) patchChannel(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, 0)
	if err != nil {
		return response{}, err
	}
	p := &problems{}
	p.check("", s.shapes.channelEdit, r.body)
	s.oddFields("PATCH channel", p)
	if p.bad() {
		return response{}, errForm(p)
	}
	body := r.object()
	if c.thread() {
		err = s.mayPatchThread(c, body)
	} else {
		err = s.access(c, PermissionManageChannels)
	}
	if err != nil {
		return response{}, err
	}
	s.patch(c, body)
	return response{http.StatusOK, s.channelPayload(c)}, nil
}

// mayPatchThread holds a change against what Discord lets one do: in the
// archive nothing but taking out of it; what is locked is for those who manage
// threads; a thread's maker may do the rest.
func (s *Sandbox) mayPatchThread(c *channel, body map[string]any) error {
	may := s.permissionsIn(c, s.bot.ID)
	if c.Archived && body["archived"] != false {
		return errArchived()
	}
	if may&PermissionManageThreads != 0 {
		return nil
	}
	if c.Locked || body["locked"] != nil || body["rate_limit_per_user"] != nil || body["flags"] != nil {
		return errMissingPermissions()
	}
	onlyOpens := len(body) == 1 && body["archived"] == false
	if c.Owner == s.bot.ID || onlyOpens && may&PermissionSendMessages != 0 {
		return nil
	}
	return errMissingPermissions()
}

// patch changes what a body says. A thread's new name is announced in it.
func (s *Sandbox) patch(c *channel, body map[string]any) {
	renamed := false
	if v, ok := body["name"].(string); ok {
		c.Name, renamed = v, c.Name != v
	}
	if v, ok := body["topic"].(string); ok && !c.thread() {
		c.Topic = v
	}
	if v, ok := body["invitable"].(bool); ok && c.Type == channelPrivateThread {
		c.Invitable = v
	}
	if v, ok := body["auto_archive_duration"].(float64); ok {
		c.AutoArchive = int(v)
	}
	if v, ok := body["locked"].(bool); ok && c.thread() {
		c.Locked = v
	}
	if v, ok := body["archived"].(bool); ok && c.thread() && v != c.Archived {
		c.Archived, c.Turned = v, s.clock.now()
	}
	s.tellChannel("UPDATE", c)
	if renamed && c.thread() {
		s.announce(c, messageRenamed, s.bot.ID, c.Name)
	}
}

func (s *Sandbox) tellChannel(what string, c *channel) {
	event := "CHANNEL_" + what
	if c.thread() {
		event = "THREAD_" + what
	}
	s.dispatch(event, intentGuilds, c.Guild, func() any { return s.channelPayload(c) })
	if what != "DELETE" {
		s.showChannel(c)
	}
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
		s.forget(m)
	}
	for _, list := range c.private {
		for _, m := range list {
			s.forget(m)
		}
	}
	delete(s.channels, c.ID)
	if g := s.guildByID[c.Guild]; g != nil {
		g.channels, g.threads = without(g.channels, c.ID), without(g.threads, c.ID)
	}
	s.tellChannel("DELETE", c)
}

// newThread makes a thread under a channel with the bot in it.
func (s *Sandbox) newThread(parent *channel, id string, kind int, body map[string]any) *channel {
	name, _ := body["name"].(string)
	now := s.clock.now()
	t := &channel{
		ID: id, Guild: parent.Guild, Type: kind, Name: name, Parent: parent.ID, Owner: s.bot.ID, AutoArchive: defaultArchive,
		Members: []string{s.bot.ID}, Joined: map[string]time.Time{s.bot.ID: now}, Made: now, Turned: now,
	}
	if v, ok := body["auto_archive_duration"].(float64); ok {
		t.AutoArchive = int(v)
	}
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
	t := s.newThread(c, s.newID(), kind, r.object())
	if kind == channelPublicThread {
		s.announce(c, messageThread, s.bot.ID, t.Name)
	}
	return response{http.StatusCreated, s.channelPayload(t)}, nil
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
	t := s.newThread(c, m.ID, channelPublicThread, r.object())
	m.Thread, m.Flags = t.ID, m.Flags|flagHasThread
	s.tellMessage("MESSAGE_UPDATE", c, m)
	s.announce(t, messageStarter, s.bot.ID, "")
	return response{http.StatusCreated, s.channelPayload(t)}, nil
}

// wake takes a thread out of the archive, as a new message in it does.
func (s *Sandbox) wake(c *channel) {
	if c.Archived {
		c.Archived, c.Turned = false, s.clock.now()
		s.tellChannel("UPDATE", c)
	}
}

// lastActive is the moment from which a thread's rest is counted.
func (c *channel) lastActive() time.Time {
	t := c.Turned
	if n := len(c.public); n > 0 && c.public[n-1].At.After(t) {
		t = c.public[n-1].At
	}
	return t
}

// rest does what the clock alone does: it puts threads into the archive in
// which nothing has happened for as long as each was made to wait, and starts
// and ends events.
func (s *Sandbox) rest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.now()
	for _, g := range s.guilds {
		g.elapse()
		for _, id := range g.threads {
			c := s.channels[id]
			if !c.Archived && now.Sub(c.lastActive()) >= time.Duration(c.AutoArchive)*time.Minute {
				c.Archived, c.Turned = true, now
				s.tellChannel("UPDATE", c)
			}
		}
	}
}
