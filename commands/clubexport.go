package commands

import (
	"encoding/json"
	"fmt"

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
			return file.answer("It holds what you may see: "+file.shutWords()+" Stars are in it once they are shown to all.",
				row(button("Show me everything", bot.CustomID("club/everything", c.ID))))
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
			return file.answer("It holds everything, so it gives away the books and what readers meant for those who have read as far: keep it to yourself. Stars are in it once they are shown to all.")
		}),
	}
}

// shutWords counts what a file leaves out.
func (f *clubFile) shutWords() string {
	switch f.Shut {
	case 0:
		return "nothing is left out."
	case 1:
		return "one text that you have not read as far as is left out."
	}
	return fmt.Sprintf("%d texts that you have not read as far as are left out.", f.Shut)
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
