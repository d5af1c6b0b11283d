package sandbox

import (
	"net/http"
	"slices"
	"time"
)

const (
	threadMembersMax = 1000
	// roleMembersMax is how large a role may be so that its mention brings all
	// who have it into a thread.
	roleMembersMax = 100
)

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

// getThreadMembers is refused: to list members takes a privileged intent. One
// member at a time may be asked for.
func (s *Sandbox) getThreadMembers(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.threadOf(r); err != nil {
		return response{}, err
	}
	return response{}, errMissingAccess()
}

func (s *Sandbox) threadMemberPayload(c *channel, id string) map[string]any {
	return map[string]any{"id": c.ID, "user_id": id, "join_timestamp": stamp(c.Joined[id]), "flags": 0}
}

func (s *Sandbox) getThreadMember(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, id, err := s.threadUser(r)
	if err != nil {
		return response{}, err
	}
	if !slices.Contains(c.Members, id) {
		return response{}, errUnknownMember()
	}
	p := s.threadMemberPayload(c, id)
	if m := s.guildByID[c.Guild].members[id]; m != nil && r.URL.Query().Get("with_member") == "true" {
		p["member"] = s.memberPayload(m, true)
	}
	return response{http.StatusOK, p}, nil
}

// threadUser finds the thread and the account in a request's path.
func (s *Sandbox) threadUser(r *request) (*channel, string, error) {
	c, err := s.threadOf(r)
	if err != nil {
		return nil, "", err
	}
	id := r.PathValue("user")
	if id == "@me" {
		id = s.bot.ID
	}
	if s.users[id] == nil {
		return nil, "", errUnknownUser()
	}
	return c, id, nil
}

func (s *Sandbox) putThreadMember(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, id, err := s.threadUser(r)
	if err != nil {
		return response{}, err
	}
	if c.Archived {
		return response{}, errArchived()
	}
	if id == s.bot.ID {
		s.enter(c, id)
	} else if err := s.add(c, s.bot.ID, id); err != nil {
		return response{}, err
	}
	return response{status: http.StatusNoContent}, nil
}

func (s *Sandbox) deleteThreadMember(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, id, err := s.threadUser(r)
	if err != nil {
		return response{}, err
	}
	if c.Archived {
		return response{}, errArchived()
	}
	if id != s.bot.ID && (c.Owner != s.bot.ID || c.Type != channelPrivateThread) {
		if err := s.access(c, PermissionManageThreads); err != nil {
			return response{}, err
		}
	}
	s.leave(c, s.bot.ID, id)
	return response{status: http.StatusNoContent}, nil
}

// maySpeak refuses those who may not write in a channel; in a locked thread
// only those may who manage threads.
func (s *Sandbox) maySpeak(c *channel, id string) error {
	may := s.permissionsIn(c, id)
	switch {
	case may&PermissionViewChannel == 0:
		return errMissingAccess()
	case may&PermissionSendMessages == 0:
		return errMissingPermissions()
	case c.Locked && may&PermissionManageThreads == 0:
		return errBad(160005, "This thread is locked")
	}
	return nil
}

// mayAdd refuses what Discord refuses one who would add another to a thread:
// in one that is not invitable, only its maker may, and those who manage
// threads.
func (s *Sandbox) mayAdd(c *channel, by, whom string) error {
	if s.guildByID[c.Guild].members[whom] == nil {
		return errUnknownMember()
	}
	if c.Archived {
		return errArchived()
	}
	if err := s.maySpeak(c, by); err != nil {
		return err
	}
	if !c.Invitable && c.Owner != by && s.permissionsIn(c, by)&PermissionManageThreads == 0 {
		return errMissingPermissions()
	}
	if s.permissionsIn(s.channels[c.Parent], whom)&PermissionViewChannel == 0 {
		return errMissingAccess()
	}
	if len(c.Members) >= threadMembersMax {
		return errBad(30033, "Maximum number of thread participants reached (1000)")
	}
	return nil
}

// add brings someone into a thread and writes so. Whoever is in stays in.
func (s *Sandbox) add(c *channel, by, whom string) error {
	if err := s.mayAdd(c, by, whom); err != nil {
		return err
	}
	if s.enter(c, whom) {
		s.announce(c, messageAdded, by, "", whom)
	}
	return nil
}

// enter makes someone a member of a thread; it tells whether they were not.
func (s *Sandbox) enter(c *channel, id string) bool {
	if slices.Contains(c.Members, id) {
		return false
	}
	c.Members = append(slices.Clone(c.Members), id)
	if c.Joined == nil {
		c.Joined = map[string]time.Time{}
	}
	c.Joined[id] = s.clock.now()
	s.lookAround(c)
	s.touched()
	return true
}

// leave takes someone out of a thread. In a private one that is written down.
func (s *Sandbox) leave(c *channel, by, id string) {
	if !slices.Contains(c.Members, id) {
		return
	}
	c.Members = without(c.Members, id)
	delete(c.Joined, id)
	s.lookAround(c)
	if c.Type == channelPrivateThread {
		s.announce(c, messageRemoved, by, "", id)
	}
	s.touched()
}

// bringIn adds to a thread those whom a message there mentions, as far as its
// author may add them. So does an edit that mentions someone new.
func (s *Sandbox) bringIn(c *channel, m *message) {
	if !c.thread() || m.Only != "" {
		return
	}
	ids := slices.Clone(m.Users)
	g := s.guildByID[c.Guild]
	for _, role := range m.RoleIDs {
		var with []string
		for id, x := range g.members {
			if slices.Contains(x.Roles, role) {
				with = append(with, id)
			}
		}
		if len(with) <= roleMembersMax {
			slices.SortFunc(with, compareIDs)
			ids = append(ids, with...)
		}
	}
	for _, id := range ids {
		if s.mayAdd(c, m.Author, id) == nil && s.enter(c, id) && c.Type == channelPrivateThread {
			s.announce(c, messageAdded, m.Author, "", id)
		}
	}
}
