package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// begins has what reminds people be set, in most plays, and another edition be
// there.
func (p *player) begins() {
	set := func(name, text string) filled { return filled{name: name, text: text} }
	if p.rng.IntN(4) > 0 {
		p.then(command(huntKeeps, "club settings", set("events", "true")))
	}
	for _, who := range []string{"Ana", huntGoes, huntBoth} {
		if p.rng.IntN(2) == 0 {
			p.then(command(who, "me settings", set("reminders", "true")))
		}
	}
	if p.rng.IntN(2) == 0 {
		p.then(command(huntKeeps, "book edit", set("book", books()[0]), p.aFile("book edit", offered{Name: "cover"})))
	}
	if p.rng.IntN(4) > 0 {
		p.then(command(huntKeeps, "book edition", set("book", books()[0]), set("name", editionNames()[0]),
			filled{name: "file", file: "ends.txt", text: p.w.endsList(p.rng)}))
		p.thenPress(huntKeeps, "edition/save")
		p.then(command("Ana", "me edition", set("book", books()[0]), set("edition", editionNames()[0])))
	}
}

// aChange changes what lies ahead of the plan, of which the last checkpoint has
// a number and a moment.
func (p *player) aChange(who string, number int, at time.Time) step {
	set := func(name, text string) filled { return filled{name: name, text: text} }
	switch p.rng.IntN(6) {
	case 0:
		to := at.Add(time.Duration(1+p.rng.IntN(4)) * 24 * time.Hour)
		return command(who, "schedule move", set("checkpoint", strconv.Itoa(number)), set("to", to.Format(time.DateOnly)))
	case 1:
		return command(who, "schedule shift", set("by", oneOf(p.rng, "1 day", "2 days", "1 week", "-1 day", "3 days earlier")))
	case 2:
		return command(who, "schedule shift", set("by", oneOf(p.rng, "1 day", "-1 day", "a week")), set("from", strconv.Itoa(number-p.rng.IntN(2))))
	case 3:
		return command(who, "schedule break", set("after", strconv.Itoa(number-1-p.rng.IntN(2))), set("catch-up", oneOf(p.rng, "true", "false")))
	case 4:
		return command(who, "schedule replan", set("pace", oneOf(p.rng, "1", "2", "3", "4")), set("days", oneOf(p.rng, "mon,wed,fri", "sun", "tue,sat")))
	}
	to := at.Add(time.Duration(p.rng.IntN(21)-10) * 24 * time.Hour)
	return command(who, "schedule replan", set("finish", to.Format(time.DateOnly)))
}

// placeWords is how people say where they are: as chapterWords, or by the clock
// of a recording, or they tell where a chapter ends.
func placeWords(rng *rand.Rand) string {
	n := strconv.Itoa(1 + rng.IntN(7))
	switch rng.IntN(12) {
	case 0:
		return oneOf(rng, n+"h20m", n+":10:00", n+"0 min")
	case 1:
		return "Chapter " + n + oneOf(rng, " ends on 44", " = 1h20m", " ends on "+n+"5", " @ ?")
	}
	return chapterWords(rng)
}

// editionNames are those of a club's other editions. They are open to all.
func editionNames() []string { return []string{"Penguin 2005", "The Recording", "Norton"} }

// ownName is the name of an edition of one's own, which is nobody else's to see.
func (w *world) ownName(rng *rand.Rand) string {
	return oneOf(rng, "Mine", "My paperback", "Mine "+w.mark())
}

// endsList says where chapters end in an edition. Now and then its times may be
// hours and minutes or minutes and seconds.
func (w *world) endsList(rng *rand.Rand) string {
	var b strings.Builder
	if rng.IntN(4) == 0 {
		for n := 1; n <= 2+rng.IntN(5); n++ {
			fmt.Fprintf(&b, "Chapter %d @ %d:%02d\n", n, n/2, 10+n)
		}
		return b.String()
	}
	timed, wide := rng.IntN(2) == 0, 10+rng.IntN(20)
	for n := 1; n <= 10; n++ {
		end := strconv.Itoa(n * wide)
		if timed {
			end = fmt.Sprintf("%d:%02d:00", n*wide/60, n*wide%60)
		}
		switch rng.IntN(8) {
		case 0, 1, 2:
		case 3:
			fmt.Fprintf(&b, "Chapter %d ends on %s\n", n, end)
		case 4:
			fmt.Fprintf(&b, "%s\n", oneOf(rng, "Chapter 77 @ 900", w.storyTitle(rng), "Chapter 2 @ ?"))
		default:
			fmt.Fprintf(&b, "Chapter %d @ %s\n", n, end)
		}
	}
	return b.String() + "Chapter 5 @ " + strconv.Itoa(5*wide)
}
