package club

import (
	"strings"
	"unicode"
)

// maxQuoted bounds what Quote returns, so that the longest note and the words
// around it fit one message.
const maxQuoted = 3400

// Plain is s on one line with Discord's markdown escaped: a title, a label or a
// name shows as it was written, mentions nobody, links nowhere and leaves the
// layout around it alone. Bare addresses may stay links.
//
// It is longer than s, at most twice: cut first. Where Discord reads no
// markdown (button labels, suggestions, names of threads) CleanLine is enough.
func Plain(s string) string {
	var b strings.Builder
	escapeLine(&b, CleanLine(s), `\*_~`+"`|[]<@")
	return b.String()
}

// Quote is s as a block of its own: a block quote, every line of it marked. Its
// bold, italics and strikes stay; headings, subtext, lists, quotes, code,
// spoiler bars, masked links, timestamps and mentions show as they were typed.
// What someone opened and did not close ends with the block, and no more than
// one empty line follows another. It is cut, with an ellipsis, only where marks
// and escapes make it longer than a message can hold (3,400 units).
func Quote(s string) string {
	s = Clean(s)
	if s == "" {
		return ""
	}
	quoted := quoteLines(s)
	for limit := maxQuoted; Units(quoted) > maxQuoted; limit = limit * 9 / 10 {
		quoted = quoteLines(Cut(s, limit))
	}
	return quoted
}

func quoteLines(s string) string {
	var b strings.Builder
	blank := false
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		if line == "" && blank {
			continue
		}
		blank = line == ""
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("> ")
		escapeLine(&b, keepEscapes(line), "`|[]<@")
	}
	return b.String()
}

// keepEscapes settles the backslashes that the writer typed. Before a sign of
// emphasis one remains what it is; before another sign it has done its work once
// escapeLine has been there; elsewhere it is a backslash to be seen.
func keepEscapes(line string) string {
	rs := []rune(line)
	var b strings.Builder
	for i := 0; i < len(rs); i++ {
		if rs[i] != '\\' {
			b.WriteRune(rs[i])
			continue
		}
		next := rune(' ')
		if i+1 < len(rs) {
			next = rs[i+1]
		}
		switch {
		case strings.ContainsRune(`*_~\`, next):
			b.WriteRune('\\')
		case !unicode.IsPunct(next) && !unicode.IsSymbol(next):
			b.WriteString(`\\`)
			continue
		}
		b.WriteRune(next)
		i++
	}
	return b.String()
}

// escapeLine writes one line with a backslash before every sign of the given
// ones, before what starts a block at the start of a line, and before a colon
// that would make an emoji of a word.
func escapeLine(b *strings.Builder, line, signs string) {
	line = strings.TrimLeft(line, " \t")
	start := blockStart(line)
	for i, r := range line {
		if i == start || strings.ContainsRune(signs, r) || r == ':' && isShortcode(line[i+1:]) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
}

// blockStart is the place of the sign that makes the line more than a line (a
// heading, a quote, a list, subtext, half of a masked link), or -1.
func blockStart(line string) int {
	if line == "" {
		return -1
	}
	if strings.ContainsRune("#>-+(", rune(line[0])) {
		return 0
	}
	if strings.HasPrefix(line, "* ") {
		return 0
	}
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	if digits > 0 && digits < len(line) && (line[digits] == '.' || line[digits] == ')') &&
		(digits+1 == len(line) || line[digits+1] == ' ') {
		return digits
	}
	return -1
}

// isShortcode reports whether rest, the text after a colon, goes on like
// "smile:".
func isShortcode(rest string) bool {
	name, _, closed := strings.Cut(rest, ":")
	return closed && name != "" && strings.IndexFunc(name, func(r rune) bool {
		return r != '_' && r != '+' && r != '-' && r != '~' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) < 0
}
