package commands

import (
	"context"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// troublesTold is how many troubles are told of above an answer; `/club doctor`
// tells of all.
const troublesTold = 3

// answerFits is how much text an answer may have, in UTF-16 units.
const answerFits = 4000

// alert has organisers told above the answers to what they type.
func (h *House) alert(list []bot.Action) []bot.Action {
	for i, a := range list {
		if a.Organiser && a.On == bot.Slash {
			list[i].Run = h.alerting(a.Run)
		}
	}
	return list
}

// alerting is the code of an organiser's command above whose answer they are
// told, once, of what did not go out in their server. Where the answer has no room
// for that, as a form has none, the next one tells.
func (h *House) alerting(run handler) handler {
	return func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
		reply, err := run(ctx, in)
		answer, private := reply.(bot.Private)
		if err != nil || !private {
			return reply, err
		}
		return above(h.untold(ctx, in.Guild, answerFits-unitsOf(answer.Parts)), reply), nil
	}
}

// untold is what organisers of a server are to be told, recorded as told, if it
// fits into some units. What was done is done: if this fails, they are told once
// more or with the next answer.
func (h *House) untold(ctx context.Context, guild string, fits int) []part {
	var list []storage.Work
	_ = h.db.Read(ctx, func(tx *storage.Tx) (err error) {
		list, err = tx.UntoldTroubles(guild)
		return err
	})
	if len(list) == 0 {
		return nil
	}
	told := []part{card(paragraph(troublesIn(list)...))}
	if unitsOf(told) > fits {
		return nil
	}
	_ = h.db.Write(ctx, func(tx *storage.Tx) error { return tx.ToldTroubles(list) })
	return told
}

func troublesIn(list []storage.Work) []string {
	lines := []string{iff(len(list) == 1, "One thing did", capital(number(len(list)))+" things did") + " not go out as planned:"}
	for _, w := range list[:min(len(list), troublesTold)] {
		lines = append(lines, "- "+club.Cut(trouble(w), doctorLine))
	}
	return append(lines, "-# `/club doctor` shows all that is amiss, and mends what can be mended.")
}
