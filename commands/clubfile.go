package commands

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"dogear/club"
)

// clubFile is what a club's export holds. The names of its fields stay:
// docs/export.md describes them.
type clubFile struct {
	Format string     `json:"format"`
	Made   time.Time  `json:"made_at"`
	All    bool       `json:"everything"`
	Server string     `json:"server"`
	Home   string     `json:"channel"`
	Name   string     `json:"name"`
	Zone   string     `json:"timezone"`
	Role   string     `json:"role,omitempty"`
	Books  []bookFile `json:"books"`
	Reads  []readFile `json:"reads"`
	Shut   int        `json:"not_shown"` // texts that the caller may not see

	zone    *time.Location
	readers map[string]int // whom the file speaks of, by their ids: see reader
}

type bookFile struct {
	ID       int64         `json:"book"`
	Title    string        `json:"title"`
	Authors  string        `json:"authors,omitempty"`
	Pages    int           `json:"pages,omitempty"`
	ISBN     string        `json:"isbn,omitempty"`
	Chapters []chapterFile `json:"chapters"`
}

type chapterFile struct {
	Number int    `json:"number"`
	Label  string `json:"label"`
	Title  string `json:"title,omitempty"`
	Part   string `json:"part,omitempty"`
	Ends   int    `json:"ends_on_page,omitempty"`
}

type readFile struct {
	ID          int64            `json:"read"`
	Book        string           `json:"book"`
	State       string           `json:"state"`
	Begins      string           `json:"begins_on"`
	Ends        time.Time        `json:"ends_at"`
	Checkpoints []checkpointFile `json:"checkpoints"`
	Questions   []questionFile   `json:"questions"`
	Notes       []noteFile       `json:"notes"`
	Rated       int              `json:"rated"`
	Stars       *starsFile       `json:"stars"`          // null until they are shown to all
	Reviews     int              `json:"sealed_reviews"` // that are left out until then
	Replies     int              `json:"sealed_replies"` // to them
}

type checkpointFile struct {
	Number   int       `json:"checkpoint"`
	Chapters string    `json:"chapters"`
	At       time.Time `json:"at"`
	Never    bool      `json:"called_off,omitempty"`
}

type questionFile struct {
	ID     int64     `json:"question"`
	By     string    `json:"by,omitempty"`
	Reader int       `json:"reader,omitempty"`
	At     time.Time `json:"at"`
	Lock   string    `json:"lock"`
	Held   bool      `json:"held,omitempty"`
	Text   string    `json:"text"`
}

type noteFile struct {
	ID      int64     `json:"note"`
	By      string    `json:"by,omitempty"`
	Reader  int       `json:"reader,omitempty"`
	Kind    string    `json:"kind"`
	Lock    string    `json:"lock"`
	Made    time.Time `json:"made_at"`
	After   bool      `json:"afterwards,omitempty"` // a review that was written when the stars were shown
	Replies int64     `json:"replies_to,omitempty"`
	Answers int64     `json:"answers_question,omitempty"`
	Deleted bool      `json:"deleted,omitempty"`
	Images  int       `json:"pictures,omitempty"`
	Text    string    `json:"text"`
}

// starsFile is how a read was liked, with no name beside any of it. Of no stars
// there is neither a mean nor a median.
type starsFile struct {
	N       int            `json:"n"`
	Mean    *float64       `json:"mean"`
	Median  *float64       `json:"median"`
	Spread  *float64       `json:"spread"`
	Counts  map[string]int `json:"counts"`
	Stopped []int          `json:"stopped_after_chapters"`
	Late    int            `json:"rated_afterwards"`
	Changed int            `json:"changed_afterwards"`
	Starred int            `json:"starred_afterwards"`

	gone bool // those that were shown are there no more
}

// reader is the number under which the file speaks of somebody, from 1, and 0 for
// one who was forgotten. Ids say nothing to those who read it.
func (f *clubFile) reader(user string) int {
	if user == "" {
		return 0
	}
	if f.readers[user] == 0 {
		f.readers[user] = len(f.readers) + 1
	}
	return f.readers[user]
}

// readerName names somebody by their number.
func readerName(n int) string { return iff(n == 0, "A former reader", "Reader "+strconv.Itoa(n)) }

// clock is a moment on the club's clock.
func (f *clubFile) clock(t time.Time) string { return t.In(f.zone).Format("2006-01-02 15:04") }

// sayer writes a line.
type sayer func(format string, args ...any)

// markdown writes the file for people to read.
func (f *clubFile) markdown() string {
	var b bytes.Buffer
	say := sayer(func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) })
	say("# %s\n\nMade on %s. Times are those of %s.", title(f.Name), f.clock(f.Made), title(f.Zone))
	for _, book := range f.Books {
		say("\n## %s", strings.TrimSuffix(title(book.Title)+" · "+title(book.Authors), " · "))
		say("")
		for _, c := range book.Chapters {
			if c.Part != "" {
				say("- **%s**", title(c.Part))
			}
			say("- %s", strings.TrimSuffix(title(c.Label)+": "+title(c.Title), ": "))
		}
	}
	for _, r := range f.Reads {
		f.readWords(say, r)
	}
	if len(f.readers) > 0 {
		say("\n## Who they are\n\nIn a message in the server, the second shows a name.\n")
	}
	for _, user := range slices.SortedFunc(maps.Keys(f.readers), func(a, b string) int { return cmp.Compare(f.readers[a], f.readers[b]) }) {
		say("- %s: `%s`", readerName(f.readers[user]), mention(user))
	}
	return b.String()
}

func (f *clubFile) readWords(say sayer, r readFile) {
	say("\n## Reading %s (%s, from %s)\n", title(r.Book), r.State, r.Begins)
	for _, c := range r.Checkpoints {
		say("- Checkpoint %d: %s, %s%s", c.Number, title(c.Chapters), f.clock(c.At), iff(c.Never, " (called off)", ""))
	}
	if len(r.Questions) > 0 {
		say("\n### Questions")
	}
	for _, q := range r.Questions {
		say("\n**Question %d** · %s · %s%s\n\n%s", q.ID, f.clock(q.At), title(q.Lock), iff(q.Held, " · held", ""), quoted(q.Text))
	}
	if len(r.Notes) > 0 {
		say("\n### Notes")
	}
	for _, n := range r.Notes {
		say("\n%s\n\n%s", n.head(), iff(n.Deleted, "*deleted*", quoted(n.Text)))
	}
	if r.Stars == nil {
		say("\n%s", strings.TrimSpace(haveRated(r.Rated)+" "+sealedWords(r.Reviews, r.Replies, r.State == "dropped")))
		return
	}
	say("\n### Stars\n\n%s", r.Stars.words())
	if r.Stars.N == 0 {
		return
	}
	say("")
	for _, s := range club.AllStars() {
		say("- %s: %d", s, r.Stars.Counts[s.String()])
	}
}

// head says which note it is, and of whom.
func (n noteFile) head() string {
	words := []string{fmt.Sprintf("**Note %d**", n.ID), readerName(n.Reader), n.Kind, title(n.Lock)}
	if n.Replies != 0 {
		words = append(words, fmt.Sprintf("replies to note %d", n.Replies))
	}
	if n.Answers != 0 {
		words = append(words, fmt.Sprintf("answers question %d", n.Answers))
	}
	if n.Images > 0 {
		words = append(words, count(n.Images, "picture"))
	}
	if n.After {
		words = append(words, "afterwards")
	}
	return strings.Join(words, " · ")
}

// words sums up how a read was liked.
func (s *starsFile) words() string {
	words := iff(s.gone, "Nobody's stars count any more.", "Nobody gave stars.")
	if s.N > 0 {
		words = fmt.Sprintf("%s: mean %.2f, median %.2f, spread %.2f.", count(s.N, "rating"), *s.Mean, *s.Median, *s.Spread)
	}
	if n := len(s.Stopped); n > 0 {
		words += fmt.Sprintf(" Of all who rated, %s stopped before the end.", number(n))
	}
	return strings.TrimSpace(words + " " + later{s.Changed, s.Starred, s.Late}.words())
}

// quoted puts a text behind the mark of a quotation, line by line, so that it
// breaks nothing around it.
func quoted(words string) string {
	return "> " + strings.ReplaceAll(cmp.Or(words, "(pictures)"), "\n", "\n> ")
}
