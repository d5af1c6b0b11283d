package commands

import (
	"slices"

	"dogear/bot"
	"dogear/storage"
)

// meSettings shows and changes what somebody wishes for.
func (h *House) meSettings() bot.Action {
	const option = "reminders"
	return bot.Action{
		Name: "me settings", On: bot.Slash, DM: true, Help: "Show what you have set for yourself, or change what you give",
		Options: []bot.Option{
			{Name: option, Help: "A direct message a day before a checkpoint, if you are not there yet", Type: optionBool},
		},
		Run: h.either(option, func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if err := inServer(in, "/me settings"); err != nil {
				return nil, err
			}
			p, err := tx.Person(in.Guild, in.User)
			if err != nil {
				return nil, err
			}
			if on, given := in.Bool(option); given {
				p.Reminders, p.Closed = on, false
				if err := tx.SetPerson(p); err != nil {
					return nil, err
				}
			}
			words := iff(p.Reminders,
				"Reminders: on. A day before a checkpoint, if you are not there yet, I send you a direct message: one for each checkpoint, and nothing else.",
				"Reminders: off. `/me settings reminders:True` has me send you a direct message a day before a checkpoint, if you are not there yet.")
			quiet, err := quietClub(tx, in)
			if err != nil {
				return nil, err
			}
			if p.Reminders && quiet {
				words += "\n-# No club here sends reminders now: an organiser can change that with `/club settings`."
			}
			return private(card(text("### What you have set\n%s", words))), nil
		}),
	}
}

// quietClub reports whether none of a server's clubs sends reminders.
func quietClub(tx *storage.Tx, in *bot.Interaction) (bool, error) {
	clubs, err := tx.Clubs(in.Guild)
	return len(clubs) > 0 && !slices.ContainsFunc(clubs, func(c storage.Club) bool { return c.Reminders }), err
}
