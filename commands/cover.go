package commands

import (
	"context"
	"errors"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/covers"
	"dogear/commands/pictures"
	"dogear/storage"
)

// cover is the picture of a book's cover as a file; of one that has none, a tile
// with its title.
func (h *House) cover(tx *storage.Tx, b storage.Book) (bot.File, error) {
	c, err := tx.Cover(b.ID)
	if errors.Is(err, storage.ErrNotFound) {
		return drawing(h, covers.Name(covers.PNG), pictures.Tile{Title: b.Title, Authors: b.Authors}, (*pictures.Painter).Tile), nil
	}
	return bot.File{Name: covers.Name(c.Kind), Type: c.Kind, Alt: "Cover of " + byline(b), Data: c.Data}, err
}

// covered is words about a book with its cover at their right, and the file
// that comes along for it.
func (h *House) covered(tx *storage.Tx, b storage.Book, words part) (part, bot.File, error) {
	f, err := h.cover(tx, b)
	return discordgo.Section{Components: []part{words}, Accessory: discordgo.Thumbnail{
		Media: discordgo.UnfurledMediaItem{URL: "attachment://" + f.Name}, Description: &f.Alt,
	}}, f, err
}

// coveredCard answers with a card about a book.
func (h *House) coveredCard(tx *storage.Tx, b storage.Book, words part, below ...part) (bot.Reply, error) {
	words, file, err := h.covered(tx, b, words)
	return bot.Private{Message: bot.Message{Parts: []part{card(append([]part{words}, below...)...)}, Files: []bot.File{file}}}, err
}

// coverOption is the option "cover" of what describes a book.
func coverOption() bot.Option {
	return bot.Option{Name: "cover", Help: "A picture of its cover: PNG, JPEG or WebP, up to 4 MiB", Type: optionFile}
}

// withCover is the code of an organiser's action that may take a picture. It is
// made small before the transaction: nobody waits behind a large one.
func (h *House) withCover(f func(tx *storage.Tx, in *bot.Interaction, sent *storage.Cover) (bot.Reply, error)) handler {
	return func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
		var sent *storage.Cover
		if file, given := in.StoryFile("cover"); given {
			raw, _ := file.For(club.Someone(in.User)) // who handed it in
			kind, data, err := h.covers.Make(ctx, raw)
			if err != nil {
				return nil, err
			}
			sent = &storage.Cover{Kind: kind, Data: data}
		}
		return h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) { return f(tx, in, sent) })(ctx, in)
	}
}

// setCover keeps a cover that was handed in, if one was.
func setCover(tx *storage.Tx, b storage.Book, sent *storage.Cover, in *bot.Interaction) error {
	if sent == nil {
		return nil
	}
	return keepCover(tx, in.Guild, b, *sent, in.Now)
}
