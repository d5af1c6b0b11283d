package club

// Picture is a picture that belongs to a text about the story, and as locked
// as the text: what it shows, and what is said of it to those who cannot see
// it.
type Picture struct {
	Kind string // "image/png", "image/jpeg", "image/gif" or "image/webp"
	Alt  Locked // empty if nobody described it
	Data Locked // the file's bytes
}

// MaxPictures and MaxPictureBytes bound the pictures of one text: how many,
// and bytes together.
const (
	MaxPictures     = 4
	MaxPictureBytes = 8 << 20
)

// Extension is how the name of the picture's file ends, "" if it is of a kind
// that is not kept.
func (p Picture) Extension() string {
	switch p.Kind {
	case "image/png":
		return "png"
	case "image/jpeg":
		return "jpg"
	case "image/gif":
		return "gif"
	case "image/webp":
		return "webp"
	}
	return ""
}
