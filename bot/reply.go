package bot

import (
	"context"

	"github.com/bwmarrin/discordgo"
)

// Reply is what an action answers: a Private message, an Update of the private
// message that was pressed, or a Form. (Suggestions are returned as choices.)
type Reply interface{ reply() }

// Private is a message that only the person who acted can see.
type Private struct{ Message }

// Update replaces the private message that was pressed. The edge refuses it
// where the pressed message is public: it would change it for all.
type Update struct{ Message }

// Form opens a form (a modal). Discord allows it neither after a deferral nor
// as the answer to a form.
type Form struct {
	ID     string // made by CustomID, names a Submit action
	Title  string // at most 45 characters
	Fields []Field
	// Late is answered, privately, where the form comes too late to be opened:
	// it has a button that opens it. nil: the person is asked to try again.
	Late *Message
}

// Field is one field of a form: a text, or a menu if Choices are given.
type Field struct {
	Name        string // how Interaction finds it
	Label       string // at most 45 characters
	Help        string // at most 100 characters
	Value       string // what it is filled with; for a menu, the chosen value
	Placeholder string // at most 100 characters
	Choices     []Choice
	Required    bool
	Long        bool // a text of several lines
	MaxLength   int  // of a text, at most 4,000; 0 means 4,000
}

func (Private) reply() {}
func (Update) reply()  {}
func (Form) reply()    {}

// Fault is a fault after which there is still something to press: Then stands
// below the apology.
type Fault struct {
	Err  error
	Then discordgo.MessageComponent
}

// Error is what is logged.
func (f *Fault) Error() string { return f.Err.Error() }

// Unwrap is the fault itself.
func (f *Fault) Unwrap() error { return f.Err }

// Message is what a message holds: Components V2 and files, no content and no
// embeds. It mentions nobody but Role.
type Message struct {
	Parts []discordgo.MessageComponent
	Files []File
	Role  string // the one role that may be mentioned, or ""
}

// File is a file that is sent along; a component names it as
// "attachment://" + Name.
type File struct {
	Name string
	Type string // media type
	Alt  string // what the picture says, at most 1,024 characters
	Data []byte
	// Draw, if there is no Data, makes it: when the file is to be sent and not
	// before, outside of every transaction. Of says what it draws. A post is
	// not edited, and its file not sent again, as long as that is the same.
	Draw func(context.Context) ([]byte, error)
	Of   string
}
