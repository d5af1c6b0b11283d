package bot

import (
	"time"
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
	UserName  string   // as the server shows it
	UserRoles []string // ids
	// Permissions are the person's in Channel, AppPermissions the bot's.
	Permissions    int64
	AppPermissions int64
	Locale         string
	// Server is what the bot asked Discord about the server, if the action
	// NeedsServer.
	Server *Server

	args    []int64
	values  map[string]value
	pressed string // the id of the message that was pressed
	private bool   // that message is ephemeral
}

// Server is what the edge asks Discord for an action that NeedsServer, and for
// a role that is to be given.
type Server struct {
	ID       string
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
	text  string
	num   float64
	flag  bool
	role  Role
	file  Attachment
	picks []string // of a menu
}

// Role finds a role of the server by its id.
func (s Server) Role(id string) (Role, bool) {
	for _, r := range s.Roles {
		if r.ID == id {
			return r, true
		}
	}
	return Role{}, false
}
