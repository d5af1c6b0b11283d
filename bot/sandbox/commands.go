package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// Option types of commands.
const (
	optionSub        = 1
	optionGroup      = 2
	optionString     = 3
	optionInteger    = 4
	optionBool       = 5
	optionUser       = 6
	optionChannel    = 7
	optionRole       = 8
	optionMention    = 9
	optionNumber     = 10
	optionAttachment = 11
)

// Choice is a choice of an option or a suggestion.
type Choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// option is an option of a command as it was registered.
type option struct {
	Type         int      `json:"type"`
	Name         string   `json:"name"`
	Description  string   `json:"description"`
	Required     bool     `json:"required,omitempty"`
	Autocomplete bool     `json:"autocomplete,omitempty"`
	Choices      []Choice `json:"choices,omitempty"`
	Min          *float64 `json:"min_value,omitempty"`
	Max          *float64 `json:"max_value,omitempty"`
	MinLength    *int     `json:"min_length,omitempty"`
	MaxLength    *int     `json:"max_length,omitempty"`
	ChannelTypes []int    `json:"channel_types,omitempty"`
	Options      []option `json:"options,omitempty"`
}

// command is a registered command.
type command struct {
	ID          string
	Version     string
	Guild       string // "" if global
	Type        int
	Name        string
	Description string
	Options     []option
	Contexts    []int           // nil: everywhere
	Raw         json.RawMessage // as it was sent

	need *int64 // default_member_permissions; nil: for everyone
}

// leaf is what can be typed: a command or one of its subcommands.
type leaf struct {
	command *command
	name    string // "schedule plan"
	help    string
	path    []string // the subcommand's, after the command's name
	options []option
}

// commandSet is the commands of one scope.
type commandSet struct {
	list   []*command
	leaves map[string]*leaf
	names  []string // of the leaves, in order
}

func (c *command) inContext(n int) bool { return c.Contexts == nil || slices.Contains(c.Contexts, n) }

// scope is the guild in a request's path; commands stand in it or globally.
func (s *Sandbox) scope(r *request) (string, error) {
	if r.PathValue("app") != s.app {
		return "", &apiError{status: http.StatusForbidden, code: 20012, message: "You are not authorized to perform this action on this application"}
	}
	id := r.PathValue("guild")
	if id != "" && s.guildByID[id] == nil {
		return "", errMissingAccess()
	}
	return id, nil
}

func (s *Sandbox) getCommands(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	scope, err := s.scope(r)
	if err != nil {
		return response{}, err
	}
	return response{http.StatusOK, s.commandList(scope)}, nil
}

func (s *Sandbox) commandList(scope string) []any {
	out := []any{}
	if set := s.commands[scope]; set != nil {
		for _, c := range set.list {
			out = append(out, s.commandPayload(c))
		}
	}
	return out
}

// putCommands replaces all commands of a scope.
func (s *Sandbox) putCommands(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	scope, err := s.scope(r)
	if err != nil {
		return response{}, err
	}
	list, ok := r.body.([]any)
	if !ok {
		return response{}, errField("", "BASE_TYPE_BAD_TYPE", "Value is not an array.")
	}
	p := &problems{}
	p.check("", s.shapes.commands, list)
	s.oddFields("PUT commands", p)
	checkCommandCounts(p, list)
	if p.bad() {
		return response{}, errForm(p)
	}
	set := &commandSet{}
	for _, x := range list {
		set.list = append(set.list, s.newCommand(scope, x))
	}
	set.index()
	s.commands[scope] = set
	s.touched()
	return response{http.StatusOK, s.commandList(scope)}, nil
}

func (s *Sandbox) postCommand(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	scope, err := s.scope(r)
	if err != nil {
		return response{}, err
	}
	p := &problems{}
	p.check("", s.shapes.commands.items, r.body)
	s.oddFields("POST command", p)
	if p.bad() {
		return response{}, errForm(p)
	}
	c := s.newCommand(scope, r.body)
	set := &commandSet{}
	if old := s.commands[scope]; old != nil {
		set.list = slices.DeleteFunc(slices.Clone(old.list), func(o *command) bool { return o.Name == c.Name && o.Type == c.Type })
	}
	set.list = append(set.list, c)
	set.index()
	s.commands[scope] = set
	s.touched()
	return response{http.StatusCreated, s.commandPayload(c)}, nil
}

func (s *Sandbox) deleteCommand(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	scope, err := s.scope(r)
	if err != nil {
		return response{}, err
	}
	set := s.commands[scope]
	if set == nil || !slices.ContainsFunc(set.list, func(c *command) bool { return c.ID == r.PathValue("command") }) {
		return response{}, errUnknownCommand()
	}
	next := &commandSet{list: slices.DeleteFunc(slices.Clone(set.list), func(c *command) bool { return c.ID == r.PathValue("command") })}
	next.index()
	s.commands[scope] = next
	s.touched()
	return response{status: http.StatusNoContent}, nil
}

// newCommand keeps the id of a command that was there before, and its version
// if nothing about it has changed.
func (s *Sandbox) newCommand(scope string, body any) *command {
	raw := encode(body)
	c := parseCommand(raw)
	c.Guild = scope
	if set := s.commands[scope]; set != nil {
		for _, old := range set.list {
			if old.Name == c.Name && old.Type == c.Type {
				c.ID = old.ID
				if string(old.Raw) == string(raw) {
					c.Version = old.Version
				}
			}
		}
	}
	if c.ID == "" {
		c.ID = s.newID()
	}
	if c.Version == "" {
		c.Version = s.newID()
	}
	return c
}

// parseCommand reads a body that was found good.
func parseCommand(raw []byte) *command {
	var in struct {
		Name        string   `json:"name"`
		Description string   `json:"description"`
		Type        int      `json:"type"`
		Options     []option `json:"options"`
		Contexts    []int    `json:"contexts"`
		Need        any      `json:"default_member_permissions"`
		DM          *bool    `json:"dm_permission"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		panic("sandbox: a checked command: " + err.Error())
	}
	c := &command{Type: max(in.Type, 1), Name: in.Name, Description: in.Description, Options: in.Options, Contexts: in.Contexts, Raw: raw}
	if c.Contexts == nil && in.DM != nil && !*in.DM {
		c.Contexts = []int{contextGuild}
	}
	c.need = permissionNumber(in.Need)
	return c
}

func permissionNumber(v any) *int64 {
	var n int64
	switch t := v.(type) {
	case float64:
		if n = int64(t); float64(n) != t {
			return nil
		}
	case string:
		var err error
		if n, err = strconv.ParseInt(t, 10, 64); err != nil {
			return nil
		}
	default:
		return nil
	}
	if n < 0 {
		return nil
	}
	return &n
}

func (s *Sandbox) commandPayload(c *command) map[string]any {
	var need any
	if c.need != nil {
		need = bits(*c.need)
	}
	p := map[string]any{
		"id": c.ID, "application_id": s.app, "version": c.Version, "type": c.Type, "name": c.Name, "description": c.Description,
		"default_member_permissions": need, "dm_permission": c.inContext(contextBotDM), "contexts": c.Contexts, "nsfw": false,
		"integration_types": []int{0}, "name_localizations": nil, "description_localizations": nil,
	}
	if len(c.Options) > 0 {
		p["options"] = c.Options
	}
	if c.Guild != "" {
		p["guild_id"] = c.Guild
	}
	return p
}

// index lists what can be typed.
func (set *commandSet) index() {
	set.leaves, set.names = map[string]*leaf{}, nil
	add := func(l *leaf) {
		set.leaves[l.name] = l
		set.names = append(set.names, l.name)
	}
	for _, c := range set.list {
		if c.Type != 1 {
			continue
		}
		plain := true
		for _, o := range c.Options {
			switch o.Type {
			case optionSub:
				plain = false
				add(&leaf{c, c.Name + " " + o.Name, o.Description, []string{o.Name}, o.Options})
			case optionGroup:
				plain = false
				for _, sub := range o.Options {
					add(&leaf{c, c.Name + " " + o.Name + " " + sub.Name, sub.Description, []string{o.Name, sub.Name}, sub.Options})
				}
			}
		}
		if plain {
			add(&leaf{c, c.Name, c.Description, nil, c.Options})
		}
	}
}

// Commands returns the names of all that can be typed in a server, such as
// "schedule plan", as far as a bot has registered them.
func (s *Sandbox) Commands() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, set := range s.commands {
		out = append(out, set.names...)
	}
	slices.Sort(out)
	return out
}

// leafOf finds a command by what is typed; a server's own stand before the
// global ones.
func (s *Sandbox) leafOf(guild, name string) *leaf {
	for _, scope := range []string{guild, ""} {
		if set := s.commands[scope]; set != nil && set.leaves[name] != nil {
			return set.leaves[name]
		}
	}
	return nil
}
