package sandbox

// system tells whether Discord itself wrote a message, about what someone did.
func (m *message) system() bool {
	switch m.Type {
	case messageAdded, messageRemoved, messageRenamed, messageThread, messageStarter:
		return true
	}
	return false
}

// systemText is a system message as a person reads it.
func (s *Sandbox) systemText(m *message) string {
	who := s.users[m.Author].Name
	var whom string
	if len(m.Users) > 0 {
		if u := s.users[m.Users[0]]; u != nil {
			whom = u.Name
		}
	}
	switch m.Type {
	case messageAdded:
		return who + " added " + whom + " to the thread."
	case messageRemoved:
		if m.Users[0] == m.Author {
			return who + " left the thread."
		}
		return who + " removed " + whom + " from the thread."
	case messageRenamed:
		return who + " changed the thread's name: " + m.Content
	case messageThread:
		return who + " started a thread: " + m.Content
	case messageStarter:
		return "The message that this thread hangs under is not there any more."
	}
	return ""
}

// announce writes a system message into a channel: who did it, with which
// name, to whom.
func (s *Sandbox) announce(c *channel, kind int, who, name string, whom ...string) {
	s.addMessage(c, &message{
		ID: s.newID(), Channel: c.ID, Guild: c.Guild, Author: who, Type: kind, At: s.clock.now(), Content: name, Users: whom,
	})
	s.touched()
}

// lasting tells whether a message cannot be deleted or edited by anyone.
func (m *message) lasting() bool { return m.system() && m.Type != messageThread }
