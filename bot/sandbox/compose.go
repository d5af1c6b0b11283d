package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// bodyKind is one of the six bodies that hold a message.
type bodyKind struct {
	name  string
	shape *shape
	flags int  // those that may be set
	edit  bool // fields that are not given stay
}

func (s *Sandbox) kindCreate() bodyKind {
	return bodyKind{"message", s.shapes.create, flagSuppressEmbeds | flagSilent | flagV2, false}
}

func (s *Sandbox) kindEdit() bodyKind {
	return bodyKind{"edit", s.shapes.edit, flagSuppressEmbeds | flagV2, true}
}

func (s *Sandbox) kindReply() bodyKind {
	return bodyKind{"reply", s.shapes.reply, flagSuppressEmbeds | flagSilent | flagEphemeral | flagV2, false}
}

func (s *Sandbox) kindUpdate() bodyKind {
	return bodyKind{"update", s.shapes.update, flagSuppressEmbeds | flagV2, true}
}

func (s *Sandbox) kindFollowUp() bodyKind {
	return bodyKind{"follow-up", s.shapes.followUp, flagSuppressEmbeds | flagSilent | flagEphemeral | flagV2, false}
}

func (s *Sandbox) kindReplyEdit() bodyKind {
	return bodyKind{"reply edit", s.shapes.replyEdit, flagSuppressEmbeds | flagV2, true}
}

// draft is a message body that was found good and is not stored yet.
type draft struct {
	content     string
	embeds      []any
	components  []any
	attachments []*storedFile
	fresh       []*storedFile
	flags       int
	mentions    map[string]any // allowed_mentions, nil if absent
	ordered     bool           // allowed_mentions was given
}

// compose checks a body against everything Discord asks of it and returns
// what the message will be. It changes nothing. The lock is held.
func (s *Sandbox) compose(kind bodyKind, r *request, body map[string]any, old *message) (*draft, error) {
	p := &problems{}
	p.check("", kind.shape, body)
	for _, path := range p.odd {
		s.violate("%s %s: field %s, which Discord's specification does not name here", r.Method, s.safePath(r.path), path)
	}
	if p.bad() {
		return nil, errForm(p)
	}
	d := &draft{}
	if old != nil {
		d.content, d.embeds, d.components, d.flags = old.Content, old.Embeds, old.Components, old.Flags
	}
	d.take(p, kind, body)
	d.attach(s, p, r, body, old)
	d.checkWhole(p)
	d.resolve(s, p)
	if p.bad() {
		return nil, errForm(p)
	}
	if slices.ContainsFunc(d.fresh, func(f *storedFile) bool { return len(f.Data) > attachmentMax }) {
		return nil, errTooLarge()
	}
	if d.content == "" && len(d.embeds) == 0 && len(d.components) == 0 && len(d.attachments) == 0 && body["poll"] == nil && body["sticker_ids"] == nil {
		return nil, errBad(50006, "Cannot send an empty message")
	}
	s.remarks(kind, r, d)
	return d, nil
}

// take reads the fields, where null clears and absence keeps.
func (d *draft) take(p *problems, kind bodyKind, body map[string]any) {
	if v, there := body["content"]; there {
		d.content, _ = v.(string)
	}
	if v, there := body["embeds"]; there {
		d.embeds, _ = v.([]any)
	}
	if v, there := body["components"]; there {
		d.components, _ = v.([]any)
		numberComponents(d.components)
	}
	d.mentions, d.ordered = body["allowed_mentions"].(map[string]any)
	n, _ := body["flags"].(float64)
	flags := int(n)
	if odd := flags &^ kind.flags; odd != 0 && (!kind.edit || odd&^d.flags != 0) {
		p.add("flags", "BASE_TYPE_CHOICES", fmt.Sprintf("The flags %d cannot be set on a %s.", odd, kind.name))
	}
	if kind.edit {
		if _, given := body["flags"]; given {
			d.flags = d.flags&^flagSuppressEmbeds | flags&(flagSuppressEmbeds|flagV2)
		}
		return
	}
	d.flags = flags
}

// checkWhole holds the fields against each other.
func (d *draft) checkWhole(p *problems) {
	v2 := d.flags&flagV2 != 0
	if v2 && d.content != "" {
		p.add("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	if v2 && len(d.embeds) > 0 {
		p.add("embeds", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	checkLayout(p, d.components, v2)
	total := 0
	for _, e := range d.embeds {
		total += embedLength(e)
	}
	if total > 6000 {
		p.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
	}
	if len(d.attachments) > 10 {
		p.add("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
	}
}

func embedLength(v any) int {
	e, _ := v.(map[string]any)
	n := 0
	add := func(m map[string]any, keys ...string) {
		for _, k := range keys {
			t, _ := m[k].(string)
			n += utf16Len(t)
		}
	}
	add(e, "title", "description")
	if m, ok := e["footer"].(map[string]any); ok {
		add(m, "text")
	}
	if m, ok := e["author"].(map[string]any); ok {
		add(m, "name")
	}
	fields, _ := e["fields"].([]any)
	for _, f := range fields {
		if m, ok := f.(map[string]any); ok {
			add(m, "name", "value")
		}
	}
	return n
}

// attach pairs the attachments that the body names with files that came along
// or were there before.
func (d *draft) attach(s *Sandbox, p *problems, r *request, body map[string]any, old *message) {
	named, _ := body["attachments"].([]any)
	_, mentioned := body["attachments"]
	used := map[string]bool{}
	if old != nil && !mentioned {
		d.attachments = slices.Clone(old.Attachments)
	}
	for i, x := range named {
		m, _ := x.(map[string]any)
		id, _ := m["id"].(string)
		if up := r.files[id]; up != nil {
			used[id] = true
			d.addFile(s, up, m)
			continue
		}
		kept := keptFile(old, id)
		if kept == nil {
			p.add("attachments."+strconv.Itoa(i)+".id", "BASE_TYPE_CHOICES", "No file with this id came along, and none was there.")
			continue
		}
		d.attachments = append(d.attachments, kept)
	}
	for _, n := range sortedKeys(r.files) {
		if !used[n] {
			d.addFile(s, r.files[n], nil)
		}
	}
}

func keptFile(old *message, id string) *storedFile {
	if old != nil {
		for _, f := range old.Attachments {
			if f.ID == id {
				return f
			}
		}
	}
	return nil
}

func (d *draft) addFile(s *Sandbox, up *upload, m map[string]any) {
	name, _ := m["filename"].(string)
	if name == "" {
		name = up.name
	}
	alt, _ := m["description"].(string)
	f := s.newFile(name, up.data)
	f.Alt = alt
	d.attachments = append(d.attachments, f)
	d.fresh = append(d.fresh, f)
}

// resolve replaces attachment:// in components by where the file will be.
func (d *draft) resolve(s *Sandbox, p *problems) {
	eachComponent("components", d.components, func(path string, c map[string]any) {
		for _, m := range media(c) {
			u, _ := m["url"].(string)
			name, local := strings.CutPrefix(u, "attachment://")
			if !local {
				continue
			}
			i := slices.IndexFunc(d.attachments, func(f *storedFile) bool { return f.Name == name })
			if i < 0 {
				p.add(path+".media.url", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The referenced attachment "+name+" could not be found")
				continue
			}
			s.showFile(m, d.attachments[i])
		}
	})
}

// remarks lists what Discord takes and a bot should not send.
func (s *Sandbox) remarks(kind bodyKind, r *request, d *draft) {
	if !d.ordered && (hasMention(d.content) || slices.ContainsFunc(texts(d.components), hasMention)) {
		s.violate("%s %s: a %s with a mention in its text and without allowed_mentions", r.Method, s.safePath(r.path), kind.name)
	}
	if d.flags&flagV2 == 0 {
		return
	}
	for _, f := range d.fresh {
		if findComponent(d.components, func(c map[string]any) bool {
			return slices.ContainsFunc(media(c), func(m map[string]any) bool { return m["attachment_id"] == f.ID })
		}) == nil {
			s.violate("%s %s: the file %s is shown by no component, so nobody sees it", r.Method, s.safePath(r.path), f.Name)
		}
	}
}

func hasMention(t string) bool {
	return strings.Contains(t, "<@") || strings.Contains(t, "@everyone") || strings.Contains(t, "@here")
}
