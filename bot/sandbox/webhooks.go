package sandbox

import (
	"net/http"
	"time"
)

// postFollowUp is a further message to an interaction. After a deferral the
// first one is the deferred message itself.
func (s *Sandbox) postFollowUp(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, err := s.tokenOf(r)
	if err != nil {
		return response{}, err
	}
	if in.original != nil && in.original.has(flagLoading) && !in.original.deleted {
		m, err := s.editReply(r, in, in.original, s.kindFollowUp())
		if err != nil {
			return response{}, err
		}
		return response{http.StatusOK, s.messagePayload(m)}, nil
	}
	d, err := s.compose(s.kindFollowUp(), r, r.object(), nil)
	if err != nil {
		return response{}, err
	}
	m := s.newReply(in, d.flags&flagEphemeral != 0)
	m.Type = messageReply
	s.fill(in.channel, m, d, true)
	s.addMessage(in.channel, m)
	s.bringIn(in.channel, m)
	s.settle(r, in, m)
	s.touched()
	return response{http.StatusOK, s.messagePayload(m)}, nil
}

// replyOf finds @original, or a follow-up by its id.
func (s *Sandbox) replyOf(r *request) (*interaction, *message, error) {
	in, err := s.tokenOf(r)
	if err != nil {
		return nil, nil, err
	}
	m := in.original
	if id := r.PathValue("message"); id != "@original" {
		m = s.messages[id]
		if m != nil && m != in.original && (m.Cause == nil || m.Cause.ID != in.id) {
			m = nil
		}
	}
	if m == nil || m.deleted {
		return nil, nil, errUnknownMessage()
	}
	return in, m, nil
}

func (s *Sandbox) getReply(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, m, err := s.replyOf(r)
	if err != nil {
		return response{}, err
	}
	return response{http.StatusOK, s.messagePayload(m)}, nil
}

func (s *Sandbox) patchReply(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, m, err := s.replyOf(r)
	if err != nil {
		return response{}, err
	}
	m, err = s.editReply(r, in, m, s.kindReplyEdit())
	if err != nil {
		return response{}, err
	}
	return response{http.StatusOK, s.messagePayload(m)}, nil
}

// editReply changes a message of an interaction; one that was still thinking
// gets its text and mentions like a new one.
func (s *Sandbox) editReply(r *request, in *interaction, m *message, kind bodyKind) (*message, error) {
	d, err := s.compose(kind, r, r.object(), m)
	if err != nil {
		return nil, err
	}
	loading := m.has(flagLoading)
	d.flags &^= flagLoading
	s.edit(in.channel, m, d)
	if loading {
		m.Edited = time.Time{} // it was never said before
		if m.Only == "" {
			s.mention(in.channel, m, d.mentions, d.ordered)
			s.bringIn(in.channel, m)
		}
	}
	s.settle(r, in, m)
	return m, nil
}

func (s *Sandbox) deleteReply(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, m, err := s.replyOf(r)
	if err != nil {
		return response{}, err
	}
	s.dropMessage(m)
	s.settle(r, in, nil)
	s.touched()
	return response{status: http.StatusNoContent}, nil
}
