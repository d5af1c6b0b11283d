package sandbox

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// channelOf finds the channel in a request's path and checks what the bot
// needs there. The lock is held.
func (s *Sandbox) channelOf(r *request, need int64) (*channel, error) {
	c := s.channels[r.PathValue("channel")]
	if c == nil {
		return nil, errUnknownChannel()
	}
	return c, s.access(c, need)
}

func (s *Sandbox) messageOf(r *request, c *channel) (*message, error) {
	m := s.messages[r.PathValue("message")]
	if m == nil || m.Channel != c.ID || m.Only != "" {
		return nil, errUnknownMessage()
	}
	return m, nil
}

func (s *Sandbox) postMessage(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, 0)
	if err != nil {
		return response{}, err
	}
	if err := s.maySpeak(c, s.bot.ID); err != nil {
		return response{}, err
	}
	if err := s.reachable(c); err != nil {
		return response{}, err
	}
	body := r.object()
	if m, err := s.sameNonce(c, body); err != nil || m != nil {
		if err != nil {
			return response{}, err
		}
		return response{http.StatusOK, s.messagePayload(m)}, nil
	}
	if c.thread() && c.Archived && c.Locked { // an open one wakes by itself
		return response{}, errArchived()
	}
	d, err := s.compose(s.kindCreate(), r, body, nil)
	if err != nil {
		return response{}, err
	}
	bitsHere := s.permissionsIn(c, s.bot.ID)
	if (len(d.fresh) > 0 && bitsHere&PermissionAttachFiles == 0) || (len(d.embeds) > 0 && bitsHere&PermissionEmbedLinks == 0) {
		return response{}, errMissingPermissions()
	}
	m := &message{ID: s.newID(), Channel: c.ID, Guild: c.Guild, Author: s.bot.ID, At: s.clock.now(), Nonce: body["nonce"]}
	s.fill(c, m, d, true)
	s.wake(c)
	if c.thread() {
		s.enter(c, s.bot.ID) // who writes in a thread joins it
	}
	s.addMessage(c, m)
	s.bringIn(c, m)
	if m.Nonce != nil {
		c.nonces[nonceKey(m.Nonce)] = nonceUse{m.ID, time.Now()}
	}
	s.touched()
	return response{http.StatusOK, s.messagePayload(m)}, nil
}

// fill puts a draft into a message. Only new messages mention anyone anew.
func (s *Sandbox) fill(c *channel, m *message, d *draft, fresh bool) {
	m.Content, m.Embeds, m.Components, m.Attachments = d.content, d.embeds, d.components, d.attachments
	m.Flags = d.flags
	for _, f := range d.fresh {
		s.files[f.ID] = f
	}
	if fresh && m.Only == "" {
		s.mention(c, m, d.mentions, d.ordered)
	}
}

func nonceKey(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	t, _ := v.(string)
	return t
}

// ForgetNonces is as if nothing had been posted for as long as a nonce is
// remembered.
func (s *Sandbox) ForgetNonces() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		clear(c.nonces)
	}
}

// sameNonce finds the message that an enforced nonce has made already.
func (s *Sandbox) sameNonce(c *channel, body map[string]any) (*message, error) {
	nonce := body["nonce"]
	switch n := nonce.(type) {
	case nil:
		return nil, nil //nolint:nilnil // no nonce, no message
	case string:
		if utf16Len(n) > 25 {
			return nil, errField("nonce", "NONCE_TYPE_TOO_LONG", "Nonce must be at most 25 characters long.")
		}
	case float64:
		if n != math.Trunc(n) {
			return nil, errField("nonce", "NONCE_TYPE_INVALID", "Nonce is not a whole number.")
		}
	default:
		return nil, errField("nonce", "NONCE_TYPE_INVALID", "Nonce is not a string or a number.")
	}
	key := nonceKey(nonce)
	use, seen := c.nonces[key]
	if seen && time.Since(use.at) > s.opt.NonceFor {
		delete(c.nonces, key)
		seen = false
	}
	if !seen || body["enforce_nonce"] != true {
		return nil, nil //nolint:nilnil // nothing to find
	}
	return s.messages[use.message], nil
}

func (s *Sandbox) patchMessage(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, 0)
	if err != nil {
		return response{}, err
	}
	m, err := s.messageOf(r, c)
	if err != nil {
		return response{}, err
	}
	if m.Author != s.bot.ID {
		return response{}, &apiError{status: http.StatusForbidden, code: 50005, message: "Cannot edit a message authored by another user"}
	}
	if m.system() {
		return response{}, errSystemMessage()
	}
	if c.thread() && c.Archived {
		return response{}, errArchived()
	}
	d, err := s.compose(s.kindEdit(), r, r.object(), m)
	if err != nil {
		return response{}, err
	}
	if len(d.fresh) > 0 && s.permissionsIn(c, s.bot.ID)&PermissionAttachFiles == 0 {
		return response{}, errMissingPermissions()
	}
	s.edit(c, m, d)
	return response{http.StatusOK, s.messagePayload(m)}, nil
}

// edit changes a message and tells everyone.
func (s *Sandbox) edit(c *channel, m *message, d *draft) {
	for _, f := range m.Attachments {
		if !slices.Contains(d.attachments, f) {
			delete(s.files, f.ID)
		}
	}
	keep := m.Flags & (flagEphemeral | flagSilent)
	s.fill(c, m, d, false)
	m.Flags |= keep
	m.Edited = s.clock.now()
	if m.Only == "" {
		s.tellMessage("MESSAGE_UPDATE", c, m)
	}
	s.showMessage(c, m)
	s.bringInByEdit(c, m, d)
	s.touched()
}

// bringInByEdit adds to a thread those whom an edited text mentions: nobody is
// told, but they are in.
func (s *Sandbox) bringInByEdit(c *channel, m *message, d *draft) {
	if !c.thread() || m.Only != "" {
		return
	}
	now := *m
	s.mention(c, &now, d.mentions, d.ordered)
	s.bringIn(c, &now)
}

func (s *Sandbox) deleteMessage(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, 0)
	if err != nil {
		return response{}, err
	}
	m, err := s.messageOf(r, c)
	if err != nil {
		return response{}, err
	}
	if m.Author != s.bot.ID && c.Guild == "" {
		return response{}, &apiError{status: http.StatusForbidden, code: 50003, message: "Cannot execute action on a DM channel"}
	}
	if m.Author != s.bot.ID && s.permissionsIn(c, s.bot.ID)&PermissionManageMessages == 0 {
		return response{}, errMissingPermissions()
	}
	if m.lasting() {
		return response{}, errSystemMessage()
	}
	s.dropMessage(m)
	s.touched()
	return response{status: http.StatusNoContent}, nil
}

func (s *Sandbox) getMessage(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, PermissionReadHistory)
	if err != nil {
		return response{}, err
	}
	m, err := s.messageOf(r, c)
	if err != nil {
		return response{}, err
	}
	return response{http.StatusOK, s.messagePayload(m)}, nil
}

// getMessages lists messages, newest first. Without Read Message History the
// list is empty, which is what Discord says too.
func (s *Sandbox) getMessages(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, 0)
	if err != nil {
		return response{}, err
	}
	q := r.URL.Query()
	limit := 50
	if v := q.Get("limit"); v != "" {
		if limit, err = strconv.Atoi(v); err != nil || limit < 1 || limit > 100 {
			return response{}, errField("limit", "NUMBER_TYPE_RANGE", "Value should be between 1 and 100.")
		}
	}
	for _, k := range []string{"before", "after", "around"} {
		if v := q.Get(k); v != "" && !isSnowflake(v) {
			return response{}, errField(k, "NUMBER_TYPE_COERCE", "Value is not snowflake.")
		}
	}
	out := []any{}
	if s.permissionsIn(c, s.bot.ID)&PermissionReadHistory != 0 {
		for _, m := range slices.Backward(pageOf(c.public, q.Get("before"), q.Get("after"), q.Get("around"), limit)) {
			out = append(out, s.messagePayload(m))
		}
	}
	return response{http.StatusOK, out}, nil
}

// pageOf cuts a page out of messages that stand oldest first.
func pageOf(all []*message, older, newer, around string, limit int) []*message {
	at := func(id string) int {
		i, _ := slices.BinarySearchFunc(all, id, func(m *message, id string) int { return compareIDs(m.ID, id) })
		return i
	}
	from, to := max(0, len(all)-limit), len(all)
	switch {
	case around != "":
		from = max(0, at(around)-limit/2)
		to = min(len(all), from+limit)
	case newer != "":
		from = at(newer)
		if from < len(all) && all[from].ID == newer {
			from++
		}
		to = min(len(all), from+limit)
	case older != "":
		to = at(older)
		from = max(0, to-limit)
	}
	return all[from:to]
}

func (s *Sandbox) postTyping(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.channelOf(r, PermissionSendMessages)
	return response{status: http.StatusNoContent}, err
}
