package bot

import (
	"time"

	"dogear/club"
)

// Target is the message that an OnMessage action was used on. Its text and its
// pictures are taken with TargetText and Pictures alone.
type Target struct {
	ID, Channel string
	Author      string // a person's or a bot's id
	AuthorIsBot bool
	Made        time.Time

	text     club.Locked
	pictures []club.Picture
	left     int
}

// NewTarget makes a Target with a text, its pictures, and how many more
// attachments it had that were left out.
func NewTarget(t Target, text club.Locked, left int, pictures ...club.Picture) *Target {
	t.text, t.left, t.pictures = text, left, pictures
	return &t
}

// TargetText is the text of the target: shut to all but the one who acts, who
// has seen it.
func (in *Interaction) TargetText() club.Locked {
	if in.Target == nil {
		return club.Locked{}
	}
	return in.Target.text
}

// Pictures are those of the target, shut like its text.
func (in *Interaction) Pictures() []club.Picture {
	if in.Target == nil {
		return nil
	}
	return in.Target.pictures
}

// PicturesLeft is how many attachments of the target are not among Pictures:
// they are something else, are too many or too large, or could not be fetched.
func (in *Interaction) PicturesLeft() int {
	if in.Target == nil {
		return 0
	}
	return in.Target.left
}
