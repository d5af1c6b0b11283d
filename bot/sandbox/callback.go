package sandbox

import (
	"net/http"
	"time"
)

// Callback types.
const (
	callbackMessage     = 4
	callbackDefer       = 5
	callbackDeferUpdate = 6
	callbackUpdate      = 7
	callbackChoices     = 8
	callbackModal       = 9
)

// postCallback is the one first answer that an interaction gets.
func (s *Sandbox) postCallback(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in := s.interactions.byToken[r.PathValue("token")]
	if in == nil || in.id != r.PathValue("interaction") {
		return response{}, errUnknownInteraction()
	}
	if in.callback != 0 {
		return response{}, errBad(40060, "Interaction has already been acknowledged.")
	}
	if age := r.at.Sub(in.born); age > answerWithin {
		s.violate("a callback came %.1f s after its interaction; Discord waits 3 s", age.Seconds())
		return response{}, errUnknownInteraction()
	}
	body := r.object()
	p := &problems{}
	p.check("", s.shapes.callback, r.body)
	s.oddFields("a callback", p)
	if p.bad() {
		return response{}, errForm(p)
	}
	n, _ := body["type"].(float64)
	data, ok := body["data"].(map[string]any)
	if !ok && body["data"] != nil {
		return response{}, errField("data", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
	}
	if err := s.callback(r, in, int(n), data); err != nil {
		return response{}, err
	}
	in.callback = int(n)
	in.answer.Acknowledged = r.at.Sub(in.born)
	r.tell = append(r.tell, in.acked)
	if !in.deferred {
		s.settle(r, in, in.original)
	}
	if r.URL.Query().Get("with_response") == "true" {
		return response{http.StatusOK, s.callbackResource(in)}, nil
	}
	return response{status: http.StatusNoContent}, nil
}

func (s *Sandbox) callback(r *request, in *interaction, n int, data map[string]any) error {
	if (in.kind == interactionAutocomplete) != (n == callbackChoices) {
		return errField("type", "INTERACTION_CALLBACK_TYPE_INVALID", "This callback type does not answer this interaction.")
	}
	switch n {
	case callbackMessage:
		return s.answerMessage(r, in, data)
	case callbackDefer:
		return s.answerDefer(in, data)
	case callbackDeferUpdate, callbackUpdate:
		return s.answerUpdate(r, in, n, data)
	case callbackChoices:
		return s.answerChoices(in, data)
	case callbackModal:
		return s.answerModal(in, data)
	}
	return errField("type", "INTERACTION_CALLBACK_TYPE_INVALID", "This callback type does not answer this interaction.")
}

// newReply starts the message that answers an interaction.
func (s *Sandbox) newReply(in *interaction, private bool) *message {
	m := &message{ID: s.newID(), Channel: in.channel.ID, Guild: in.channel.Guild, Author: s.bot.ID, At: s.clock.now(), Type: messageReply}
	m.Cause = &cause{ID: in.id, Type: in.kind, User: in.user, Name: in.name, Target: in.target}
	switch {
	case in.target != "":
		m.Type = messageMenu
	case in.kind == interactionCommand:
		m.Type = messageSlash
	}
	if private {
		m.Only, m.Flags = in.user, flagEphemeral
	}
	return m
}

func (s *Sandbox) answerMessage(r *request, in *interaction, data map[string]any) error {
	d, err := s.compose(s.kindReply(), r, data, nil)
	if err != nil {
		return under("data", err)
	}
	m := s.newReply(in, d.flags&flagEphemeral != 0)
	s.fill(in.channel, m, d, true)
	s.addMessage(in.channel, m)
	s.bringIn(in.channel, m)
	in.original = m
	s.touched()
	return nil
}

func (s *Sandbox) answerDefer(in *interaction, data map[string]any) error {
	p := &problems{}
	p.check("data", s.shapes.reply, data)
	s.oddFields("a deferral", p)
	if p.bad() {
		return errForm(p)
	}
	n, _ := data["flags"].(float64)
	if int(n)&^flagEphemeral != 0 {
		return errField("data.flags", "BASE_TYPE_CHOICES", "Only EPHEMERAL can be set on a deferral.")
	}
	for k, v := range data {
		if k != "flags" && given(data, k) && v != false {
			s.violate("a deferral with the field %s, which Discord drops", k)
		}
	}
	in.deferred = true
	m := s.newReply(in, int(n) != 0)
	m.Flags |= flagLoading
	s.addMessage(in.channel, m)
	in.original = m
	s.touched()
	return nil
}

func (s *Sandbox) answerUpdate(r *request, in *interaction, n int, data map[string]any) error {
	target := in.source
	if in.kind == interactionModal {
		target = in.fromForm
	}
	if target == nil {
		return errField("type", "INTERACTION_CALLBACK_TYPE_INVALID", "There is no message to update: the interaction did not come from one.")
	}
	if target.Only == "" {
		s.violate("a press on a public message is answered by changing that message for all")
	}
	in.original = target
	if n == callbackDeferUpdate {
		in.deferred = true
		return nil
	}
	if target.deleted {
		return errUnknownMessage()
	}
	d, err := s.compose(s.kindUpdate(), r, data, target)
	if err != nil {
		return under("data", err)
	}
	s.edit(in.channel, target, d)
	return nil
}

func (s *Sandbox) answerChoices(in *interaction, data map[string]any) error {
	p := &problems{}
	p.check("data", s.shapes.autocomplete, data)
	s.oddFields("a suggestion callback", p)
	if p.bad() {
		return errForm(p)
	}
	list, _ := data["choices"].([]any)
	for _, x := range list {
		m, _ := x.(map[string]any)
		name, _ := m["name"].(string)
		in.choices = append(in.choices, Choice{Name: name, Value: m["value"]})
		if t, ok := m["value"].(string); ok && utf16Len(t) > 100 {
			return errField("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
		}
	}
	s.showChoices(in, data)
	return nil
}

// settle is the final answer to an interaction, given by r.
func (s *Sandbox) settle(r *request, in *interaction, m *message) {
	if in.settled {
		return
	}
	in.settled = true
	in.answer.Deferred = in.deferred
	if m != nil && !m.deleted {
		in.answer.Message = s.snapshot(m, in.user)
	}
	r.tell = append(r.tell, in.final)
}

func (s *Sandbox) callbackResource(in *interaction) map[string]any {
	about := map[string]any{"id": in.id, "type": in.kind}
	out := map[string]any{"interaction": about}
	resource := map[string]any{"type": in.callback}
	if m := in.original; m != nil {
		about["response_message_id"] = m.ID
		about["response_message_loading"] = m.has(flagLoading)
		about["response_message_ephemeral"] = m.has(flagEphemeral)
		if in.callback == callbackMessage || in.callback == callbackUpdate {
			resource["message"] = s.messagePayload(m)
		}
	}
	out["resource"] = resource
	return out
}

// under puts a step before every path of a form error.
func under(step string, err error) error {
	e, ok := err.(*apiError) //nolint:errorlint // made a moment ago, never wrapped
	if !ok || e.errors == nil {
		return err
	}
	p := &problems{}
	for _, x := range e.errors.list {
		p.add(join(step, x.path), x.code, x.text)
	}
	return errForm(p)
}

// tokenOf finds the interaction whose token a webhook request carries.
func (s *Sandbox) tokenOf(r *request) (*interaction, error) {
	in := s.interactions.byToken[r.PathValue("token")]
	if in == nil || r.PathValue("app") != s.app {
		return nil, errUnknownWebhook()
	}
	if time.Since(in.born) > followWithin {
		return nil, &apiError{status: http.StatusUnauthorized, code: 50027, message: "Invalid Webhook Token"}
	}
	if in.callback == 0 {
		if r.Method == http.MethodGet { // to ask whether a callback got through is no mistake
			return nil, errUnknownWebhook()
		}
		s.violate("%s %s: before the interaction's callback", r.Method, s.safePath(r.path))
		return nil, errUnknownWebhook()
	}
	return in, nil
}
