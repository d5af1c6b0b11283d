package commands

import (
	"context"
	"errors"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// Discord's types of options, by the names that a person would give them.
const (
	optionString  = discordgo.ApplicationCommandOptionString
	optionInteger = discordgo.ApplicationCommandOptionInteger
	optionBool    = discordgo.ApplicationCommandOptionBoolean
	optionRole    = discordgo.ApplicationCommandOptionRole
	optionFile    = discordgo.ApplicationCommandOptionAttachment
)

// handler is the code of an action.
type handler = func(ctx context.Context, in *bot.Interaction) (bot.Reply, error)

// writing is the code of an action that is one writing transaction.
func (h *House) writing(f func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error)) handler {
	return func(ctx context.Context, in *bot.Interaction) (reply bot.Reply, err error) {
		err = h.db.Write(ctx, func(tx *storage.Tx) error {
			reply, err = f(tx, in)
			return err
		})
		return reply, err
	}
}

// looking is the code of an action that only reads.
func (h *House) looking(f func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error)) handler {
	return func(ctx context.Context, in *bot.Interaction) (reply bot.Reply, err error) {
		err = h.db.Read(ctx, func(tx *storage.Tx) error {
			reply, err = f(tx, in)
			return err
		})
		return reply, err
	}
}

// either is the code of an action that writes if an option is given, and else
// only reads: it does not wait behind those who write, which matters where it
// opens a form, for Discord takes no form after a deferral.
func (h *House) either(option string, f func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error)) handler {
	reads, writes := h.looking(f), h.writing(f)
	return func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
		if in.Has(option) {
			return writes(ctx, in)
		}
		return reads(ctx, in)
	}
}

// suggester is the code of an option's suggestions.
type suggester = func(ctx context.Context, in *bot.Interaction, typed string) ([]bot.Choice, error)

// suggestIn is a suggester that reads. Where a command would refuse, there is
// nothing to suggest.
func suggestIn(h *House, f func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error)) suggester {
	return func(ctx context.Context, in *bot.Interaction, typed string) (choices []bot.Choice, err error) {
		err = h.db.Read(ctx, func(tx *storage.Tx) error {
			choices, err = f(tx, in, typed)
			return err
		})
		if _, ok := errors.AsType[*club.Refusal](err); ok {
			return nil, nil
		}
		return choices[:min(len(choices), 25)], err
	}
}

// gone turns a row that is not there (any more, or not on this server) into a
// sentence.
func gone(err error, sentence string) error {
	if errors.Is(err, storage.ErrNotFound) {
		return club.Refuse("%s", sentence)
	}
	return err
}
