package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"dogear/bot/sandbox"
)

// pngHead is how a picture begins; a marker goes behind it.
const pngHead = "\x89PNG\r\n\x1a\n"

func oneOf[T any](rng *rand.Rand, list ...T) T { return list[rng.IntN(len(list))] }

// storyText is a text about the story: its marker stands all over it, so that
// no part of it goes unnoticed.
func (w *world) storyText(rng *rand.Rand, most int) string {
	mark := w.mark()
	noise := oneOf(rng, "and then", "", "||a secret||", "```", "@everyone", "\n# A heading\n", "[here](https://example.org)", "\u202ereversed",
		"*so*_so_", "-# small", "> quoted\n", "<@"+huntNever+">", "e\u0301\u0323\u0330")
	n := oneOf(rng, 0, 0, 0, 1, 8, 40, 150)
	text := mark
	for range n {
		if next := text + " " + noise + " " + mark; len(next) < most*3/4 {
			text = next
		}
	}
	return text
}

// storyTitle is a title of a chapter or of a part.
func (w *world) storyTitle(rng *rand.Rand) string {
	return w.mark() + " " + oneOf(rng, "The Boat", "The Window", "A *Tape*", "Pond", "The Sale: II", "")
}

// chapterWords is how people name a chapter, a position or a lock.
func chapterWords(rng *rand.Rand) string {
	n := strconv.Itoa(1 + rng.IntN(7))
	switch rng.IntN(20) {
	case 0, 1:
		return oneOf(rng, "9", "12", "Prologue", "77", "zz", "ch 0")
	case 2, 3, 4:
		return oneOf(rng, "everyone", "the whole book", "done", "finished", "start", "p "+n+"0", n+"3%")
	}
	return oneOf(rng, n, "ch "+n, "Chapter "+n)
}

// dateWords is how people name a day.
func dateWords(rng *rand.Rand) string {
	return oneOf(rng, "today", "tomorrow", "next sunday", "in 2 weeks", "in 3 days", "friday", "2027-02-31", "yesterday", "in 2 months")
}

func books() []string { return []string{"Middlemarch", "Emma", "Persuasion"} }

// aBook is the title of a book, one that is on a shelf as a rule.
func (w *world) aBook(rng *rand.Rand) string {
	if there := w.oracle.books(); len(there) > 0 && rng.IntN(12) > 0 {
		return there[rng.IntN(len(there))]
	}
	return oneOf(rng, books()...)
}

// typedInto is what somebody types into an option. What it means is known by
// its name; what is not known is filled with something.
func (w *world) typedInto(command string, o offered, rng *rand.Rand) (text string, ok bool) {
	switch {
	case len(o.Choices) > 0:
		return fmt.Sprint(o.Choices[rng.IntN(len(o.Choices))].Value), true
	case o.Type == offerBool:
		return oneOf(rng, "true", "false"), true
	case o.Type == offerInteger, o.Type == offerNumber:
		most := 6
		if o.Max > 0 {
			most = min(most, int(o.Max))
		}
		return strconv.Itoa(max(int(o.Min), 1+rng.IntN(most))), true
	case o.Type == offerRole:
		return "Readers", true
	case o.Type != offerString:
		return "", false
	}
	switch {
	case command == "book edition" && o.Name == "name":
		return oneOf(rng, editionNames()...), true
	case o.Name == "edition":
		return oneOf(rng, append(editionNames(), w.ownName(rng), w.ownName(rng), "the club's edition")...), true
	case command == "progress" && o.Name == "at":
		return placeWords(rng), true
	}
	switch o.Name {
	case "text", "review":
		return w.storyText(rng, min(o.MaxLength, 2500)), true
	case "title":
		return oneOf(rng, append(books(), fmt.Sprintf("Volume %d", rng.IntN(50)))...), true
	case "book":
		return w.aBook(rng), true
	case "author":
		return oneOf(rng, "George Eliot", "Jane Austen"), true
	case "name":
		return oneOf(rng, "The Readers", "The *Other* Club"), true
	case "isbn":
		return oneOf(rng, "9780571258093", "123"), true
	case "start", "to", "finish", "until":
		return dateWords(rng), true
	case "days":
		return oneOf(rng, "sun", "mon,thu", "tue"), true
	case "time":
		return oneOf(rng, "18:00", "09:30", "25:00"), true
	case "skip":
		return oneOf(rng, "2027-03-07", "2027-04-01..2027-04-20"), true
	case "by":
		return oneOf(rng, "3 days", "1 week", "-2 days", "two weeks later"), true
	case "repeat":
		return repeatWords(rng), true
	case "timezone":
		return oneOf(rng, "Europe/London", "Berlin", "Atlantis"), true
	case "checkpoint", "prompt", "from", "after":
		return strconv.Itoa(1 + rng.IntN(5)), true
	}
	if o.Name == "at" && command != "progress" {
		return dateWords(rng) + oneOf(rng, "", " 18:00", " 09:15"), true
	}
	return chapterWords(rng), true
}

// fieldText is what somebody writes into a field of a form; keep says that it
// is left as it was filled.
func (w *world) fieldText(form *sandbox.Form, f sandbox.Field, rng *rand.Rand) (text string, keep bool) {
	route := routeOf(form.CustomID)
	switch {
	case len(f.Options) > 0:
		if f.Value != "" && rng.IntN(2) == 0 {
			return "", true
		}
		return fmt.Sprint(f.Options[rng.IntN(len(f.Options))].Value), false
	case f.CustomID == "list" && route != "book/chapters":
		return w.endsList(rng), false
	case f.CustomID == "name" && f.Value == "" && route == "edition/sent":
		return oneOf(rng, editionNames()...), false
	case f.CustomID == "name":
		return w.ownName(rng), f.Value != "" && (route == "edition/sent" || rng.IntN(4) > 0)
	case f.CustomID == "at":
		return oneOf(rng, "44", "1:20:00", "?", "p 60"), false
	case f.CustomID == "list":
		return w.chapterList(f.Value, rng), false
	case f.CustomID == "end":
		return oneOf(rng, "finished", chapterWords(rng), f.Value), f.Value != "" && rng.IntN(2) == 0
	case f.CustomID == "repeat":
		return repeatWords(rng), rng.IntN(2) == 0
	case route == "prompt/edited" && f.CustomID == "chapter" && rng.IntN(3) == 0:
		return "", false // as far as the club is when it is asked
	case f.CustomID == "chapter", strings.Contains(strings.ToLower(f.Label), "finished"):
		return chapterWords(rng), f.Value != "" && rng.IntN(2) == 0
	case f.CustomID == "give":
		return w.mark(), rng.IntN(2) == 0
	}
	return w.named(w.storyText(rng, inputMost(form, f.CustomID))), f.Value != "" && rng.IntN(6) == 0
}

// inputMost is how much a field takes.
func inputMost(form *sandbox.Form, id string) int {
	most := 100
	for _, x := range form.Components {
		label, _ := x.(map[string]any)
		c, _ := label["component"].(map[string]any)
		if n, ok := c["max_length"].(float64); ok && c["custom_id"] == id {
			most = int(n)
		}
	}
	return min(most, 2500)
}

// chapterList edits a chapter list as organisers do.
func (w *world) chapterList(old string, rng *rand.Rand) string {
	lines := strings.Split(strings.TrimSpace(old), "\n")
	if len(lines) < 3 {
		return w.freshList(rng, rng.IntN(5) == 0)
	}
	for range 1 + rng.IntN(3) {
		i := rng.IntN(len(lines))
		label, _, _ := strings.Cut(lines[i], ":")
		if strings.HasPrefix(label, "#") {
			label = "# Part"
		}
		switch rng.IntN(10) {
		case 0, 1, 2, 3:
			if lines[i] = label + ": " + w.storyTitle(rng); strings.HasPrefix(label, "#") {
				lines[i] = "# " + w.storyTitle(rng)
			}
		case 4:
			lines = append(lines, fmt.Sprintf("Afterword %d: %s", w.step, w.storyTitle(rng)))
		case 5:
			lines = append([]string{"Prologue: " + w.storyTitle(rng)}, lines...)
		case 6:
			lines = append(lines[:i:i], append([]string{"# " + w.storyTitle(rng)}, lines[i:]...)...)
		case 7:
			lines[i] = fmt.Sprintf("Renamed %d: %s", w.step, w.storyTitle(rng))
		case 8:
			lines[i] = label
		case 9:
			lines = append(lines[:i:i], lines[i+1:]...)
		}
	}
	return strings.Join(lines, "\n")
}

// freshList is a chapter list with titles and parts, and perhaps with pages.
func (w *world) freshList(rng *rand.Rand, long bool) string {
	var b strings.Builder
	pages := rng.IntN(2) == 0
	chapters := 6 + rng.IntN(5)
	if long {
		chapters = 20 + rng.IntN(10)
	}
	for n := 1; n <= chapters; n++ {
		if n%3 == 1 {
			fmt.Fprintf(&b, "# %s\n", w.storyTitle(rng))
		}
		fmt.Fprintf(&b, "Chapter %d", n)
		if rng.IntN(4) > 0 {
			fmt.Fprintf(&b, ": %s", w.storyTitle(rng))
		}
		if pages {
			fmt.Fprintf(&b, " @ %d", 20*n)
		}
		b.WriteString("\n")
	}
	return b.String()
}
