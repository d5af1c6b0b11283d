package club

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Stars is a rating in half stars: 1 (half a star) to 10 (five). 0 is none.
type Stars int

// MaxStars is five stars.
const MaxStars Stars = 10

// Valid reports whether s is half a star to five.
func (s Stars) Valid() bool { return s >= 1 && s <= MaxStars }

// String is the number of stars, "4.5".
func (s Stars) String() string {
	if s%2 == 0 {
		return strconv.Itoa(int(s) / 2)
	}
	return strconv.Itoa(int(s)/2) + ".5"
}

// Words is the number of stars as one says it: "half a star", "one", "four and a
// half".
func (s Stars) Words() string {
	switch {
	case s == 1:
		return "half a star"
	case s%2 == 1:
		return Count(int(s)/2) + " and a half"
	}
	return Count(int(s) / 2)
}

// Glyphs is the rating as it is drawn, "★★★★½".
func (s Stars) Glyphs() string {
	if !s.Valid() {
		return ""
	}
	return strings.Repeat("★", int(s)/2) + strings.Repeat("½", int(s)%2)
}

// AllStars is every rating there is, from five stars down to half a star.
func AllStars() []Stars {
	all := make([]Stars, 0, MaxStars)
	for s := MaxStars; s >= 1; s-- {
		all = append(all, s)
	}
	return all
}

// ParseStars reads a rating as people write it: "4.5", "4,5", "4", "★★★★½",
// "4½", or glyphs and number together.
func ParseStars(text string) (Stars, error) {
	typed := CleanLine(text)
	var read []Stars
	for word := range strings.FieldsSeq(strings.ToLower(typed)) {
		if word == "star" || word == "stars" {
			continue
		}
		s, ok := parseStarWord(word)
		if !ok {
			return 0, refuseStars(typed)
		}
		read = append(read, s)
	}
	read = slices.Compact(read)
	if len(read) != 1 {
		return 0, refuseStars(typed)
	}
	return read[0], nil
}

func refuseStars(typed string) error {
	if typed == "" {
		return Refuse("Say how many stars: half stars from 0.5 to 5, such as 4 or 4.5.")
	}
	return Refuse("I cannot read %s as stars. They go in halves from 0.5 to 5: try 4 or 4.5.", Typed(typed))
}

// parseStarWord reads "4", "4.5", "4½", "½" or a row of stars.
func parseStarWord(word string) (Stars, bool) {
	half := 0
	if rest, ok := strings.CutSuffix(word, "½"); ok {
		word, half = rest, 1
	}
	whole := 0
	if glyphs := strings.ReplaceAll(strings.ReplaceAll(word, "\ufe0f", ""), "⭐", "★"); strings.Trim(glyphs, "★") == "" {
		whole = strings.Count(glyphs, "★")
	} else {
		digits, fraction, dotted := strings.Cut(strings.ReplaceAll(word, ",", "."), ".")
		n, ok := smallNumber(digits)
		if !ok || dotted && half == 1 {
			return 0, false
		}
		if dotted {
			switch strings.TrimRight(fraction, "0") {
			case "5":
				half = 1
			case "":
				if fraction == "" {
					return 0, false
				}
			default:
				return 0, false
			}
		}
		whole = n
	}
	if whole > int(MaxStars) {
		return 0, false
	}
	s := Stars(2*whole + half)
	return s, s.Valid()
}

// smallNumber reads up to four ASCII digits and nothing else.
func smallNumber(s string) (int, bool) {
	if s == "" || len(s) > 4 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// Summary is what a number of ratings come to.
type Summary struct {
	N            int
	Mean, Median float64 // in stars
	Spread       float64 // the standard deviation of just these ratings, in stars
	Counts       [MaxStars + 1]int
}

// Summarise sums up ratings; what is not valid is left out.
func Summarise(ratings []Stars) Summary {
	var s Summary
	sum, squares := 0, 0
	for _, r := range ratings {
		if !r.Valid() {
			continue
		}
		s.N++
		s.Counts[r]++
		sum += int(r)
		squares += int(r * r)
	}
	if s.N == 0 {
		return s
	}
	n := float64(s.N)
	s.Mean = float64(sum) / 2 / n
	s.Median = float64(s.nth((s.N-1)/2)+s.nth(s.N/2)) / 4
	// In whole numbers up to the root, so that it is exactly 0 where all agree.
	s.Spread = math.Sqrt(float64(s.N*squares-sum*sum)) / 2 / n
	return s
}

// nth is the rating in place i from the lowest, counted from 0.
func (s Summary) nth(i int) Stars {
	for stars, n := range s.Counts {
		if i -= n; i < 0 {
			return Stars(stars)
		}
	}
	return 0
}

// Words is the summary as one reads it out, "one at 2, two at 3.5. Mean 3,
// median 3.5.", for the alternative text of a picture.
func (s Summary) Words() string {
	if s.N == 0 {
		return "No stars yet."
	}
	var parts []string
	for stars, n := range s.Counts {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s at %s", Count(n), Stars(stars)))
		}
	}
	return fmt.Sprintf("%s. Mean %s, median %s.", strings.Join(parts, ", "), s.MeanWords(), s.MedianWords())
}

// MeanWords is the mean rounded to one decimal, "4.1".
func (s Summary) MeanWords() string {
	if s.N == 0 {
		return "0"
	}
	sum := 0
	for stars, n := range s.Counts {
		sum += stars * n
	}
	tenths := (10*sum + s.N) / (2 * s.N) // sum is in halves; rounded half up
	return decimal(float64(tenths) / 10)
}

// MedianWords is the median rounded to one decimal as the mean is, so that both
// read alike where they are.
func (s Summary) MedianWords() string {
	quarters := int(4 * s.Median) // it is a whole number of them
	tenths := (10*quarters + 2) / 4
	return decimal(float64(tenths) / 10)
}

// SpreadWords is the spread rounded to one decimal, "0.9".
func (s Summary) SpreadWords() string { return decimal(s.roundSpread()) }

// roundSpread is the spread as it is told.
func (s Summary) roundSpread() float64 { return math.Round(10*s.Spread) / 10 }

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// Count is a number as one writes it in a sentence: "two", "twelve", "13".
func Count(n int) string {
	words := [...]string{
		"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
	}
	if n < 0 || n >= len(words) {
		return strconv.Itoa(n)
	}
	return words[n]
}
