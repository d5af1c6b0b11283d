package commands

import (
	"slices"

	"dogear/bot"
	"dogear/storage"
)

// wish is one thing that people set for themselves: how it is offered, and what
// is said of it, on and off.
type wish struct {
	option, help string
	at           func(*storage.Person) *bool
	on, off      string
}

func wishes() []wish {
	return []wish{
		{
			"reminders", "A direct message before a checkpoint you are not at yet, and after the end if you have not rated",
			func(p *storage.Person) *bool { return &p.Reminders },
			"Reminders: on. A day before a checkpoint, if you are not there yet, I send you a direct message, and one three days after the end of a read that you have not rated. Nothing else.",
			"Reminders: off. `/me settings reminders:True` has me send you a direct message a day before a checkpoint, if you are not there yet, and one three days after the end of a read that you have not rated.",
		},
		{
			"show-progress", "Whether you count in how far the club is; nobody is named there",
			func(p *storage.Person) *bool { return &p.Progress },
			"Progress: shown. You count in how far the club is, where nobody is named.",
			"Progress: hidden. You do not count in how far the club is.",
		},
		{
			"show-stars", "Whether your name may stand beside your stars, once they are shown to all",
			func(p *storage.Person) *bool { return &p.Stars },
			"Stars: with your name, once they are shown to all, and only while that gives away nobody else's.",
			"Stars: without your name.",
		},
	}
}

// meSettings shows and changes what somebody wishes for.
func (h *House) meSettings() bot.Action {
	var options []bot.Option
	for _, w := range wishes() {
		options = append(options, bot.Option{Name: w.option, Help: w.help, Type: optionBool})
	}
	return bot.Action{
		Name: "me settings", On: bot.Slash, DM: true, Help: "Show what you have set for yourself, or change what you give",
		Options: options,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if err := inServer(in, "/me settings"); err != nil {
				return nil, err
			}
			p, err := tx.Person(in.Guild, in.User)
			if err != nil {
				return nil, err
			}
			before := p
			lines := []string{"### What you have set"}
			for _, w := range wishes() {
				set := w.at(&p)
				if on, given := in.Bool(w.option); given {
					*set = on
				}
				lines = append(lines, iff(*set, w.on, w.off))
			}
			if in.Has("reminders") {
				p.Closed = false
			}
			if p != before {
				if err := tx.SetPerson(p); err != nil {
					return nil, err
				}
			}
			quiet, err := quietClub(tx, in)
			if err != nil {
				return nil, err
			}
			if p.Reminders && quiet {
				lines = append(lines, "-# No club here sends reminders now: an organiser can change that with `/club settings`.")
			}
			return private(card(paragraph(lines...)), text("-# `/me export` gives you all that I keep about you, and `/me forget` erases it.")), nil
		}),
	}
}

// quietClub reports whether none of a server's clubs sends reminders.
func quietClub(tx *storage.Tx, in *bot.Interaction) (bool, error) {
	clubs, err := tx.Clubs(in.Guild)
	return len(clubs) > 0 && !slices.ContainsFunc(clubs, func(c storage.Club) bool { return c.Reminders }), err
}
