package club

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks one character may carry. Living
// scripts stay below; heaps of them climb into the lines above.
const maxMarks = 4

// Clean makes text that someone sent fit to be kept: valid UTF-8 with plain
// newlines, without what cannot be seen and only does mischief (control
// characters but newline and tab, marks that turn the writing around, invisible
// letters), with at most four combining marks on a character. Joiners stay
// where they join: in emoji and in the scripts that write with them.
func Clean(s string) string {
	if isPlainASCII(s) {
		return strings.TrimSpace(s)
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").
		Replace(strings.ToValidUTF8(s, ""))
	return strings.TrimSpace(string(keepJoiners(thinMarks(visible([]rune(s))))))
}

// CleanLine is Clean for what stands on one line: a title, a label, a name.
func CleanLine(s string) string {
	return strings.Join(strings.Fields(Clean(s)), " ")
}

// isPlainASCII reports whether s holds nothing that Clean would touch inside.
func isPlainASCII(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7f || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// visible drops what has no place in any text.
func visible(rs []rune) []rune {
	return slices.DeleteFunc(rs, func(r rune) bool {
		switch {
		case r == '\n', r == '\t', r == zwj, r == zwnj, isTag(r):
			return false // judged by what stands around them
		case unicode.In(r, unicode.Prepended_Concatenation_Mark):
			return false // drawn, though filed under format characters
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return true
		}
		switch r {
		case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0, 0xFFFC, 0x1D159:
			return true // letters and marks without a shape
		}
		return unicode.Is(unicode.Noncharacter_Code_Point, r)
	})
}

const (
	zwnj      = '\u200c'
	zwj       = '\u200d'
	blackFlag = '\U0001F3F4'
	endTag    = '\U000E007F'
)

// isTag reports whether r is one of the invisible letters that spell the
// flags of regions after a black flag, and hide messages elsewhere.
func isTag(r rune) bool { return r >= 0xE0020 && r <= endTag }

// isSelector reports whether r chooses the look of the character before it.
func isSelector(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF
}

// thinMarks drops combining marks that have nothing to stand on or are too
// many, and tags outside a flag.
func thinMarks(rs []rune) []rune {
	kept := make([]rune, 0, len(rs))
	base, marks, selected := rune('\n'), 0, false
	for i, r := range rs {
		switch {
		case r == zwj || r == zwnj:
		case isTag(r):
			if !inFlag(rs, i) {
				continue
			}
		case unicode.Is(unicode.M, r):
			if unicode.IsSpace(base) || isSelector(r) && selected || marks == maxMarks {
				continue
			}
			marks++
			selected = selected || isSelector(r)
		default:
			base, marks, selected = r, 0, false
		}
		kept = append(kept, r)
	}
	return kept
}

// inFlag reports whether the tag at i belongs to a whole flag: a black flag,
// three to six tags and the one that ends them.
func inFlag(rs []rune, i int) bool {
	from, to := i, i
	for from > 0 && isTag(rs[from-1]) && rs[from-1] != endTag {
		from--
	}
	for to < len(rs)-1 && rs[to] != endTag && isTag(rs[to+1]) {
		to++
	}
	return from > 0 && rs[from-1] == blackFlag && rs[to] == endTag && to-from >= 3 && to-from <= 6
}

// keepJoiners drops the joiners that join nothing.
func keepJoiners(rs []rune) []rune {
	kept := make([]rune, 0, len(rs))
	base := rune('\n')
	for i, r := range rs {
		if r != zwj && r != zwnj {
			kept = append(kept, r)
			if !unicode.Is(unicode.M, r) && !isSkin(r) {
				base = r
			}
			continue
		}
		next := rune('\n')
		if i+1 < len(rs) {
			next = rs[i+1]
		}
		last := i > 0 && (rs[i-1] == zwj || rs[i-1] == zwnj)
		if !last && (r == zwj && isPictograph(base) && isPictograph(next) || joins(base) && joins(next)) {
			kept = append(kept, r)
		}
	}
	return kept
}

// isSkin reports whether r colours the emoji before it.
func isSkin(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }

// isPictograph reports whether emoji sequences may be built of r. It takes in
// the blocks of emoji whole; what else lies in them joins nothing.
func isPictograph(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF && !isSkin(r) && !isRegional(r) ||
		r >= 0x2190 && r <= 0x2BFF || r == '©' || r == '®' || r == '‼' || r == '⁉' ||
		r == '™' || r == 'ℹ' || r == '〰' || r == '〽' || r == '㊗' || r == '㊙'
}

// isRegional reports whether r is half of a country's flag.
func isRegional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// joins reports whether r belongs to a script in which joiners change the
// spelling.
func joins(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko,
		unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
		unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Myanmar, unicode.Khmer)
}

// Typed is what someone typed, in quotation marks, short and harmless, for a
// sentence that says how it was understood.
func Typed(s string) string { return `"` + Plain(Cut(s, 60)) + `"` }

// Cut shortens s to at most units UTF-16 code units, the last of them an
// ellipsis, and never within what a reader sees as one character.
func Cut(s string, units int) string {
	if Units(s) <= units {
		return s
	}
	if units < 1 {
		return ""
	}
	end, used := 0, 0
	for end < len(s) {
		n := firstCharacter(s[end:])
		used += Units(s[end : end+n])
		if used > units-1 {
			break
		}
		end += n
	}
	return strings.TrimRightFunc(s[:end], unicode.IsSpace) + "…"
}

// firstCharacter is the length in bytes of the first character of s as its
// reader sees it: a letter with its marks, a family of emoji, a flag.
func firstCharacter(s string) int {
	before, end := utf8.DecodeRuneInString(s)
	pictograph, flag := isPictograph(before), isRegional(before)
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		switch {
		case before == '\r' && r == '\n':
		case unicode.Is(unicode.Cc, before) || unicode.Is(unicode.Cc, r):
			return end
		case extends(r), isPrepended(before):
		case pictograph && before == zwj && isPictograph(r):
		case flag && isRegional(before) && isRegional(r):
			flag = false // a flag is two of them
		case isVirama(before) && unicode.IsLetter(r) && joins(r):
		case isHangulPart(before, r):
		default:
			return end
		}
		before = r
		end += size
	}
	return end
}

// extends reports whether r belongs to the character before it.
func extends(r rune) bool {
	return unicode.Is(unicode.M, r) || r == zwj || r == zwnj || isSkin(r) || isTag(r) ||
		r == 0x0E33 || r == 0x0EB3 || r == 0xFF9E || r == 0xFF9F // am of Thai and Lao, kana's voicing
}

func isPrepended(r rune) bool { return unicode.Is(unicode.Prepended_Concatenation_Mark, r) }

// isVirama reports whether r ties the consonants around it into one.
func isVirama(r rune) bool {
	switch r {
	case 0x094D, 0x09CD, 0x0ACD, 0x0B4D, 0x0C4D, 0x0D4D:
		return true
	}
	return false
}

// isHangulPart reports whether r goes on with the Korean syllable that a ended.
func isHangulPart(a, r rune) bool {
	leads := func(r rune) bool { return r >= 0x1100 && r <= 0x115F || r >= 0xA960 && r <= 0xA97C }
	vowel := func(r rune) bool { return r >= 0x1160 && r <= 0x11A7 || r >= 0xD7B0 && r <= 0xD7C6 }
	trail := func(r rune) bool { return r >= 0x11A8 && r <= 0x11FF || r >= 0xD7CB && r <= 0xD7FB }
	block := func(r rune) bool { return r >= 0xAC00 && r <= 0xD7A3 }
	open := block(a) && (a-0xAC00)%28 == 0 // without a trailing consonant
	return leads(a) && (leads(r) || vowel(r) || block(r)) ||
		(vowel(a) || open) && vowel(r) ||
		(vowel(a) || block(a) || trail(a)) && trail(r)
}
