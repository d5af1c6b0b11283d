package storage_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// openTexts says what of storage's exported API may be a plain text, and why that
// is no text about the story: those are club.Locked, from the row to the reply.
// An entry is "Type.Field", "Tx.Method: name" of a parameter or a named result,
// or "Tx.Method: result"; a bare name is meant wherever it stands, in any case.
func openTexts() map[string][]string {
	return map[string][]string{
		"an id of Discord": {
			"author", "by", "channel", "guild", "owner", "role", "thread", "user", "Work.Message",
			"Note.Said", "Note.SaidIn", "Tx.NoteOfMessage: message", "Tx.Seats: result", "Tx.DirectChannel: result", "Tx.EventOf: event", "Tx.Remindable: result",
			"Tx.All: guilds", "Tx.Here: guilds", "Tx.HereAgain: guilds", "Tx.LeftBefore: result", "Tx.Unrated: result",
		},
		"a kind, a state or a lane, of a few that the code knows": {
			"kind", "lane", "Prompt.LockKind", "State", "club.Use.What", "DB.Timed: f op",
		},
		"what is on a book's cover, or on a club's door": {
			"Book.Authors", "Book.ISBN", "Book.Title", "Cover.Data", "Club.Name", "Club.Zone", "Work.Book", "club.Edition.Name", "Tx.EditionNamed: name",
		},
		"a day":                          {"Read.StartOn"},
		"drawn at random":                {"Read.UID"},
		"a chapter's label: open to all": {"club.Chapter.Label"},
		"what is there in Discord, and why something is not: words and hashes of Dogear's own": {
			"Work.Look", "Work.Reason",
		},
		"which commands are registered": {
			"Tx.Registered: hash", "Tx.Registered: ids", "Tx.Registered: scope",
			"Tx.SetRegistered: hash", "Tx.SetRegistered: ids", "Tx.SetRegistered: scope",
		},
		"a question of the program's own bank, which knows no story, or its key": {
			"Prompt.Bank", "Spare.Bank", "Tx.Had: result", "club.BankQuestion.Key", "club.BankQuestion.Text", "club.BankQuestion.Theme",
		},
		"when a question is repeated": {"Series.Rule"},
		"a file's place":              {"path", "file", "Restore: kept", "Own: database", "Own: _"},
	}
}

// outside says of which types of other packages the API may speak. Those of
// package club are walked like storage's own.
func outside() []string {
	return []string{"context.Context", "time.Duration", "time.Month", "time.Time", "time.Weekday"}
}

// No text about the story leaves storage, or comes in, as a string: whatever is
// exported and could hold one is on the list above, with the reason why it
// holds none.
func TestNoStoryTravelsAsAString(t *testing.T) {
	t.Parallel()
	w := wall{pkgs: map[string]*source{"club": parsed(t, "../club"), "": parsed(t, ".")}, texts: make(map[string]bool)}
	w.walk()
	judge(t, w.texts, openTexts())
}

// judge compares what was found with the list, both ways.
func judge(t interface{ Errorf(string, ...any) }, found map[string]bool, list map[string][]string) {
	used := make(map[string]bool)
	for _, at := range slices.Sorted(maps.Keys(found)) {
		entry := ""
		for _, entries := range list {
			for _, e := range entries {
				if e == at || !strings.ContainsAny(e, ".:") && strings.EqualFold(e, last(at)) {
					entry = e
				}
			}
		}
		if entry == "" {
			t.Errorf("%s could hold a text about the story: make it a club.Locked or, if it cannot be one, put it on the list with the reason", at)
		}
		used[entry] = true
	}
	for why, entries := range list {
		for _, e := range entries {
			if !used[e] {
				t.Errorf("%s (%s) is on the list, and there is no such text any more", e, why)
			}
		}
	}
}

// last is the name at the end of a place.
func last(at string) string { return at[strings.LastIndexAny(at, ".: ")+1:] }

// The test sees what it is there to see.
func TestTheWallSeesTexts(t *testing.T) {
	t.Parallel()
	src := &source{types: make(map[string]typed)}
	src.add(t, "a.go", `package storage
		import ("context"; "database/sql"; j "encoding/json"; "dogear/club"; "io/fs"; "time")
		type Words string
		type Alias = []string
		type hidden struct { Said string; unsaid string }
		type Fine struct { At time.Time; N int; Text club.Locked; own string; Next *Fine; All []Fine }
		type A struct { Text string; Words Words; Alias map[int]Alias; Raw j.RawMessage; Null sql.NullString; Bytes [4]byte; Any any; hidden }
		type B struct { In struct { Deep []*string }; F func(text string) (n int, said string); Pick club.Pick; Fine Fine }
		type List[T any] struct { Items []T }
		type Face interface { Say(words string) }
		type Tx struct{}
		var ErrFine = errors.New("x")
		var Said, Unknown = "a", b()
		const Fixed = "compiled in"
		func (tx *Tx) Put(ctx context.Context, n int, text string, more ...any) (string, error) { return "", nil }
		func (tx *Tx) Twice() (int, []byte) { return 0, nil }
		func (tx *Tx) own(text string) {}
		func All[K comparable, V ~string](f func(V) error, files fs.FS) (List[string], chan<- interface{}) {}
		func Own() *hidden { return nil }
		func (h hidden) Tell() string { return "" }
		func Fields(f Fine, g Face) {}`)
	other := &source{types: make(map[string]typed)}
	other.add(t, "b.go", `package club
		type Locked struct { text string }
		type Pick struct { Label string; Locked Locked }`)
	w := wall{pkgs: map[string]*source{"": src, "club": other}, texts: make(map[string]bool)}
	w.walk()
	want := []string{
		"A.Alias", "A.Any", "A.Bytes", "A.Null", "A.Raw", "A.Said", "A.Text", "A.Words", "Alias",
		"All: K", "All: V", "All: files", "All: result", "All: result 2",
		"B.F said", "B.F text", "B.In.Deep", "Face words", "List T", "Own: result.Said", "Said",
		"Tx.Put: more", "Tx.Put: result", "Tx.Put: text", "Tx.Twice: result 2",
		"Unknown", "Words", "club.Pick.Label", "hidden.Tell: result",
	}
	if got := slices.Sorted(maps.Keys(w.texts)); !slices.Equal(got, want) {
		t.Errorf("found\n%q, want\n%q", got, want)
	}
}

// complaints collects what judge says.
type complaints []string

func (c *complaints) Errorf(_ string, args ...any) {
	*c = append(*c, strings.Fields(args[0].(string))[0])
}

// A text that is not on the list is told, and an entry that has no text.
func TestTheListOfTheWallIsKept(t *testing.T) {
	t.Parallel()
	found := map[string]bool{"Note.User": true, "Note.Text": true, "Tx.Add: user": true}
	var told complaints
	judge(&told, found, map[string][]string{"ids": {"user", "role"}, "names": {"Book.Title"}})
	slices.Sort(told)
	if want := []string{"Book.Title", "Note.Text", "role"}; !slices.Equal(told, want) {
		t.Errorf("told of %q, want %q", told, want)
	}
}
