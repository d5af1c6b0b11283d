package epub

import (
	"slices"
	"strconv"
	"strings"

	"dogear/club"
)

// numeral is a number as an entry writes it.
type numeral struct {
	at      []int  // more than one for "4.6"
	text    string // as a label shows it: digits, Roman letters or English words
	ordinal bool   // "first": a number only beside what it counts
	word    bool   // it is written in words
}

// counted is a number word.
type counted struct {
	n       int
	english bool
	ordinal bool
}

// numberWords is the numbers from 1 that are written as one word, folded, but for
// those that club knows.
func numberWords() map[string]counted {
	words := make(map[string]counted)
	put := func(n int, english, ordinal bool, forms ...string) {
		for _, f := range forms {
			if _, taken := words[f]; !taken {
				words[f] = counted{n, english, ordinal}
			}
		}
	}
	list := func(english, ordinal bool, text string) {
		for i, forms := range strings.Fields(text) {
			put(i+1, english, ordinal, strings.Split(forms, "/")...)
		}
	}
	list(true, true, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "+
		"fifteenth sixteenth seventeenth eighteenth nineteenth")
	for i, tens := range strings.Fields("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth") {
		put(20+10*i, true, true, tens)
	}
	germanNumbers(put)
	list(false, false, "un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
	list(false, true, "premier/premiere deuxieme/seconde troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme "+
		"dixieme onzieme douzieme treizieme quatorzieme quinzieme seizieme")
	list(false, false, "uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "+
		"diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "+
		"veintiocho veintinueve treinta")
	list(false, true, "primero/primera segundo/segunda tercero/tercera cuarto/cuarta quinto/quinta sexto/sexta septimo/septima "+
		"octavo/octava noveno/novena decimo/decima undecimo/undecima duodecimo/duodecima")
	list(false, false, "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "+
		"diciassette diciotto diciannove venti ventuno ventidue ventitre ventiquattro venticinque ventisei ventisette ventotto "+
		"ventinove trenta")
	list(false, true, "primo/prima secondo/seconda terzo/terza quarto/quarta quinto/quinta sesto/sesta settimo/settima "+
		"ottavo/ottava nono/nona decimo/decima undicesimo/undicesima dodicesimo/dodicesima tredicesimo quattordicesimo "+
		"quindicesimo sedicesimo diciassettesimo diciottesimo diciannovesimo ventesimo")
	return words
}

// germanNumbers puts the numbers to 99, which German writes as one word each.
func germanNumbers(put func(n int, english, ordinal bool, forms ...string)) {
	ordinal := func(n int, stem string) {
		put(n, false, true, stem+"e", stem+"er", stem+"es")
	}
	ones := strings.Fields("eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn " +
		"siebzehn achtzehn neunzehn")
	odd := map[int]string{1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
	for i, w := range ones {
		put(i+1, false, false, w)
		stem, is := odd[i+1]
		if !is {
			stem = w + "t"
		}
		ordinal(i+1, stem)
	}
	for i, tens := range strings.Fields("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig") {
		put(20+10*i, false, false, tens)
		ordinal(20+10*i, tens+"st")
		for one := 1; one <= 9; one++ {
			w := strings.TrimSuffix(ones[one-1], "s") + "und" + tens
			if one == 6 {
				w = "sechsund" + tens
			}
			put(20+10*i+one, false, false, w)
			ordinal(20+10*i+one, w+"st")
		}
	}
}

// counted is what a folded word counts, and whether it does.
func (v vocabulary) counted(w string) (counted, bool) {
	if n := club.NumberWord(w); n > 0 {
		return counted{n: n, english: true}, true
	}
	c, ok := v.numbers[w]
	return c, ok
}

// number reads the number that begins with word i of a line, and says which
// word comes after it.
func (v vocabulary) number(l line, i int) (n numeral, next int, ok bool) {
	if i >= len(l.words) {
		return numeral{}, i, false
	}
	w := l.words[i]
	if digits := strings.TrimRight(w.fold, "abcdefghijklmnopqrstuvwxyzºª"); digits != "" && isDigits(digits) {
		return digitNumber(l, i, digits)
	}
	if _, is := v.counted(w.fold); is {
		return v.wordNumber(l, i)
	}
	if value := roman(w.raw); value > 0 {
		return numeral{at: []int{value}, text: strings.ToUpper(w.raw)}, i + 1, true
	}
	return numeral{}, i, false
}

// digitNumber reads "7", "007", "4.6", "1st".
func digitNumber(l line, i int, digits string) (n numeral, next int, ok bool) {
	ending := l.words[i].fold[len(digits):]
	value, ok := small(digits)
	if !ok {
		return numeral{}, i, false
	}
	n.at, n.text = []int{value}, strconv.Itoa(value)
	next = i + 1
	if ending != "" {
		n.ordinal = true
		return n, next, slices.Contains(strings.Fields("st nd rd th er re ere e eme ieme o a º ª"), ending)
	}
	for ; next < len(l.words) && l.gap(next) == "." && len(n.at) < 4; next++ {
		value, ok := small(l.words[next].fold)
		if !ok {
			break
		}
		n.at = append(n.at, value)
		n.text += "." + strconv.Itoa(value)
	}
	return n, next, true
}

// wordNumber reads "seven", "twenty-one", "one hundred and three", "siebte".
func (v vocabulary) wordNumber(l line, i int) (n numeral, next int, ok bool) {
	first, _ := v.counted(l.words[i].fold)
	value, words, next := first.n, []string{l.words[i].fold}, i+1
	n.ordinal, n.word = first.ordinal, true
	follows := func(i int) (counted, bool) { // an English number that goes on with the one before
		if i >= len(l.words) || l.gap(i) != " " && l.gap(i) != "-" && l.gap(i) != "‑" {
			return counted{}, false
		}
		c, _ := v.counted(l.words[i].fold)
		return c, c.english
	}
	ones := func() {
		if c, ok := follows(next); ok && !n.ordinal && value%100 >= 20 && value%10 == 0 && c.n < 10 {
			value, n.ordinal = value+c.n, c.ordinal
			words = append(words, l.words[next].fold)
			next++
		}
	}
	if first.english {
		ones()
	}
	if first.english && !n.ordinal && value < 10 && next < len(l.words) && l.gap(next) == " " && l.words[next].fold == "hundred" {
		value *= 100
		next++
		after := next
		if after < len(l.words) && l.words[after].fold == "and" {
			after++
		}
		if c, ok := follows(after); ok {
			value, n.ordinal, next = value+c.n, c.ordinal, after+1
			ones()
		}
	}
	n.at, n.text = []int{value}, strconv.Itoa(value)
	if first.english && !n.ordinal && value < 100 {
		// club reads these in a label; of others it knows the digits only.
		for i, w := range words {
			words[i] = capital(w)
		}
		n.text = strings.Join(words, "-")
	}
	return n, next, true
}

// roman is the value of a number in Roman letters, all large or all small, or 0
// if it is none or above 500.
func roman(w string) int {
	if w != strings.ToUpper(w) && w != strings.ToLower(w) {
		return 0
	}
	return club.Roman(strings.ToLower(w))
}

// small reads a number of four digits at most, whatever zeros stand before them.
func small(digits string) (int, bool) {
	bare := strings.TrimLeft(digits, "0")
	if !isDigits(digits) || len(bare) > 4 {
		return 0, false
	}
	value, _ := strconv.Atoi("0" + bare)
	return value, true
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func capital(w string) string { return strings.ToUpper(w[:1]) + w[1:] }

// digits is a number in digits.
func digits(n numeral) string {
	var parts []string
	for _, at := range n.at {
		parts = append(parts, strconv.Itoa(at))
	}
	return strings.Join(parts, ".")
}
