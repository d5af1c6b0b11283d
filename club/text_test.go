package club_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dogear/club"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"plain", " a\tb\nc ", "a\tb\nc"},
		{"newlines", "a\r\nb\rc\u2028d\u2029e\u0085f\vg\fh", "a\nb\nc\nd\ne\nf\ng\nh"},
		{"NUL and controls", "a\x00b\x07c\x1bd\x7fe\u0090f", "abcdef"},
		{"invalid UTF-8", "a\xffb\xc3(c", "ab(c"},
		{"turning the writing", "a\u202eb\u2066c\u2069d\u200ee\u200ff\u061cg", "abcdefg"},
		{"invisible", "a\u200bb\u2060c\ufeffd\u00ade\u3164f\uffa0g\u115fh\u034fi\u180ej", "abcdefghij"},
		{"hidden messages", "hi\U000E0068\U000E0069", "hi"},
		{"annotations and no characters", "a\ufff9b\ufffcc\ufdd0d\uffffe", "abcde"},
		{"zalgo", "z" + strings.Repeat("\u0301", 9) + "a", "z" + strings.Repeat("\u0301", 4) + "a"},
		{"marks on nothing", "\u0301a\n\u0302b \u0303c", "a\nb c"},
		{"selectors", "❤\ufe0f\ufe0f\ufe01", "❤\ufe0f"},
		{"accents", "e\u0301 ế Việt", "e\u0301 ế Việt"},
		{"Hebrew with its points", "בְּרֵאשִׁית", "בְּרֵאשִׁית"},
		{"emoji", "👩🏽‍🚀 👨‍👩‍👧‍👦 ❤️‍🔥 🏳️‍🌈 1️⃣ 🇩🇪", "👩🏽‍🚀 👨‍👩‍👧‍👦 ❤️‍🔥 🏳️‍🌈 1️⃣ 🇩🇪"},
		{"the flag of England", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F!", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F!"},
		{"a flag of nothing", "🏴\U000E0067\U000E0062\U000E0065\U000E006E!", "🏴!"},
		{"joiners that join nothing", "a\u200db\u200cc 👩\u200d \u200d👩", "abc 👩 👩"},
		{"Persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"Malayalam", "ന്\u200d", "ന്"},
		{"Hindi", "क्\u200dष", "क्\u200dष"},
		{"nothing left", "\u200b\x00\u202e", ""},
		{"Arabic numbers sign", "\u0600١٢", "\u0600١٢"},
	} {
		if got := club.Clean(c.text); got != c.want {
			t.Errorf("%s: %+q, want %+q", c.name, got, c.want)
		}
	}
}

func TestCleanLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" a\n\tb\u00a0\u2003c ": "a b c", "": "", "\n\n": "", "a": "a", "\u3000x\u2028y": "x y",
	} {
		if got := club.CleanLine(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"a\x00\xff\u202e", "👩🏽‍🚀🏴\U000E0067\U000E0062\U000E0065\U000E007F", "z\u0301\u0301\u0301\u0301\u0301", "ن\u200c\u200dن", " \u0301\ufe0f\u200d👩"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := club.Clean(s)
		if again := club.Clean(got); again != got {
			t.Fatalf("%+q is cleaned to %+q, and that to %+q", s, got, again)
		}
		if !utf8.ValidString(got) || strings.TrimSpace(got) != got {
			t.Fatalf("%+q is not clean", got)
		}
		marks := 0
		for _, r := range got {
			if r == 0 || r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%+q holds %U", got, r)
			}
			if unicode.Is(unicode.M, r) {
				marks++
			} else if r != '\u200d' && r != '\u200c' {
				marks = 0
			}
			if marks > 4 {
				t.Fatalf("%+q has a heap of marks", got)
			}
		}
		line := club.CleanLine(s)
		if strings.ContainsAny(line, "\n\t\r") || strings.Contains(line, "  ") || club.CleanLine(line) != line {
			t.Fatalf("%+q is no line", line)
		}
		if club.Fold(club.Fold(s)) != club.Fold(s) {
			t.Fatalf("%+q folds to %+q and then to %+q", s, club.Fold(s), club.Fold(club.Fold(s)))
		}
	})
}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		units int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"ab cd", 4, "ab…"},
		{"abc", 1, "…"},
		{"abc", 0, ""},
		{"abc", -1, ""},
		{"", 0, ""},
		{"a😀b", 3, "a…"}, // the emoji is two units
		{"a😀b", 4, "a😀b"},
		{"e\u0301e\u0301e\u0301", 4, "e\u0301…"},
		{"👩🏽‍🚀x👩🏽‍🚀", 9, "👩🏽‍🚀x…"},
		{"👩🏽‍🚀👩🏽‍🚀", 8, "👩🏽‍🚀…"},
		{"👩🏽‍🚀👩🏽‍🚀", 7, "…"},
		{"👨‍👩‍👧‍👦!", 11, "…"},
		{"🇩🇪🇫🇷", 5, "🇩🇪…"},
		{"🇩🇪🇫🇷", 7, "🇩🇪…"},
		{"❤️‍🔥❤️‍🔥", 9, "❤️‍🔥…"},
		{"1️⃣2️⃣", 5, "1️⃣…"},
		{"각각", 6, "각각"},
		{"\u1100\u1161\u11a8\u1100\u1161\u11a8", 5, "\u1100\u1161\u11a8…"},
		{"한국어", 2, "한…"},
		{"क्षक्षx", 6, "क्ष…"},
		{"กำกำ", 3, "กำ…"},
		{"a\r\nb", 2, "a…"},
	} {
		if got := club.Cut(c.text, c.units); got != c.want {
			t.Errorf("%q to %d is %q, want %q", c.text, c.units, got, c.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("a😀e\u0301👩🏽‍🚀🇩🇪\r\nक्ष", 5)
	f.Add("\xff\xfe", 1)
	f.Add("000\x1b\u03420", 5)
	f.Fuzz(func(t *testing.T, s string, units int) {
		got := club.Cut(s, units)
		if club.Units(s) <= units {
			if got != s {
				t.Fatalf("%q fits in %d and became %q", s, units, got)
			}
			return
		}
		if club.Units(got) > max(units, 0) {
			t.Fatalf("%q has %d units of %d", got, club.Units(got), units)
		}
		kept, cut := strings.CutSuffix(got, "…")
		if !cut && units > 0 || !strings.HasPrefix(s, kept) {
			t.Fatalf("%q is cut to %q", s, got)
		}
		if rest := s[len(kept):]; kept != "" && rest != "" {
			next, _ := utf8.DecodeRuneInString(rest)
			last, _ := utf8.DecodeLastRuneInString(kept)
			if unicode.IsControl(last) || unicode.Is(unicode.Cf, last) && last != '\u200d' {
				return // nothing joins these
			}
			if unicode.Is(unicode.M, next) || next == '\u200d' || strings.HasSuffix(kept, "\u200d") && next > 0x1F600 && next < 0x1F64F {
				t.Fatalf("%+q is cut within a character, to %+q", s, got)
			}
		}
	})
}

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Chapter  7.": "chapter 7", "ÉCOLE": "ecole", "E\u0301cole": "ecole", "Ångström": "angstrom", "4,6": "4.6", "4 - 6": "4 6",
		"4–6": "4-6", "Kathy's": "kathys", "Straße": "strasse", "１２": "12", "٤٢": "42", "𝟛": "3", "Ünder-way": "under way",
		"…": "", "🐟 Fish": "🐟 fish", "İstanbul": "istanbul", "Σίσυφος": "σίσυφοσ", "ЁЛКА": "елка", "Æon": "aeon",
	} {
		if got := club.Fold(text); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
	}
}

func TestTyped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"31 feb": `"31 feb"`, "a\nb": `"a b"`, "||x||": `"\|\|x\|\|"`, "\u202e": `""`,
		strings.Repeat("x", 100): `"` + strings.Repeat("x", 59) + `…"`,
	} {
		if got := club.Typed(text); got != want {
			t.Errorf("%q is told as %s, want %s", text, got, want)
		}
	}
}
