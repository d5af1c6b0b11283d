package club

import (
	"strings"
	"unicode"
)

// Fold is s for comparing it with what someone types: words in lower case with
// single spaces between, without accents and punctuation. Signs between digits
// stay, so that "4.6", "4-6" and "46" remain three things.
func Fold(s string) string {
	rs := []rune(CleanLine(s))
	for i, r := range rs {
		rs[i] = foldRune(r)
	}
	digitAt := func(i int) bool { return i >= 0 && i < len(rs) && isDigit(rs[i]) }
	var b strings.Builder
	for i, r := range rs {
		switch {
		case unicode.Is(unicode.M, r), r == '\'', r == '’', r == zwj, r == zwnj:
		case unicode.IsPunct(r) && digitAt(i-1) && digitAt(i+1):
			if r == ',' {
				r = '.'
			}
			b.WriteRune(r)
		case unicode.IsSpace(r), unicode.IsPunct(r):
			b.WriteByte(' ')
		default:
			b.WriteString(spellOut(r))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// foldRune takes case, accent, width and the digits of other scripts from r.
func foldRune(r rune) rune {
	if r >= 0xFF01 && r <= 0xFF5E { // the wide forms of ASCII
		r -= 0xFEE0
	}
	if r < unicode.MaxASCII {
		return unicode.ToLower(r)
	}
	if unicode.Is(unicode.Nd, r) {
		return '0' + digitValue(r)
	}
	if unicode.Is(unicode.Pd, r) {
		return '-'
	}
	r = unicode.ToLower(r)
	for group := range strings.FieldsSeq(accented) {
		if strings.ContainsRune(group[1:], r) {
			return rune(group[0])
		}
	}
	switch r {
	case 'ς':
		return 'σ'
	case 'ё':
		return 'е'
	case 'й':
		return 'и'
	}
	return r
}

// digitValue is what a decimal digit of any script is worth: their tables hold
// whole runs of ten.
func digitValue(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

// accented lists, after each plain letter, its forms with an accent.
const accented = "aàáâãäåāăąǎȁȃạảấầẩẫậắằẳẵặ cçćĉċč dďđð eèéêëēĕėęěȅȇẹẻẽếềểễệ gĝğġģǧ hĥħ " +
	"iìíîïĩīĭįıǐȉȋịỉ jĵ kķǩ lĺļľŀł nñńņňǹ oòóôõöøōŏőơǒǫọỏốồổỗộớờởỡợ rŕŗřȑȓ sśŝşšș tţťŧț " +
	"uùúûüũūŭůűųưǔụủứừửữự wŵẁẃẅ yýÿŷỳỵỷỹ zźżž"

// spellOut writes out the letters that are two.
func spellOut(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	}
	return string(r)
}

// squash is Fold without the spaces that tell nothing apart, so that "ch12" is
// "ch 12"; of a text of signs alone it is the text.
func squash(s string) string {
	if !isPlainASCII(s) {
		return squashAny(s)
	}
	// Most labels and most of what is typed: squashAny in one pass, for every
	// label of a book is squashed whenever someone names a chapter.
	b := make([]byte, 0, len(s))
	digitAt := func(i int) bool { return i >= 0 && i < len(s) && isDigit(rune(s[i])) }
	gap := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '\'':
			continue
		case c <= ' ', unicode.IsPunct(rune(c)) && (!digitAt(i-1) || !digitAt(i+1)):
			gap = true
			continue
		case c == ',':
			c = '.'
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		if gap && digitAt(i) && len(b) > 0 && isDigit(rune(b[len(b)-1])) {
			b = append(b, ' ')
		}
		gap = false
		b = append(b, c)
	}
	if len(b) == 0 {
		return strings.ToLower(CleanLine(s))
	}
	return string(b)
}

// squashAny is squash for the letters and signs of all scripts.
func squashAny(s string) string {
	words := strings.Fields(Fold(s))
	var b strings.Builder
	for i, w := range words {
		if i > 0 && isDigit(rune(w[0])) && isDigit(rune(words[i-1][len(words[i-1])-1])) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	if b.Len() == 0 {
		return strings.ToLower(CleanLine(s))
	}
	return b.String()
}
