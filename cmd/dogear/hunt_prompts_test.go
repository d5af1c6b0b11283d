package main

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// repeatWords is how people say how often something is asked, a cron line among
// it, and what cannot be.
func repeatWords(rng *rand.Rand) string {
	switch rng.IntN(5) {
	case 0:
		return oneOf(rng, "whenever", "biweekly", "31", "every 0 weeks sun", "daily 25:00", "first sundays of moons")
	case 1:
		return oneOf(rng, "0 0 31 2 *", "* * * * *", "0 18 * *", "45 9 45 * *", "=x 1 1 1 1", "TZ=UTC 0 9 * * *", "@daily", "0 9 * * 9")
	case 2:
		return oneOf(rng, "0 9 * * 1", "30 18 * * 0,3", "0 12 */2 * *", "15 8 1,15 * *", "0 18 * * 7")
	}
	return oneOf(rng, "daily 09:00", "every day at 21:30", "weekdays 8:00", "weekly sun 18:00", "sundays", "weekly sun,wed 18:00",
		"every second week sun 18:00", "every other friday", "every 3 weeks on tue at 12:00", "monthly 1 10:00", "monthly 31", "last day of the month",
		"first sunday of the month")
}

// aQuestion does something about a question: mostly, asks one.
func (p *player) aQuestion(who string) step {
	which := filled{name: "prompt", text: strconv.Itoa(1 + p.rng.IntN(7))}
	if p.rng.IntN(2) == 0 {
		which.text, which.pick = "", true
	}
	switch p.rng.IntN(16) {
	case 0, 1:
		return command(who, "prompt edit", which)
	case 2, 3:
		return command(who, "prompt hold", which)
	case 4:
		return command(who, "prompt release", filled{name: "prompt", pick: true})
	case 5:
		return command(who, "prompt post", which)
	case 6:
		return command(who, "prompt preview", which)
	case 7, 8:
		return command(who, "prompt list")
	case 9:
		return command(who, "prompt remove", which)
	}
	return p.aNewQuestion(who)
}

// aNewQuestion is asked at a checkpoint, at a moment, or again and again; it is
// typed, one of the bank's, or written in a form.
func (p *player) aNewQuestion(who string) step {
	s := command(who, "prompt add")
	set := func(name, text string) { s.options = append(s.options, filled{name: name, text: text}) }
	switch p.rng.IntN(6) {
	case 0:
		s.options = append(s.options, filled{name: "text", text: oneOf(p.rng, "", "", "end", "style", "who", "early", "zq"), pick: true})
	case 1: // a form
	default:
		set("text", p.w.storyText(p.rng, 1200))
	}
	switch p.rng.IntN(8) {
	case 0, 1:
	case 2:
		set("checkpoint", strconv.Itoa(1+p.rng.IntN(5)))
	case 3:
		set("at", dateWords(p.rng)+oneOf(p.rng, "", " 18:00", " 09:15"))
	case 4:
		return command(who, "prompt add", p.options("prompt add")...)
	default:
		set("repeat", repeatWords(p.rng))
		if p.rng.IntN(3) == 0 {
			set("until", oneOf(p.rng, dateWords(p.rng), "in 10 days", "in 3 weeks"))
		}
		if p.rng.IntN(5) == 0 {
			set("at", dateWords(p.rng))
		}
	}
	switch p.rng.IntN(6) {
	case 0, 1:
		set("all", "true")
	case 2:
		set("chapter", chapterWords(p.rng))
	}
	if p.rng.IntN(4) == 0 {
		set("book", p.w.aBook(p.rng))
	}
	return s
}

// asks has questions be there from the beginning, in most plays: some that are
// repeated, and threads under the posts.
func (p *player) asks() {
	set := func(name, text string) filled { return filled{name: name, text: text} }
	if p.rng.IntN(3) > 0 {
		p.then(command(huntKeeps, "club settings", set("threads", "true")))
	}
	if p.rng.IntN(6) == 0 {
		p.then(command(huntKeeps, "club settings", set("fallback", "false")))
	}
	if p.rng.IntN(2) == 0 {
		often := oneOf(p.rng, "weekly wed 12:00", "weekly sun,thu 18:00", "every second week tue 08:00", "0 20 * * 5", "daily 07:30")
		p.next = append(p.next, func() step {
			return command(huntBoth, "prompt add", set("text", p.w.mark()), set("repeat", often), set("all", oneOf(p.rng, "true", "false")))
		})
	}
}

// denied has the bot lose the right to write for a while, in which what is due
// may become too late, and get it back.
func (p *player) denied(who string) {
	if p.rng.IntN(2) == 0 {
		p.next = append(p.next, func() step {
			return command(who, "prompt add", filled{name: "text", text: p.w.mark()}, filled{name: "repeat", text: "daily 12:00"})
		})
	}
	p.then(step{kind: "meddle", command: "deny"})
	for range 1 + p.rng.IntN(2) {
		p.then(step{kind: "clock"})
	}
	if p.rng.IntN(2) == 0 {
		p.then(step{kind: "clock", place: 2}, command(who, "club doctor"))
		p.thenPress(who, "club/checkup")
		p.thenPress(who, "club/repair")
	}
	p.then(step{kind: "meddle", command: "allow"}, command(who, "prompt list"), command(who, "club doctor"))
	p.thenPress(who, "club/checkup")
	p.thenPress(who, "club/repair")
	p.then(step{kind: "clock"}, step{kind: "clock"})
}

// prompting tells whether what somebody uses is about questions that may not
// have been asked yet: those who organise see them there, under the rule.
func prompting(what string) bool {
	switch what {
	case "prompt/questions", "prompt/answer":
		return false
	case "form/again", "club export", "me export":
		return true
	}
	return strings.HasPrefix(what, "prompt ") || strings.HasPrefix(what, "prompt/")
}

// meddleInTalk does in a thread under a post what people do: it is put away, or
// deleted.
func (w *world) meddleInTalk(rng *rand.Rand) {
	talks := w.oracle.talks()
	if len(talks) == 0 {
		return
	}
	thread := talks[rng.IntN(len(talks))]
	if !w.as(huntOwner, thread).CanSee(thread) {
		return
	}
	if rng.IntN(3) > 0 {
		w.guild.Archive(thread)
		w.tell("a thread under a post is archived")
		return
	}
	w.mess()
	w.guild.DeleteThread(thread)
	w.tell("a thread under a post is deleted")
}

// talks are the threads under posts.
func (o *oracle) talks() (threads []string) {
	o.each(`SELECT message_id FROM work WHERE kind = 'talk' AND message_id <> '' ORDER BY id`, func(scan func(...any)) {
		var id string
		scan(&id)
		threads = append(threads, id)
	})
	return threads
}
