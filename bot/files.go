package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"dogear/club"
)

// sum tells a file from others, so that one that is there already is not sent
// again: it knows what is drawn by what it is drawn of.
func (f File) sum() string {
	data := f.Data
	if f.Draw != nil {
		data = []byte(f.Of)
	}
	h := sha256.New()
	for _, s := range [][]byte{[]byte(f.Name), []byte(f.Type), []byte(f.Alt), data} {
		one := sha256.Sum256(s)
		h.Write(one[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// drawFiles makes the data of those files that are drawn.
func drawFiles(ctx context.Context, files []File) error {
	for i := range files {
		f := &files[i]
		if f.Draw == nil || f.Data != nil {
			continue
		}
		data, err := f.Draw(ctx)
		if err != nil {
			return fmt.Errorf("draw %s: %w", f.Name, err)
		}
		f.Data = data
	}
	return nil
}

// drawFiles makes the data of the files that go along. Nothing was asked of Discord
// yet where that cannot be done.
func (b *body) drawFiles(ctx context.Context) error {
	if err := drawFiles(ctx, b.files); err != nil {
		return errors.Join(&waitError{"I could not draw its picture; I try again."}, err)
	}
	return nil
}

// withDrawings is a reply with its files: they are drawn while there is still time to
// ask for more.
func withDrawings(ctx context.Context, reply Reply) (Reply, error) {
	switch r := reply.(type) { // drawFiles fills in the files that r and reply share
	case Private:
		return reply, drawFiles(ctx, r.Files)
	case Update:
		return reply, drawFiles(ctx, r.Files)
	}
	return reply, nil
}

// attach names the files of a message: each that Discord has already by its id
// there, in there by its sum, and each other by its place among those that are
// sent along.
func (b *body) attach(files []File, there map[string]string) {
	list := make([]attachment, len(files))
	b.files = nil
	for i, f := range files {
		id, kept := there[f.sum()]
		if !kept {
			id = strconv.Itoa(len(b.files))
			b.files = append(b.files, f)
		}
		list[i] = attachment{ID: id, Filename: f.Name, Description: club.Cut(f.Alt, maxAlt)}
	}
	b.Attachments = &list
}

// lookWith is the look of a post with its files as Discord has them: behind the
// look itself, the sum of each and its id.
func lookWith(look string, files []File, m sent) string {
	ids := m.files()
	for _, f := range files {
		if id := ids[f.Name]; id != "" {
			look += " " + f.sum() + ":" + id
		}
	}
	return look
}

// files are the ids of a message's files by their names. They stand where the
// message shows them: its list of attachments is always empty, as that of any
// message of components of the second version.
func (m *sent) files() map[string]string {
	ids := make(map[string]string)
	walk(m.Components, func(c *component) {
		for _, x := range c.shown() {
			if at, err := url.Parse(x.URL); err == nil {
				ids[path.Base(at.Path)] = x.Attachment
			}
		}
	})
	return ids
}

// readLook is what lookWith wrote: the look, and the files' ids by their sums.
func readLook(text string) (look string, there map[string]string) {
	look, rest, _ := strings.Cut(text, " ")
	there = make(map[string]string)
	for _, file := range strings.Fields(rest) {
		if sum, id, ok := strings.Cut(file, ":"); ok {
			there[sum] = id
		}
	}
	return look, there
}

// attached reports whether a media's address is that of a file that comes along.
func (m *media) attached() bool { return m != nil && strings.HasPrefix(m.URL, "attachment://") }

// withoutFiles is parts without all that shows a file; a section whose picture
// goes leaves its words.
func withoutFiles(parts []component) []component {
	var left []component
	for _, c := range parts {
		switch {
		case c.File.attached():
			continue
		case c.Accessory != nil && c.Accessory.Media.attached():
			left = append(left, c.Components...)
			continue
		case len(c.Items) > 0:
			c.Items = slices.DeleteFunc(slices.Clone(c.Items), func(i galleryItem) bool { return i.Media.attached() })
			if len(c.Items) == 0 {
				continue
			}
		case len(c.Components) > 0:
			c.Components = withoutFiles(c.Components)
			if len(c.Components) == 0 {
				continue
			}
		}
		left = append(left, c)
	}
	return left
}
