package commands

import (
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// help says what one can do here now.
func (h *House) help() bot.Action {
	return bot.Action{
		Name: "help", On: bot.Slash, DM: true, Help: "What you can do here now",
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if in.Guild == "" {
				return say("I keep a book club's schedule, and nobody's notes are seen before one has read that far. Use my commands in a server; `/help` there says what you can do."), nil
			}
			lines, buttons, err := h.helpHere(tx, in)
			if refusal, ok := errors.AsType[*club.Refusal](err); ok {
				lines = []string{"### Nothing is being read here yet", refusal.Error()}
			} else if err != nil {
				return nil, err
			}
			if in.Permissions&(discordgo.PermissionManageEvents|discordgo.PermissionAdministrator) != 0 {
				lines = append(lines, "For you as an organiser: `/club setup` makes a club of a channel, `/book add` fills its shelf, `/schedule plan` plans a read, `/schedule show` says how it goes, `/schedule shift`, `break`, `move` and `replan` change what lies ahead, `/prompt add` asks a question, once or every week, `/prompt list` shows what will be asked, and `/club reports` lists notes that give away too much.")
			}
			return private(append([]part{card(text("%s", strings.Join(lines, "\n")))}, buttons...)...), nil
		}),
	}
}

// helpHere is what one can do in the club of this channel.
func (h *House) helpHere(tx *storage.Tx, in *bot.Interaction) (lines []string, buttons []part, err error) {
	clubs, err := tx.Clubs(in.Guild)
	if err != nil {
		return nil, nil, err
	}
	c, err := theClub(tx, in)
	if refusal, ok := errors.AsType[*club.Refusal](err); ok && len(clubs) > 1 {
		return []string{"### Which club?", refusal.Error()}, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if c.Archived {
		return []string{
			"### " + title(c.Name) + " is archived",
			fmt.Sprintf("What was written can still be read, with `/notes`, as far as you have read. `/shelf` shows the club's books. An organiser brings the club back with `/club setup` in <#%s>.", c.Channel),
		}, nil, nil
	}
	reads, err := tx.ReadsUnderWay(c.ID, in.Now)
	if err != nil {
		return nil, nil, err
	}
	if len(reads) > 1 {
		return append([]string{
			fmt.Sprintf("### %s is reading %s and %s", title(c.Name), title(reads[0].Book.Title), title(reads[1].Book.Title)),
			"Commands about a read take the option `book`, which says which of them you mean.",
		}, readersHelp()...), nil, nil
	}
	s, err := h.theRead(tx, in)
	if err != nil {
		return nil, nil, err
	}
	lines, buttons = s.help()
	return lines, buttons, nil
}

// help is what one can do in a read.
func (s *scene) help() (lines []string, buttons []part) {
	book := title(s.read.Book.Title)
	ended := !s.read.UnderWay(s.now)
	switch {
	case ended && s.read.Dropped:
		return []string{
			"### The club has put " + book + " aside",
			"What was written can still be read, with `/notes`. `/shelf` shows the club's books.",
		}, nil
	case !s.in && ended:
		return []string{
			"### The club has read " + book,
			"It is not too late: join, and say how far you are. What others wrote opens as you get there, and not a word of it before.",
		}, []part{s.joinRow()}
	case !s.in:
		return []string{
			"### The club reads " + book, s.whereabouts(),
			"Join, and say how far you are whenever you like. What others wrote opens as you get there, and not a word of it before.",
		}, []part{s.joinRow()}
	}
	heading := iff(ended, "### The club has read ", "### You are reading ") + book
	return append([]string{heading, s.position()}, readersHelp()...), []part{s.progressRow()}
}

func readersHelp() []string {
	return []string{
		"`/progress` says how far you are, and opens what others wrote up to there. `/me edition` says which edition you hold, or listen to, and I go by its pages or times. `/me settings` has me remind you a day before a checkpoint.",
		"`/note` writes something that stays shut for those behind. `/notes` reads what is open to you.",
		"If somebody lets slip too much, on the message: **Apps > Lock as a spoiler** makes a locked note of it.",
		"`/rate` gives your stars, sealed until the club reveals them. `/reading` shows what comes next, `/shelf` the club's books, and `/leave` leaves the read.",
	}
}
