package commands

import (
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// atWork refuses to change what belongs to a club that is archived.
func atWork(c storage.Club) error {
	if !c.Archived {
		return nil
	}
	return club.Refuse("%s is archived. What was written can still be read, and nothing is added to it until an organiser uses `/club setup` in <#%s>.",
		title(c.Name), c.Channel)
}

// working is the club that was found, for what changes something in it.
func working(c storage.Club, err error) (storage.Club, error) {
	if err != nil {
		return c, err
	}
	return c, atWork(c)
}

// clubArchive asks whether the club is to rest.
func (h *House) clubArchive() bot.Action {
	return bot.Action{
		Name: "club archive", On: bot.Slash, Organiser: true, Help: "Have the club rest: nothing is posted, all is kept",
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := working(theClub(tx, in))
			if err != nil {
				return nil, err
			}
			return private(
				text("Archive %s? I post nothing more in <#%s>; the dates of a read stay, and pass in silence. All that was written is kept and can be read; `/club setup` there brings the club back.",
					title(c.Name), c.Channel),
				row(danger("Archive the club", bot.CustomID("club/archive", c.ID)), button("Keep it", bot.CustomID("club/keep", c.ID))),
			), nil
		}),
	}
}

// clubArchived has a club rest.
func (h *House) clubArchived() bot.Action {
	return bot.Action{
		Name: "club/archive", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := working(pressedClub(tx, in))
			if err != nil {
				return nil, err
			}
			if err := tx.Archive(c.ID, in.Now); err != nil {
				return nil, err
			}
			if err := turnReads(tx, in, c); err != nil {
				return nil, err
			}
			return sayInstead("%s is archived. Nothing more is posted in <#%s>, and all is kept. `/club setup` there brings it back.", title(c.Name), c.Channel), nil
		}),
	}
}

// clubKept leaves the club as it is.
func (h *House) clubKept() bot.Action {
	return bot.Action{
		Name: "club/keep", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := pressedClub(tx, in)
			if err != nil {
				return nil, err
			}
			return sayInstead("%s goes on as it was.", title(c.Name)), nil
		}),
	}
}

// broughtBack has a club that was archived go on, with the settings that were
// given.
func broughtBack(tx *storage.Tx, in *bot.Interaction, c storage.Club) (bot.Reply, error) {
	c.Archived = false
	before := c
	if err := applySettings(&c, in); err != nil {
		return nil, err
	}
	missed, err := tx.BringBack(c.ID, in.Now)
	if err != nil {
		return nil, err
	}
	if err := changeClub(tx, in, before, c); err != nil {
		return nil, err
	}
	if err := turnReads(tx, in, c); err != nil {
		return nil, err
	}
	_, settings, _ := strings.Cut(settingsWords(before, c, in.Now), "\n") // without its heading
	return private(card(
		text("### %s is back\n%sWhat lies ahead goes on: `/schedule show` has the dates, and `/schedule shift` or `/schedule replan` moves them.", title(c.Name),
			iff(missed == 0, "", capital(number(int(missed)))+iff(missed == 1, " checkpoint was", " checkpoints were")+" not posted meanwhile. ")),
		text("%s", settings), text("%s", lacks(in, c)),
	)), nil
}

// turnReads has what stands in Discord of the reads that are under way say
// whether their club is archived.
func turnReads(tx *storage.Tx, in *bot.Interaction, c storage.Club) error {
	reads, err := tx.ReadsUnderWay(c.ID, in.Now)
	if err != nil {
		return err
	}
	for _, r := range reads {
		s, err := stage(tx, r, in.User, in.Now)
		if err != nil {
			return err
		}
		if err := s.askEvents(tx); err != nil {
			return err
		}
		if err := tx.AskAgain(workCard, r.ID); err != nil {
			return err
		}
		if last := s.last(); last >= 0 { // its post says when the next one is due
			if err := tx.AskAgain(workCheckpoint, s.checkpoints[last].ID); err != nil {
				return err
			}
		}
	}
	return nil
}
