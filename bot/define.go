package bot

import (
	"errors"
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

// Discord's limits on commands.
const (
	maxCommands     = 100 // typed ones
	maxMenu         = 15  // entries of a message's menu
	maxMenuName     = 32
	maxOptions      = 25
	maxDescription  = 100
	maxChoiceText   = 100
	maxCommandUnits = 8000
	maxOptionLength = 6000
)

// command is a command as it is registered, a slash command or an entry of a
// message's menu: our own struct, because the
// library's cannot say all that Discord takes (a maximum of 0, nothing at all).
type command struct {
	Name         string          `json:"name"`
	Type         int             `json:"type"`
	Description  string          `json:"description,omitempty"` // of a slash command
	Options      []commandOption `json:"options,omitempty"`
	Permissions  string          `json:"default_member_permissions,omitempty"`
	Contexts     []int           `json:"contexts,omitempty"`
	Integrations []int           `json:"integration_types,omitempty"`
}

type commandOption struct {
	Type         int             `json:"type"`
	Name         string          `json:"name"`
	Description  string          `json:"description"`
	Required     bool            `json:"required,omitempty"`
	Autocomplete bool            `json:"autocomplete,omitempty"`
	Choices      []wireChoice    `json:"choices,omitempty"`
	Min          *float64        `json:"min_value,omitempty"`
	Max          *float64        `json:"max_value,omitempty"`
	MinLength    int             `json:"min_length,omitempty"`
	MaxLength    int             `json:"max_length,omitempty"`
	Options      []commandOption `json:"options,omitempty"`
}

// Where a command can be used, and who installs it.
const (
	contextServer     = 0
	contextBotDM      = 1
	integrationServer = 0
)

// define assembles the commands from their actions, in the order of names, and
// checks all of it against Discord's limits.
func define(actions []Action, groups []Group) ([]command, error) {
	helps := make(map[string]string, len(groups))
	for _, g := range groups {
		helps[g.Name] = g.Help
	}
	first := make(map[string]*Action) // the action that a command was begun for
	made := make(map[string]*command)
	var menu []command
	var errs []error
	for i := range actions {
		a := &actions[i]
		errs = append(errs, checkAction(a))
		if a.On == OnMessage {
			menu = append(menu, *newCommand(a, a.Name, commandMessage))
		}
		if a.On != Slash {
			continue
		}
		name, verb, grouped := strings.Cut(a.Name, " ")
		begun := first[name]
		switch {
		case begun == nil:
			first[name] = a
			made[name] = begin(a, name, helps, grouped)
		case !grouped || !strings.Contains(begun.Name, " "):
			errs = append(errs, fmt.Errorf("%q is both a command and a group", name))
			continue
		case begun.Organiser != a.Organiser || begun.DM != a.DM:
			errs = append(errs, fmt.Errorf("%q and %q do not agree on who may, or where", begun.Name, a.Name))
		}
		if grouped {
			c := made[name]
			c.Options = append(c.Options, commandOption{
				Type: optionSubcommand, Name: verb, Description: a.Help, Options: options(a.Options),
			})
		}
	}
	for _, g := range groups {
		if made[g.Name] == nil {
			errs = append(errs, fmt.Errorf("group %q has no actions", g.Name))
		}
	}
	list := make([]command, 0, len(made))
	for _, c := range made {
		errs = append(errs, checkCommand(c))
		list = append(list, *c)
	}
	if len(list) > maxCommands {
		errs = append(errs, fmt.Errorf("%d commands, Discord takes %d", len(list), maxCommands))
	}
	if len(menu) > maxMenu {
		errs = append(errs, fmt.Errorf("%d entries of a message's menu, Discord takes %d", len(menu), maxMenu))
	}
	for _, part := range [][]command{list, menu} {
		sort.Slice(part, func(i, j int) bool { return part[i].Name < part[j].Name })
	}
	return append(list, menu...), errors.Join(errs...)
}

// newCommand makes what a command of either kind has.
func newCommand(a *Action, name string, kind int) *command {
	c := &command{Name: name, Type: kind, Contexts: []int{contextServer}, Integrations: []int{integrationServer}}
	if a.Organiser {
		c.Permissions = strconv.FormatInt(discordgo.PermissionManageEvents, 10)
	}
	return c
}

// begin makes the command that an action is, or is the first of.
func begin(a *Action, name string, helps map[string]string, grouped bool) *command {
	c := newCommand(a, name, commandSlash)
	if a.DM {
		c.Contexts = append(c.Contexts, contextBotDM)
	}
	c.Description, c.Options = a.Help, options(a.Options)
	if grouped {
		c.Description, c.Options = helps[name], nil
	}
	return c
}

func options(in []Option) []commandOption {
	out := make([]commandOption, len(in))
	for i, o := range in {
		out[i] = commandOption{
			Type: int(o.Type), Name: o.Name, Description: o.Help, Required: o.Required,
			Autocomplete: o.Suggest != nil, MinLength: o.MinLength, MaxLength: o.MaxLength,
		}
		if len(o.Choices) > 0 {
			out[i].Choices = wireChoices(o.Choices, o.Type)
		}
		if o.Min != 0 {
			out[i].Min = &o.Min
		}
		if o.Max != 0 {
			out[i].Max = &o.Max
		}
	}
	return out
}

// checkAction finds what Discord, or the edge, would not take of an action.
func checkAction(a *Action) error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("action %q: "+format, append([]any{a.Name}, args...)...))
	}
	if a.Run == nil {
		bad("has no Run")
	}
	if a.Judge != nil && a.On != OnMessage {
		bad("has what only an entry of a menu has")
	}
	if a.DM && (a.NeedsServer || a.Asks != nil || a.On == OnMessage) {
		bad("needs a server and works without one")
	}
	checkFetch(a, bad)
	if a.On != Slash {
		if len(a.Options) > 0 {
			bad("has what only a slash command has")
		}
		checkName(a, bad)
		return errors.Join(errs...)
	}
	if a.Args != 0 || a.Updates {
		bad("has what only a button has")
	}
	for i := range a.Options {
		errs = append(errs, checkOption(a.Name, &a.Options[i]))
	}
	return errors.Join(errs...)
}

// checkName checks the name of what is no slash command.
func checkName(a *Action, bad func(format string, args ...any)) {
	if a.On == OnMessage {
		if n := club.Units(a.Name); n < 1 || n > maxMenuName || strings.TrimSpace(a.Name) != a.Name {
			bad("its name has %d characters, Discord takes 1 to %d, and no spaces around them", n, maxMenuName)
		}
		if a.Help != "" || a.Args != 0 || a.Updates {
			bad("has what an entry of a menu has not")
		}
		return
	}
	if !isRoute(a.Name) {
		bad("is not named feature/verb")
	}
	if longest := len(idVersion) + len(a.Name) + a.Args*(1+argDigits) + maxTag; longest > maxCustomID {
		bad("its custom id can have %d characters, Discord takes %d", longest, maxCustomID)
	}
}

// checkOption checks what is lost in the registered form of an option.
func checkOption(action string, o *Option) error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("action %q, option %q: "+format, append([]any{action, o.Name}, args...)...))
	}
	text := o.Type == discordgo.ApplicationCommandOptionString
	number := o.Type == discordgo.ApplicationCommandOptionInteger || o.Type == discordgo.ApplicationCommandOptionNumber
	if o.Type < discordgo.ApplicationCommandOptionString || o.Type > discordgo.ApplicationCommandOptionAttachment {
		bad("is of no type that a person can fill in")
	}
	if o.Suggest != nil && (len(o.Choices) > 0 || !text && !number) {
		bad("cannot have suggestions")
	}
	if len(o.Choices) > maxChoices || len(wireChoices(o.Choices, o.Type)) != len(o.Choices) || len(o.Choices) > 0 && !text && !number {
		bad("has choices that Discord does not take")
	}
	for _, c := range o.Choices {
		if club.Units(c.Name) > maxChoiceText {
			bad("has a choice with a name of %d characters", club.Units(c.Name))
		}
	}
	if (o.Min != 0 || o.Max != 0) && !number || (o.MinLength != 0 || o.MaxLength != 0) && !text {
		bad("has bounds that its type has not")
	}
	if o.MinLength < 0 || o.MinLength > maxOptionLength || o.MaxLength < 0 || o.MaxLength > maxOptionLength ||
		o.MaxLength != 0 && o.MaxLength < o.MinLength || o.Max != 0 && o.Max < o.Min {
		bad("has bounds that cannot be")
	}
	return errors.Join(errs...)
}

// checkCommand checks a command as it would be registered.
func checkCommand(c *command) error {
	name := regexp.MustCompile(`^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$`)
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("command %q: "+format, append([]any{c.Name}, args...)...))
	}
	total := 0
	check := func(what, describes string) {
		if !name.MatchString(what) {
			bad("the name %q is not 1 to 32 lower-case letters, digits, - and _", what)
		}
		if n := club.Units(describes); n < 1 || n > maxDescription {
			bad("the help of %q has %d characters, Discord takes 1 to %d", what, n, maxDescription)
		}
		total += club.Units(what) + club.Units(describes)
	}
	var each func(list []commandOption)
	each = func(list []commandOption) {
		seen := make(map[string]bool)
		optional := false
		if len(list) > maxOptions {
			bad("%d options, Discord takes %d", len(list), maxOptions)
		}
		for _, o := range list {
			check(o.Name, o.Description)
			if seen[o.Name] {
				bad("%q stands twice", o.Name)
			}
			if o.Required && optional {
				bad("%q is required but comes after one that is not", o.Name)
			}
			seen[o.Name], optional = true, optional || !o.Required
			for _, choice := range o.Choices {
				total += club.Units(choice.Name) + club.Units(fmt.Sprint(choice.Value))
			}
			each(o.Options)
		}
	}
	check(c.Name, c.Description)
	each(c.Options)
	if total > maxCommandUnits {
		bad("%d characters in all, Discord takes %d", total, maxCommandUnits)
	}
	return errors.Join(errs...)
}
