package commands

import (
	"errors"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/covers"
	"dogear/storage"
)

// bookKey is the value of a suggested book.
func bookKey(b storage.Book) string { return rowKey(b.ID) }

// shelfOption is the option "book" of commands that speak of a book on the
// shelf, being read or not.
func (h *House) shelfOption() bot.Option {
	return bot.Option{
		Name: "book", Help: "Which book of the shelf", Type: optionString, Required: true,
		Suggest: suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
			c, err := theClub(tx, in)
			if err != nil {
				return nil, err
			}
			books, err := tx.Books(c.ID)
			if err != nil {
				return nil, err
			}
			var choices []bot.Choice
			for _, b := range books {
				if contains(b.Title+" "+b.Authors, typed) {
					choices = append(choices, bot.Choice{Name: byline(b), Value: bookKey(b)})
				}
			}
			return choices, nil
		}),
	}
}

// byline is a book's title with its authors, as plain words.
func byline(b storage.Book) string {
	if b.Authors == "" {
		return b.Title
	}
	return b.Title + ", " + b.Authors
}

// theBook finds the book that the option "book" of an organiser's command names.
func theBook(tx *storage.Tx, in *bot.Interaction) (storage.Club, storage.Book, error) {
	c, b, err := bookOn(tx, in, "`/book list`", "`/book add` puts a book on it")
	if err != nil {
		return c, b, err
	}
	return c, b, atWork(c)
}

// readersBook finds the book that the option "book" of a reader's command names.
func readersBook(tx *storage.Tx, in *bot.Interaction) (storage.Book, error) {
	_, b, err := bookOn(tx, in, "`/shelf`", "An organiser puts books on it")
	return b, err
}

// bookOn finds the book that the option "book" names. The words say where all
// books are listed, and how one comes there.
func bookOn(tx *storage.Tx, in *bot.Interaction, list, first string) (storage.Club, storage.Book, error) {
	c, err := theClub(tx, in)
	if err != nil {
		return c, storage.Book{}, err
	}
	books, err := tx.Books(c.ID)
	if err != nil {
		return c, storage.Book{}, err
	}
	typed, _ := in.Text("book")
	switch found := named(books, typed, bookKey, func(b storage.Book) string { return b.Title }); len(found) {
	case 0:
	case 1:
		return c, found[0], nil
	default:
		return c, found[0], severalBooks(typed)
	}
	if len(books) == 0 {
		return c, storage.Book{}, club.Refuse("The shelf of %s is empty. %s.", title(c.Name), first)
	}
	return c, storage.Book{}, club.Refuse("There is no book called %s on the shelf. Choose one from the suggestions, or see them all with %s.",
		club.Typed(club.CleanLine(typed)), list)
}

// bookByButton finds the book that a button names by its row.
func bookByButton(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Book, error) {
	b, err := tx.Book(in.Guild, id)
	return b, gone(err, "This book is not on the shelf any more. `/shelf` shows what is.")
}

// applyBook reads the options that describe a book.
func applyBook(b *storage.Book, in *bot.Interaction) error {
	line := func(option, what string, most int, to *string) error {
		typed, ok := in.Text(option)
		if !ok {
			return nil
		}
		*to = club.CleanLine(typed)
		if n := club.Units(*to); n > most {
			return club.Refuse("%s has at most %d characters; this one has %d.", what, most, n)
		}
		return nil
	}
	if err := line("title", "A title", club.MaxTitle, &b.Title); err != nil {
		return err
	}
	if b.Title == "" {
		return club.Refuse("A book needs a title with at least one letter or number in it.")
	}
	if err := line("author", "The list of authors", club.MaxAuthors, &b.Authors); err != nil {
		return err
	}
	if pages, ok := in.Int("pages"); ok {
		b.Pages = pages
	}
	if typed, ok := in.Text("isbn"); ok {
		isbn, err := club.ParseISBN(typed)
		if err != nil {
			return err
		}
		b.ISBN = isbn
	}
	return nil
}

func bookOptions() []bot.Option {
	return []bot.Option{
		{Name: "author", Help: "Who wrote it", Type: optionString, MaxLength: club.MaxAuthors},
		{Name: "pages", Help: "How many pages it has", Type: optionInteger, Min: 1, Max: 20000},
		{Name: "isbn", Help: "Its ISBN, 10 or 13 digits", Type: optionString, MaxLength: 20},
		coverOption(),
	}
}

// bookAdd puts a book on the shelf.
func (h *House) bookAdd() bot.Action {
	options := []bot.Option{
		{Name: "title", Help: "The book's title", Type: optionString, Required: true, MaxLength: club.MaxTitle},
		{Name: "chapters", Help: "How many chapters it has; /book chapters can name them", Type: optionInteger, Min: 1, Max: club.MaxChapters},
	}
	return bot.Action{
		Name: "book add", On: bot.Slash, Organiser: true, Help: "Put a book on the club's shelf",
		Options: append(options, bookOptions()...), Fetches: "cover", FetchLimit: covers.MaxFile,
		Run: h.withCover(func(tx *storage.Tx, in *bot.Interaction, sent *storage.Cover) (bot.Reply, error) {
			c, err := working(theClub(tx, in))
			if err != nil {
				return nil, err
			}
			b := storage.Book{Club: c.ID}
			if err := applyBook(&b, in); err != nil {
				return nil, err
			}
			shelf, err := tx.Books(c.ID)
			if err != nil {
				return nil, err
			}
			for _, other := range shelf {
				if strings.EqualFold(other.Title, b.Title) && strings.EqualFold(other.Authors, b.Authors) {
					return nil, club.Refuse("%s is on the shelf already. `/book edit` changes what is said of it; the club may read it again.", title(other.Title))
				}
			}
			n, _ := in.Int("chapters")
			if n < 0 || n > club.MaxChapters {
				return nil, club.Refuse("A book has from 1 to %d chapters here; I read %d.", club.MaxChapters, n)
			}
			if b, err = addBook(tx, c, b, club.Numbered(n), in.Now); err != nil {
				return nil, err
			}
			if err := setCover(tx, b, sent, in); err != nil {
				return nil, err
			}
			next := "Next: name its chapters with `/book chapters`, or plan a read with `/schedule plan`."
			if n == 0 {
				next = "It has no chapters yet: say them with `/book chapters`, and then plan a read with `/schedule plan`."
			}
			return h.coveredCard(tx, b, text("### %s is on the shelf\n%s\n%s", title(b.Title), described(b, n), next))
		}),
	}
}

// described is a book's second line: who, how long.
func described(b storage.Book, chapters int) string {
	var facts []string
	if b.Authors != "" {
		facts = append(facts, title(b.Authors))
	}
	switch chapters {
	case 0:
		facts = append(facts, "No chapters yet")
	default:
		facts = append(facts, count(chapters, "chapter"))
	}
	if b.Pages > 0 {
		facts = append(facts, count(b.Pages, "page"))
	}
	if b.ISBN != "" {
		facts = append(facts, "ISBN "+b.ISBN)
	}
	return strings.Join(facts, " · ")
}

// bookEdit changes what is said of a book.
func (h *House) bookEdit() bot.Action {
	return bot.Action{
		Name: "book edit", On: bot.Slash, Organiser: true, Help: "Change what is said of a book",
		Options: append([]bot.Option{
			h.shelfOption(),
			{Name: "title", Help: "Its new title", Type: optionString, MaxLength: club.MaxTitle},
		}, bookOptions()...), Fetches: "cover", FetchLimit: covers.MaxFile,
		Run: h.withCover(func(tx *storage.Tx, in *bot.Interaction, sent *storage.Cover) (bot.Reply, error) {
			_, b, err := theBook(tx, in)
			if err != nil {
				return nil, err
			}
			before := b
			if err := applyBook(&b, in); err != nil {
				return nil, err
			}
			if b == before && sent == nil {
				return nil, club.Refuse("Nothing was given to change. Add the options that you want to change: `title`, `author`, `pages`, `isbn` or `cover`.")
			}
			if err := errors.Join(tx.SetBook(b), setCover(tx, b, sent, in)); err != nil {
				return nil, err
			}
			if err := recard(tx, b, in); err != nil {
				return nil, err
			}
			n, err := tx.CountChapters(b.ID)
			if err != nil {
				return nil, err
			}
			return h.coveredCard(tx, b, text("### %s\n%s\nSaved.", title(b.Title), described(b, n)))
		}),
	}
}

// recard has the posts looked at again that name a book or its chapters: the
// cards of its reads, their open checkpoints, the rooms and the events.
func recard(tx *storage.Tx, b storage.Book, in *bot.Interaction) error {
	reads, err := tx.Reads(b.Club)
	if err != nil {
		return err
	}
	for _, r := range reads {
		if r.Book.ID != b.ID {
			continue
		}
		for _, kind := range []string{workRoom, workEvent} {
			if err := tx.AskAll(kind, r.ID, in.Now); err != nil {
				return err
			}
		}
		if !r.UnderWay(in.Now) {
			continue
		}
		if err := tx.AskAgain(workCard, r.ID); err != nil {
			return err
		}
		checkpoints, err := tx.Checkpoints(r.ID)
		if err != nil {
			return err
		}
		for _, c := range checkpoints {
			if err := tx.AskAgain(workCheckpoint, c.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
