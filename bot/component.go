package bot

import (
	"encoding/json"
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// Component types that discordgo does not know yet.
const (
	typeTextInput = 4
	typeMenu      = 3
	typeLabel     = 18
)

// component is any component as it goes over the wire. One flat struct is
// encoded in one pass (discordgo's types marshal each level of nesting anew),
// and the same struct decodes what Discord sends back: types that are not
// known yet do no harm there.
type component struct {
	Type        int                       `json:"type"`
	ID          int                       `json:"id,omitempty"`
	CustomID    string                    `json:"custom_id,omitempty"`
	Content     string                    `json:"content,omitempty"`
	Label       string                    `json:"label,omitempty"`
	Description string                    `json:"description,omitempty"`
	Style       int                       `json:"style,omitempty"`
	Disabled    bool                      `json:"disabled,omitempty"`
	Emoji       *discordgo.ComponentEmoji `json:"emoji,omitempty"`
	URL         string                    `json:"url,omitempty"`
	Placeholder string                    `json:"placeholder,omitempty"`
	MinValues   *int                      `json:"min_values,omitempty"`
	MaxValues   int                       `json:"max_values,omitempty"`
	MaxLength   int                       `json:"max_length,omitempty"`
	Required    *bool                     `json:"required,omitempty"`
	Value       string                    `json:"value,omitempty"`
	Options     []menuOption              `json:"options,omitempty"`
	Components  []component               `json:"components,omitempty"`
	Component   *component                `json:"component,omitempty"`
	Accessory   *component                `json:"accessory,omitempty"`
	Media       *media                    `json:"media,omitempty"`
	File        *media                    `json:"file,omitempty"`
	Items       []galleryItem             `json:"items,omitempty"`
	AccentColor *int                      `json:"accent_color,omitempty"`
	Spoiler     bool                      `json:"spoiler,omitempty"`
	Divider     *bool                     `json:"divider,omitempty"`
	Spacing     int                       `json:"spacing,omitempty"`
}

type menuOption struct {
	Label       string                    `json:"label"`
	Value       string                    `json:"value"`
	Description string                    `json:"description,omitempty"`
	Emoji       *discordgo.ComponentEmoji `json:"emoji,omitempty"`
	Default     bool                      `json:"default,omitempty"`
}

type media struct {
	URL string `json:"url"`
	// Attachment is the id of the file that is shown, where Discord tells it.
	Attachment string `json:"attachment_id,omitempty"`
}

type galleryItem struct {
	Media       media  `json:"media"`
	Description string `json:"description,omitempty"`
	Spoiler     bool   `json:"spoiler,omitempty"`
}

// flatten turns discordgo's components into ours. Types that are not listed go
// the long way over their own JSON.
func flatten(parts []discordgo.MessageComponent) ([]component, error) {
	out := make([]component, len(parts))
	for i, part := range parts {
		if err := flattenOne(part, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func flattenOne(part discordgo.MessageComponent, c *component) (err error) {
	if part == nil {
		return fmt.Errorf("a component of a message is nil")
	}
	c.Type = int(part.Type())
	switch v := part.(type) {
	case discordgo.TextDisplay:
		c.Content = v.Content
	case discordgo.ActionsRow:
		c.ID = v.ID
		c.Components, err = flatten(v.Components)
	case discordgo.Button:
		c.flattenButton(v)
	case discordgo.SelectMenu:
		c.flattenMenu(v)
	case discordgo.Container:
		c.ID, c.AccentColor, c.Spoiler = v.ID, v.AccentColor, v.Spoiler
		c.Components, err = flatten(v.Components)
	case discordgo.Section:
		c.ID = v.ID
		if c.Components, err = flatten(v.Components); err != nil {
			return err
		}
		c.Accessory = new(component)
		err = flattenOne(v.Accessory, c.Accessory)
	case discordgo.Separator:
		c.ID, c.Divider = v.ID, v.Divider
		if v.Spacing != nil {
			c.Spacing = int(*v.Spacing)
		}
	default:
		var b []byte
		if b, err = json.Marshal(part); err != nil {
			return fmt.Errorf("encode component: %w", err)
		}
		err = json.Unmarshal(b, c)
	}
	return err
}

func (c *component) flattenButton(v discordgo.Button) {
	c.ID, c.CustomID, c.Label, c.URL = v.ID, v.CustomID, v.Label, v.URL
	c.Style, c.Disabled, c.Emoji = int(v.Style), v.Disabled, v.Emoji
	if c.Style == 0 {
		c.Style = int(discordgo.PrimaryButton)
	}
}

func (c *component) flattenMenu(v discordgo.SelectMenu) {
	c.ID, c.CustomID, c.Placeholder = v.ID, v.CustomID, v.Placeholder
	c.MinValues, c.MaxValues, c.Disabled = v.MinValues, v.MaxValues, v.Disabled
	for _, o := range v.Options {
		c.Options = append(c.Options, menuOption{
			Label: o.Label, Value: o.Value, Description: o.Description, Emoji: o.Emoji, Default: o.Default,
		})
	}
}

// shown are the pictures and the files that the component shows.
func (c *component) shown() []*media {
	var list []*media
	for _, m := range []*media{c.Media, c.File} {
		if m != nil {
			list = append(list, m)
		}
	}
	for i := range c.Items {
		list = append(list, &c.Items[i].Media)
	}
	return list
}

// walk visits every component of the trees, parents first.
func walk(trees []component, visit func(*component)) {
	for i := range trees {
		c := &trees[i]
		visit(c)
		walk(c.Components, visit)
		if c.Accessory != nil {
			visit(c.Accessory)
		}
		if c.Component != nil {
			visit(c.Component)
		}
	}
}
