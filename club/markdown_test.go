package club_test

import (
	"strings"
	"testing"
	"unicode"

	"dogear/club"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Never Let Me Go":          "Never Let Me Go",
		"*a* _b_ ~~c~~ `d` ||e||":  `\*a\* \_b\_ \~\~c\~\~ ` + "\\`d\\`" + ` \|\|e\|\|`,
		`\*`:                       `\\\*`,
		"# a":                      `\# a`,
		"-# a":                     `\-# a`,
		"> a":                      `\> a`,
		">>> a":                    `\>>> a`,
		"- a":                      `\- a`,
		"* a":                      `\* a`,
		"1. a":                     `1\. a`,
		"1984":                     "1984",
		"4.6":                      "4.6",
		"2001: A Space Odyssey":    "2001: A Space Odyssey",
		"12.":                      `12\.`,
		"[a](https://x.example)":   `\[a\](https://x.example)`,
		"(a)":                      `\(a)`,
		"<@1> <#2> <t:3> <:e:4>":   `\<\@1> \<#2> \<t:3> \<\:e:4>`,
		"@everyone":                `\@everyone`,
		":smile: a: b :c":          `\:smile: a: b :c`,
		"a\nb\n# c":                "a b # c",
		"\u202egnp.exe":            "gnp.exe",
		"":                         "",
		"👩🏽‍🚀":                     "👩🏽‍🚀",
		"https://x.example/a?b=1":  "https://x.example/a?b=1",
		"Chapter 7: The Ferry @ 9": `Chapter 7: The Ferry \@ 9`,
	} {
		if got := club.Plain(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// shows is what Discord shows of one line: a backslash before a sign goes. It
// reports the signs that still mean something, and whether the line starts a
// block.
func shows(line string) (text string, live []rune) {
	var b strings.Builder
	rs := []rune(line)
	for i := 0; i < len(rs); i++ {
		switch {
		case rs[i] == '\\' && i+1 < len(rs) && !unicode.IsLetter(rs[i+1]) && !unicode.IsDigit(rs[i+1]) && !unicode.IsSpace(rs[i+1]):
			i++
		case strings.ContainsRune("\\*_~`|[]<@", rs[i]):
			live = append(live, rs[i])
		case b.Len() == 0 && strings.ContainsRune("#>-+(", rs[i]):
			live = append(live, rs[i])
		case (rs[i] == '.' || rs[i] == ')') && b.Len() > 0 && strings.Trim(b.String(), "0123456789") == "" && (i+1 == len(rs) || rs[i+1] == ' '):
			live = append(live, rs[i])
		}
		b.WriteRune(rs[i])
	}
	return b.String(), live
}

// mischief is what neither a line nor a block may show: what turns the writing
// around, what cannot be seen, heaps of marks, and marks on nothing. Joiners
// and the looks of an emoji have their place.
func mischief(s string) string {
	marks, before := 0, '\n'
	for _, r := range s {
		switch {
		case unicode.Is(unicode.M, r):
			if marks++; marks > 4 || unicode.IsSpace(before) {
				return string(before) + string(r)
			}
			continue
		case unicode.In(r, unicode.Prepended_Concatenation_Mark): // a sign that can be seen, and bears marks
		case r == '\u200c', r == '\u200d', r >= 0xE0020 && r <= 0xE007F:
			continue
		case r != '\n' && r != '\t' && unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.In(r, unicode.Zl, unicode.Zp):
			return string(r)
		}
		marks, before = 0, r
	}
	return ""
}

// fighters are texts that have fought layouts.
func fighters() []string {
	return []string{
		"||x|| ```y``` [z](https://evil.example) <@1> <@&2> <#3> <t:4:R> </help:5> <id:browse> <:e:6> @here",
		"\u202ex \u2066y\u2069 \u200bz\ufeff\u00ad\x00\x1b[31m\xff", "x" + strings.Repeat("\u0301", 40), "\u2028# x\u0085-# y\v> z",
		"\u06dd\u03690", "\\", `\\\|\|`, "1. x\n12) y\n- z\n* u", "(x) [y", "**x _y __z ~~u",
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range fighters() {
		f.Add(s)
	}
	for _, s := range []string{"*a*", `\\|`, "-# x", "1. x", "<@1>", ":smile:", "[a](b)", "> a\n> b", "@here", "12.", "# "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := club.Plain(s)
		text, live := shows(got)
		if text != club.CleanLine(s) {
			t.Fatalf("%q shows as %q", s, text)
		}
		if len(live) > 0 || strings.Contains(got, "\n") {
			t.Fatalf("%q in %q means something", live, got)
		}
		if bad := mischief(got); bad != "" {
			t.Fatalf("%q shows %q", got, bad)
		}
		if club.Units(got) > 2*club.Units(club.CleanLine(s)) {
			t.Fatalf("%q is more than twice as long as %q", got, s)
		}
		if typed := club.Typed(s); club.Units(typed) > 122 {
			t.Fatalf("%q is told at length", typed)
		}
	})
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                           "",
		"a":                          "> a",
		"a\nb":                       "> a\n> b",
		"a\n\n\n\nb\n":               "> a\n> \n> b",
		"**bold** *i* _u_ ~~s~~":     "> **bold** *i* _u_ ~~s~~",
		"# big":                      `> \# big`,
		"-# small":                   `> \-# small`,
		"> quoted\n>>> all":          "> \\> quoted\n> \\>>> all",
		"- a\n* b\n1. c":             "> \\- a\n> \\* b\n> 1\\. c",
		"*a* b":                      "> *a* b",
		"||spoiler||":                `> \|\|spoiler\|\|`,
		"```\ncode":                  "> \\`\\`\\`\n> code",
		"[a](https://x.example)":     `> \[a\](https://x.example)`,
		"<@1> @everyone <t:1>":       `> \<\@1> \@everyone \<t:1>`,
		":smile:":                    `> \:smile:`,
		`\*not italic\*`:             `> \*not italic\*`,
		`\|\|`:                       `> \|\|`,
		`\\||`:                       `> \\\|\|`,
		`\`:                          `> \\`,
		`\… \é`:                      "> … \\\\é",
		`C:\dir`:                     `> C:\\dir`,
		`\# a`:                       `> \# a`,
		"a\r\n\u202eb":               "> a\n> b",
		"  indented":                 "> indented",
		"https://x.example/_a_ :D :": "> https://x.example/_a_ :D :",
	} {
		if got := club.Quote(text); got != want {
			t.Errorf("%q is\n%q, want\n%q", text, got, want)
		}
	}
	if got := club.Quote(strings.Repeat("<", 3000)); club.Units(got) > 3400 || !strings.HasSuffix(got, "…") {
		t.Errorf("it has %d units", club.Units(got))
	}
	if got := club.Quote(strings.Repeat("word ", 600)); strings.Contains(got, "…") {
		t.Error("the longest note is cut")
	}
}

func FuzzQuote(f *testing.F) {
	for _, s := range fighters() {
		f.Add(s)
	}
	for _, s := range []string{"**a\n# b", `\\||`, "```\n```", "> a\n\n\n>>> b", "* a\n- b\n1. c", `\`, "@everyone <@1>", `a\` + "\n||b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := club.Quote(s)
		if (got == "") != (club.Clean(s) == "") || club.Units(got) > 3400 {
			t.Fatalf("%q is %q", s, got)
		}
		if bad := mischief(got); bad != "" {
			t.Fatalf("%q shows %q", got, bad)
		}
		blank := false
		for line := range strings.SplitSeq(got, "\n") {
			if got == "" {
				break
			}
			rest, ok := strings.CutPrefix(line, "> ")
			if !ok {
				t.Fatalf("%q has the line %q", got, line)
			}
			if rest == "" && blank {
				t.Fatalf("%q has a gap", got)
			}
			blank = rest == ""
			_, live := shows(rest)
			for _, sign := range live {
				if !strings.ContainsRune("*_~", sign) || sign == '*' && strings.HasPrefix(rest, "* ") {
					t.Fatalf("%q in the line %q of %q means something", sign, rest, got)
				}
			}
		}
	})
}
