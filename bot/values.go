package bot

import (
	"fmt"
	"path"
	"strings"

	"dogear/club"
)

// Attachment is a file that came with a command. What is in it is taken with
// StoryFile alone.
type Attachment struct {
	name string // as the person's file was named
	size int    // bytes, as Discord says
	url  string // where it lies, for a while
	data string // if it is the option that the action Fetches
}

// NewAttachment makes an Attachment as if the edge had fetched it, for tests of
// actions.
func NewAttachment(name string, data []byte) Attachment {
	return Attachment{name: name, size: len(data), data: string(data)}
}

// Format implements fmt.Formatter: the file is not shown.
func (a Attachment) Format(to fmt.State, _ rune) {
	_, _ = fmt.Fprintf(to, "[attachment of %d bytes]", a.size)
}

// NewInteraction makes an Interaction as if it had come from Discord, for
// tests of actions. An option's value is a string, an int, a bool, a Role, an
// Attachment, or a []string (what was chosen in a menu).
func NewInteraction(in Interaction, options map[string]any, args ...int64) *Interaction {
	in.args = args
	in.values = make(map[string]value, len(options))
	for name, option := range options {
		switch v := option.(type) {
		case string:
			in.values[name] = value{text: v}
		case int:
			in.values[name] = value{num: float64(v)}
		case bool:
			in.values[name] = value{flag: v}
		case Role:
			in.values[name] = value{role: v}
		case Attachment:
			in.values[name] = value{file: v}
		case []string:
			in.values[name] = chosen(v)
		default:
			panic("bot: an option's value is of a type that Discord has not")
		}
	}
	return &in
}

// On says which message was pressed and whether it is private, for tests of
// actions.
func (in *Interaction) On(message string, private bool) *Interaction {
	in.pressed, in.private = message, private
	return in
}

// Has reports whether an option was given, or a field is there.
func (in *Interaction) Has(name string) bool {
	_, ok := in.values[name]
	return ok
}

// Text is a string option or a field of a form; a menu's first chosen value.
// A text about the story is taken with Story instead.
func (in *Interaction) Text(name string) (string, bool) {
	v, ok := in.values[name]
	return v.text, ok
}

// Story is a text about the story: shut to all but the one who typed it.
func (in *Interaction) Story(name string) (club.Locked, bool) {
	v, ok := in.values[name]
	return club.Draft(v.text, in.User), ok
}

// Int is an integer option.
func (in *Interaction) Int(name string) (int, bool) {
	v, ok := in.values[name]
	return int(v.num), ok
}

// Bool is a boolean option.
func (in *Interaction) Bool(name string) (is, given bool) {
	v, given := in.values[name]
	return v.flag, given
}

// Role is a role option, as the server has it now.
func (in *Interaction) Role(name string) (Role, bool) {
	v, ok := in.values[name]
	return v.role, ok
}

// StoryFile is a text file about the story that the action Fetches: shut to
// all but the one who sent it.
func (in *Interaction) StoryFile(name string) (club.Locked, bool) {
	v, ok := in.values[name]
	return club.Draft(v.file.data, in.User), ok
}

// maxKind is how long the ending of a file's name may be.
const maxKind = 8

// FileKind is the ending of a file's name in lower case, with its point
// (".csv"); "" if it has none of up to 8 letters and digits: what else stands in
// the name may be about the story, and is told to nobody.
func (in *Interaction) FileKind(name string) string {
	kind := strings.ToLower(path.Ext(in.values[name].file.name))
	if len(kind) < 2 || len(kind) > 1+maxKind || strings.Trim(kind[1:], "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return kind
}

// Arg is the i-th number of the custom id that was pressed or sent, from 0.
func (in *Interaction) Arg(i int) int64 {
	if i < 0 || i >= len(in.args) {
		return 0
	}
	return in.args[i]
}

// Home is the channel to look for a club in: the one that a thread hangs in,
// or the channel itself.
func (in *Interaction) Home() string {
	if in.Parent != "" {
		return in.Parent
	}
	return in.Channel
}

// IsPrivate reports whether the pressed message is one that only the person
// who pressed it can see: an Update may answer it.
func (in *Interaction) IsPrivate() bool { return in.private }

// chosen is the value of a menu.
func chosen(picks []string) value {
	if len(picks) == 0 {
		return value{}
	}
	return value{text: picks[0]}
}
