package commands

import (
	"encoding/json"
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// clubExport hands an organiser what they may see of the club.
func (h *House) clubExport() bot.Action {
	return bot.Action{
		Name: "club export", On: bot.Slash, Organiser: true, Help: "What you may see of the club, as files to keep and to read",
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := theClub(tx, in)
			if err != nil {
				return nil, err
			}
			file, err := exportClub(tx, c, in, nil)
			if err != nil {
				return nil, err
			}
			var more []part
			if file.Shut > 0 {
				more = append(more, row(button("Show me everything", bot.CustomID("club/everything", c.ID))))
			}
			return file.answer(file.seenWords(), more...)
		}),
	}
}

// clubEverything hands an organiser, who asks for it in words, all that is in
// the club. Stars that are sealed stay so.
func (h *House) clubEverything() bot.Action {
	return bot.Action{
		Name: "club/everything", On: bot.Press, Args: 1, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := pressedClub(tx, in)
			if err != nil {
				return nil, err
			}
			keeper := club.Keeper(in.User)
			file, err := exportClub(tx, c, in, &keeper)
			if err != nil {
				return nil, err
			}
			return file.answer("It holds everything, so it gives away the books and what readers meant for those who have read as far: keep it to yourself. " + file.starWords())
		}),
	}
}

// seenWords says what a file of what somebody may see holds, and leaves out.
func (f *clubFile) seenWords() string {
	words := "It holds what you may see."
	switch {
	case f.Shut == 1:
		words = "It holds what you may see: one text that you have not read as far as is left out."
	case f.Shut > 1:
		words = fmt.Sprintf("It holds what you may see: %d texts that you have not read as far as are left out.", f.Shut)
	case f.starWords() == starsOnceShown:
		words = "It holds what you may see: nothing is left out."
	}
	return words + " " + f.starWords()
}

// starsOnceShown is said of stars in every file.
const starsOnceShown = "Stars are in it once they are shown to all."

// starWords says of the stars, and what is sealed with them, when they are in a
// file.
func (f *clubFile) starWords() string {
	var sealed, dropped struct{ reviews, replies int }
	for _, r := range f.Reads {
		if r.Stars != nil {
			continue
		}
		of := &sealed
		if r.State == "dropped" {
			of = &dropped
		}
		of.reviews += r.Reviews
		of.replies += r.Replies
	}
	words := []string{starsOnceShown}
	for _, more := range []string{sealedWords(sealed.reviews, sealed.replies, false), sealedWords(dropped.reviews, dropped.replies, true)} {
		if more != "" {
			words = append(words, more)
		}
	}
	return strings.Join(words, " ")
}

// sealedWords counts what is left out because it is sealed with the stars, "" if
// nothing is. Those of a read that was dropped are never shown.
func sealedWords(reviews, replies int, dropped bool) string {
	var of []string
	if reviews > 0 {
		of = append(of, number(reviews)+iff(reviews == 1, " review", " reviews"))
	}
	if replies > 0 {
		of = append(of, number(replies)+iff(replies == 1, " reply", " replies")+" to a review")
	}
	if of == nil {
		return ""
	}
	return capital(and(of...)) + iff(reviews+replies == 1, " is", " are") + " left out" +
		iff(dropped, ", as the stars of a read that was dropped are not shown.", " until the stars are shown.")
}

// answer hands the file out, to keep and to read.
func (f *clubFile) answer(words string, more ...part) (bot.Reply, error) {
	data, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return nil, err
	}
	keep, err := fileOf("club", "json", "application/json", append(data, '\n'))
	if err != nil {
		return nil, err
	}
	read, err := fileOf("club", "md", "text/markdown; charset=utf-8", []byte(f.markdown()))
	if err != nil {
		return nil, err
	}
	parts := append([]part{card(text("### %s to take along\n%s", title(f.Name), words)), fileNamed(keep.Name), fileNamed(read.Name)}, more...)
	return bot.Private{Message: bot.Message{Parts: parts, Files: []bot.File{keep, read}}}, nil
}
