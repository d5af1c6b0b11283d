package club

import (
	"slices"
	"strconv"
	"strings"
)

// numbersIn is the numbers that a label bears, as they are written in digits:
// "Chapter 7", "4.6", "12a", "Chapter Seven", "Chapter VII".
func numbersIn(label string) []string {
	var numbers []string
	words := strings.FieldsFunc(Fold(label), func(r rune) bool { return r == ' ' || r == '-' || r == '/' })
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case isNumeral(w):
			numbers = append(numbers, plainNumeral(w))
		case NumberWord(w) > 0:
			n := NumberWord(w)
			if i+1 < len(words) && n >= 20 && n%10 == 0 {
				if ones := NumberWord(words[i+1]); ones > 0 && ones < 10 {
					n += ones
					i++
				}
			}
			numbers = append(numbers, strconv.Itoa(n))
		case len(words) == 1, i > 0 && introducesNumber(words[i-1]):
			if n := Roman(w); n > 0 {
				numbers = append(numbers, strconv.Itoa(n))
			}
		}
	}
	return numbers
}

// numberAlone is the number that the words are, in digits, or "" if they are
// more or less than one.
func numberAlone(words string) string {
	numbers := numbersIn(words)
	first, second, two := strings.Cut(words, " ")
	if len(numbers) != 1 || two && (NumberWord(first) == 0 || NumberWord(second) == 0) {
		return ""
	}
	return numbers[0]
}

// isNumeral reports whether w is digits, perhaps with dots between and a letter
// at its end.
func isNumeral(w string) bool {
	if n := len(w) - 1; n > 0 && w[n] >= 'a' && w[n] <= 'z' {
		w = w[:n]
	}
	return isDigit(rune(w[0])) && isDigit(rune(w[len(w)-1])) && strings.Trim(w, "0123456789.") == ""
}

// plainNumeral is w without leading zeros.
func plainNumeral(w string) string {
	plain := strings.TrimLeft(w, "0")
	if plain == "" || !isDigit(rune(plain[0])) {
		return "0" + plain
	}
	return plain
}

// NumberWord is the value of "one" to "nineteen" and of the tens to "ninety", 0 of
// any other word.
func NumberWord(w string) int {
	ones := []string{
		"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
	if i := slices.Index(ones, w); i >= 0 {
		return i + 1
	}
	tens := []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	return 10 * (slices.Index(tens, w) + 2) * oneIf(slices.Contains(tens, w))
}

// introducesNumber reports whether a Roman number may follow the word: a lone
// "mix" or "I" within a label is none.
func introducesNumber(w string) bool {
	return slices.Contains([]string{
		"chapter", "ch", "part", "book", "volume", "vol", "section", "canto", "letter", "act", "scene", "no", "number",
	}, w)
}

// Roman is the value of a number in small Roman letters, 0 if w is none or above
// 500, which is as many chapters as a book has here.
func Roman(w string) int {
	if w == "" || len(w) > 9 || strings.Trim(w, "ivxlcd") != "" {
		return 0
	}
	values := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100, 'd': 500}
	n := 0
	for i := range len(w) {
		v := values[w[i]]
		if i+1 < len(w) && v < values[w[i+1]] {
			v = -v
		}
		n += v
	}
	if n < 1 || n > MaxChapters || writeRoman(n) != w {
		return 0
	}
	return n
}

func writeRoman(n int) string {
	steps := []struct {
		value int
		sign  string
	}{
		{500, "d"},
		{400, "cd"},
		{100, "c"},
		{90, "xc"},
		{50, "l"},
		{40, "xl"},
		{10, "x"},
		{9, "ix"},
		{5, "v"},
		{4, "iv"},
		{1, "i"},
	}
	var b strings.Builder
	for _, s := range steps {
		for ; n >= s.value; n -= s.value {
			b.WriteString(s.sign)
		}
	}
	return b.String()
}
