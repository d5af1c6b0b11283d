package commands

import (
	"fmt"
	"slices"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// ruler knows where the chapters end in the edition that the person holds. That
// is looked up only where it is asked for: most answers need no page.
func (s *scene) ruler(tx *storage.Tx) (club.Ruler, error) {
	if s.measured == nil {
		held, err := tx.Held(s.read.Book.ID, s.user)
		if err != nil {
			return club.Ruler{}, fmt.Errorf("load the edition: %w", err)
		}
		ruler := s.chapters.Ruler(held)
		s.measured = &ruler
	}
	return *s.measured, nil
}

// editionKey is the value of a suggested edition; that of row 0 is the one that
// the chapter list has its pages from.
func editionKey(e storage.Edition) string { return rowKey(e.ID) }

func editionName(e storage.Edition) string { return e.Name }

// editionKind is whose an edition is that is written: the club's, or one's own.
type editionKind struct {
	h     *House
	draft string // the kind of its drafts
	route string // the feature of its buttons and its form
	own   bool
}

func (h *House) clubEdition() editionKind {
	return editionKind{h: h, draft: "edition", route: "edition"}
}

func (h *House) ownEdition() editionKind {
	return editionKind{h: h, draft: "own edition", route: "mine", own: true}
}

func (k editionKind) owner(in *bot.Interaction) string { return iff(k.own, in.User, "") }

// bookEdition opens where the chapters end in another edition of a book, or
// takes it from a file.
func (h *House) bookEdition() bot.Action {
	k := h.clubEdition()
	return bot.Action{
		Name: "book edition", On: bot.Slash, Organiser: true, Fetches: "file",
		Help: "Say where the chapters end in another edition, or in a recording",
		Options: []bot.Option{
			h.shelfOption(),
			{
				Name: "name", Help: "What tells it from others: its publisher, its narrator", Type: optionString, Required: true,
				MaxLength: club.MaxEdition, Suggest: k.suggest(),
			},
			{Name: "file", Help: "Its ends as a text file or a table, a chapter a line", Type: optionFile},
		},
		Run: h.fromFile(endsFile, func(tx *storage.Tx, in *bot.Interaction, sent *listFile) (bot.Reply, error) {
			_, b, err := theBook(tx, in)
			if err != nil {
				return nil, err
			}
			typed, _ := in.Text("name")
			e, err := k.named(tx, in, b, typed)
			if err != nil {
				return nil, err
			}
			if sent == nil {
				return k.openForm(tx, b, e)
			}
			return k.preview(tx, in, e, sent.list, sent.unread)
		}),
	}
}

// suggest suggests the editions of the book that there are.
func (k editionKind) suggest() suggester {
	return suggestIn(k.h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
		_, b, err := theBook(tx, in)
		if err != nil {
			return nil, err
		}
		list, err := k.list(tx, in, b)
		if err != nil {
			return nil, err
		}
		var choices []bot.Choice
		for _, e := range list {
			if contains(e.Name, typed) {
				choices = append(choices, bot.Choice{Name: e.Name, Value: e.Name})
			}
		}
		return choices, nil
	})
}

// list is the editions of a book that are the club's, or one's own.
func (k editionKind) list(tx *storage.Tx, in *bot.Interaction, b storage.Book) ([]storage.Edition, error) {
	list, err := tx.Editions(b.ID, in.User)
	return slices.DeleteFunc(list, func(e storage.Edition) bool { return e.Owner != k.owner(in) }), err
}

// maxEditions bounds how many other editions of a book a club has, or a reader.
const maxEditions = 20

// named finds the edition of that name, or begins one.
func (k editionKind) named(tx *storage.Tx, in *bot.Interaction, b storage.Book, typed string) (storage.Edition, error) {
	e := storage.Edition{Book: b.ID, Owner: k.owner(in)}
	e.Name = club.CleanLine(typed)
	switch n := club.Units(e.Name); {
	case club.Fold(e.Name) == "":
		return e, club.Refuse("An edition needs a name with at least one letter or number in it, such as its publisher or its narrator.")
	case n > club.MaxEdition:
		return e, club.Refuse("The name of an edition has at most %d characters; this one has %d.", club.MaxEdition, n)
	}
	if club.ClubsEdition(e.Name) {
		return e, club.Refuse("\"The club's edition\" is the one that the chapter list of %s has its pages from. Give another name, such as its publisher or its narrator.", title(b.Title))
	}
	list, err := k.list(tx, in, b)
	if err != nil {
		return e, err
	}
	if found := named(list, e.Name, editionKey, editionName); len(found) > 0 {
		return tx.EditionNamed(b.ID, e.Owner, found[0].Name)
	}
	if k.own {
		clubs, err := k.h.clubEdition().list(tx, in, b)
		if err != nil {
			return e, err
		}
		if found := named(clubs, e.Name, editionKey, editionName); len(found) > 0 {
			if e, err = copyOf(tx, in, found[0]); err != nil {
				return e, err
			}
		}
	}
	if len(list) >= maxEditions {
		return e, club.Refuse("There are %d editions of %s already, and that is as many as I keep. Remove one first.", len(list), title(b.Title))
	}
	return e, nil
}

// ofBook names an edition with its book, "the Penguin edition of Emma".
func ofBook(e *club.Edition, b storage.Book) string { return e.Called() + " of " + title(b.Title) }

// endsWords says of how many chapters it is known where they end in an edition,
// and what is made of the others.
func endsWords(chapters club.Chapters, e *club.Edition) []string {
	ruler := chapters.Ruler(e)
	var known, guessed, unknown []int
	for n := range len(chapters) {
		_, ok := ruler.End(n + 1)
		switch {
		case ruler.Knows(n + 1):
			known = append(known, n+1)
		case ok:
			guessed = append(guessed, n+1)
		default:
			unknown = append(unknown, n+1)
		}
	}
	if len(known) == 0 {
		return []string{"I do not know yet where its chapters end."}
	}
	last := known[len(known)-1]
	place := e.At(e.Ends[last])
	words := []string{fmt.Sprintf("I know where %d of its %s %s; %s ends %s.", len(known), count(len(chapters), "chapter"),
		iff(len(known) == 1, "ends", "end"), title(chapters.Label(last)), place)}
	if len(known) == len(chapters) {
		words = []string{fmt.Sprintf("I know where all of its %s end; %s ends %s.", count(len(chapters), "chapter"), title(chapters.Label(last)), place)}
	}
	if len(guessed) > 0 {
		words = append(words, fmt.Sprintf("%s I reckon where %s %s, %s.", iff(len(known) == 1, "Up to there", "Between those"), spans(chapters, guessed), iff(len(guessed) == 1, "ends", "end"),
			iff(chapters.Paged(), "by the pages of the club's edition", "as if the chapters there were of one length")))
	}
	if len(unknown) > 0 {
		words = append(words, fmt.Sprintf("I do not know where %s %s: from there on, name the chapter you have finished.", spans(chapters, unknown), iff(len(unknown) == 1, "ends", "end")))
	}
	return words
}

// spans names chapters by their labels, the first few spans of them.
func spans(chapters club.Chapters, numbers []int) string {
	const few = 3
	var names []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if len(names) == few {
			names = append(names, fmt.Sprintf("%d more", len(numbers)-i))
			break
		}
		names = append(names, title(chapters.Span(numbers[i], numbers[j])))
		i = j + 1
	}
	return and(names...)
}

// changedEnds says what a list changes of what was known of an edition, "" if
// nothing.
func changedEnds(was, is club.Edition) string {
	var fresh, changed, gone int
	for n, end := range is.Ends {
		switch before, known := was.Ends[n]; {
		case !known:
			fresh++
		case before != end || was.Measure != is.Measure:
			changed++
		}
	}
	for n := range was.Ends {
		if _, stays := is.Ends[n]; !stays {
			gone++
		}
	}
	var words []string
	for _, w := range []struct {
		n    int
		what string
	}{{fresh, "new"}, {changed, "other than before"}, {gone, "taken back"}} {
		if w.n > 0 {
			words = append(words, count(w.n, "end")+iff(w.n == 1, " is ", " are ")+w.what)
		}
	}
	if words == nil {
		return ""
	}
	return capital(strings.Join(words, ", ")) + "."
}
