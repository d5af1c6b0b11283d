package epub

import (
	_ "embed"
	"strings"

	"dogear/club"
)

//go:embed words.txt
var wordList string

// vocabulary is all the words of which a label may be made, and those by which
// front and back matter is known, in English, German, French, Spanish and
// Italian. Its keys are folded.
type vocabulary struct {
	numbers map[string]counted
	units   map[string]unit
	plain   map[string][]string // the words that need no number, as they are written
	matter  map[string]weight
	begins  map[string]weight // the first words of what is matter, whatever follows
}

// unit is what numbers count: a chapter, or a part that holds chapters.
type unit struct {
	name    string
	part    bool
	english bool
}

// weight says how sure it is that an entry is front or back matter.
type weight int

const (
	light weight = iota + 1 // a chapter might be called that
	heavy
)

func newVocabulary() vocabulary {
	v := vocabulary{
		numbers: numberWords(),
		units:   make(map[string]unit),
		plain:   make(map[string][]string),
		matter:  make(map[string]weight),
		begins:  make(map[string]weight),
	}
	v.addUnits(unit{english: true}, "Chapter Letter Canto Stave Section Scene Episode")
	v.addUnits(unit{}, "Kapitel Brief Gesang Szene Abschnitt Chapitre Lettre Chant Capítulo Capitolo Carta Escena Lettera Scena")
	v.addUnits(unit{english: true, part: true}, "Part Book Volume Act")
	v.addUnits(unit{part: true}, "Teil Buch Band Akt Partie Livre Tome Acte Parte Libro Tomo Volumen Acto Atto")
	for short, name := range map[string]string{"ch": "Chapter", "chap": "Chapter", "cap": "Chapter", "kap": "Kapitel", "pt": "Part", "vol": "Volume"} {
		v.units[short] = v.units[club.Fold(name)]
	}
	for l := range strings.Lines(wordList) {
		kind, words, _ := strings.Cut(strings.TrimSpace(l), ":")
		for w := range strings.SplitSeq(words, ",") {
			v.add(kind, strings.TrimSpace(w))
		}
	}
	return v
}

func (v vocabulary) addUnits(u unit, names string) {
	for name := range strings.FieldsSeq(names) {
		u.name = name
		v.units[club.Fold(name)] = u
	}
}

// add takes in a word of the list; of other lines, none.
func (v vocabulary) add(kind, w string) {
	weight := map[string]weight{"light": light, "heavy": heavy}[kind]
	switch start, open := strings.CutSuffix(w, "*"); {
	case kind == "plain":
		v.plain[club.Fold(w)] = append(v.plain[club.Fold(w)], w)
	case weight == 0:
	case open:
		v.begins[strings.TrimSpace(start)] = weight
	default:
		v.matter[w] = weight
	}
}

// isMatter says how sure it is that an entry of these words is front or back
// matter, 0 if nothing speaks for it.
func (v vocabulary) isMatter(text string) weight {
	words := strings.Fields(club.Fold(text))
	if w := v.matter[strings.Join(words, " ")]; w > 0 {
		return w
	}
	for i := range min(len(words), 6) { // the longest of those beginnings has five
		if w := v.begins[strings.Join(words[:i+1], " ")]; w > 0 {
			return w
		}
	}
	return 0
}
