package bot

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// scan reads an event in one pass, for the kind that comes by the thousand:
// encoding/json goes over every byte twice and looks closely at what is then
// dropped, which is most of an interaction. What it finds odd it leaves to
// encoding/json.
type scan struct {
	b   []byte
	at  int
	odd bool
}

// event reads an INTERACTION_CREATE. It is false if that is not what it is, or
// if something in it is odd.
func (s *scan) event(ev *event) bool {
	p := new(payload)
	s.object(func(name []byte) {
		switch string(name) {
		case "op":
			ev.Op = s.whole()
		case "s":
			ev.Seq = int64(s.whole())
		case "t":
			ev.Type = s.text()
		case "d":
			s.payload(p)
		default:
			s.skip()
		}
	})
	if s.odd || s.next() != 0 || ev.Type != "INTERACTION_CREATE" {
		return false
	}
	ev.payload = p
	return true
}

func (s *scan) payload(p *payload) {
	s.object(func(name []byte) {
		switch string(name) {
		case "id":
			p.ID = s.text()
		case "application_id":
			p.App = s.text()
		case "type":
			p.Kind = s.whole()
		case "token":
			p.Token = s.text()
		case "guild_id":
			p.Guild = s.text()
		case "channel_id":
			p.ChannelID = s.text()
		case "locale":
			p.Locale = s.text()
		case "app_permissions":
			p.Permissions = s.text()
		case "channel":
			s.channel(&p.Channel)
		case "member":
			p.Member = new(payloadMember)
			s.member(p.Member)
		case "user":
			p.User = new(payloadUser)
			s.user(p.User)
		case "message":
			p.Message = new(payloadMessage)
			s.message(p.Message)
		case "data": // small, and of many forms
			s.odd = lenient(json.Unmarshal(s.skip(), &p.Data)) != nil || s.odd
		default:
			s.skip()
		}
	})
}

func (s *scan) channel(c *payloadChannel) {
	s.object(func(name []byte) {
		switch string(name) {
		case "name":
			c.Name = s.text()
		case "type":
			c.Type = s.whole()
		case "parent_id":
			c.Parent = s.text()
		default:
			s.skip()
		}
	})
}

func (s *scan) member(m *payloadMember) {
	s.object(func(name []byte) {
		switch string(name) {
		case "user":
			s.user(&m.User)
		case "nick":
			m.Nick = s.text()
		case "permissions":
			m.Permissions = s.text()
		case "roles":
			s.odd = json.Unmarshal(s.skip(), &m.Roles) != nil || s.odd
		default:
			s.skip()
		}
	})
}

func (s *scan) user(u *payloadUser) {
	s.object(func(name []byte) {
		switch string(name) {
		case "id":
			u.ID = s.text()
		case "username":
			u.Username = s.text()
		case "global_name":
			u.Global = s.text()
		default:
			s.skip()
		}
	})
}

func (s *scan) message(m *payloadMessage) {
	s.object(func(name []byte) {
		switch string(name) {
		case "id":
			m.ID = s.text()
		case "flags":
			m.Flags = s.whole()
		default:
			s.skip()
		}
	})
}

// next is the first byte of what comes next, 0 at the end.
func (s *scan) next() byte {
	for ; s.at < len(s.b); s.at++ {
		switch c := s.b[s.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

func (s *scan) eat(c byte) bool {
	if s.next() != c || s.at == len(s.b) {
		return false
	}
	s.at++
	return true
}

// object calls member for each name of an object; member reads its value.
func (s *scan) object(member func(name []byte)) {
	if !s.eat('{') {
		s.odd = true
	}
	if s.eat('}') {
		return
	}
	for !s.odd {
		name := s.skip()
		if len(name) < 2 || name[0] != '"' || !s.eat(':') {
			s.odd = true
			return
		}
		member(name[1 : len(name)-1])
		if !s.eat(',') {
			s.odd = s.odd || !s.eat('}')
			return
		}
	}
}

// text reads a string; null is "".
func (s *scan) text() string {
	token := s.skip()
	switch {
	case string(token) == "null":
		return ""
	case len(token) < 2 || token[0] != '"':
		s.odd = true
		return ""
	case bytes.IndexByte(token, '\\') < 0 && utf8.Valid(token):
		return string(token[1 : len(token)-1])
	}
	var text string
	s.odd = json.Unmarshal(token, &text) != nil || s.odd
	return text
}

// whole reads an integer; null is 0.
func (s *scan) whole() int {
	token := s.skip()
	if string(token) == "null" {
		return 0
	}
	n, err := strconv.Atoi(string(token))
	s.odd = s.odd || err != nil
	return n
}

// skip passes one value, of any kind, and returns it.
func (s *scan) skip() []byte {
	first := s.next()
	from, depth := s.at, 0
	for s.at < len(s.b) {
		switch s.b[s.at] {
		case '"':
			s.quoted()
		case '{', '[':
			depth++
			s.at++
		case '}', ']':
			if depth--; depth >= 0 {
				s.at++
			}
		case ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return s.b[from:s.at]
			}
			s.at++
			continue
		default:
			s.at++
			continue
		}
		if depth < 0 || depth == 0 && (first == '"' || first == '{' || first == '[') {
			break
		}
	}
	s.odd = s.odd || depth > 0 || from == s.at
	return s.b[from:s.at]
}

// quoted passes a string: to the next quote before which no backslash stands,
// or an even number of them.
func (s *scan) quoted() {
	for s.at++; ; {
		n := bytes.IndexByte(s.b[s.at:], '"')
		if n < 0 {
			s.at, s.odd = len(s.b), true
			return
		}
		inside := s.b[s.at : s.at+n]
		s.at += n + 1
		if (n-len(bytes.TrimRight(inside, "\\")))%2 == 0 {
			return
		}
	}
}
