package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// firstRead is the club of docs/organisers.md, which goes step by step through
// what stands there.
type firstRead struct {
	*play
	*photographer
	steps []taught
}

// taught is what a step of the document has one type, and paste into a form.
type taught struct {
	typed  []string
	pasted string
}

// A club's first read goes as docs/organisers.md tells it: what stands there to be
// typed is typed here, and what it says of the answers is so. "make screenshots"
// has a browser look on, which takes the document's pictures.
func TestFirstRead(t *testing.T) {
	t.Parallel()
	p := newPlay(t, sandbox.Options{Start: storyStart()}, "Ana", "Ben", "Chidi", "Dora", "Emil", "Fay")
	p.boot()
	r := &firstRead{play: p, photographer: newPhotographer(t, p.discord), steps: organisersSteps(t)}
	if len(r.steps) != 10 {
		t.Fatalf("docs/organisers.md has %d steps", len(r.steps))
	}
	r.begins()
	r.reads()
	r.meets()
	r.ends()
	r.developed()
	p.wellBehaved()
}

// organisersSteps reads the steps of docs/organisers.md.
func organisersSteps(t *testing.T) (steps []taught) {
	t.Helper()
	sections := regexp.MustCompile(`(?m)^##? .*$`).Split(projectText(t, "docs/organisers.md"), -1)
	for _, section := range sections {
		var s taught
		for _, box := range findAll(section, "(?ms)^```\n(.*?)^```$") {
			if strings.HasPrefix(box, "/") {
				s.typed = append(s.typed, strings.Split(strings.TrimSpace(box), "\n")...)
				continue
			}
			s.pasted = box
		}
		if s.typed != nil || strings.Contains(section, "**[Start this read]** posts") {
			steps = append(steps, s)
		}
	}
	return steps
}

// types has someone type the nth line of a step, both counted from 1.
func (r *firstRead) types(name string, step, nth int) *sandbox.Message {
	r.t.Helper()
	return r.slash(name, r.line(step, nth))
}

// line is the nth line of a step. A role is picked in Discord, and named here.
func (r *firstRead) line(step, nth int) string {
	return strings.Replace(r.steps[step-1].typed[nth-1], "role:@", "role:", 1)
}

// begins is the first five steps.
func (r *firstRead) begins() {
	r.has(r.types("Miriam", 1, 1), "is a book club now")
	r.take("setup", "Miriam", "is a book club now")
	r.has(r.types("Miriam", 2, 1), "is on the shelf")
	r.takeForm("chapters", "Miriam", r.line(3, 1), "list", r.steps[2].pasted)
	form := r.opens("Miriam", nil, r.line(3, 1))
	preview := r.sends("Miriam", form, map[string]string{"list": r.steps[2].pasted})
	r.has(preview, "17 chapters, from Chapter 1 to Epilogue")
	r.press("Miriam", preview, "Save")
	plan := r.types("Miriam", 4, 1)
	r.has(plan, "17 chapters in 5 checkpoints")
	r.take("plan", "Miriam", "A plan for The Time Machine")
	r.press("Miriam", plan, "Start this read")
	r.post("### The Time Machine")
	r.take("card", "Olive", "Join: I have read it before")
}

// reads is the next three: people join, write and ask.
func (r *firstRead) reads() {
	card := r.post("### The Time Machine")
	r.press("Miriam", card, "Join: I have read it before")
	for _, name := range []string{"Ana", "Ben", "Chidi", "Dora", "Emil", "Fay"} {
		r.has(r.press(name, card, "Join"), "You are reading The Time Machine")
	}
	r.has(r.types("Ana", 6, 1), "You have read to **Chapter 2**")
	r.take("progress", "Ana", "You have read to Chapter 2")
	line := r.line(7, 1)
	_, said, _ := strings.Cut(line, "text:")
	stub := r.note("Ana", line)
	r.secret(said)
	shut := r.press("Ben", stub, "Open")
	r.has(shut, "This opens at Chapter 2")
	r.hasNot(shut, said)
	r.take("shut", "Ben", "left a thought about", "This opens at Chapter 2")
	r.has(r.press("Chidi", r.press("Chidi", stub, "Open"), "I have read to Chapter 2"), said)
	r.has(r.types("Miriam", 8, 1), "opens for readers who have finished Chapter 3")
	r.has(r.types("Miriam", 8, 2), "Which of the guests would you be")
	r.take("questions", "Miriam", "Which of the guests would you be")
}

// meets is the ninth: a checkpoint opens, and what lies ahead is moved.
func (r *firstRead) meets() {
	r.discord.TurnTo(time.Date(2027, 3, 7, 19, 1, 0, 0, time.UTC))
	post := r.post("### Checkpoint 1: Chapters 1-3")
	r.has(post, "One question waits")
	r.take("checkpoint", "Olive", "Checkpoint 1: Chapters 1-3")
	r.has(r.press("Ana", post, "I have read this far"), "You have read to **Chapter 3**")
	moved := r.types("Miriam", 9, 1)
	r.has(moved, "4 checkpoints ahead", "1 week later")
	r.take("shift", "Miriam", "Use this plan")
	if done := r.press("Miriam", moved, "Use this plan"); done.CustomID("Undo") == "" {
		r.t.Errorf("it cannot be undone: %s", done.Text())
	}
	r.post("Checkpoint 2")
}

// ends is the last: the read is finished, and its stars are shown.
func (r *firstRead) ends() {
	r.press("Miriam", r.types("Miriam", 10, 1), "Finish it")
	r.post("How was it?")
	for name, stars := range map[string]string{"Ana": "4.5", "Ben": "3", "Chidi": "4", "Dora": "4.5", "Emil": "5"} {
		r.slash(name, "/progress at:done")
		r.has(r.slash(name, "/rate stars:"+stars), "sealed")
	}
	r.hasNot(r.slash("Fay", "/ratings"), "4.2")
	r.has(r.types("Miriam", 10, 2), "on their way")
	r.has(r.post("stars from"), "from 5 readers")
	r.take("stars", "Olive", "stars from 5 readers")
}
