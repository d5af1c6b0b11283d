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

// clubFile is what a club's export holds. The names of its fields stay:
// docs/export.md describes them.
type clubFile struct {
	Format string     `json:"format"`
	Made   string     `json:"made_at"`
	All    bool       `json:"everything"`
	Server string     `json:"server"`
	Home   string     `json:"channel"`
	Name   string     `json:"name"`
	Zone   string     `json:"timezone"`
	Role   string     `json:"role,omitempty"`
	Books  []bookFile `json:"books"`
	Reads  []readFile `json:"reads"`
	Shut   int        `json:"not_shown"` // texts that the caller may not see
}

type bookFile struct {
	ID       int64         `json:"book"`
	Title    string        `json:"title"`
	Authors  string        `json:"authors,omitempty"`
	Pages    int           `json:"pages,omitempty"`
	ISBN     string        `json:"isbn,omitempty"`
	Chapters []chapterFile `json:"chapters"`
}

type chapterFile struct {
	Number int    `json:"number"`
	Label  string `json:"label"`
	Title  string `json:"title,omitempty"`
	Part   string `json:"part,omitempty"`
	Ends   int    `json:"ends_on_page,omitempty"`
}

type readFile struct {
	ID          int64            `json:"read"`
	Book        string           `json:"book"`
	State       string           `json:"state"`
	Begins      string           `json:"begins_on"`
	Ends        string           `json:"ends_at"`
	Checkpoints []checkpointFile `json:"checkpoints"`
	Questions   []questionFile   `json:"questions"`
	Notes       []noteFile       `json:"notes"`
	Rated       int              `json:"rated"`
	Stars       *starsFile       `json:"stars"` // null until they are shown to all
}

type checkpointFile struct {
	Number   int    `json:"checkpoint"`
	Chapters string `json:"chapters"`
	At       string `json:"at"`
	Never    bool   `json:"called_off,omitempty"`
}

type questionFile struct {
	ID   int64  `json:"question"`
	By   string `json:"by,omitempty"`
	At   string `json:"at"`
	Lock string `json:"lock"`
	Held bool   `json:"held,omitempty"`
	Text string `json:"text"`
}

type noteFile struct {
	ID      int64  `json:"note"`
	By      string `json:"by,omitempty"`
	Kind    string `json:"kind"`
	Lock    string `json:"lock"`
	Made    string `json:"made_at"`
	Replies int64  `json:"replies_to,omitempty"`
	Answers int64  `json:"answers_question,omitempty"`
	Deleted bool   `json:"deleted,omitempty"`
	Images  int    `json:"pictures,omitempty"`
	Text    string `json:"text"`
}

// starsFile is how a read was liked, with no name beside any of it.
type starsFile struct {
	N       int            `json:"n"`
	Mean    float64        `json:"mean"`
	Median  float64        `json:"median"`
	Spread  float64        `json:"spread"`
	Counts  map[string]int `json:"counts"`
	Stopped []int          `json:"stopped_after_chapters"`
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
	read, err := fileOf("club", "md", "text/markdown; charset=utf-8", f.markdown())
	if err != nil {
		return nil, err
	}
	parts := append([]part{card(text("### %s to take along\n%s", title(f.Name), words)), fileNamed(keep.Name), fileNamed(read.Name)}, more...)
	return bot.Private{Message: bot.Message{Parts: parts, Files: []bot.File{keep, read}}}, nil
}
