package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// pageAct is what the page sends; each act uses its own of the fields.
type pageAct struct {
	As       string         `json:"as"`
	Channel  string         `json:"channel"`
	Command  string         `json:"command"`
	Options  map[string]any `json:"options"`
	Focused  string         `json:"focused"`
	Message  string         `json:"message"`
	CustomID string         `json:"custom_id"`
	Values   []string       `json:"values"`
	Event    string         `json:"event"`
	Closed   bool           `json:"closed"`
	Form     string         `json:"form"`
	Fields   map[string]any `json:"fields"`
	Text     string         `json:"text"`
	Files    []pageFile     `json:"files"`
	Add      float64        `json:"add"` // seconds
	Next     bool           `json:"next"`
}

// pageFile is an upload that goes with a message.
type pageFile struct {
	ID  string `json:"id"`
	Alt string `json:"alt"`
}

// answered is what an act came to.
type answered struct {
	OK    bool   `json:"ok"`
	Form  *Form  `json:"form"`
	Error string `json:"error,omitempty"`
}

// sentence is an error as the page shows it.
func sentence(err error) string {
	if errors.Is(err, ErrNoAnswer) {
		return "The application did not respond"
	}
	text := err.Error()
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}

// actor is the person who acts, looking at the channel of the act.
func (s *Sandbox) actor(in *pageAct) (*Person, error) {
	s.mu.Lock()
	p := s.viewer(in.As)
	s.mu.Unlock()
	if p == nil || in.As == "" {
		return nil, errors.New("nobody here has that name")
	}
	if in.Channel != "" {
		p = p.In(in.Channel)
	}
	return p, nil
}

// first waits for the callback only: what follows comes by the events.
func (s *Sandbox) first(ctx context.Context, in *interaction) (any, error) {
	if err := s.await(ctx, in, in.acked, answerWithin); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return answered{OK: true, Form: in.answer.Form}, nil
}

func (s *Sandbox) pageSlash(r *http.Request, in *pageAct) (any, error) {
	p, err := s.actor(in)
	if err != nil {
		return nil, err
	}
	x, err := p.slash(in.Command, in.Options)
	if err != nil {
		return nil, err
	}
	return s.first(r.Context(), x)
}

func (s *Sandbox) pageSuggest(r *http.Request, in *pageAct) (any, error) {
	p, err := s.actor(in)
	if err != nil {
		return nil, err
	}
	choices, err := p.suggest(r.Context(), in.Command, in.Options, in.Focused)
	if err != nil {
		return nil, err
	}
	if choices == nil {
		choices = []Choice{}
	}
	return map[string]any{"choices": choices}, nil
}

func (s *Sandbox) pagePress(r *http.Request, in *pageAct) (any, error) {
	p, err := s.actor(in)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	var c map[string]any
	if m := s.messages[in.Message]; m != nil {
		c = findComponent(m.Components, func(c map[string]any) bool { return c["custom_id"] == in.CustomID })
	}
	s.mu.Unlock()
	if c == nil {
		return nil, errors.New("this button is not there any more")
	}
	x, err := p.press(in.Message, c, in.Values)
	if err != nil {
		return nil, err
	}
	return s.first(r.Context(), x)
}

func (s *Sandbox) pageSubmit(r *http.Request, in *pageAct) (any, error) {
	p, err := s.actor(in)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	f := s.forms[in.Form]
	s.mu.Unlock()
	if f == nil {
		return nil, errors.New("this form is not open any more")
	}
	fields := map[string][]string{}
	for k, v := range in.Fields {
		switch t := v.(type) {
		case []any:
			fields[k] = []string{}
			for _, x := range t {
				fields[k] = append(fields[k], fmt.Sprint(x))
			}
		case nil:
		default:
			fields[k] = []string{fmt.Sprint(t)}
		}
	}
	x, err := p.submit(f, fields)
	if err != nil {
		return nil, err
	}
	return s.first(r.Context(), x)
}

func (s *Sandbox) pageSay(_ *http.Request, in *pageAct) (any, error) {
	p, err := s.actor(in)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var files []*storedFile
	for _, x := range in.Files {
		f := s.uploads[x.ID]
		if f == nil {
			return nil, errors.New("this file is not here any more")
		}
		f.Alt = x.Alt
		files = append(files, f)
	}
	if p.say(in.Text, files) == nil {
		return nil, errors.New("that cannot be said here")
	}
	for _, f := range files {
		delete(s.uploads, f.ID)
	}
	return answered{OK: true}, nil
}

func (s *Sandbox) pageApps(r *http.Request, in *pageAct) (any, error) {
	p, err := s.actor(in)
	if err != nil {
		return nil, err
	}
	x, err := p.apps(in.Message, in.Command)
	if err != nil {
		return nil, err
	}
	return s.first(r.Context(), x)
}

// pageDismiss takes a private message from the one who sees it.
func (s *Sandbox) pageDismiss(_ *http.Request, in *pageAct) (any, error) {
	p, err := s.actor(in)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[in.Message]
	if m == nil || m.Only != p.ID {
		return nil, errors.New("there is no such message")
	}
	s.dropMessage(m)
	s.touched()
	return answered{OK: true}, nil
}

// pageUnschedule deletes an event by hand.
func (s *Sandbox) pageUnschedule(_ *http.Request, in *pageAct) (any, error) {
	p, err := s.actor(in)
	if err != nil {
		return nil, err
	}
	if err := p.DeleteEvent(in.Event); err != nil {
		return nil, err
	}
	return answered{OK: true}, nil
}

// pageDirect opens or closes a person's direct messages to the bot.
func (s *Sandbox) pageDirect(_ *http.Request, in *pageAct) (any, error) {
	p, err := s.actor(in)
	if err != nil {
		return nil, err
	}
	p.CloseDirect(in.Closed)
	return answered{OK: true}, nil
}

// pageClock turns the clock by seconds, or to the next thing that is due.
func (s *Sandbox) pageClock(r *http.Request, in *pageAct) (any, error) {
	const most = 400 * 24 * time.Hour
	d := time.Duration(in.Add * float64(time.Second))
	if d > most || d < -most {
		return nil, errors.New("that is too far")
	}
	s.mu.Lock()
	due := s.nextDue
	s.mu.Unlock()
	switch {
	case !in.Next && (d <= 0 || due == nil):
		s.Turn(d)
	case !in.Next:
		s.walk(r.Context(), s.Now().Add(d), due)
	case due == nil:
		return nil, errors.New("nothing is due")
	default:
		s.walk(r.Context(), s.Now(), due) // what is just being done is not the next
		t, ok := due(r.Context())
		if !ok {
			return nil, errors.New("nothing is due")
		}
		s.walk(r.Context(), t, due)
	}
	return map[string]any{"now": s.Now().Unix()}, nil
}

// pageUpload takes a file for an option or a message in. Uploads that were not
// used are forgotten with the sandbox.
func (s *Sandbox) pageUpload(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, uploadMax))
	if err != nil {
		writeJSON(w, http.StatusRequestEntityTooLarge, answered{Error: "The file is too large: 25 MiB at most."})
		return
	}
	name := r.URL.Query().Get("name")
	if name == "" {
		name = "file"
	}
	s.mu.Lock()
	f := s.newFile(name, data)
	s.files[f.ID], s.uploads[f.ID] = f, f
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"id": f.ID, "filename": f.Name, "size": len(data), "url": strings.TrimPrefix(s.fileURL(f), s.url)})
}
