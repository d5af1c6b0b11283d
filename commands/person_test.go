package commands_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
)

// person is someone in a channel of a server.
type person struct {
	w       *world
	id      string
	guild   string
	channel string
	parent  string // the channel that channel hangs in
	rights  int64
	roles   []string
}

func (w *world) person(name string) person {
	return person{w: w, id: "user " + name, guild: hailsham, channel: homeRoom}
}

// organiser is someone whom Discord lets organise.
func (w *world) organiser(name string) person {
	p := w.person(name)
	p.rights = discordgo.PermissionManageEvents | discordgo.PermissionManageRoles
	p.roles = []string{"1160"}
	return p
}

// in is the same person in another channel of the server.
func (p person) in(channel string) person {
	p.channel, p.parent = channel, ""
	return p
}

// inThread is the same person in a thread of a channel.
func (p person) inThread(thread, parent string) person {
	p.channel, p.parent = thread, parent
	return p
}

// at is the same person in a channel of another server.
func (p person) at(guild, channel string) person {
	p.guild = guild
	return p.in(channel)
}

// slash uses a command. Options are names and values in turn.
func (p person) slash(command string, options ...any) reply {
	p.w.t.Helper()
	a, ok := p.w.actions[command]
	if !ok || a.On != bot.Slash {
		p.w.t.Fatalf("there is no command /%s", command)
	}
	values := pairs(p.w.t, options)
	for name := range values {
		if !hasOption(a, name) {
			p.w.t.Fatalf("/%s has no option %s", command, name)
		}
	}
	for _, o := range a.Options {
		if _, given := values[o.Name]; o.Required && !given {
			p.w.t.Fatalf("/%s needs the option %s", command, o.Name)
		}
	}
	return p.run(a, bot.NewInteraction(p.interaction(), values))
}

func pairs(t *testing.T, options []any) map[string]any {
	t.Helper()
	values := make(map[string]any)
	for i := 0; i+1 < len(options); i += 2 {
		name, ok := options[i].(string)
		if !ok {
			t.Fatalf("%v is not the name of an option", options[i])
		}
		values[name] = options[i+1]
	}
	return values
}

func hasOption(a bot.Action, name string) bool {
	for _, o := range a.Options {
		if o.Name == name {
			return true
		}
	}
	return false
}

func (p person) interaction() bot.Interaction {
	server := p.w.server
	return bot.Interaction{
		Now: p.w.now(), Guild: p.guild, Channel: p.channel, Parent: p.parent, Place: "book-club",
		User: p.id, UserRoles: p.roles, Permissions: p.rights, AppPermissions: everyRight, Server: &server,
	}
}

const everyRight = int64(discordgo.PermissionViewChannel | discordgo.PermissionSendMessages | discordgo.PermissionEmbedLinks |
	discordgo.PermissionAttachFiles | discordgo.PermissionReadMessageHistory | discordgo.PermissionManageRoles | discordgo.PermissionManageMessages |
	discordgo.PermissionCreatePrivateThreads | discordgo.PermissionSendMessagesInThreads | discordgo.PermissionManageThreads)

// suggest is what is offered while a person types into an option.
func (p person) suggest(command, option, typed string, others ...any) []bot.Choice {
	p.w.t.Helper()
	for _, o := range p.w.actions[command].Options {
		if o.Name != option || o.Suggest == nil {
			continue
		}
		in := bot.NewInteraction(p.interaction(), pairs(p.w.t, others))
		choices, err := o.Suggest(p.w.t.Context(), in, typed)
		if err != nil {
			p.w.t.Fatalf("/%s %s:%s suggests: %v", command, option, typed, err)
		}
		if len(choices) > 25 {
			p.w.t.Errorf("/%s %s:%s has %d suggestions", command, option, typed, len(choices))
		}
		return choices
	}
	p.w.t.Fatalf("/%s %s has no suggestions", command, option)
	return nil
}

// press presses the first button with a label. A count may follow it.
func (p person) press(r reply, label string) reply {
	p.w.t.Helper()
	for _, b := range r.buttons() {
		if b.Label == label || isCounted(b.Label, label) {
			return p.pressID(r, b.CustomID)
		}
	}
	p.w.t.Fatalf("no button [%s], only %q in:\n%s", label, r.labels(), r.text())
	return reply{}
}

func isCounted(label, name string) bool {
	digits, ok := strings.CutPrefix(label, name+" · ")
	_, err := strconv.Atoi(digits)
	return ok && err == nil
}

// pressID presses a button of a message by its custom id.
func (p person) pressID(r reply, id string) reply {
	p.w.t.Helper()
	a, args := p.w.parse(id)
	if a.On != bot.Press {
		p.w.t.Fatalf("%s is no button's", id)
	}
	in := bot.NewInteraction(p.interaction(), nil, args...).On(r.id, !r.public)
	got := p.run(a, in)
	if got.updated && r.public {
		p.w.t.Errorf("[%s] on a public message answers with an update", a.Name)
	}
	if got.updated != a.Updates && got.refused == "" && got.form == nil && !in.IsPrivate() {
		p.w.t.Errorf("[%s] says Updates: %v, and updates: %v", a.Name, a.Updates, got.updated)
	}
	return got
}

// submit sends a form, with what it was filled with where nothing is given.
func (p person) submit(r reply, fields ...any) reply {
	p.w.t.Helper()
	if r.form == nil {
		p.w.t.Fatalf("this is no form: %s", r)
	}
	given := pairs(p.w.t, fields)
	values := make(map[string]any)
	for _, f := range r.form.Fields {
		v, ok := given[f.Name]
		delete(given, f.Name)
		typed, _ := v.(string)
		if !ok {
			typed = f.Value
		}
		if f.Required && typed == "" {
			p.w.t.Fatalf("the field %s must be filled in", f.Name)
		}
		switch {
		case len(f.Choices) == 0:
			values[f.Name] = typed
		case typed != "":
			values[f.Name] = []string{typed}
		default:
			values[f.Name] = []string{}
		}
	}
	for name := range given {
		p.w.t.Fatalf("the form has no field %s", name)
	}
	a, args := p.w.parse(r.form.ID)
	if a.On != bot.Submit {
		p.w.t.Fatalf("%s is no form's", r.form.ID)
	}
	return p.run(a, bot.NewInteraction(p.interaction(), values, args...))
}

// run runs an action and takes in its reply. A fault ends the test: nothing
// that a person does may be one.
func (p person) run(a bot.Action, in *bot.Interaction) reply {
	p.w.t.Helper()
	if a.Asks != nil {
		p.w.lookUp(a, in)
	}
	answer, err := bot.Reply(nil), error(nil)
	if a.Judge != nil {
		err = a.Judge(in)
	}
	if err == nil {
		answer, err = a.Run(p.w.t.Context(), in)
	}
	r := reply{w: p.w, id: p.w.nextID()}
	refusal := (*club.Refusal)(nil)
	switch {
	case errors.As(err, &refusal):
		r.refused = refusal.Error()
	case err != nil:
		p.w.t.Fatalf("%s: a fault: %v", a.Name, err)
	}
	if err == nil {
		switch v := answer.(type) {
		case bot.Private:
			r.message = v.Message
		case bot.Update:
			r.message, r.updated = v.Message, true
		case bot.Form:
			r.form = &v
			if a.On == bot.Submit {
				p.w.t.Errorf("%s answers a form with a form", a.Name)
			}
		default:
			p.w.t.Fatalf("%s answers with a %T", a.Name, answer)
		}
	}
	if strings.Join(r.labels(), "") == "Try again" { // a form that was refused keeps what was typed
		r.refused = r.text()
	}
	r.check()
	return r
}
