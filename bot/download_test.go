package bot

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

// files is where Discord would keep files: ten bytes, many more, a redirect.
func files(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/ten", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("the token is told to where a file lies")
		}
		_, _ = w.Write([]byte("GIF89a6789"))
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<10)); err != nil {
				return
			}
			if err := http.NewResponseController(w).Flush(); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, maxFetch+1)) })
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ten", http.StatusFound) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// Nothing is fetched but what was asked for, from where it was said to be, and
// no more of it than was said, whatever comes.
func TestDownloads(t *testing.T) {
	t.Parallel()
	server := files(t)
	r, err := newRest("secret", server.URL, func() {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.client.CloseIdleConnections)
	for _, tt := range []struct {
		from  string
		limit int
		want  string
		large bool
	}{
		{"https://cdn.discordapp.com/ten", 10, "GIF89a6789", false},
		{server.URL + "/ten", 11, "GIF89a6789", false},
		{"https://cdn.discordapp.com/ten", 9, "", true},
		{"https://cdn.discordapp.com/endless", 100, "", true},
		{"https://cdn.discordapp.com/away", 100, "", false},
		{"https://cdn.discordapp.com/nowhere", 100, "", false},
		{"http://cdn.discordapp.com/ten", 10, "", false},
		{"file:///etc/passwd", 10, "", false},
		{"//cdn.discordapp.com/ten", 10, "", false},
		{"https://cdn.discordapp.com/\x00?ex=signed", 10, "", false},
	} {
		data, err := r.download(t.Context(), tt.from, tt.limit)
		if string(data) != tt.want || (err == nil) != (tt.want != "") || errors.Is(err, errTooLarge) != tt.large {
			t.Errorf("%s: %q %v", tt.from, data, err)
		}
		if err != nil && (strings.Contains(err.Error(), "cdn.") || strings.Contains(err.Error(), "signed")) {
			t.Error("the address is shown:", err)
		}
	}
}

// What Discord says of a file decides: one that is said to be too large is not
// fetched, and one that is said to be small, and is not, takes no large one's
// place.
func TestTheSizeThatAFileIsSaidToHave(t *testing.T) {
	t.Parallel()
	b, err := New(Config{Base: files(t).URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.rest.client.CloseIdleConnections)
	for size, want := range map[int]int{maxFetch: 0, maxFetch + 1: maxFetch + 1} {
		in := &Interaction{User: "1", values: map[string]value{"file": {file: Attachment{size: size, url: "https://cdn.discordapp.com/large"}}}}
		done, err := b.dispatch.fetch(t.Context(), in, &Action{Fetches: "file", FetchLimit: 3 << 20})
		done()
		if file, _ := in.StoryFile("file"); file.Units() != want || (err == nil) != (want != 0) {
			t.Error(size, file.Units(), err)
		}
	}
	in := &Interaction{values: map[string]value{"file": {file: Attachment{size: 3<<20 + 1, url: "https://cdn.discordapp.com/nowhere"}}}}
	_, err = b.dispatch.fetch(t.Context(), in, &Action{Fetches: "file", FetchLimit: 3 << 20})
	if _, refused := errors.AsType[*club.Refusal](err); !refused {
		t.Error("fetched:", err)
	}
}

// What cannot be fetched is counted, and costs the others nothing.
func TestPicturesThatCannotBeFetched(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	b, err := New(Config{Base: files(t).URL, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.rest.client.CloseIdleConnections)
	in := &Interaction{User: "1", Target: &Target{}}
	const cdn = "https://cdn.discordapp.com"
	if err := b.dispatch.pictures(t.Context(), in, []wireAttachment{
		{Kind: "image/png", Size: 3, URL: cdn + "/ten", Alt: "larger than was said"},
		{Kind: "image/png", Size: 30, URL: cdn + "/endless?ex=signed", Alt: "larger than was said, too"},
		{Kind: "image/png", Size: 10, URL: cdn + "/nowhere", Alt: "not there"},
		{Kind: "image/png", Size: 10, URL: cdn + "/ten", Alt: "there"},
		{Kind: "image/png", Size: 10, URL: cdn + "/ten", Alt: "one too many"},
		{Kind: "image/png", Size: 0, URL: cdn + "/ten", Alt: "of no size"},
	}); err != nil {
		t.Fatal(err)
	}
	pictures := in.Pictures()
	if len(pictures) != 1 || pictures[0].Data.Units() != 10 || pictures[0].Kind != "image/gif" || in.PicturesLeft() != 5 {
		t.Error(len(pictures), in.PicturesLeft())
	}
	if strings.Count(log.String(), "picture not fetched") != 3 || strings.Contains(log.String(), "signed") || strings.Contains(log.String(), "said") {
		t.Error(log.String())
	}
	in = &Interaction{User: "1", Target: &Target{}}
	err = b.dispatch.pictures(t.Context(), in, []wireAttachment{{Kind: "image/png", Size: maxFetch + 1, URL: cdn + "/large", Alt: "of zeros"}})
	if err != nil || len(in.Pictures()) != 0 || in.PicturesLeft() != 1 {
		t.Error("a picture by its name alone is taken along", err)
	}
}

// Nothing is fetched for those who may not.
func TestNothingIsFetchedForWhoMayNot(t *testing.T) {
	t.Parallel()
	var fetched atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fetched.Add(1)
		_, _ = w.Write([]byte("GIF89a6789"))
	}))
	t.Cleanup(server.Close)
	b, err := New(Config{Base: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.rest.client.CloseIdleConnections)
	for _, may := range []bool{false, true} {
		j := &job{p: &payload{}, action: &Action{
			Name: "Lock", On: OnMessage,
			Judge: func(*Interaction) error {
				if !may {
					return club.Refuse("You may not.")
				}
				return nil
			},
			Run: func(context.Context, *Interaction) (Reply, error) { return Private{}, nil },
		}}
		if err := json.Unmarshal([]byte(`{"type": 2, "guild_id": "2", "member": {"user": {"id": "1"}}, "data": {"type": 3, "target_id": "175928847299117063",
			"resolved": {"messages": {"175928847299117063": {"attachments": [
				{"content_type": "image/png", "size": 10, "url": "https://cdn.discordapp.com/a.png"}]}}}}}`), j.p); err != nil {
			t.Fatal(err)
		}
		_, err := b.dispatch.run(t.Context(), j)
		refusal, refused := errors.AsType[*club.Refusal](err)
		if want := map[bool]int64{true: 1}[may]; refused == may || fetched.Load() != want {
			t.Error(may, fetched.Load(), refusal, err)
		}
	}
}

// A file that is shown and does not come along is our mistake: Discord would
// refuse the whole message.
func TestEveryPictureComesAlong(t *testing.T) {
	t.Parallel()
	show := []component{{Type: 12, Items: []galleryItem{{Media: media{URL: "attachment://a.png"}}}}}
	far := []component{{Type: 12, Items: []galleryItem{{Media: media{URL: "https://example.com/a.png"}}}}}
	boxed := []component{{Type: 17, Components: []component{{Type: 9, Accessory: &component{Type: 11, Media: &media{URL: "attachment://b.png"}}}}}}
	a, b := File{Name: "a.png"}, File{Name: "b.png"}
	unseen := discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{Media: discordgo.UnfurledMediaItem{URL: "attachment://a.png"}}}}
	if _, err := pack(Message{Parts: []discordgo.MessageComponent{unseen}}, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a message is made whose picture does not come along")
	}
	for _, tt := range []struct {
		parts []component
		files []File
		ok    bool
	}{
		{show, []File{b, a}, true},
		{far, nil, true},
		{boxed, []File{b}, true},
		{show, nil, false},
		{show, []File{b}, false},
		{boxed, []File{a}, false},
		{show, []File{a, a}, false},
	} {
		if err := attached(tt.parts, tt.files); (err == nil) != tt.ok {
			t.Errorf("%+v %+v: %v", tt.parts, tt.files, err)
		}
	}
}
