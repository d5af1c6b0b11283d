package bot

import (
	"errors"
	"net/http"

	"dogear/club"
)

// errNoPicture is a file that goes by the name of a picture and is none.
var errNoPicture = errors.New("the file is no picture of a kind that is kept")

// pictureKind is the kind of a picture by its first bytes: what Discord calls it
// may go by its name alone. What is none that is kept is not taken along, so
// that nothing else is ever stored, or sent on, under the name of a picture.
func pictureKind(data []byte) (string, error) {
	kind := http.DetectContentType(data)
	if (club.Picture{Kind: kind}).Extension() == "" {
		return "", errNoPicture
	}
	return kind, nil
}
