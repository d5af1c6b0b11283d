package commands

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const draftForm = "form"

// againFor is how long a refused form keeps what was typed.
const againFor = time.Hour

// form is how a form of a Submit action is opened again.
type form struct {
	route  string
	args   int      // how many numbers its custom id carries
	fields []string // the names of its fields
	build  func(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error)
}

// forms lists the forms in which people write more than a word.
func (h *House) forms() []form {
	return []form{
		{"note/sent", 1, []string{"text", "chapter", "kind"}, buildNoteForm},
		{"note/replied", 2, []string{"text", "chapter"}, buildReplyForm},
		{"note/answered", 2, []string{"text", "chapter", "kind"}, buildAnswerForm},
		{"note/edited", 2, []string{"text"}, buildEditForm},
		{"note/locked", 1, []string{"chapter"}, buildLockForm},
		{"spoiler/sent", 1, []string{"chapter", "read"}, buildSpoilerForm},
		{"report/locked", 1, []string{"chapter"}, buildReportForm},
		{"prompt/sent", 5, []string{"text", "repeat"}, buildPromptForm},
		{"prompt/edited", 2, []string{"text", "chapter"}, buildPromptEditForm},
		{"rate/sent", 2, []string{"stars", "end", "review", "discussion", "give"}, buildRateForm},
		{"book/chapters", 1, []string{"list"}, buildChaptersForm},
		{"edition/sent", 1, []string{"name", "list"}, h.buildClubEdition},
		{"mine/sent", 1, []string{"name", "list"}, h.buildOwnEdition},
		{"mine/ended", 1, []string{"chapter", "at"}, buildEndForm},
	}
}

// sent is the code of a form that was sent. Where it is refused, or cannot be
// stored, what was typed is kept for an hour, and [Try again] opens the form
// filled with it.
func (h *House) sent(route string, f func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error)) handler {
	run := h.writing(f)
	return func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
		reply, err := run(ctx, in)
		if err == nil {
			return reply, nil
		}
		draft, lost := h.keepTyped(ctx, in, route)
		if lost != nil {
			return nil, errors.Join(err, lost)
		}
		again := row(primary("Try again", bot.CustomID("form/again", draft)))
		if refusal, ok := errors.AsType[*club.Refusal](err); ok {
			return private(text("%s", refusal.Error()), again), nil
		}
		return nil, &bot.Fault{Err: err, Then: again}
	}
}

// keepTyped stores what was typed into a form: its route, its numbers, then
// its fields.
func (h *House) keepTyped(ctx context.Context, in *bot.Interaction, route string) (draft int64, err error) {
	texts := []club.Locked{club.Draft(route, in.User)}
	for _, f := range h.forms() {
		if f.route != route {
			continue
		}
		for i := range f.args {
			texts = append(texts, club.Draft(strconv.FormatInt(in.Arg(i), 10), in.User))
		}
		for _, name := range f.fields {
			words, _ := in.Story(name)
			texts = append(texts, words)
		}
	}
	err = h.db.Write(ctx, func(tx *storage.Tx) error {
		guild, err := guildOf(tx, in)
		if err != nil {
			return err
		}
		draft, err = tx.AddDraft(storage.Draft{
			Guild: guild, User: in.User, Kind: draftForm, Body: club.Bundle(in.User, texts...), Expires: in.Now.Add(againFor),
		}, in.Now)
		return err
	})
	return draft, err
}

// guildOf is the server that a form is about: in a direct message, where none
// opens but of a read that its first number names, that of the read. What was
// typed is forgotten and erased with it.
func guildOf(tx *storage.Tx, in *bot.Interaction) (string, error) {
	if in.Guild != "" {
		return in.Guild, nil
	}
	r, err := tx.ReadOf(in.Arg(0))
	if errors.Is(err, storage.ErrNotFound) { // erased meanwhile
		return "", nil
	}
	return r.Club.Guild, err
}

// formAgain opens a refused form, filled with what was typed.
func (h *House) formAgain() bot.Action {
	return bot.Action{
		Name: "form/again", On: bot.Press, Args: 1, DM: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			d, err := tx.Draft(in.Guild, in.User, draftForm, in.Arg(0), in.Now)
			if err != nil {
				return nil, gone(err, "What was typed here is kept for an hour, and that has passed. Please use the command again.")
			}
			var typed []string
			for _, words := range d.Body.Unbundle() {
				own, _ := words.For(club.Someone(in.User)) // its own author
				typed = append(typed, own)
			}
			for _, f := range h.forms() {
				if len(typed) == 1+f.args+len(f.fields) && typed[0] == f.route {
					return f.filled(tx, in, typed[1:])
				}
			}
			return nil, club.Refuse("What was typed here was kept by an earlier version of me. Please use the command again.")
		}),
	}
}

// filled builds the form and fills it with what was typed.
func (f form) filled(tx *storage.Tx, in *bot.Interaction, typed []string) (bot.Reply, error) {
	args := make([]int64, f.args)
	for i := range args {
		args[i], _ = strconv.ParseInt(typed[i], 10, 64)
	}
	built, err := f.build(tx, in, args)
	if err != nil {
		return nil, err
	}
	// What it was about is gone, and another form stands in for it: a lock that
	// was early enough behind what was answered need not be so alone.
	alone := !strings.HasPrefix(built.ID, bot.CustomID(f.route))
	for i, name := range f.fields {
		for j := range built.Fields {
			if built.Fields[j].Name == name && (name != "chapter" || !alone) {
				built.Fields[j].Value = typed[f.args+i]
			}
		}
	}
	return built, nil
}
