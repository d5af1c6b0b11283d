package commands

import (
	"bytes"
	"compress/gzip"
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// A message may carry 10 MiB. exportPictures is how much of that pictures may
// take before they are encoded, and exportFits how long a file goes out as it
// is: a longer one is packed.
const (
	exportPictures = 4 << 20
	exportFits     = 9 << 20
)

// meExport hands somebody all that is kept about them.
func (h *House) meExport() bot.Action {
	return bot.Action{
		Name: "me export", On: bot.Slash, DM: true, Help: "All that I keep about you, as one file: in this server or, in a direct message with me, everywhere",
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			all, err := tx.Export(in.Guild, in.User, in.Now, exportPictures)
			if err != nil {
				return nil, err
			}
			data, _ := all.For(club.Someone(in.User)) // it is theirs
			file, err := fileOf("dogear-about-you", "json", "application/json", []byte(data))
			if err != nil {
				return nil, err
			}
			parts := []part{
				card(paragraph("### All that I keep about you",
					fmt.Sprintf("Here is all that I keep about you %s, in one file. What its fields mean stands in docs/export.md, which comes with me.", scopeWords(in)),
					iff(in.Guild != "", "-# Use `/me export` in a direct message with me to get what I keep in every server.", ""),
					"-# `/me forget` erases it.")),
				fileNamed(file.Name),
			}
			return bot.Private{Message: bot.Message{Parts: parts, Files: []bot.File{file}}}, nil
		}),
	}
}

// fileOf is a file to be handed out, packed if it is too large to go as it is.
func fileOf(name, ending, kind string, data []byte) (bot.File, error) {
	if len(data) <= exportFits {
		return bot.File{Name: name + "." + ending, Type: kind, Data: data}, nil
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(data); err != nil {
		return bot.File{}, err
	}
	err := w.Close()
	return bot.File{Name: name + "." + ending + ".gz", Type: "application/gzip", Data: packed.Bytes()}, err
}
