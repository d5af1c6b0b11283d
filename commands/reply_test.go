package commands_test

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
)

// reply is what a person got, or a message that stands in a channel.
type reply struct {
	w       *world
	id      string
	refused string // the sentence of a refusal
	message bot.Message
	form    *bot.Form
	updated bool // it took the place of the message that was pressed
	public  bool
}

// walk visits every component, parents first.
func walk(parts []discordgo.MessageComponent, visit func(discordgo.MessageComponent)) {
	for _, part := range parts {
		visit(part)
		switch v := part.(type) {
		case discordgo.Container:
			walk(v.Components, visit)
		case discordgo.ActionsRow:
			walk(v.Components, visit)
		case discordgo.Section:
			walk(v.Components, visit)
			if v.Accessory != nil {
				walk([]discordgo.MessageComponent{v.Accessory}, visit)
			}
		}
	}
}

// text is what a reply says.
func (r reply) text() string {
	if r.refused != "" {
		return r.refused
	}
	var texts []string
	walk(r.message.Parts, func(c discordgo.MessageComponent) {
		if t, ok := c.(discordgo.TextDisplay); ok {
			texts = append(texts, t.Content)
		}
	})
	return strings.Join(texts, "\n")
}

func (r reply) buttons() []discordgo.Button {
	var buttons []discordgo.Button
	walk(r.message.Parts, func(c discordgo.MessageComponent) {
		if b, ok := c.(discordgo.Button); ok {
			buttons = append(buttons, b)
		}
	})
	return buttons
}

func (r reply) labels() []string {
	var labels []string
	for _, b := range r.buttons() {
		labels = append(labels, b.Label)
	}
	return labels
}

// all is every word that a reply sends, also where it is not read at once.
func (r reply) all() string {
	words := []string{r.text()}
	for _, b := range r.buttons() {
		words = append(words, b.Label, b.CustomID)
	}
	if r.form != nil {
		words = append(words, r.form.ID, r.form.Title)
		for _, f := range r.form.Fields {
			words = append(words, f.Name, f.Label, f.Help, f.Value, f.Placeholder)
			for _, c := range f.Choices {
				words = append(words, c.Name, c.Value)
			}
		}
	}
	for _, f := range r.message.Files {
		words = append(words, f.Name, f.Alt)
		if strings.HasPrefix(f.Type, "text/") {
			words = append(words, string(f.Data))
		}
	}
	return strings.Join(words, "\n")
}

// field is what a form's field is filled with.
func (r reply) field(name string) string {
	r.w.t.Helper()
	if r.form == nil {
		r.w.t.Fatalf("this is no form: %s", r)
	}
	for _, f := range r.form.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	r.w.t.Fatalf("the form has no field %s", name)
	return ""
}

// String shows a reply for a failing test.
func (r reply) String() string { return fmt.Sprintf("%s\n%q", r.all(), r.labels()) }

// says fails the test unless a reply says all of the words.
func (r reply) says(words ...string) reply {
	r.w.t.Helper()
	if r.refused != "" {
		r.w.t.Errorf("refused: %s", r.refused)
	}
	for _, word := range words {
		if !strings.Contains(r.text(), word) {
			r.w.t.Errorf("does not say %q:\n%s", word, r)
		}
	}
	return r
}

// hides fails the test if a reply holds any of the words anywhere.
func (r reply) hides(words ...string) reply {
	r.w.t.Helper()
	for _, word := range words {
		if strings.Contains(r.all(), word) {
			r.w.t.Errorf("gives away %q:\n%s", word, r)
		}
	}
	return r
}

// offers fails the test unless a reply has exactly these buttons.
func (r reply) offers(labels ...string) reply {
	r.w.t.Helper()
	if got := r.labels(); strings.Join(got, "|") != strings.Join(labels, "|") {
		r.w.t.Errorf("offers %q, want %q", got, labels)
	}
	return r
}

// no fails the test unless a reply refuses with all of the words.
func (r reply) no(words ...string) reply {
	r.w.t.Helper()
	if r.refused == "" {
		r.w.t.Errorf("is not refused:\n%s", r)
	}
	for _, word := range words {
		if !strings.Contains(r.refused, word) {
			r.w.t.Errorf("refuses without %q: %s", word, r.refused)
		}
	}
	return r
}

// check fails the test if Discord would not take a reply, if a button of it
// leads nowhere, or if its words are not as Dogear's should be.
func (r reply) check() {
	r.w.t.Helper()
	bad := func(format string, args ...any) {
		r.w.t.Helper()
		r.w.t.Errorf(format+"\n%s", append(args, r)...)
	}
	if strings.Contains(r.all(), "%!") {
		bad("a format went wrong")
	}
	switch {
	case r.refused != "":
		if n := club.Units(r.refused); n > 1000 || !strings.HasSuffix(r.refused, ".") || strings.Contains(r.refused, "!") {
			bad("a refusal of %d characters that is not one or two plain sentences", n)
		}
		if r.message.Parts != nil {
			r.checkMessage(bad)
		}
	case r.form != nil:
		r.checkForm(bad)
	default:
		r.checkMessage(bad)
	}
}

func (r reply) checkMessage(bad func(string, ...any)) {
	r.w.t.Helper()
	count, units, seen := 0, 0, make(map[string]bool)
	files := r.shownFiles(bad)
	walk(r.message.Parts, func(c discordgo.MessageComponent) {
		count++
		switch v := c.(type) {
		case discordgo.TextDisplay:
			units += club.Units(v.Content)
			if v.Content == "" || strings.TrimSpace(v.Content) != v.Content || strings.Contains(v.Content, "\n\n") {
				bad("a text with empty lines: %q", v.Content)
			}
		case discordgo.MediaGallery:
			for _, item := range v.Items {
				if item.Description == nil || *item.Description != files[item.Media.URL] || *item.Description == "" {
					bad("the picture %s has no words for those who do not see it, or does not come along", item.Media.URL)
				}
			}
		case discordgo.ActionsRow:
			if len(v.Components) < 1 || len(v.Components) > 5 {
				bad("%d buttons in a row", len(v.Components))
			}
		case discordgo.Button:
			if n := club.Units(v.Label); n < 1 || n > 80 {
				bad("a label of %d characters", n)
			}
			if v.Style == discordgo.LinkButton {
				if !strings.HasPrefix(v.URL, "https://discord.com/channels/") || v.CustomID != "" {
					bad("a link to %q, %q", v.URL, v.CustomID)
				}
				return
			}
			if seen[v.CustomID] {
				bad("the custom id %s stands twice", v.CustomID)
			}
			seen[v.CustomID] = true
			r.checkButton(v, bad)
		}
	})
	if count == 0 || count > 40 || units > 4000 {
		bad("a message of %d components and %d characters", count, units)
	}
}

// shownFiles is what comes with a message, by the address under which its parts
// name it, with what a picture says. Discord takes nothing that no part shows.
func (r reply) shownFiles(bad func(string, ...any)) map[string]string {
	r.w.t.Helper()
	shown, files := make(map[string]bool), make(map[string]string)
	walk(r.message.Parts, func(c discordgo.MessageComponent) {
		switch v := c.(type) {
		case discordgo.MediaGallery:
			for _, item := range v.Items {
				shown[item.Media.URL] = true
			}
		case discordgo.Thumbnail:
			shown[v.Media.URL] = true
		case discordgo.FileComponent:
			shown[v.File.URL] = true
		}
	})
	for i := range r.message.Files {
		f := &r.message.Files[i]
		if f.Draw != nil {
			var err error
			if f.Data, err = r.w.draws(*f); err != nil || f.Of == "" {
				bad("the file %s, of %q, is not drawn: %v", f.Name, f.Of, err)
			}
		}
		url := "attachment://" + f.Name
		files[url] = f.Alt
		if !shown[url] || club.Units(f.Alt) > 1024 || len(f.Data) == 0 {
			bad("the file %s of %d bytes is not shown, or its words are too long", f.Name, len(f.Data))
		}
	}
	return files
}

// checkButton: it leads to an action, and what may only be pressed in private
// does not stand in public.
func (r reply) checkButton(b discordgo.Button, bad func(string, ...any)) {
	r.w.t.Helper()
	a, _ := r.w.parse(b.CustomID)
	if a.On != bot.Press {
		bad("[%s] leads to %s, which is no button's", b.Label, a.Name)
	}
	if r.public && (a.Organiser || a.Updates) {
		bad("[%s] stands in public", b.Label)
	}
	if len(b.CustomID) > 100-14 {
		bad("[%s] has a custom id of %d characters", b.Label, len(b.CustomID))
	}
}

func (r reply) checkForm(bad func(string, ...any)) {
	r.w.t.Helper()
	f := r.form
	if a, _ := r.w.parse(f.ID); a.On != bot.Submit {
		bad("the form leads to %s, which takes none", a.Name)
	}
	if n := club.Units(f.Title); n < 1 || n > 45 || len(f.Fields) < 1 || len(f.Fields) > 5 {
		bad("a form with a title of %d characters and %d fields", n, len(f.Fields))
	}
	names := make(map[string]bool)
	for _, field := range f.Fields {
		most := field.MaxLength
		if most == 0 {
			most = 4000
		}
		if club.Units(field.Label) > 45 || field.Label == "" || club.Units(field.Help) > 100 ||
			club.Units(field.Placeholder) > 100 || club.Units(field.Value) > most || most > 4000 || len(field.Choices) > 25 {
			bad("the field %s is larger than Discord takes", field.Name)
		}
		if names[field.Name] {
			bad("the field %s stands twice", field.Name)
		}
		names[field.Name] = true
	}
}
