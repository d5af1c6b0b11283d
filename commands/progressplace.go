package commands

import (
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// whichPlace asks whether one of the places was meant that words may be.
func (s *scene) whichPlace(u *club.Unclear) bot.Reply {
	var buttons []part
	for _, p := range u.Places {
		buttons = append(buttons, button(placeName(p), bot.CustomID("progress/place", s.read.ID, int64(p.Measure), int64(p.At))))
	}
	return private(text("%s Nothing was changed yet.", u.Error()), row(buttons...))
}

// placeName is a place as a button names it: "Page 214", "6h20m".
func placeName(p club.Place) string {
	if page, ok := strings.CutPrefix(p.String(), "p "); ok {
		return "Page " + page
	}
	return p.String()
}

// progressPlace is a button that says how far one has read by a place of the
// edition that one holds.
func (h *House) progressPlace() bot.Action {
	return bot.Action{
		Name: "progress/place", On: bot.Press, Args: 3,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			place := club.Place{Measure: club.Pages, At: int(in.Arg(2))}
			if in.Arg(1) == int64(club.Seconds) {
				place.Measure = club.Seconds
			}
			return s.sayProgress(tx, in, place.String())
		}),
	}
}
