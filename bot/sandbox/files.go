package sandbox

import (
	"bytes"
	"image"
	_ "image/gif"  // so that a picture's size is known
	_ "image/jpeg" // so that a picture's size is known
	_ "image/png"  // so that a picture's size is known
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

// The size limits of one file, in bytes: of the bot's, and of people's, whom
// some servers allow more.
const (
	attachmentMax = 10 << 20
	uploadMax     = 25 << 20
)

// storedFile is a file of a message or of an interaction's option.
type storedFile struct {
	ID     string
	Name   string
	Kind   string // media type
	Alt    string `json:",omitempty"`
	Data   []byte
	Width  int `json:",omitempty"`
	Height int `json:",omitempty"`
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// newFile makes a file that is not kept yet.
func (s *Sandbox) newFile(name string, data []byte) *storedFile {
	name = strings.ReplaceAll(path.Base(name), " ", "_")
	f := &storedFile{ID: s.newID(), Name: name, Data: data, Kind: mediaType(name, data)}
	if strings.HasPrefix(f.Kind, "image/") {
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
			f.Width, f.Height = c.Width, c.Height
		}
	}
	return f
}

func mediaType(name string, data []byte) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	case ".gif":
		return "image/gif"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".md":
		return "text/markdown; charset=utf-8"
	case ".json":
		return "application/json; charset=utf-8"
	case ".ics":
		return "text/calendar; charset=utf-8"
	case ".epub":
		return "application/epub+zip"
	}
	return http.DetectContentType(data)
}

func (s *Sandbox) fileURL(f *storedFile) string {
	return s.url + "/attachments/" + s.app + "/" + f.ID + "/" + f.Name
}

// showFile puts into a component's media where its file is.
func (s *Sandbox) showFile(m map[string]any, f *storedFile) {
	m["id"], m["attachment_id"] = s.newID(), f.ID
	m["url"], m["proxy_url"], m["content_type"] = s.fileURL(f), s.fileURL(f), f.Kind
	if f.Width > 0 {
		m["width"], m["height"] = float64(f.Width), float64(f.Height)
	}
}

func (s *Sandbox) filePayload(f *storedFile) map[string]any {
	p := map[string]any{
		"id": f.ID, "filename": f.Name, "size": len(f.Data), "url": s.fileURL(f), "proxy_url": s.fileURL(f), "content_type": f.Kind,
	}
	if f.Alt != "" {
		p["description"] = f.Alt
	}
	if f.Width > 0 {
		p["width"], p["height"] = f.Width, f.Height
	}
	return p
}

// serveFile is the CDN. What people upload is never run as a page of ours.
func (s *Sandbox) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files[r.PathValue("id")]
	s.mu.Unlock()
	if f == nil || f.Name != r.PathValue("name") {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.Kind)
	h.Set("Content-Length", strconv.Itoa(len(f.Data)))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if !strings.HasPrefix(f.Kind, "image/") || strings.Contains(f.Kind, "svg") {
		h.Set("Content-Disposition", "attachment")
	}
	_, _ = w.Write(f.Data)
}
