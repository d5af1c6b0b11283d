package bot

import (
	"context"

	"github.com/bwmarrin/discordgo"
)

// Trigger is how an action is set off.
type Trigger int

// The triggers.
const (
	Slash     Trigger = iota // a slash command or one of its subcommands
	Press                    // a button or a menu
	Submit                   // a form that was sent
	OnMessage                // an entry of a message's menu "Apps"
)

// Action is one thing that a person can do: a subcommand, a button, a form, an
// entry of a message's menu.
// One literal holds all there is to know of it; there is no second list.
type Action struct {
	// Name is "group verb" or "verb" for Slash ("schedule plan", "progress"),
	// "feature/verb" for Press and Submit ("note/open"): the route that custom
	// ids carry; and for OnMessage what the menu shows, 1-32 characters.
	Name string
	On   Trigger
	// Help describes a Slash action in the command list, 1-100 characters.
	Help    string
	Options []Option // of a Slash action, required ones first
	// Organiser registers a Slash or OnMessage action with the default
	// permission Manage Events. All actions of a group agree on it; who may is then Discord's to
	// say, and servers can change it. A Press or Submit for organisers lives in
	// the private answer to such a command, and lapses after an hour.
	Organiser bool
	// DM lets a Slash action be used in a direct message with the bot too, and a
	// Press or Submit be done there: its Interaction has no Guild. Without it they
	// are refused there, kindly.
	DM bool
	// Args is how many numbers the custom id of a Press or Submit carries.
	// Fewer or more mean a button of another version: it is answered as stale.
	Args int
	// Updates says that a Press answers by updating the private message that
	// was pressed. It decides how the edge defers a slow answer.
	Updates bool
	// NeedsServer has the edge ask Discord for the server before Run, which
	// costs a deferral: Interaction.Server is then set.
	NeedsServer bool
	// Fetches names an attachment option that the edge downloads before Run,
	// which may cost a deferral.
	Fetches string
	// FetchLimit is how large the file may be, in bytes, at most 25 MiB; 0 is
	// 1 MiB. Of files larger than 1 MiB, the bot holds two at once.
	FetchLimit int
	// Judge says with a *club.Refusal, before an OnMessage action's target's
	// pictures are fetched, that the person may not; nil: everyone may. It goes
	// by what the interaction says, and looks nothing up.
	Judge func(in *Interaction) error
	// Asks says what the edge is to look up in Discord before Run:
	// Interaction.Findings then holds what it found, in the same order. That
	// costs a deferral, and takes 10 minutes at most, counted from when the
	// person asked; what was not found out by then is Unseen. Of the actions
	// that ask, 4 run at once and 4 wait, no two of one server; whoever comes
	// beyond that is asked to try again. Together they look up 10 things a
	// second. Not for a direct message.
	Asks func(ctx context.Context, in *Interaction) ([]Enquiry, error)
	// Run parses, does one storage transaction and words the answer. It
	// returns a *club.Refusal for what a person can mend, any other error for
	// a fault.
	Run func(ctx context.Context, in *Interaction) (Reply, error)
}

// Group describes the first word of actions that have two.
type Group struct {
	Name string
	Help string // 1-100 characters
}

// Option is one option of a slash command.
type Option struct {
	Name     string
	Help     string // 1-100 characters
	Type     discordgo.ApplicationCommandOptionType
	Required bool
	Choices  []Choice // at most 25
	// Min and Max bound a number; MinLength and MaxLength a string. 0 is unset
	// (discordgo cannot send a maximum of 0).
	Min, Max             float64
	MinLength, MaxLength int
	// Suggest answers while a person types into the option: at most 25
	// choices. It is help, not a gate: Run takes whatever was typed.
	Suggest func(ctx context.Context, in *Interaction, typed string) ([]Choice, error)
}

// Choice is a fixed choice or a suggestion. Name and Value have at most 100
// characters; the edge cuts a longer name at a grapheme and drops a choice
// whose value is longer. A choice of an integer option has a numeric Value.
type Choice struct {
	Name  string
	Value string
}
