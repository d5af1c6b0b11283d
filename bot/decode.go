package bot

import (
	"strconv"
)

// Interaction types and the component types that are pressed.
const (
	kindCommand = 2
	kindPress   = 3
	kindSuggest = 4
	kindSubmit  = 5

	commandSlash   = 1
	commandMessage = 3
)

// payload is what an INTERACTION_CREATE holds of use. Everything that may be
// of a type that is not known yet is any, so that one odd component does not
// cost the rest.
type payload struct {
	ID          string          `json:"id"`
	App         string          `json:"application_id"`
	Kind        int             `json:"type"`
	Token       string          `json:"token"`
	Guild       string          `json:"guild_id"`
	ChannelID   string          `json:"channel_id"`
	Channel     payloadChannel  `json:"channel"`
	Member      *payloadMember  `json:"member"`
	User        *payloadUser    `json:"user"`
	Permissions string          `json:"app_permissions"`
	Message     *payloadMessage `json:"message"`
	Data        payloadData     `json:"data"`
}

// payloadMessage is the message that was pressed.
type payloadMessage struct {
	ID    string `json:"id"`
	Flags int    `json:"flags"`
}

type payloadChannel struct {
	Name   string `json:"name"`
	Type   int    `json:"type"`
	Parent string `json:"parent_id"`
}

type payloadMember struct {
	User        payloadUser `json:"user"`
	Roles       []string    `json:"roles"`
	Permissions string      `json:"permissions"`
}

type payloadUser struct {
	ID string `json:"id"`
}

type payloadData struct {
	Name     string          `json:"name"`
	Type     int             `json:"type"`
	CustomID string          `json:"custom_id"`
	Values   []string        `json:"values"`
	Options  []payloadOption `json:"options"`
	Fields   []payloadField  `json:"components"`
	TargetID string          `json:"target_id"`
	Resolved *struct {
		Roles       map[string]wireRole       `json:"roles"`
		Attachments map[string]wireAttachment `json:"attachments"`
		Messages    map[string]payloadTarget  `json:"messages"` // of a message's menu alone
	} `json:"resolved"`
}

// payloadTarget is the message that an entry of its menu was used on.
type payloadTarget struct {
	Channel string `json:"channel_id"`
	Content string `json:"content"`
	Author  struct {
		ID  string `json:"id"`
		Bot bool   `json:"bot"`
	} `json:"author"`
	Attachments []wireAttachment `json:"attachments"`
}

type payloadOption struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   any             `json:"value"`
	Focused bool            `json:"focused"`
	Options []payloadOption `json:"options"`
}

// payloadField is a component of a form that was sent: in a label, or in a row.
type payloadField struct {
	CustomID string         `json:"custom_id"`
	Value    any            `json:"value"`
	Values   []any          `json:"values"`
	Inner    *payloadField  `json:"component"`
	Row      []payloadField `json:"components"`
}

type wireRole struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Permissions string `json:"permissions"`
	Position    int    `json:"position"`
	Managed     bool   `json:"managed"`
	Mentionable bool   `json:"mentionable"`
}

func (r wireRole) role() Role {
	return Role{
		ID: r.ID, Name: r.Name, Permissions: bits(r.Permissions),
		Position: r.Position, Managed: r.Managed, Mentionable: r.Mentionable,
	}
}

type wireAttachment struct {
	Name string `json:"filename"`
	Size int    `json:"size"`
	URL  string `json:"url"`
	Kind string `json:"content_type"`
	Alt  string `json:"description"`
}

// bits reads a permission set, which Discord sends as a decimal string.
func bits(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // unreadable is none
	return n
}

// Option and channel types that are told apart here.
const (
	optionSubcommand = 1
	optionGroup      = 2
	optionRole       = 8
	optionAttachment = 11

	channelNewsThread    = 10
	channelPrivateThread = 12
)

// command is the name of a slash action and the options that were given to it.
func (p *payload) command() (name string, options []payloadOption) {
	name, options = p.Data.Name, p.Data.Options
	for len(options) == 1 && (options[0].Type == optionSubcommand || options[0].Type == optionGroup) {
		name += " " + options[0].Name
		options = options[0].Options
	}
	return name, options
}

// interaction makes the checked values of what a person did.
func (p *payload) interaction() *Interaction {
	in := &Interaction{
		Guild: p.Guild, Channel: p.ChannelID, Place: p.Channel.Name, PlaceType: p.Channel.Type,
		AppPermissions: bits(p.Permissions),
	}
	if in.PlaceType >= channelNewsThread && in.PlaceType <= channelPrivateThread {
		in.Parent = p.Channel.Parent
	}
	user := p.User
	if m := p.Member; m != nil {
		user = &m.User
		in.UserRoles, in.Permissions = m.Roles, bits(m.Permissions)
	}
	if user != nil {
		in.User = user.ID
	}
	if p.Message != nil {
		in.pressed, in.private = p.Message.ID, p.Message.Flags&flagEphemeral != 0
	}
	return in
}

// user is the id of the person, for the log.
func (p *payload) user() string {
	switch {
	case p.Member != nil:
		return p.Member.User.ID
	case p.User != nil:
		return p.User.ID
	}
	return ""
}

// take puts the options into in. It returns what is being typed, if anything,
// and the option that it is typed into.
func (p *payload) take(in *Interaction, options []payloadOption) (focused, typed string) {
	if len(options) > 0 {
		in.values = make(map[string]value, len(options))
	}
	for i := range options {
		o := &options[i]
		var v value
		switch given := o.Value.(type) {
		case string:
			v.text = given
		case float64:
			v.num = given
			v.text = strconv.FormatFloat(given, 'f', -1, 64)
		case bool:
			v.flag = given
		}
		if o.Focused {
			focused, typed = o.Name, v.text
			continue
		}
		if r := p.Data.Resolved; r != nil {
			switch o.Type {
			case optionRole:
				v.role = r.Roles[v.text].role()
			case optionAttachment:
				a := r.Attachments[v.text]
				v.file = Attachment{name: a.Name, size: a.Size, url: a.URL}
			}
		}
		in.values[o.Name] = v
	}
	return focused, typed
}

// takeFields puts the fields of a form into in.
func takeFields(in *Interaction, fields []payloadField) {
	for i := range fields {
		f := &fields[i]
		if f.Inner != nil {
			takeFields(in, []payloadField{*f.Inner})
		}
		takeFields(in, f.Row)
		if f.CustomID == "" {
			continue
		}
		if in.values == nil {
			in.values = make(map[string]value, len(fields))
		}
		if f.Values != nil {
			var picks []string
			for _, v := range f.Values {
				if s, ok := v.(string); ok {
					picks = append(picks, s)
				}
			}
			in.values[f.CustomID] = chosen(picks)
			continue
		}
		var v value
		switch given := f.Value.(type) {
		case string:
			v.text = given
		case bool:
			v.flag = given
		case float64:
			v.num = given
		}
		in.values[f.CustomID] = v
	}
}
