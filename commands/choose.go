package commands

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// theClub finds the club that an interaction is about: that of the channel, or
// the only one of the server that is not archived.
func theClub(tx *storage.Tx, in *bot.Interaction) (storage.Club, error) {
	c, err := tx.ClubOf(in.Guild, in.Home())
	if !errors.Is(err, storage.ErrNotFound) {
		return c, err
	}
	clubs, err := tx.Clubs(in.Guild)
	if err != nil {
		return c, err
	}
	if going := slices.DeleteFunc(slices.Clone(clubs), func(c storage.Club) bool { return c.Archived }); len(going) > 0 {
		clubs = going
	}
	switch len(clubs) {
	case 0:
		return c, club.Refuse("There is no book club on this server yet. An organiser makes one with `/club setup` in the channel where it should live.")
	case 1:
		return clubs[0], nil
	}
	homes := make([]string, len(clubs))
	for i, c := range clubs {
		homes[i] = "<#" + c.Channel + ">"
	}
	return c, club.Refuse("This server has %s, in %s. Please use the command in the channel of the one you mean.",
		count(len(clubs), "club"), and(homes...))
}

// pressedClub finds the club that a button names.
func pressedClub(tx *storage.Tx, in *bot.Interaction) (storage.Club, error) {
	c, err := tx.Club(in.Guild, in.Arg(0))
	return c, gone(err, "This club is not there any more.")
}

// theRead finds the read that a command is about: the one named by its option
// "book", the one whose room it is used in, the only one under way, or the one
// that ended last.
func (h *House) theRead(tx *storage.Tx, in *bot.Interaction) (*scene, error) {
	return chosen(tx, in, chooseRead)
}

// chosen is the scene of the read that is chosen among those of the club that an
// interaction is about.
func chosen(tx *storage.Tx, in *bot.Interaction, choose func(*storage.Tx, storage.Club, *bot.Interaction) (storage.Read, error)) (*scene, error) {
	c, err := theClub(tx, in)
	if err != nil {
		return nil, err
	}
	r, err := choose(tx, c, in)
	if err != nil {
		return nil, err
	}
	return stage(tx, r, in.User, in.Now)
}

func chooseRead(tx *storage.Tx, c storage.Club, in *bot.Interaction) (storage.Read, error) {
	if typed, ok := in.Text("book"); ok {
		return readNamed(tx, c, typed)
	}
	if r, err := roomsRead(tx, c, in); !errors.Is(err, storage.ErrNotFound) {
		return r, err
	}
	reads, err := tx.ReadsUnderWay(c.ID, in.Now)
	if err != nil {
		return storage.Read{}, err
	}
	switch len(reads) {
	case 0:
		r, err := tx.LastRead(c.ID, in.Now)
		if errors.Is(err, storage.ErrNotFound) {
			err = club.Refuse("%s is not reading a book yet. An organiser plans one with `/schedule plan`.", title(c.Name))
		}
		return r, err
	case 1:
		return reads[0], nil
	}
	return storage.Read{}, club.Refuse("%s is reading %s. Please say which one with the option `book`.", title(c.Name), titlesOf(reads))
}

// saysWhich reports whether an interaction itself says which read it is about, by
// its option "book" or by the room in which it was used: see chooseRead.
func saysWhich(tx *storage.Tx, c storage.Club, in *bot.Interaction) bool {
	if in.Has("book") {
		return true
	}
	_, err := roomsRead(tx, c, in)
	return !errors.Is(err, storage.ErrNotFound)
}

// titlesOf names reads by their books.
func titlesOf(reads []storage.Read) string {
	titles := make([]string, len(reads))
	for i, r := range reads {
		titles[i] = title(r.Book.Title)
	}
	return and(titles...)
}

// readNamed finds a read by what was typed or chosen for the option "book".
func readNamed(tx *storage.Tx, c storage.Club, typed string) (storage.Read, error) {
	reads, err := tx.Reads(c.ID) // the newest first: a title means its last read
	if err != nil {
		return storage.Read{}, err
	}
	found := named(reads, typed, readKey, func(r storage.Read) string { return r.Book.Title })
	for _, r := range found {
		if r.Book.ID != found[0].Book.ID {
			return r, severalBooks(typed)
		}
	}
	if len(found) > 0 {
		return found[0], nil
	}
	return storage.Read{}, club.Refuse("This club has no read of a book called %s. Choose one from the suggestions of `book`.",
		club.Typed(club.CleanLine(typed)))
}

// rowKey is the value of a suggestion that stands for a row: nothing that a
// person would type for a name or a number.
func rowKey(id int64) string { return "id:" + strconv.FormatInt(id, 10) }

// readKey is the value of a suggested read.
func readKey(r storage.Read) string { return rowKey(r.ID) }

// named finds what was chosen from suggestions by its key, or typed by its
// name: just so or, if nothing is called that, in any case.
func named[T any](list []T, typed string, key, name func(T) string) []T {
	var exact, alike []T
	typed = club.CleanLine(typed)
	for _, v := range list {
		switch {
		case key(v) == typed:
			return []T{v}
		case name(v) == typed:
			exact = append(exact, v)
		case strings.EqualFold(name(v), typed):
			alike = append(alike, v)
		}
	}
	if exact != nil {
		return exact
	}
	return alike
}

func severalBooks(typed string) error {
	return club.Refuse("More than one book is called %s. Choose the one you mean from the suggestions of `book`.", club.Typed(club.CleanLine(typed)))
}

// bookOption is the option "book" of every command that speaks of a read.
func (h *House) bookOption() bot.Option {
	return bot.Option{
		Name: "book", Help: "Which read, if the club has more than one", Type: optionString,
		Suggest: suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
			c, err := theClub(tx, in)
			if err != nil {
				return nil, err
			}
			reads, err := tx.Reads(c.ID)
			if err != nil {
				return nil, err
			}
			var choices []bot.Choice
			for _, r := range reads {
				if contains(r.Book.Title, typed) {
					name := fmt.Sprintf("%s (%s)", r.Book.Title, standing(r, in.Now))
					choices = append(choices, bot.Choice{Name: name, Value: readKey(r)})
				}
			}
			return choices, nil
		}),
	}
}

// contains reports whether what was typed is part of a name, in any case.
func contains(name, typed string) bool {
	return strings.Contains(strings.ToLower(name), strings.ToLower(strings.TrimSpace(typed)))
}
