package main

import (
	"math/rand/v2"
	"strings"
	"time"

	"dogear/bot/sandbox"
)

// hunted is something to be pressed.
type hunted struct {
	label   string
	route   string // "note/open": the custom id without its version and numbers
	id      string // the custom id
	choices []string
}

// buttonsOf lists what can be pressed or chosen in a message.
func buttonsOf(m *sandbox.Message) (out []hunted) {
	var walk func(v any)
	walk = func(v any) {
		switch t := v.(type) {
		case []any:
			for _, x := range t {
				walk(x)
			}
		case map[string]any:
			if id, _ := t["custom_id"].(string); id != "" && t["disabled"] != true {
				b := hunted{id: id, route: routeOf(id)}
				b.label, _ = t["label"].(string)
				if list, ok := t["options"].([]any); ok {
					for _, x := range list {
						o, _ := x.(map[string]any)
						value, _ := o["value"].(string)
						b.choices = append(b.choices, value)
					}
				}
				out = append(out, b)
			}
			walk(t["components"])
			walk(t["accessory"])
		}
	}
	walk(m.Components)
	return out
}

// routeOf is the part of a custom id that says what it does.
func routeOf(id string) string {
	parts := strings.Split(id, "/")
	if len(parts) < 3 {
		return id
	}
	verb, _, _ := strings.Cut(parts[2], "#")
	return parts[1] + "/" + verb
}

// press presses a button, and fills the form that it may open.
func (w *world) press(s step, rng *rand.Rand) {
	m := w.byName[s.message]
	if m == nil {
		return
	}
	var b *hunted
	at := 0
	for _, x := range buttonsOf(m) {
		if x.route != s.route {
			continue
		}
		if b = &x; at == s.place {
			break
		}
		at++
	}
	if b == nil {
		return
	}
	label, _, _ := strings.Cut(b.label, " · ")
	if strings.HasPrefix(b.route, "rate/") || strings.HasPrefix(b.route, "reminders/") {
		w.asWas = "" // what is kept of a server that was left may change by it
	}
	w.tell("%s presses [%s] (%s) of %s", s.who, b.label, b.id, w.describe(m))
	w.acting(s.who)
	w.asks(label, b.id, m)
	w.prompting = prompting(b.route)
	var values []string
	if len(b.choices) > 0 {
		values = []string{b.choices[rng.IntN(len(b.choices))]}
	}
	a, err := w.as(s.who, m.Channel).Choose(w.ctx, m, b.id, values...)
	form, ok := w.take(s.who, a, err)
	if ok && form != nil {
		w.fill(s.who, m.Channel, form, rng)
	}
	if ok {
		w.pressedOwned(s.who, *b, a)
	}
}

// describe names a message in a story.
func (w *world) describe(m *sandbox.Message) string {
	whose := "the post"
	if m.Private {
		whose = "the answer"
	}
	first, _, _ := strings.Cut(strings.TrimSpace(m.Text()), "\n")
	if r := []rune(first); len(r) > 50 {
		first = string(r[:50]) + "…"
	}
	return whose + " \"" + first + "\""
}

// fill fills a form and sends it, now or later.
func (w *world) fill(who, channel string, form *sandbox.Form, rng *rand.Rand) {
	if rng.IntN(8) == 0 {
		w.tell("%s leaves the form open", who)
		w.aside = append(w.aside, asideForm{who, w.step, form})
		return
	}
	w.send(who, channel, form, rng)
}

func (w *world) send(who, channel string, form *sandbox.Form, rng *rand.Rand) {
	fields := map[string]string{}
	var typed []string
	for _, f := range form.Fields() {
		value, keep := w.fieldText(form, f, rng)
		if keep {
			value = f.Value
		} else {
			fields[f.CustomID] = value
		}
		typed = append(typed, f.CustomID+": "+value)
	}
	w.tell("%s sends the form \"%s\": %s", who, form.Title, short(strings.Join(typed, "; ")))
	w.acting(who, typed...)
	w.prompting = prompting(routeOf(form.CustomID))
	a, err := w.as(who, channel).Submit(w.ctx, form, fields)
	if form, ok := w.take(who, a, err); ok && form != nil {
		w.find("form", "a form was answered with a form")
	}
}

// sendAside sends a form that was left open.
func (w *world) sendAside(s step, rng *rand.Rand) {
	for i, f := range w.aside {
		if f.step == s.message.step {
			w.aside = append(w.aside[:i:i], w.aside[i+1:]...)
			w.tell("%s comes back to the form of step %d", f.who, f.step)
			w.send(f.who, w.home, f.form, rng)
			return
		}
	}
}

// line is a command as one types it.
func line(command string, options []filled) string {
	var b strings.Builder
	b.WriteString("/" + command)
	for _, o := range options {
		b.WriteString(" " + o.name + ":" + o.text)
	}
	return b.String()
}

// slash uses a command.
func (w *world) slash(s step, rng *rand.Rand) {
	person := w.as(s.who, w.place(s, rng))
	given := map[string]any{}
	var typed []string
	for i, o := range s.options {
		o.text = w.named(o.text)
		switch {
		case o.file != "":
			given[o.name] = sandbox.File{Name: o.file, Data: []byte(o.text)}
		case o.pick:
			w.acting(s.who, o.text)
			w.prompting = prompting(s.command)
			choices, err := person.Suggest(w.ctx, line(s.command, s.options[:i+1]), o.name)
			w.settle()
			given[o.name] = o.text
			if err == nil && len(choices) > 0 {
				given[o.name] = choices[rng.IntN(len(choices))].Value
			}
		default:
			given[o.name] = o.text
		}
		typed = append(typed, o.text)
	}
	shown := make([]filled, len(s.options))
	for i, o := range s.options {
		shown[i] = filled{name: o.name, text: o.text}
		if text, ok := given[o.name].(string); ok {
			shown[i].text = text
		}
		if o.file != "" {
			shown[i].text = o.file + " " + o.text
		}
	}
	w.tell("%s types %s", s.who, short(line(s.command, shown)))
	w.acting(s.who, typed...)
	w.asks("/"+s.command, "", nil)
	w.prompting = prompting(s.command)
	a, err := person.SlashWith(w.ctx, s.command, given)
	form, ok := w.take(s.who, a, err)
	if ok && form != nil {
		w.fill(s.who, person.Channel(), form, rng)
	}
	if ok && s.command == "me export" {
		w.checkExport(s.who)
	}
}

// suggest looks at the suggestions for what is half typed.
func (w *world) suggest(s step) {
	typing := line(s.command, s.options)
	w.tell("%s begins to type %s", s.who, short(typing))
	w.acting(s.who, typing)
	w.prompting = prompting(s.command)
	_, err := w.as(s.who, w.home).Suggest(w.ctx, typing, s.options[len(s.options)-1].name)
	w.take(s.who, &sandbox.Answer{}, err)
}

// probe types a text that its person may not see, and one that does not exist:
// if there is a difference, one can find out what is hidden by guessing.
func (w *world) probe(s step) {
	secret := w.secretOf(s)
	if secret == "" {
		return
	}
	guess := marker(999999, 9)
	last := len(s.options)
	option := s.command[strings.LastIndex(s.command, ":")+1:]
	command := strings.TrimSuffix(s.command, ":"+option)
	w.tell("%s guesses %s in /%s %s:", s.who, secret, command, option)
	var got []string
	for _, text := range []string{secret, guess} {
		w.acting(s.who, text)
		w.prompting = prompting(command)
		options := append(s.options[:last:last], filled{name: option, text: text})
		choices, err := w.as(s.who, w.home).Suggest(w.ctx, line(command, options), option)
		w.take(s.who, &sandbox.Answer{}, err)
		var b strings.Builder
		for _, c := range choices {
			b.WriteString(strings.ReplaceAll(c.Name, text, "?") + "\n")
		}
		got = append(got, b.String())
	}
	if got[0] != got[1] {
		w.find("probe", "%s can tell a text that they may not see from one that does not exist:\n%s\nis suggested for it, and\n%s\nfor the other", s.who, got[0], got[1])
	}
}

// secretOf picks a text that a person may not see.
func (w *world) secretOf(s step) string {
	markers := w.oracle.locked(w.people[s.who].ID)
	if len(markers) == 0 {
		return ""
	}
	return markers[int(s.seed%uint64(len(markers)))]
}

// restart stops the bot, perhaps for a while, and starts it again.
func (w *world) restart(rng *rand.Rand) {
	w.halt()
	away := "is stopped and started"
	if rng.IntN(3) == 0 {
		w.discord.Turn(time.Duration(1+rng.IntN(60)) * time.Hour)
		away += ", and was away until " + w.discord.Now().UTC().Format("Mon 2 Jan 15:04")
	}
	w.tell("the bot %s", away)
	w.boot()
}

func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 240 {
		return string(r[:240]) + "…"
	}
	return text
}
