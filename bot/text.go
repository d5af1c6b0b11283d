package bot

import (
	"unicode/utf16"

	"github.com/rivo/uniseg"
)

const ellipsis = "…"

// units is the length of a text in UTF-16 code units, as Discord's clients
// count; never less than the number of characters that its servers count.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// cut shortens s to at most limit units, with "…" at the end, and never inside
// a grapheme: a family or a flag stays whole or goes.
func cut(s string, limit int) string {
	if len(s) <= limit || units(s) <= limit {
		return s
	}
	room, end := limit-1, 0
	for rest, state := s, -1; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if room -= units(cluster); room < 0 {
			break
		}
		end += len(cluster)
	}
	return s[:end] + ellipsis
}
