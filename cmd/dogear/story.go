package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dogear/bot/sandbox"
)

// The demo's club lives in London.
const storyZone = "Europe/London"

// storyWeeks is how many weekly checkpoints of the read lie behind when a
// newcomer arrives: it is half-way, and the last of them has just opened.
const storyWeeks = 4

// lastMeeting is the moment of the checkpoint that has just opened at now: the
// last full quarter of an hour.
func lastMeeting(now time.Time) time.Time {
	zone, err := time.LoadLocation(storyZone)
	if err != nil {
		zone = time.UTC
	}
	return now.In(zone).Add(-2 * time.Minute).Truncate(15 * time.Minute)
}

// storyBegins is the moment at which the club was made, on the morning of the
// day on which its reading began.
func storyBegins(now time.Time) time.Time {
	last := lastMeeting(now)
	y, m, d := last.AddDate(0, 0, -7*storyWeeks).Date()
	return time.Date(y, m, d, 0, 1, 0, 0, last.Location())
}

// teller tells a story: it does what people do, and stops at the first thing
// that does not go as told.
type teller struct {
	ctx  context.Context
	s    *sandbox.Sandbox
	home string
	err  error
}

// tellStory makes a server with an organiser and three readers, and has them
// use the bot's commands until the club is half-way through its book.
func tellStory(ctx context.Context, s *sandbox.Sandbox) error {
	now := time.Now()
	last := lastMeeting(now)
	g := s.AddGuild("The Hailsham Readers")
	t := &teller{ctx: ctx, s: s, home: g.AddChannel("never-let-me-go")}
	g.AddChannel("second-shelf")
	role := g.AddRole("Readers", 0, true)
	g.SetTopic(t.home, "One book at a time. What you write opens for those who have read as far.")
	miriam := g.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	ana, ben, chidi := g.AddMember("Ana"), g.AddMember("Ben"), g.AddMember("Chidi")
	g.SetAbout(miriam, "organises the club")
	g.SetAbout(ana, "reads along, where the club is")
	g.SetAbout(ben, "is behind this week")
	g.SetAbout(chidi, "has read ahead")

	t.offered(miriam)
	t.setUp(miriam, role, last)
	t.public("Never Let Me Go")
	for _, p := range []*sandbox.Person{ana, ben, chidi} {
		t.press(p, "Never Let Me Go", "Join")
	}
	t.slash(miriam, "/prompt add text:What does the narrator want us to think of her, and do you? checkpoint:1")
	t.slash(miriam, "/prompt add text:Which promise of the first part has been broken by now? checkpoint:4")
	t.slash(miriam, "/prompt add text:Did you read this at a sitting, or in small pieces? checkpoint:4 all:true")
	t.slash(miriam, "/prompt add text:If you could ask one of the three a question now, what would it be? checkpoint:5")

	t.until(last.AddDate(0, 0, -21), "Checkpoint 1")
	t.press(ana, "Checkpoint 1", "I have read this far")
	t.note(ana, "/note text:She talks to us as if we had grown up in such a place too. Who does she think is listening? It made me feel oddly at home, and then not. kind:question")
	t.slash(chidi, "/progress at:ch 4")
	t.note(chidi, "/note text:The calm of the telling is the frightening part. Nobody raises a voice, and everybody looks away at the same moments.")
	t.slash(ben, "/progress at:ch 2")

	t.until(last.AddDate(0, 0, -14), "Checkpoint 2")
	t.press(ana, "Checkpoint 2", "I have read this far")
	t.note(ana, "/note text:I read the scene with the pillow twice. What the girl imagines and what the woman at the door sees are two different sorrows.")
	t.slash(ben, "/progress at:ch 3")

	t.until(last.AddDate(0, 0, -7), "Checkpoint 3")
	t.press(ana, "Checkpoint 3", "I have read this far")
	t.slash(chidi, "/progress at:ch 14")
	t.note(chidi, "/note text:They drive all that way to look through a window, and each of them sees something else. Whose hope was it in the end? kind:question")
	t.note(chidi, "/note chapter:ch 9 text:The first part ends without a farewell. They simply pack, as if it had been a hotel.")
	t.slash(ben, "/progress at:ch 5")
	t.note(ben, "/note text:I am slow, but I like how little anyone is told. I keep wanting to warn them and do not know of what.")

	t.until(last, "Checkpoint 4")
	t.press(ana, "Checkpoint 4", "I have read this far")
	t.note(ana, "/note text:At the Cottages they copy gestures from the television. I laughed, and then I wondered which of mine are my own.")
	if t.err == nil {
		s.TurnTo(now)
	}
	return t.err
}

// offered waits until the bot's commands are registered.
func (t *teller) offered(p *sandbox.Person) {
	err := t.s.Await(t.ctx, func() bool {
		_, err := p.In(t.home).Suggest(t.ctx, "/club setup timezone:lon", "timezone")
		return err == nil
	})
	t.failed(err, "wait for the commands")
}

// setUp makes the club, its book and its read.
func (t *teller) setUp(miriam *sandbox.Person, role string, last time.Time) {
	y, m, d := last.AddDate(0, 0, -7*storyWeeks).Date()
	start := time.Date(y, m, d, 0, 0, 0, 0, last.Location())
	line := "/club setup timezone:" + storyZone + " name:The Hailsham Readers"
	if role != "" {
		line += " role:" + role
	}
	t.slash(miriam, line)
	t.slash(miriam, "/book add title:Never Let Me Go author:Kazuo Ishiguro chapters:23 isbn:9780571258093")
	list := t.slash(miriam, "/book chapters book:Never Let Me Go")
	preview := t.submit(miriam, list, map[string]string{"list": chaptersInParts(map[int]string{1: "Part One", 10: "Part Two", 18: "Part Three"})})
	t.answer(miriam, preview, "Save")
	plan := t.slash(miriam, fmt.Sprintf("/schedule plan book:Never Let Me Go start:%s pace:3 time:%s",
		start.Format(time.DateOnly), last.Format("15:04")))
	t.answer(miriam, plan, "Start this read")
}

// chaptersInParts is the chapter list of the book: 23 chapters in three parts.
func chaptersInParts(parts map[int]string) string {
	var b strings.Builder
	for n := 1; n <= 23; n++ {
		if part, ok := parts[n]; ok {
			fmt.Fprintf(&b, "# %s\n", part)
		}
		fmt.Fprintf(&b, "Chapter %d\n", n)
	}
	return b.String()
}

// slash has a person type a command in the club's channel.
func (t *teller) slash(p *sandbox.Person, line string) *sandbox.Answer {
	if t.err != nil {
		return nil
	}
	a, err := p.In(t.home).Slash(t.ctx, line)
	t.failed(err, "%s types %s", p.Name, line)
	return a
}

// note has a person write a note, and waits for its stub: a story does not turn
// the clock while something is on its way.
func (t *teller) note(p *sandbox.Person, line string) {
	before := t.stubs()
	t.slash(p, line)
	if t.err == nil {
		t.failed(t.s.Await(t.ctx, func() bool { return t.stubs() > before }), "wait for the stub")
	}
}

// stubs counts the notes' public lines.
func (t *teller) stubs() int {
	n := 0
	for _, m := range t.s.As("Miriam").In(t.home).Sees() {
		if !m.Private && m.CustomID("Open") != "" {
			n++
		}
	}
	return n
}

// press has a person press a button of the newest public message that says a
// text.
func (t *teller) press(p *sandbox.Person, says, label string) {
	m := t.public(says)
	if t.err != nil {
		return
	}
	_, err := p.In(t.home).Press(t.ctx, m, label)
	t.failed(err, "%s presses %q", p.Name, label)
}

// answer has a person press a button of the answer that they got.
func (t *teller) answer(p *sandbox.Person, a *sandbox.Answer, label string) {
	if t.err != nil {
		return
	}
	_, err := p.In(t.home).Press(t.ctx, a.Message, label)
	t.failed(err, "%s presses %q", p.Name, label)
}

// submit has a person send the form that they got.
func (t *teller) submit(p *sandbox.Person, a *sandbox.Answer, fields map[string]string) *sandbox.Answer {
	if t.err != nil {
		return nil
	}
	sent, err := p.In(t.home).Submit(t.ctx, a.Form, fields)
	t.failed(err, "%s sends a form", p.Name)
	return sent
}

// until turns the clock to a minute after a moment, and waits for what the bot
// posts then.
func (t *teller) until(at time.Time, says string) {
	if t.err == nil {
		t.s.TurnTo(at.Add(time.Minute))
	}
	t.public(says)
}

// public waits for a public message that says a text, and returns the newest.
func (t *teller) public(says string) (found *sandbox.Message) {
	if t.err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(t.ctx, 30*time.Second)
	defer cancel()
	err := t.s.Await(ctx, func() bool {
		for _, m := range t.s.As("Miriam").In(t.home).Sees() {
			if m.Author.Bot && !m.Private && strings.Contains(m.Text(), "### "+says) {
				found = m
			}
		}
		return found != nil
	})
	t.failed(err, "wait for %q", says)
	return found
}

func (t *teller) failed(err error, format string, args ...any) {
	if err != nil && t.err == nil {
		t.err = fmt.Errorf(format+": %w", append(args, err)...)
	}
}
