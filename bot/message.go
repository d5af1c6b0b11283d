package bot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/textproto"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

// Discord's limits on a message.
const (
	maxComponents  = 40
	maxText        = 4000 // over all text displays together
	maxButtonLabel = 80
	maxMenuText    = 100
	maxPlaceholder = 150
	maxAlt         = 1024
	maxFiles       = 10
)

const (
	flagEphemeral = int(discordgo.MessageFlagsEphemeral)
	flagV2        = int(discordgo.MessageFlagsIsComponentsV2)
)

// body is a message on its way to Discord: of a callback, an edit, a follow-up
// or a post.
type body struct {
	Flags       int           `json:"flags,omitempty"`
	Components  []component   `json:"components,omitempty"`
	Mentions    *mentions     `json:"allowed_mentions,omitempty"`
	Attachments *[]attachment `json:"attachments,omitempty"`
	Nonce       string        `json:"nonce,omitempty"`
	Enforce     bool          `json:"enforce_nonce,omitempty"`

	files []File
}

// mentions always says "parse nothing": user text never mentions anyone.
type mentions struct {
	Parse [0]string `json:"parse"`
	Roles []string  `json:"roles,omitempty"`
}

type attachment struct {
	ID          string `json:"id"`
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"`
}

// pack makes the body of a message and sees to Discord's limits: what is too
// long is cut, with a warning that does not show it, and what cannot be cut is
// an error.
func pack(m Message, log *slog.Logger) (*body, error) {
	parts, err := flatten(m.Parts)
	if err != nil {
		return nil, err
	}
	if len(m.Files) > maxFiles {
		return nil, fmt.Errorf("message has %d files, Discord takes %d", len(m.Files), maxFiles)
	}
	if err := attached(parts, m.Files); err != nil {
		return nil, err
	}
	if err := fit(parts, log); err != nil {
		return nil, err
	}
	b := &body{Flags: flagV2, Components: parts, Mentions: &mentions{}}
	if m.Role != "" {
		b.Mentions.Roles = []string{m.Role}
	}
	if len(m.Files) > 0 {
		b.attach(m.Files, nil)
	}
	return b, nil
}

// replacing makes the body one of an edit: files that the message had before
// go, unless they are sent again.
func (b *body) replacing() *body {
	if b.Attachments == nil {
		b.Attachments = &[]attachment{}
	}
	return b
}

// attached checks that the files which the parts name come along, each under a
// name of its own: Discord refuses the whole message otherwise.
func attached(parts []component, files []File) error {
	there := make(map[string]bool, len(files))
	for _, f := range files {
		if there[f.Name] {
			return fmt.Errorf("message has two files of one name")
		}
		there[f.Name] = true
	}
	var err error
	walk(parts, func(c *component) {
		for _, m := range c.shown() {
			if name, ok := strings.CutPrefix(m.URL, "attachment://"); ok && !there[name] {
				err = fmt.Errorf("message shows a file that does not come along")
			}
		}
	})
	return err
}

// weight is how many bytes of files the message has.
func (b *body) weight() int {
	n := 0
	for _, f := range b.files {
		n += len(f.Data)
	}
	return n
}

// fit cuts what is too long for Discord.
func fit(parts []component, log *slog.Logger) error {
	count, total, cuts := 0, 0, 0
	shorten := func(s *string, limit int) {
		if c := club.Cut(*s, limit); len(c) != len(*s) {
			*s = c
			cuts++
		}
	}
	walk(parts, func(c *component) {
		count++
		total += club.Units(c.Content)
		switch discordgo.ComponentType(c.Type) {
		case discordgo.TextDisplayComponent:
			if c.Content == "" {
				c.Content = "…"
			}
		case discordgo.ButtonComponent:
			shorten(&c.Label, maxButtonLabel)
		case discordgo.SelectMenuComponent:
			shorten(&c.Placeholder, maxPlaceholder)
			for i := range c.Options {
				shorten(&c.Options[i].Label, maxMenuText)
				shorten(&c.Options[i].Description, maxMenuText)
			}
		case discordgo.ThumbnailComponent:
			shorten(&c.Description, maxAlt)
		case discordgo.MediaGalleryComponent:
			for i := range c.Items {
				shorten(&c.Items[i].Description, maxAlt)
			}
		}
	})
	if count == 0 {
		return fmt.Errorf("message is empty")
	}
	if count > maxComponents {
		return fmt.Errorf("message has %d components, Discord takes %d", count, maxComponents)
	}
	for total > maxText {
		longest := longestText(parts)
		before := club.Units(longest.Content)
		shorten(&longest.Content, max(before-(total-maxText), 1))
		total -= before - club.Units(longest.Content)
	}
	if cuts > 0 {
		log.Warn("message too long for Discord, cut", "cuts", cuts)
	}
	return nil
}

func longestText(parts []component) (longest *component) {
	walk(parts, func(c *component) {
		if c.Content != "" && (longest == nil || len(c.Content) > len(longest.Content)) {
			longest = c
		}
	})
	return longest
}

// tagWith adds the tag of the work row to every custom id.
func (b *body) tagWith(tag string) {
	walk(b.Components, func(c *component) {
		if c.CustomID != "" {
			c.CustomID += tag
		}
	})
}

// hasButtons reports whether there is a custom id to find the message by.
func (b *body) hasButtons() bool {
	found := false
	walk(b.Components, func(c *component) { found = found || c.CustomID != "" })
	return found
}

// look is a hash of all that can be seen of the message: it is the same as
// long as an edit would change nothing.
func (b *body) look() (string, error) {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(b); err != nil {
		return "", fmt.Errorf("hash message: %w", err)
	}
	for _, f := range b.files {
		h.Write([]byte(f.sum()))
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// encode makes the HTTP body of v, which is b or holds b: JSON, or a multipart
// form if there are files.
func (b *body) encode(v any) (contentType string, data []byte, err error) {
	data, err = json.Marshal(v)
	if err != nil {
		return "", nil, fmt.Errorf("encode message: %w", err)
	}
	if len(b.files) == 0 {
		return "application/json", data, nil
	}
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	if err := writePart(form, `form-data; name="payload_json"`, "application/json", data); err != nil {
		return "", nil, err
	}
	for i, f := range b.files {
		disposition := fmt.Sprintf(`form-data; name="files[%d]"; filename="%s"`, i, quoted(f.Name))
		mediaType := f.Type
		if mediaType == "" {
			mediaType = "application/octet-stream"
		}
		if err := writePart(form, disposition, mediaType, f.Data); err != nil {
			return "", nil, err
		}
	}
	if err := form.Close(); err != nil {
		return "", nil, fmt.Errorf("encode files: %w", err)
	}
	return form.FormDataContentType(), buf.Bytes(), nil
}

func writePart(form *multipart.Writer, disposition, contentType string, data []byte) error {
	w, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {disposition},
		"Content-Type":        {contentType},
	})
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		return fmt.Errorf("encode files: %w", err)
	}
	return nil
}

func quoted(name string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", "").Replace(name)
}

// says makes a message of one text.
func says(text string) Message {
	return Message{Parts: []discordgo.MessageComponent{discordgo.TextDisplay{Content: text}}}
}
