package commands

import (
	"context"
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const draftDoctor = "doctor"

// doctorLine is how long a line of a check-up may be, in UTF-16 units: a page
// of them fits a message.
const doctorLine = 270

// doctorLeaves says what a check-up does not look at, and doctorBlind what it
// cannot see of rooms.
const (
	doctorLeaves = "-# I do not check the line of each note, nor what I posted about reads that are over."
	doctorBlind  = "-# I cannot list who is in a room. I ask for each reader who has not read that far, and for everyone whom the room's history names; one who came in otherwise and never wrote stays out of my sight. " +
		"People with Manage Threads always see private threads, whatever I do."
)

// clubDoctor checks what is amiss with a club, in Discord too.
func (h *House) clubDoctor() bot.Action {
	return bot.Action{
		Name: "club doctor", On: bot.Slash, Organiser: true, NeedsServer: true, Help: "Check what is amiss with the club, and mend it",
		Asks: h.enquiring(theClub),
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := theClub(tx, in)
			if err != nil {
				return nil, err
			}
			e, err := examine(tx, in, c)
			if err != nil {
				return nil, err
			}
			lines, shows := e.report(in)
			kept := make([]club.Locked, len(lines))
			for i, line := range lines {
				kept[i] = club.Draft(line, in.User)
			}
			draft, err := tx.AddDraft(storage.Draft{ // its further pages cannot be looked up again
				Guild: in.Guild, User: in.User, Kind: draftDoctor, Subject: c.ID, Body: club.Bundle(in.User, kept...), Expires: in.Now.Add(againFor),
			}, in.Now)
			return private(doctorParts(c, lines, draft, 0, shows)...), err
		}),
	}
}

// enquiring asks the edge what an examination of a club wants to know.
func (h *House) enquiring(which func(*storage.Tx, *bot.Interaction) (storage.Club, error)) func(context.Context, *bot.Interaction) ([]bot.Enquiry, error) {
	return func(ctx context.Context, in *bot.Interaction) (asks []bot.Enquiry, err error) {
		err = h.db.Read(ctx, func(tx *storage.Tx) error {
			c, err := which(tx, in)
			if err != nil {
				return err
			}
			e, err := examine(tx, in, c)
			for _, r := range e.rooms {
				if r.work.Message != "" {
					asks = append(asks, bot.Enquiry{Channel: r.work.Message, Members: r.shut, Added: true})
				}
			}
			for _, p := range e.posts {
				if p.work.Message != "" {
					asks = append(asks, bot.Enquiry{Channel: p.work.Channel, Message: p.work.Message})
				}
			}
			return err
		})
		return asks, err
	}
}

// What every page of a check-up shows, as bits in its custom id.
const (
	showsRepair = 1 // something can be mended
	showsBlind  = 2 // there are rooms
)

// doctorParts shows a page of a check-up.
func doctorParts(c storage.Club, lines []string, draft, skip, shows int64) []part {
	p := page(skip, len(lines), pageSize)
	shown := append([]string{"### How " + title(c.Name) + " is"}, lines[p.skip:p.end()]...)
	if told := p.told(); told != "" {
		shown = append(shown, told)
	}
	words := []part{text("%s", strings.Join(shown, "\n")), text("%s", doctorLeaves)}
	if shows&showsBlind != 0 {
		words = append(words, text("%s", doctorBlind))
	}
	parts := []part{card(words...)}
	if shows&showsRepair != 0 {
		parts = append(parts, row(primary("Repair", bot.CustomID("club/repair", c.ID))))
	}
	return append(parts, p.row(func(skip int64) string { return bot.CustomID("club/checkup", draft, skip, shows) })...)
}

// doctorPage turns to another page of a check-up.
func (h *House) doctorPage() bot.Action {
	return bot.Action{
		Name: "club/checkup", On: bot.Press, Args: 3, Updates: true, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			d, err := tx.Draft(in.Guild, in.User, draftDoctor, in.Arg(0), in.Now)
			if err != nil {
				return nil, gone(err, "This check-up is an hour old. Please use `/club doctor` again.")
			}
			c, err := tx.Club(in.Guild, d.Subject)
			if err != nil {
				return nil, err
			}
			var lines []string
			for _, kept := range d.Body.Unbundle() {
				line, _ := kept.For(club.Someone(in.User)) // it was made for them
				lines = append(lines, line)
			}
			return update(doctorParts(c, lines, d.ID, in.Arg(1), in.Arg(2))...), nil
		}),
	}
}

// clubRepair looks once more, and asks for what mends what it finds.
func (h *House) clubRepair() bot.Action {
	return bot.Action{
		Name: "club/repair", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Asks: h.enquiring(pressedClub),
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := working(pressedClub(tx, in))
			if err != nil {
				return nil, err
			}
			e, err := examine(tx, in, c)
			if err != nil {
				return nil, err
			}
			done, err := e.repair(tx)
			if err != nil {
				return nil, err
			}
			if done == nil {
				return sayInstead("There is nothing left to mend."), nil
			}
			return sayInstead("### I am on it\n%s\n`/club doctor` shows in a moment what came of it.", strings.Join(done, "\n")), nil
		}),
	}
}

// report says in lines what an examination found, and what its pages show
// besides.
func (e *examination) report(in *bot.Interaction) (lines []string, shows int64) {
	if in.Home() == e.club.Channel {
		lines = append(lines, strings.Split(lacks(in, e.club), "\n")...)
	} else {
		lines = append(lines, fmt.Sprintf("In <#%s>, `/club doctor` also says what I may not do there.", e.club.Channel))
	}
	add := func(line string) {
		if line != "" {
			lines = append(lines, "- "+club.Cut(line, doctorLine))
		}
	}
	add(roleTrouble(in.Server, e.club))
	sound := len(lines)
	for _, w := range e.troubles {
		add(trouble(w))
		if w.State != "missed" {
			shows |= showsRepair
		}
	}
	for _, p := range e.posts {
		switch {
		case p.gone:
			add(p.what + " was deleted. **Repair** posts it anew.")
			shows |= showsRepair
		case p.unseen != "":
			add("I could not see whether " + uncapital(p.what) + " still stands. " + p.unseen)
		}
	}
	for i := range e.rooms {
		r := &e.rooms[i]
		for _, line := range r.lines() {
			add(line)
		}
		if r.gone || len(r.strangers) > 0 {
			shows |= showsRepair
		}
	}
	if e.club.Rooms || e.rooms != nil {
		shows |= showsBlind
	}
	if len(lines) == sound {
		lines = append(lines, "My posts are where they should be"+iff(shows&showsBlind != 0, ", and so is everybody in the rooms, as far as I can see.", "."))
	}
	return lines, shows
}
