package bot

import (
	"fmt"
	"log/slog"

	"dogear/club"
)

// Discord's limits on a form.
const (
	maxFormTitle      = 45
	maxFormFields     = 5
	maxLabel          = 45
	maxLabelHelp      = 100
	maxInput          = 4000
	maxInputPlacehold = 100
	maxChoices        = 25
	styleShort        = 1
	styleLong         = 2
)

// modal is a form on its way to Discord.
type modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []component `json:"components"`
}

// packForm makes the wire form of a Form and cuts what is too long.
func packForm(f Form, log *slog.Logger) (*modal, error) {
	if len(f.Fields) == 0 || len(f.Fields) > maxFormFields {
		return nil, fmt.Errorf("form has %d fields, Discord takes 1 to %d", len(f.Fields), maxFormFields)
	}
	m := &modal{CustomID: f.ID, Title: club.Cut(f.Title, maxFormTitle), Components: make([]component, len(f.Fields))}
	cuts := m.Title != f.Title
	for i, field := range f.Fields {
		label := component{
			Type: typeLabel, Label: club.Cut(field.Label, maxLabel), Description: club.Cut(field.Help, maxLabelHelp),
		}
		cuts = cuts || label.Label != field.Label || label.Description != field.Help
		if len(field.Choices) > 0 {
			label.Component = menuField(field)
		} else {
			label.Component = textField(field)
			cuts = cuts || label.Component.Value != field.Value
		}
		m.Components[i] = label
	}
	if cuts {
		log.Warn("form too long for Discord, cut")
	}
	return m, nil
}

func textField(f Field) *component {
	c := &component{
		Type: typeTextInput, CustomID: f.Name, Style: styleShort, Required: &f.Required,
		Placeholder: club.Cut(f.Placeholder, maxInputPlacehold), MaxLength: f.MaxLength,
	}
	if f.Long {
		c.Style = styleLong
	}
	if c.MaxLength <= 0 || c.MaxLength > maxInput {
		c.MaxLength = maxInput
	}
	c.Value = club.Cut(f.Value, c.MaxLength)
	return c
}

func menuField(f Field) *component {
	c := &component{
		Type: typeMenu, CustomID: f.Name, Required: &f.Required,
		Placeholder: club.Cut(f.Placeholder, maxPlaceholder),
	}
	if !f.Required {
		c.MinValues = new(int)
	}
	for _, choice := range f.Choices[:min(len(f.Choices), maxChoices)] {
		c.Options = append(c.Options, menuOption{
			Label: club.Cut(choice.Name, maxMenuText), Value: choice.Value,
			Default: f.Value != "" && choice.Value == f.Value,
		})
	}
	return c
}
