package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

const formsKept = 500

// Form is a form that the bot has opened for a person.
type Form struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	CustomID   string `json:"custom_id"`
	Components []any  `json:"components"` // Discord's, as they came

	user    string
	channel string
	source  *message
}

// Field is one input of a form.
type Field struct {
	CustomID string
	Label    string
	Help     string
	Value    string // what it is filled with
	Options  []Choice
	Required bool
}

// Fields returns the inputs of a form, from top to bottom.
func (f *Form) Fields() []Field {
	var out []Field
	for _, in := range f.inputs() {
		x := Field{CustomID: in.id(), Label: in.label, Help: in.help, Required: in.required()}
		x.Value, _ = in.component["value"].(string)
		for _, o := range in.options() {
			x.Options = append(x.Options, Choice{Name: textOf(o, "label"), Value: o["value"]})
			if o["default"] == true {
				x.Value = textOf(o, "value")
			}
		}
		out = append(out, x)
	}
	return out
}

// input is a component that takes a value, with the label it stands under.
type input struct {
	component map[string]any
	label     string
	help      string
}

func textOf(m map[string]any, key string) string {
	t, _ := m[key].(string)
	return t
}

func (in input) id() string     { return textOf(in.component, "custom_id") }
func (in input) required() bool { return in.component["required"] != false }

func (in input) options() []map[string]any {
	list, _ := in.component["options"].([]any)
	var out []map[string]any
	for _, x := range list {
		if m, ok := x.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func (f *Form) inputs() []input {
	var out []input
	for _, x := range f.Components {
		m, _ := x.(map[string]any)
		switch typeOf(m) {
		case componentLabel:
			c, _ := m["component"].(map[string]any)
			out = append(out, input{c, textOf(m, "label"), textOf(m, "description")})
		case componentRow:
			list, _ := m["components"].([]any)
			for _, y := range list {
				if c, ok := y.(map[string]any); ok {
					out = append(out, input{component: c, label: textOf(c, "label")})
				}
			}
		}
	}
	return out
}

// answerModal opens a form.
func (s *Sandbox) answerModal(in *interaction, data map[string]any) error {
	if in.kind == interactionModal {
		return errField("type", "INTERACTION_CALLBACK_TYPE_INVALID", "A form cannot be the answer to a form.")
	}
	p := &problems{}
	p.check("data", s.shapes.modal, data)
	s.oddFields("a form", p)
	if p.bad() {
		return errForm(p)
	}
	list, _ := data["components"].([]any)
	checkFormIDs(p, list)
	if p.bad() {
		return errForm(p)
	}
	numberComponents(list)
	f := &Form{
		ID: s.newID(), Title: textOf(data, "title"), CustomID: textOf(data, "custom_id"), Components: list,
		user: in.user, channel: in.channel.ID, source: in.source,
	}
	s.forms[f.ID] = f
	s.formOrder = append(s.formOrder, f.ID)
	if len(s.formOrder) > formsKept {
		delete(s.forms, s.formOrder[0])
		s.formOrder = s.formOrder[1:]
	}
	in.answer.Form = f
	s.showForm(f)
	return nil
}

func checkFormIDs(p *problems, list []any) {
	seen := map[string]bool{}
	eachComponent("data.components", list, func(path string, c map[string]any) {
		id := textOf(c, "custom_id")
		if id != "" && seen[id] {
			p.add(join(path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
		}
		seen[id] = true
	})
}

// Submit sends a form. The keys of fields are custom ids or labels; what is
// not named keeps what it was filled with. It refuses what Discord's client
// would not send.
func (p *Person) Submit(ctx context.Context, f *Form, fields map[string]string) (*Answer, error) {
	if f == nil {
		return nil, errors.New("there is no form to submit")
	}
	values := map[string][]string{}
	for k, v := range fields {
		values[k] = []string{v}
	}
	in, err := p.submit(f, values)
	if err != nil {
		return nil, err
	}
	return p.s.wait(ctx, in)
}

func (p *Person) submit(f *Form, fields map[string][]string) (*interaction, error) {
	s := p.s
	if f.user != p.ID {
		return nil, fmt.Errorf("the form was not opened for %s", p.Name)
	}
	data, err := f.submission(fields)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	c := s.channels[f.channel]
	if c == nil || s.permissionsIn(c, p.ID)&PermissionViewChannel == 0 {
		s.mu.Unlock()
		return nil, fmt.Errorf("the channel of the form is gone for %s", p.Name)
	}
	in := s.newInteraction(interactionModal, p, c)
	in.fromForm = f.source
	payload := s.interactionPayload(in, data)
	s.mu.Unlock()
	s.send(payload)
	return in, nil
}

// submission is the data of a form that was sent.
func (f *Form) submission(fields map[string][]string) (map[string]any, error) {
	known := map[string]bool{}
	values := map[string]any{}
	for _, in := range f.inputs() {
		known[in.id()], known[in.label] = true, true
		given, ok := fields[in.id()]
		if !ok {
			given, ok = fields[in.label]
		}
		v, err := in.value(given, ok)
		if err != nil {
			return nil, fmt.Errorf("the field %q: %w", in.label, err)
		}
		values[in.id()] = v
	}
	for k := range fields {
		if !known[k] {
			return nil, fmt.Errorf("the form %q has no field %q", f.Title, k)
		}
	}
	out := []any{}
	for _, x := range f.Components {
		m, _ := x.(map[string]any)
		e := map[string]any{"type": m["type"], "id": m["id"]}
		switch typeOf(m) {
		case componentLabel:
			c, _ := m["component"].(map[string]any)
			e["component"] = submitted(c, values)
		case componentRow:
			list, _ := m["components"].([]any)
			row := []any{}
			for _, y := range list {
				if c, ok := y.(map[string]any); ok {
					row = append(row, submitted(c, values))
				}
			}
			e["components"] = row
		}
		out = append(out, e)
	}
	return map[string]any{"custom_id": f.CustomID, "components": out}, nil
}

func submitted(c, values map[string]any) map[string]any {
	id := textOf(c, "custom_id")
	e := map[string]any{"type": c["type"], "id": c["id"], "custom_id": id}
	if typeOf(c) == componentTextInput {
		e["value"] = values[id]
	} else {
		e["values"] = values[id]
	}
	return e
}

// value checks what was put into one input, as Discord's client does.
func (in input) value(given []string, ok bool) (any, error) {
	if typeOf(in.component) != componentTextInput {
		if !ok {
			for _, o := range in.options() {
				if o["default"] == true {
					given = append(given, textOf(o, "value"))
				}
			}
		}
		if len(given) == 1 && given[0] == "" {
			given = nil
		}
		if len(given) == 0 && !in.required() {
			return []string{}, nil
		}
		return chooseValues(in.component, given)
	}
	t := textOf(in.component, "value")
	if ok {
		t = strings.Join(given, "")
	}
	n := float64(utf16Len(t))
	if n == 0 {
		if in.required() {
			return nil, errors.New("is required")
		}
		return "", nil
	}
	least, _ := in.component["min_length"].(float64)
	most, set := in.component["max_length"].(float64)
	if !set {
		most = 4000
	}
	if n < least || n > most {
		return nil, fmt.Errorf("has %v characters, %v to %v are allowed", n, least, most)
	}
	if in.component["style"] == 1.0 && strings.Contains(t, "\n") {
		return nil, errors.New("takes one line")
	}
	return t, nil
}

// chooseValues checks what is chosen in a menu; labels become values.
func chooseValues(menu map[string]any, chosen []string) ([]string, error) {
	options := input{component: menu}.options()
	out := []string{}
	for _, v := range chosen {
		i := slices.IndexFunc(options, func(o map[string]any) bool { return o["value"] == v })
		if i < 0 {
			i = slices.IndexFunc(options, func(o map[string]any) bool { return o["label"] == v })
		}
		switch {
		case i >= 0:
			out = append(out, textOf(options[i], "value"))
		case typeOf(menu) != componentSelect && isSnowflake(v):
			out = append(out, v)
		default:
			return nil, fmt.Errorf("the menu has no option %q", v)
		}
	}
	least, most := 1.0, 1.0
	if n, ok := menu["min_values"].(float64); ok {
		least = n
	}
	if n, ok := menu["max_values"].(float64); ok {
		most = n
	}
	if n := float64(len(out)); n < least || n > most {
		return nil, fmt.Errorf("%v chosen, %v to %v are allowed", n, least, most)
	}
	return out, nil
}
