package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// tame is a text that fights nothing.
const tame = "Tame"

// fighters are texts that fight the layout around them, by what they try. ROLE,
// USER and HOME stand for ids that are there.
func fighters() map[string]string {
	return map[string]string{
		"spoiler bars":        "||x|| and ||open",
		"code":                "```go\nfunc main() {}\n``` x `tick` `open\n```\nopen",
		"links":               "[x](https://evil.example) [y](<https://evil.example> \"z\") (u) https://evil.example/_a_*b*?c=||d||",
		"mentions":            "x @everyone <@USER> <@!USER> <@&ROLE>\n@here @everyone <@&ROLE>",
		"right to left":       "x\u202egpj.exe \u2066a\u2069 \u200fb \u061c שלום",
		"what cannot be seen": "x\u200by\u2060z\ufeff\u00ad\u200d\u034f\u3164 \u2800 u\x00v\xff\xfew\x07\x1b[31m\ufffe\U000e0041",
		"zalgo":               "x" + strings.Repeat("\u0301\u0322\u0489", 997) + " y",
		"emoji":               "<:dogear:123456789012345678> <a:ear:123456789012345678> :smile: x",
		"small print":         "-# x\n-# y",
		"headings":            "# x\n## y\n### z\n  # w",
		"fake buttons":        "[Open] x\n`[ Join ]` **[I have read this far]**\n[Read notes](https://evil.example)",
		"quotes":              "> x\n>>> all that follows\nand more",
		"gaps":                "x\n\n\n\ny\r\r\nz\u2028u\u2029v\vw\fr\u0085s",
		"times and places":    "x <t:1799999999:R> <#HOME> </help:123456789012345678> <id:customize> <id:browse>",
		"open emphasis":       "**x _y __z ~~u ***v %s %d {{w}}",
		"lists":               "- x\n* y\n+ z\n1. u\n2) v\n  - w",
		"numbers":             "1. x\n12) y",
		"backslashes":         "\\\nx \\\\|\\\\| \\`y\\` \\\\<@USER> \\@everyone \\",
		"all at once":         "# **||x\n> -# `[y](https://evil.example)` @everyone\n```<@USER>\n\\",
	}
}

// said is what somebody was told, or what stands in public.
type said struct {
	where   string
	text    string
	buttons []string // without counts
	routes  []string // where they lead
	pings   []string
}

// fight is one club of which every name and text is the same.
type fight struct {
	*play
	told []said
}

func (f *fight) tell(where string, m *sandbox.Message) *sandbox.Message {
	s := said{where: where, text: settle(m.Text()), pings: m.Pings}
	for _, label := range m.Buttons() {
		route := strings.Split(m.CustomID(label), "/")
		name, _, _ := strings.Cut(label, " · ")
		s.buttons, s.routes = append(s.buttons, name), append(s.routes, strings.Join(route[:min(3, len(route))], "/"))
	}
	f.told = append(f.told, s)
	return m
}

// settle takes out of a text what differs from run to run.
func settle(text string) string {
	text = regexp.MustCompile(`<t:\d+:`).ReplaceAllString(text, "<t:0:")
	return regexp.MustCompile(`<([@#]!?&?)\d+>`).ReplaceAllString(text, "<${1}0>")
}

// does uses a command and returns what it answers.
func (f *fight) does(name, command string, options map[string]any) *sandbox.Answer {
	f.t.Helper()
	a, err := f.as(name).SlashWith(f.ctx, command, options)
	if err != nil {
		f.t.Fatalf("/%s: %v; the bot wrote:\n%s", command, err, f.log)
	}
	return a
}

// says uses a command that answers with a message.
func (f *fight) says(name, command string, options map[string]any) *sandbox.Message {
	f.t.Helper()
	return f.tell("/"+command, f.reply(f.does(name, command, options), nil, "/"+command))
}

func (f *fight) presses(name string, m *sandbox.Message, label string) {
	f.t.Helper()
	f.tell("["+label+"]", f.press(name, m, label))
}

// stand waits until so many messages stand in public, and returns the last.
func (f *fight) stand(n int) *sandbox.Message {
	f.t.Helper()
	f.await(fmt.Sprint(n, " messages"), func() bool { return len(f.posts("")) >= n })
	all := f.posts("")
	return all[n-1]
}

// label is a text as the label of a chapter: what a line of a list means by
// itself, or may be meant to, is left out.
func label(text string) string {
	text = strings.NewReplacer(":", "", "@", "", "#", "", "\n", " ", "\r", " ").Replace(cutTo(text, 36))
	return strings.TrimRight(strings.TrimLeft(text, " "), `\ `)
}

// cutTo is the first letters of a text, as many as may be sent.
func cutTo(text string, most int) string {
	if rs := []rune(text); len(rs) > most {
		return string(rs[:most])
	}
	return text
}

// fought tells the story of a club in which everything has one text, and
// returns all that was said in it.
func fought(t *testing.T, text string) []said {
	t.Helper()
	p := newPlay(t, sandbox.Options{Start: storyStart()}, "Ana", "Ben")
	text = strings.NewReplacer("ROLE", p.role, "USER", p.discord.As("Ana").ID, "HOME", p.home).Replace(text)
	p.boot()
	f := &fight{play: p}
	f.begins(text)
	f.changes(text)
	f.reads(text)
	f.ends(text)
	for _, v := range p.discord.Violations() {
		t.Error("Discord refuses:", v)
	}
	return f.told
}

func (f *fight) begins(text string) {
	f.says("Miriam", "club setup", map[string]any{"timezone": "Europe/London", "name": cutTo(text, 80)})
	f.says("Miriam", "book add", map[string]any{"title": cutTo(text, 200), "author": cutTo(text, 200), "chapters": 4})
	choices, err := f.as("Miriam").Suggest(f.ctx, "/book chapters book:", "book")
	if err != nil || len(choices) != 1 {
		f.t.Fatalf("suggested: %v, %v", choices, err)
	}
	book := choices[0].Value
	list := "Beginning\n" + label(text) + ": " + strings.Join(strings.Fields(text), " ") + "\nThird\nFourth"
	a, err := f.as("Miriam").Submit(f.ctx, f.does("Miriam", "book chapters", map[string]any{"book": book}).Form, map[string]string{"list": list})
	preview := f.tell("the preview", f.reply(a, err, "sends the list"))
	if !slices.Contains(preview.Buttons(), "Save") {
		f.t.Fatalf("the list is not read:\n%s", preview.Text())
	}
	f.presses("Miriam", preview, "Save")
	f.says("Miriam", "book edit", map[string]any{"book": "no " + cutTo(text, 80), "title": "x"})
	plan := f.says("Miriam", "schedule plan", map[string]any{"book": book, "start": "2027-03-01", "pace": 2})
	f.presses("Miriam", plan, "Start this read")
	f.presses("Ana", f.stand(1), "Join")
	for _, command := range []string{"book list", "schedule show", "club settings"} {
		f.says("Miriam", command, nil)
	}
}

func (f *fight) reads(text string) {
	for _, name := range []string{"Ana", "Ben"} {
		f.says(name, "progress", map[string]any{"at": "#2"})
	}
	f.says("Ana", "progress", map[string]any{"at": "no " + cutTo(text, 80)})
	form := f.does("Ana", "note", map[string]any{"chapter": "#2"}).Form
	a, err := f.as("Ana").Submit(f.ctx, form, map[string]string{"text": text})
	f.tell("the note", f.reply(a, err, "writes a note"))
	f.presses("Ben", f.stand(2), "Open")
	f.says("Ana", "notes", nil)
	f.says("Miriam", "prompt add", map[string]any{"text": cutTo(text, 1200), "all": true, "checkpoint": "1"})
	a, err = f.as("Miriam").Submit(f.ctx, f.does("Miriam", "prompt add", map[string]any{"checkpoint": "1"}).Form, map[string]string{"text": cutTo(text, 1200)})
	f.tell("the question", f.reply(a, err, "asks"))
	f.says("Miriam", "prompt list", nil)
	f.discord.TurnTo(time.Date(2027, 3, 8, 18, 0, 1, 0, time.UTC))
	f.presses("Ben", f.stand(3), "Show the questions")
	for _, command := range []string{"reading", "progress", "notes", "shelf", "help"} {
		f.says("Ben", command, nil)
	}
	f.says("Ben", "reading", map[string]any{"book": "no " + cutTo(text, 80)})
}

func (f *fight) ends(text string) {
	f.says("Ana", "rate", map[string]any{"stars": "4", "review": text, "outcome": "stopped"})
	f.presses("Miriam", f.says("Miriam", "schedule finish", nil), "Finish it")
	f.stand(5)
	f.says("Ben", "progress", map[string]any{"at": "done"})
	f.says("Ana", "ratings", nil)
	f.says("Ben", "notes", nil)
	f.says("Ben", "leave", nil)
	for i, m := range f.posts("") {
		f.tell(fmt.Sprint("post ", i+1), m)
	}
}

// live is the signs of a text that Discord's markdown would act on, in order: of
// each line what it begins, then what stands in it.
func live(text string) []string {
	escaped := regexp.MustCompile(`\\[^0-9A-Za-z\s]`)
	begins := regexp.MustCompile(`^(#{1,3} |-# |>>> |> ?|[-*+] |\d+[.)] )`)
	within := regexp.MustCompile("```|`|\\|\\||<[@#:/a-z][^<>]*>|\\]\\(|@everyone|@here|:[a-z]+:")
	emphasis := regexp.MustCompile(`\*+|_+|~~`)
	var signs []string
	for l := range strings.SplitSeq(text, "\n") {
		l = strings.TrimLeft(l, " ")
		sign := begins.FindString(l)
		l = strings.TrimLeft(strings.TrimPrefix(l, sign), " ")
		quote := strings.HasPrefix(sign, ">")
		if quote { // one block, however many lines it has, in which nothing begins
			if len(signs) == 0 || signs[len(signs)-1] != "> " {
				signs = append(signs, "> ")
			}
			if inner := begins.FindString(l); inner != "" {
				signs = append(signs, inner)
			}
		} else if sign != "" {
			signs = append(signs, sign)
		}
		l = escaped.ReplaceAllString(l, "")
		signs = append(signs, within.FindAllString(l, -1)...)
		if !quote { // in a quote a reader's own emphasis is welcome
			signs = append(signs, emphasis.FindAllString(l, -1)...)
		}
	}
	return signs
}

// mischief is what no text that is shown may hold: what turns the writing
// around, what cannot be seen and heaps of marks.
func mischief(text string) string {
	bad := regexp.MustCompile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u00ad\u034f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff\ufffe]|\\pM{5,}|\\n\\pM")
	return bad.FindString(text)
}

// untouched is the lines of a text in which nobody's text stands.
func untouched(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return strings.Contains(l, tame) })
}

// holds fails unless all lines stand in a text, in their order.
func holds(text string, lines []string) (missing string) {
	all := strings.Split(text, "\n")
	for _, want := range lines {
		i := slices.Index(all, want)
		if i < 0 {
			return want
		}
		all = all[i+1:]
	}
	return ""
}

// Whatever people write, the layout around it holds: the same lines stand
// before and after it, Discord's markdown finds in it nothing to act on but a
// reader's emphasis, the same buttons lead to the same places, nobody is
// mentioned, and Discord takes every message.
func TestTextsThatFight(t *testing.T) {
	t.Parallel()
	want := fought(t, tame)
	quoted := 0
	for _, m := range want {
		quoted += strings.Count("\n"+m.text, "\n> "+tame)
	}
	if quoted < 10 {
		t.Errorf("only %d texts are quoted", quoted)
	}
	for name, text := range fighters() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := fought(t, text)
			if len(got) != len(want) {
				t.Fatalf("%d messages, and %d where nothing fights", len(got), len(want))
			}
			for i, m := range got {
				calm := want[i]
				if missing := holds(m.text, untouched(calm.text)); missing != "" {
					t.Errorf("%s has lost the line %q:\n%s", m.where, missing, m.text)
				}
				if bad := mischief(m.text); bad != "" {
					t.Errorf("%s shows %+q:\n%s", m.where, bad, m.text)
				}
				if a, b := live(m.text), live(calm.text); !slices.Equal(a, b) {
					t.Errorf("%s: in the text below Discord acts on\n%q, not on\n%q:\n%s", m.where, a, b, m.text)
				}
				if !slices.Equal(m.routes, calm.routes) {
					t.Errorf("%s has buttons to %q, not to %q", m.where, m.routes, calm.routes)
				}
				for _, l := range untouched(strings.Join(calm.buttons, "\n")) {
					if l != "" && !slices.Contains(m.buttons, l) {
						t.Errorf("%s has no button %q but %q", m.where, l, m.buttons)
					}
				}
				if len(m.pings) > 0 {
					t.Errorf("%s mentions %q:\n%s", m.where, m.pings, m.text)
				}
			}
		})
	}
}
