package commands

import (
	"cmp"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// promptPreview shows the message in which a question is asked, as it is now or
// would be.
func (h *House) promptPreview() bot.Action {
	return bot.Action{
		Name: "prompt preview", On: bot.Slash, Organiser: true, Help: "See the very message in which a question is asked",
		Options: []bot.Option{h.promptOption(anyPrompt), h.bookOption()},
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			p, n, err := s.thePrompt(tx, in)
			if err != nil {
				return nil, err
			}
			parts, err := s.previewed(tx, p)
			if err != nil {
				return nil, err
			}
			buttons := " Its buttons work once it is posted."
			switch {
			case p.Held:
				buttons = " It is shown as if it were released."
			case s.asks(p) == asksPosted:
				buttons = ""
			}
			return private(append(parts, text("-# Question %d, %s.%s", n, s.promptState(p), buttons))...), nil
		}),
	}
}

// previewed is the post of a question, with it if it is held, as all see it; its
// buttons do nothing.
func (s *scene) previewed(tx *storage.Tx, p storage.Prompt) ([]part, error) {
	nobody := *s
	nobody.user, nobody.eyes, nobody.in, nobody.me = "", club.Nobody(), false, storage.Reader{}
	asked, subject := tx.PromptsOf, p.Post
	if p.Checkpoint != 0 {
		asked, subject = tx.PromptsAt, p.Checkpoint
	}
	list, err := asked(subject)
	if err != nil {
		return nil, err
	}
	if p.Held {
		if !p.Spare { // nothing of mine is asked beside it then
			list = slices.DeleteFunc(list, func(q storage.Prompt) bool { return q.Spare })
		}
		list = append(list, p)
		slices.SortFunc(list, func(a, b storage.Prompt) int { return cmp.Compare(a.ID, b.ID) })
	}
	i := s.indexOf(p.Checkpoint)
	if i < 0 {
		return idle(nobody.promptsPost(p.Post, list)), nil
	}
	parts, err := nobody.checkpointPost(tx, i, list, false)
	return idle(parts), err
}

// idle is parts whose buttons cannot be pressed.
func idle(parts []part) []part {
	out := make([]part, len(parts))
	for i, p := range parts {
		switch c := p.(type) {
		case discordgo.Container:
			c.Components = idle(c.Components)
			p = c
		case discordgo.ActionsRow:
			c.Components = idle(c.Components)
			p = c
		case discordgo.Section:
			c.Components, c.Accessory = idle(c.Components), idle([]part{c.Accessory})[0]
			p = c
		case discordgo.Button:
			c.Disabled = true
			p = c
		}
		out[i] = p
	}
	return out
}
