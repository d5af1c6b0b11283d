package sandbox

import (
	"fmt"
	"slices"
)

// Say writes a plain message. It returns nil where Discord would not take it.
func (p *Person) Say(text string) *Message { return p.SayWith(text) }

// SayWith writes a plain message with files, which may stand without a text.
func (p *Person) SayWith(text string, files ...File) *Message {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	var stored []*storedFile
	for _, f := range files {
		x := s.newFile(f.Name, f.Data)
		if x.Alt = f.Alt; f.Type != "" {
			x.Kind = f.Type
		}
		stored = append(stored, x)
	}
	return p.say(text, stored)
}

// say is SayWith for files that are stored already. The lock is held.
func (p *Person) say(text string, files []*storedFile) *Message {
	s := p.s
	c, err := p.here()
	if err != nil || s.maySpeak(c, p.ID) != nil || (text == "" && len(files) == 0) || utf16Len(text) > 2000 || len(files) > 10 {
		return nil
	}
	if len(files) > 0 && s.permissionsIn(c, p.ID)&PermissionAttachFiles == 0 {
		return nil
	}
	if slices.ContainsFunc(files, func(f *storedFile) bool { return len(f.Data) > uploadMax || utf16Len(f.Alt) > 1024 }) {
		return nil
	}
	m := &message{ID: s.newID(), Channel: c.ID, Guild: c.Guild, Author: p.ID, At: s.clock.now(), Content: text, Attachments: files}
	for _, f := range files {
		s.files[f.ID] = f
	}
	s.mention(c, m, nil, false)
	s.wake(c)
	if c.thread() {
		s.enter(c, p.ID) // who writes in a thread joins it
	}
	s.addMessage(c, m)
	s.bringIn(c, m)
	s.touched()
	return s.snapshot(m, p.ID)
}

// AddTo makes another a member of a thread, as far as Discord lets this person.
func (p *Person) AddTo(thread string, other *Person) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[thread]
	if c == nil || !c.thread() {
		return fmt.Errorf("%s finds no thread %s", p.Name, thread)
	}
	if err := s.add(c, p.ID, other.ID); err != nil {
		return fmt.Errorf("%s cannot add %s to %s: %w", p.Name, other.Name, c.Name, err)
	}
	return nil
}

// LeaveThread takes the person out of a thread.
func (p *Person) LeaveThread(thread string) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[thread]
	if c == nil || !slices.Contains(c.Members, p.ID) {
		return fmt.Errorf("%s is not in the thread %s", p.Name, thread)
	}
	if c.Archived {
		return fmt.Errorf("%s cannot leave %s: %w", p.Name, c.Name, errArchived())
	}
	s.leave(c, p.ID, p.ID)
	return nil
}

// DeleteMessage deletes a message: one's own, a private one, or another's with
// Manage Messages.
func (p *Person) DeleteMessage(m *Message) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	x, c, err := p.find(m.ID)
	if err != nil {
		return err
	}
	own := x.Author == p.ID || x.Only == p.ID
	if x.lasting() || !own && s.permissionsIn(c, p.ID)&PermissionManageMessages == 0 {
		return fmt.Errorf("%s may not delete the message %s", p.Name, m.ID)
	}
	s.dropMessage(x)
	s.touched()
	return nil
}

// find looks a message up that the person sees. The lock is held.
func (p *Person) find(messageID string) (*message, *channel, error) {
	m := p.s.messages[messageID]
	if m == nil || (m.Only != "" && m.Only != p.ID) {
		return nil, nil, fmt.Errorf("%s does not see the message %s", p.Name, messageID)
	}
	c := p.s.channels[m.Channel]
	if c == nil || p.s.permissionsIn(c, p.ID)&PermissionViewChannel == 0 {
		return nil, nil, fmt.Errorf("%s cannot see the channel of the message", p.Name)
	}
	return m, c, nil
}

// MembersOf returns the ids of the people in a thread in the order in which
// they came, the bot not among them.
func (s *Sandbox) MembersOf(thread string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[thread]; c != nil {
		return without(c.Members, s.bot.ID)
	}
	return nil
}

// Threads returns the ids of the threads that the person is in, oldest first.
func (p *Person) Threads() []string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var in []string
	for _, g := range p.s.guilds {
		for _, id := range g.threads {
			if slices.Contains(p.s.channels[id].Members, p.ID) {
				in = append(in, id)
			}
		}
	}
	return in
}
