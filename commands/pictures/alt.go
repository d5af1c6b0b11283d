package pictures

import (
	"fmt"
	"strconv"
	"strings"

	"dogear/club"
)

// maxAlt is how long Discord lets the words on a picture be, in UTF-16 code
// units.
const maxAlt = 1024

// Alt says in words what the picture says, in at most 1,024 UTF-16 code units
// (Discord's bound): every bar if that fits, else the first, the next, the
// last and the heaviest.
func (t Timeline) Alt() string {
	head := fmt.Sprintf("Timeline of %s: %s.", brief(t.Title), t.standing())
	if t.Today != "" {
		head += fmt.Sprintf(" Today is %s.", brief(t.Today))
	}
	if text := head + t.eachBar(); club.Units(text) <= maxAlt {
		return text
	}
	return club.Cut(head+t.someBars(), maxAlt)
}

// brief is a text of someone else's as it stands in Alt.
func brief(text string) string { return club.Cut(club.CleanLine(text), 120) }

// named is a title as it stands in Alt, or else what stands in for it.
func named(title, otherwise string) string {
	if title = brief(title); title != "" {
		return title
	}
	return otherwise
}

// eachBar says all of every bar.
func (t Timeline) eachBar() string {
	var b strings.Builder
	for i, bar := range t.Bars {
		switch {
		case i > 0 && bar.State == t.Bars[i-1].State:
			b.WriteString("; ")
		case i > 0:
			b.WriteString(".")
			fallthrough
		default:
			fmt.Fprintf(&b, " %s: ", bar.State)
		}
		switch weeks := count(bar.Rest, "week"); {
		case bar.Rest > 0 && bar.CatchUp:
			fmt.Fprintf(&b, "after %s to catch up, ", weeks)
		case bar.Rest > 0:
			fmt.Fprintf(&b, "after a break of %s, ", weeks)
		}
		if bar.State == Off { // as was said
			bar.State, bar.Date = Ahead, ""
		}
		b.WriteString(t.inWords(bar))
	}
	return b.String() + "."
}

// someBars says of many bars what the eye falls on.
func (t Timeline) someBars() string {
	if len(t.Bars) == 0 {
		return ""
	}
	text := " First: " + t.inWords(t.Bars[0]) + "."
	if next := t.open(); next < len(t.Bars) && t.Bars[next].State == Next {
		text += " Next: " + t.inWords(t.Bars[next]) + "."
	}
	text += " Last: " + t.inWords(t.Bars[len(t.Bars)-1]) + "."
	if t.Unit != "" {
		text += " The most is read for " + t.inWords(t.Bars[t.heaviest()]) + "."
	}
	rests := 0
	for _, b := range t.Bars {
		if b.Rest > 0 {
			rests++
		}
	}
	if rests > 0 {
		text += " Breaks: " + strconv.Itoa(rests) + "."
	}
	return text
}

// inWords is what is read for a bar, when, and how much.
func (t Timeline) inWords(b Bar) string {
	label := brief(b.Label)
	if label == "" {
		label = fmt.Sprintf("Checkpoint %d", b.Number)
	}
	var more []string
	for _, s := range []string{brief(b.when()), t.amount(b)} {
		if s != "" {
			more = append(more, s)
		}
	}
	if len(more) > 0 {
		label += " (" + strings.Join(more, ", ") + ")"
	}
	return label
}

// String is the state in a word.
func (s State) String() string {
	switch s {
	case Open:
		return "Open"
	case Next:
		return "Next"
	case Off:
		return "Not reached"
	}
	return "Ahead"
}
