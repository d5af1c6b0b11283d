package bot

import (
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

// Interaction is what a person did, as checked values. Everything in it was
// told by Discord; nothing in it is to be trusted as a reference to a row of
// this server until it was looked up.
type Interaction struct {
	Now       time.Time // club time
	Guild     string    // "" in a direct message
	Channel   string    // where it was used
	Parent    string    // the channel that Channel hangs in, if it is a thread
	Place     string    // the name of Channel
	PlaceType int       // Discord's channel type of Channel
	User      string
	UserRoles []string // ids
	// Permissions are the person's in Channel, AppPermissions the bot's.
	Permissions    int64
	AppPermissions int64
	// Server is what the bot asked Discord about the server, if the action
	// NeedsServer.
	Server *Server
	// Target is the message that an OnMessage action was used on.
	Target *Target
	// Asked is what the action Asks, Findings what the edge found out of it, in
	// the same order.
	Asked    []Enquiry
	Findings []Finding

	args    []int64
	values  map[string]value
	pressed string // the id of the message that was pressed
	private bool   // that message is ephemeral
}

// Server is what the edge asks Discord for an action that NeedsServer, and for
// a role that is to be given.
type Server struct {
	ID       string
	Name     string
	Owner    string
	Roles    []Role
	BotRoles []string // ids of the roles that the bot has
}

// Role is a role of a server.
type Role struct {
	ID          string
	Name        string
	Permissions int64
	Position    int
	Managed     bool
	Mentionable bool
}

// value is one option or field, as its type demands.
type value struct {
	text string // of a menu, what was chosen first
	num  float64
	flag bool
	role Role
	file Attachment
}

// Format implements fmt.Formatter. Whatever the verb, it shows where and who,
// and nothing of what was typed.
func (in Interaction) Format(to fmt.State, _ rune) {
	_, _ = fmt.Fprintf(to, "interaction of %s in %s of %s", in.User, in.Channel, in.Guild) // fmt has no way to fail
}

// LogValue implements slog.LogValuer. It shows what Format shows.
func (in Interaction) LogValue() slog.Value {
	return slog.GroupValue(slog.String("guild", in.Guild), slog.String("channel", in.Channel), slog.String("user", in.User))
}

// Format implements fmt.Formatter: what was typed is not shown.
func (value) Format(to fmt.State, _ rune) { _, _ = io.WriteString(to, "[value]") }

// Role finds a role of the server by its id.
func (s Server) Role(id string) (Role, bool) {
	for _, r := range s.Roles {
		if r.ID == id {
			return r, true
		}
	}
	return Role{}, false
}

// shownFor is how long the buttons of an organiser's answer may be
// pressed: what they stand on, the right to use the command, may be taken away.
const shownFor = time.Hour

// stillShown refuses a press for organisers unless it is on a private message
// of the last hour. A form that a command opened comes from no message.
func stillShown(in *Interaction) error {
	if in.pressed == "" {
		return nil
	}
	made, err := discordgo.SnowflakeTimestamp(in.pressed)
	if err != nil {
		return fmt.Errorf("the pressed message's id: %w", err)
	}
	if !in.private || in.Now.Sub(made) > shownFor {
		return club.Refuse("%s", sayLapsed)
	}
	return nil
}
