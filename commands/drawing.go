package commands

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/commands/pictures"
)

// drawing is the file of a picture. It is painted when it is sent, outside of
// every transaction: that takes longer than all the reading.
func drawing[T interface{ Alt() string }](h *House, name string, x T, paint func(*pictures.Painter, context.Context, T) ([]byte, error)) bot.File {
	return bot.File{
		Name: name, Type: "image/png", Alt: x.Alt(), Of: fmt.Sprintf("%+v", x),
		Draw: func(ctx context.Context) ([]byte, error) { return paint(h.painter, ctx, x) },
	}
}

// picture shows pictures that come with the message.
func picture(files ...bot.File) part {
	gallery := discordgo.MediaGallery{}
	for _, f := range files {
		gallery.Items = append(gallery.Items, discordgo.MediaGalleryItem{
			Media: discordgo.UnfurledMediaItem{URL: "attachment://" + f.Name}, Description: &f.Alt,
		})
	}
	return gallery
}
