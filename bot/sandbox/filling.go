package sandbox

import (
	"fmt"
	"strconv"
	"strings"
)

// filling turns what a person typed into the values that Discord sends.
type filling struct {
	s        *Sandbox
	guild    *Guild
	given    map[string]any
	focused  string
	resolved map[string]any
}

func (f *filling) all(known []option) ([]any, error) {
	out := []any{}
	left := len(f.given)
	for _, o := range known {
		v, there := f.given[o.Name]
		if there {
			left--
		}
		switch {
		case o.Name == f.focused:
			text := ""
			if there {
				text = fmt.Sprint(v)
			}
			out = append(out, map[string]any{"name": o.Name, "type": o.Type, "value": text, "focused": true})
			continue
		case !there && o.Required && f.focused == "":
			return nil, fmt.Errorf("the option %s is required", o.Name)
		case !there:
			continue
		}
		value, err := f.value(o, v)
		if err != nil && f.focused != "" {
			continue // half typed, beside the one that asks
		}
		if err != nil {
			return nil, fmt.Errorf("the option %s: %w", o.Name, err)
		}
		out = append(out, map[string]any{"name": o.Name, "type": o.Type, "value": value})
	}
	if left > 0 {
		return nil, fmt.Errorf("%v are not all options of this command", sortedKeys(f.given))
	}
	return out, nil
}

func (f *filling) value(o option, v any) (any, error) {
	if file, ok := v.(File); ok != (o.Type == optionAttachment) {
		if o.Type != optionAttachment {
			return nil, fmt.Errorf("takes no file")
		}
		return f.uploaded(fmt.Sprint(v))
	} else if ok {
		return f.attach(file)
	}
	typed := strings.TrimSpace(fmt.Sprint(v))
	if len(o.Choices) > 0 {
		return choiceValue(o, typed)
	}
	switch o.Type {
	case optionString:
		return stringValue(o, typed)
	case optionInteger, optionNumber:
		return numberValue(o, typed)
	case optionBool:
		switch strings.ToLower(typed) {
		case "true", "yes", "on":
			return true, nil
		case "false", "no", "off":
			return false, nil
		}
		return nil, fmt.Errorf("%q is neither true nor false", typed)
	}
	return f.named(o, typed)
}

func stringValue(o option, typed string) (any, error) {
	least, most := 0, 6000
	if o.MinLength != nil {
		least = *o.MinLength
	}
	if o.MaxLength != nil {
		most = *o.MaxLength
	}
	if n := utf16Len(typed); n == 0 || n < least || n > most {
		return nil, fmt.Errorf("has %d characters, %d to %d are allowed", n, max(least, 1), most)
	}
	return typed, nil
}

func numberValue(o option, typed string) (any, error) {
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil || (o.Type == optionInteger && n != float64(int64(n))) {
		return nil, fmt.Errorf("%q is not a number", typed)
	}
	if (o.Min != nil && n < *o.Min) || (o.Max != nil && n > *o.Max) {
		return nil, fmt.Errorf("%v is out of range", typed)
	}
	return n, nil
}

func choiceValue(o option, typed string) (any, error) {
	for _, c := range o.Choices {
		if fmt.Sprint(c.Value) == typed {
			return c.Value, nil
		}
	}
	for _, c := range o.Choices {
		if strings.EqualFold(c.Name, typed) {
			return c.Value, nil
		}
	}
	return nil, fmt.Errorf("%q is not one of the choices", typed)
}

func (f *filling) resolve(kind, id string, v any) {
	if f.resolved == nil {
		f.resolved = map[string]any{}
	}
	m, ok := f.resolved[kind].(map[string]any)
	if !ok {
		m = map[string]any{}
		f.resolved[kind] = m
	}
	m[id] = v
}

// named finds a role, a user or a channel by id or name.
func (f *filling) named(o option, typed string) (any, error) {
	if f.guild == nil {
		return nil, fmt.Errorf("there are no members, roles and channels here")
	}
	key := nameKey(strings.TrimPrefix(typed, "#"))
	if o.Type == optionRole || o.Type == optionMention {
		for _, r := range f.guild.rolesByRank() {
			if r.ID == typed || nameKey(r.Name) == key {
				f.resolve("roles", r.ID, f.s.rolePayload(r))
				return r.ID, nil
			}
		}
	}
	if o.Type == optionUser || o.Type == optionMention {
		for id, m := range f.guild.members {
			if u := f.s.users[id]; id == typed || nameKey(u.Name) == key {
				f.resolve("users", id, u.payload())
				member := f.s.memberPayload(m, false)
				member.Permissions = bits(f.guild.basePermissions(id))
				f.resolve("members", id, member)
				return id, nil
			}
		}
	}
	if o.Type == optionChannel {
		for _, id := range f.guild.channels {
			if c := f.s.channels[id]; id == typed || nameKey(c.Name) == key {
				f.resolve("channels", id, f.s.channelPayload(c))
				return id, nil
			}
		}
	}
	return nil, fmt.Errorf("nothing here is called %q", typed)
}

func (f *filling) attach(file File) (any, error) {
	if len(file.Data) > uploadMax {
		return nil, fmt.Errorf("the file has %d bytes, at most %d are allowed", len(file.Data), uploadMax)
	}
	x := f.s.newFile(file.Name, file.Data)
	if file.Type != "" {
		x.Kind = file.Type
	}
	f.s.files[x.ID] = x
	f.resolve("attachments", x.ID, f.s.filePayload(x))
	return x.ID, nil
}

// uploaded is a file that the page has sent before.
func (f *filling) uploaded(id string) (any, error) {
	x := f.s.files[id]
	if x == nil {
		return nil, fmt.Errorf("there is no such file")
	}
	f.resolve("attachments", id, f.s.filePayload(x))
	return id, nil
}
