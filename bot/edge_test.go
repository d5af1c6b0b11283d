package bot

import (
	"context"
	"encoding/binary"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

func TestCustomIDsComeBack(t *testing.T) {
	t.Parallel()
	for _, args := range [][]int64{nil, {0}, {123}, {-5, 1 << 62}, {1, 2, 3}} {
		id := CustomID("note/open", args...)
		for _, id := range []string{id, id + rowTag(Task{ID: math.MaxInt64, First: time.Now()})} {
			name, got, ok := parseCustomID(id)
			if !ok || name != "note/open" || len(got) != len(args) {
				t.Errorf("%s: %s %v %v", id, name, got, ok)
			}
			for i := range args {
				if got[i] != args[i] {
					t.Errorf("%s: %v", id, got)
				}
			}
		}
	}
	for _, id := range []string{"", "v1/", "v1/note", "v2/note/open", "v1/note/open/x", "v1/note/open/1/", "v1//open", "v1/note/", "v1/Note/open", "note/open/1", "v1/note/open/99999999999999999999"} {
		if name, _, ok := parseCustomID(id); ok {
			t.Errorf("%q is taken for %q", id, name)
		}
	}
	for _, bad := range []string{"note", "note/open/1", "Note/open", "/open", strings.Repeat("a", 50) + "/" + strings.Repeat("b", 50)} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a custom id was made of %q", bad)
				}
			}()
			CustomID(bad)
		}()
	}
}

func FuzzParseCustomID(f *testing.F) {
	f.Add("v1/note/open/123#25")
	f.Add("v1/a/b/-1/2")
	f.Fuzz(func(t *testing.T, id string) {
		name, args, ok := parseCustomID(id)
		if !ok || len(id) > 60 {
			return
		}
		again, more, ok := parseCustomID(CustomID(name, args...))
		if !ok || again != name || len(more) != len(args) {
			t.Errorf("%q: %q %v", id, again, more)
		}
	})
}

func TestMessagesAreMadeToFit(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, nil))
	long := strings.Repeat("secret ", 700)
	b, err := pack(Message{Parts: []discordgo.MessageComponent{
		discordgo.TextDisplay{Content: "Short."},
		discordgo.Container{Components: []discordgo.MessageComponent{
			discordgo.TextDisplay{Content: long},
			discordgo.Section{
				Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: long}},
				Accessory:  discordgo.Button{Label: strings.Repeat("b", 81), CustomID: "v1/a/b"},
			},
			discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.SelectMenu{
				CustomID: "v1/a/c", Placeholder: strings.Repeat("p", 151),
				Options: []discordgo.SelectMenuOption{{Label: strings.Repeat("o", 101), Value: "1"}},
			}}},
		}},
	}}, logger)
	if err != nil {
		t.Fatal(err)
	}
	total, longest := 0, 0
	walk(b.Components, func(c *component) {
		total += club.Units(c.Content)
		longest = max(longest, club.Units(c.Label), club.Units(c.Placeholder))
		for _, o := range c.Options {
			longest = max(longest, club.Units(o.Label))
		}
	})
	if total > maxText || total < maxText-10 || longest != maxPlaceholder || b.Components[0].Content != "Short." {
		t.Error(total, longest)
	}
	if strings.Contains(log.String(), "secret") || !strings.Contains(log.String(), "cut") {
		t.Error(log.String())
	}
	if _, err := pack(Message{Parts: make([]discordgo.MessageComponent, 1)}, logger); err == nil {
		t.Error("a nil component is taken")
	}
	many := make([]discordgo.MessageComponent, 41)
	for i := range many {
		many[i] = discordgo.TextDisplay{Content: "a"}
	}
	if _, err := pack(Message{Parts: many}, logger); err == nil {
		t.Error("41 components are taken")
	}
	if _, err := pack(Message{Parts: many[:1], Files: make([]File, 11)}, logger); err == nil {
		t.Error("11 files are taken")
	}
}

func TestALookIsStable(t *testing.T) {
	t.Parallel()
	alt := "A tile"
	of := func(text, data string) string {
		b, err := pack(Message{
			Parts: []discordgo.MessageComponent{discordgo.TextDisplay{Content: text}, discordgo.MediaGallery{
				Items: []discordgo.MediaGalleryItem{{Media: discordgo.UnfurledMediaItem{URL: "attachment://a.png"}, Description: &alt}},
			}},
			Files: []File{{Name: "a.png", Data: []byte(data)}},
		}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		look, err := b.look()
		if err != nil {
			t.Fatal(err)
		}
		return look
	}
	look := of("a", "b")
	if of("a", "b") != look {
		t.Error("it changes by itself")
	}
	if look == of("b", "b") || look == of("a", "c") {
		t.Error("it does not see a change")
	}
}

// What our flat struct makes of a component is what discordgo would have sent.
func TestComponentsAreAllKnown(t *testing.T) {
	t.Parallel()
	yes, large, one, alt := true, discordgo.SeparatorSpacingSizeLarge, 1, "Alt"
	media := discordgo.UnfurledMediaItem{URL: "attachment://a.png"}
	parts := []discordgo.MessageComponent{
		discordgo.Separator{Divider: &yes, Spacing: &large},
		&discordgo.TextDisplay{Content: "By pointer"},
		discordgo.FileComponent{File: media, Spoiler: true},
		discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{Media: media, Description: &alt}}},
		discordgo.Section{Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: "a"}}, Accessory: discordgo.Thumbnail{Media: media, Description: &alt}},
		discordgo.Container{AccentColor: &one, Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "Go", CustomID: "v1/a/b", Emoji: &discordgo.ComponentEmoji{Name: "📖"}},
			discordgo.Button{Label: "Away", URL: "https://example.com", Style: discordgo.LinkButton},
		}}}},
	}
	got, err := flatten(parts)
	if err != nil {
		t.Fatal(err)
	}
	b := &body{Components: got}
	_, data, err := b.encode(b)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"components":[{"type":14,"divider":true,"spacing":2},{"type":10,"content":"By pointer"},` +
		`{"type":13,"file":{"url":"attachment://a.png"},"spoiler":true},` +
		`{"type":12,"items":[{"media":{"url":"attachment://a.png"},"description":"Alt"}]},` +
		`{"type":9,"components":[{"type":10,"content":"a"}],"accessory":{"type":11,"description":"Alt","media":{"url":"attachment://a.png"}}},` +
		`{"type":17,"components":[{"type":1,"components":[{"type":2,"custom_id":"v1/a/b","label":"Go","style":1,"emoji":{"name":"📖"}},` +
		`{"type":2,"label":"Away","style":5,"url":"https://example.com"}]}],"accent_color":1}]}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
}

// frame is a server's websocket frame.
func frame(head byte, data string) []byte {
	b := []byte{head}
	switch n := len(data); {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return append(b, data...)
}

// The reading-along, fed in the smallest pieces: what passes, what is taken,
// and what ends the connection.
func TestTheLinkReadsAlong(t *testing.T) {
	t.Parallel()
	const upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
	hello := frame(0x81, `{"op":10,"s":null,"t":null,"d":{"heartbeat_interval":41250}}`)
	ready := frame(0x81, `{"t":"READY","s":1,"op":0,"d":{"session_id":"x","user":{"id":"7","username":"Dogear"},"application":{"id":"8"},"guilds":[{"id":"1"}]}}`)
	odd := `{"op": 0, "d": {"id": "5", "type": 5, "data": {"custom_id": "v1/a/b", "components": [{"type": 18, "component": {"type": 99, "custom_id": "x", "value": {"odd": 1}, "values": "odder"}}]}}, "s": 3, "t": "INTERACTION_CREATE"}`
	guild := frame(0x81, `{"t":"GUILD_CREATE","s":2,"op":0,"d":{"name":"`+strings.Repeat("x", 70000)+`"}}`)
	fragment := append(frame(0x01, `{"op":`), frame(0x80, `11}`)...)
	compressed := frame(0xc1, "whatever")
	garbage := frame(0x81, "not JSON")
	stub := func(seq string) []byte { return frame(0x81, `{"op":0,"t":"DOGEAR","s":`+seq+`,"d":null}`) }
	for _, tt := range []struct {
		name  string
		sent  [][]byte
		want  [][]byte
		taken string
		code  int32
	}{
		{"greeting", [][]byte{hello, ready}, [][]byte{hello, ready}, "READY", 0},
		{"events", [][]byte{frame(0x81, odd), guild}, [][]byte{stub("3"), stub("2")}, "INTERACTION_CREATE GUILD_CREATE", 0},
		{"not understood", [][]byte{fragment, compressed, garbage, frame(0x89, "ping")}, [][]byte{fragment, compressed, garbage, frame(0x89, "ping")}, "", 0},
		{"closed", [][]byte{frame(0x88, "\x0f\xae")}, [][]byte{frame(0x88, "\x0f\xae")}, "", 4014},
		{"reconnect", [][]byte{hello, frame(0x81, `{"op":7,"d":null}`), ready}, [][]byte{hello}, "", 0},
		{"masked", [][]byte{{0x81, 0x82, 1, 2, 3, 4, 5, 6}, hello}, [][]byte{{0x81, 0x82, 1, 2, 3, 4, 5, 6}, hello}, "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var taken []string
			ours, theirs := net.Pipe()
			l := newLink(ours, func(ev *event) {
				taken = append(taken, ev.Type)
				if p := ev.payload; p != nil && (p.ID != "5" || p.Data.Fields[0].Inner.CustomID != "x") {
					t.Errorf("%+v", p)
				}
				if r := ev.ready; r != nil && (r.User.ID != "7" || r.Application.ID != "8" || len(r.Guilds) != 1) {
					t.Errorf("%+v", r)
				}
			})
			go func() {
				defer func() { _ = theirs.Close() }()
				for _, b := range append([][]byte{[]byte(upgrade)}, tt.sent...) {
					for len(b) > 0 {
						n := min(len(b), 1000)
						if n < 1000 {
							n = 1
						}
						if _, err := theirs.Write(b[:n]); err != nil {
							return
						}
						b = b[n:]
					}
				}
			}()
			var got []byte
			small := make([]byte, 7)
			for {
				n, err := l.Read(small)
				got = append(got, small[:n]...)
				if err != nil {
					break
				}
			}
			want := upgrade
			for _, b := range tt.want {
				want += string(b)
			}
			if string(got) != want {
				t.Errorf("passed %.300q\nwant   %.300q", got, want)
			}
			if strings.Join(taken, " ") != tt.taken {
				t.Error("taken:", taken)
			}
			if l.code.Load() != tt.code {
				t.Error("code:", l.code.Load())
			}
			select {
			case <-l.down:
			default:
				t.Error("not said to be down")
			}
		})
	}
}

// turned answers every request with the next of its answers, the last for ever.
type turned struct{ answers []canned }

func (r *turned) RoundTrip(*http.Request) (*http.Response, error) {
	a := r.answers[0]
	if len(r.answers) > 1 {
		r.answers = r.answers[1:]
	}
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i < len(a.header); i += 2 {
		h.Set(a.header[i], a.header[i+1])
	}
	return &http.Response{StatusCode: a.status, Header: h, Body: io.NopCloser(strings.NewReader("{}"))}, nil
}

// canned is an answer of Discord's, given as status and pairs of headers.
type canned struct {
	status int
	header []string
}

func try(t *testing.T, g *guard, path string) (http.Header, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://discord.com/api/v9"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot secret")
	resp, err := g.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	return resp.Header, resp.Body.Close()
}

func TestTheGuardBreaksOffBeforeABan(t *testing.T) {
	t.Parallel()
	g := &guard{next: &turned{[]canned{{status: 403}}}, denied: func() { t.Error("a 403 is no refused token") }}
	sent := 0
	for sent < 20000 {
		if _, err := try(t, g, "/channels/1"); err != nil {
			break
		}
		sent++
	}
	if sent != invalidForWork {
		t.Error("broken off after", sent)
	}
	for sent < 20000 {
		if _, err := try(t, g, "/webhooks/1/token"); err != nil {
			break
		}
		sent++
	}
	if sent != invalidForAnswers {
		t.Error("answers broken off after", sent)
	}
	g.mu.Lock()
	g.turn(time.Now().Add(11 * time.Minute))
	g.mu.Unlock()
	sum := 0
	for _, n := range g.minutes {
		sum += n
	}
	if sum != 0 {
		t.Error("still counted after ten minutes:", sum)
	}
}

// Files lie elsewhere: what is refused there is not counted against the bot, nor
// does it hold up its requests.
func TestTheGuardLeavesFilesAlone(t *testing.T) {
	t.Parallel()
	g := &guard{
		next:   &turned{[]canned{{status: 403}, {status: 401}, {429, []string{"Content-Type", "text/html"}}, {status: 200}}},
		denied: func() { t.Error("taken for a refused token") },
	}
	for range 3 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://cdn.discordapp.com/ephemeral-attachments/1/2/a.txt", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := g.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	if _, err := try(t, g, "/channels/1"); err != nil || g.minutes != [invalidWindow]int{} {
		t.Error(g.minutes, err)
	}
}

func TestTheGuardReadsRateLimits(t *testing.T) {
	t.Parallel()
	denied := 0
	g := &guard{denied: func() { denied++ }, next: &turned{[]canned{
		{429, []string{"X-RateLimit-Global", "true", "Retry-After", "3"}},
		{429, []string{"X-RateLimit-Scope", "shared", "Retry-After", "1"}},
		{status: 401},
		{status: 401},
		{status: 502},
		{429, []string{"Content-Type", "text/html", "Retry-After", "30"}},
	}}}
	if header, err := try(t, g, "/channels/1"); err != nil || header.Get("X-RateLimit-Reset-After") != "3" {
		t.Error("a global limit is not handed on:", err)
	}
	_, _ = try(t, g, "/channels/1")
	g.mu.Lock()
	counted := g.minutes[g.minute%invalidWindow]
	g.mu.Unlock()
	if counted != 1 {
		t.Error("a shared limit counts:", counted)
	}
	_, _ = try(t, g, "/webhooks/1/token")
	if denied != 0 {
		t.Error("an old interaction's token is taken for the bot's")
	}
	_, _ = try(t, g, "/channels/1")
	if denied != 1 {
		t.Error("a refused token is not noticed")
	}
	if _, err := try(t, g, "/channels/1"); statusOf(asRequestError("GET /", err)) != 502 {
		t.Error(err)
	}
	if _, err := try(t, g, "/channels/1"); asRequestError("GET /", err).retryAfter != 30*time.Second {
		t.Error(err)
	}
	if _, err := try(t, g, "/channels/1"); asRequestError("GET /", err).status != 429 {
		t.Error("requests go on though Cloudflare turned them away:", err)
	}
}

// However an error comes about, it shows no token and no address.
func TestErrorsAreRedacted(t *testing.T) {
	t.Parallel()
	r, err := newRest("secret", "http://127.0.0.1:1", func() {})
	if err != nil {
		t.Fatal(err)
	}
	p := &payload{ID: "1", App: "2", Token: "aGVsbG8"}
	err = r.callback(t.Context(), p, callbackBody{Type: callbackMessage}, nil)
	if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "aGVsbG8") || strings.Contains(err.Error(), "/api/v9") {
		t.Error(err)
	}
}

func TestPermissionsOfTheBotInAChannel(t *testing.T) {
	t.Parallel()
	s := &Server{ID: "1", BotRoles: []string{"2"}, Roles: []Role{{ID: "1", Permissions: 0b111}, {ID: "2", Permissions: 0b100000}, {ID: "3", Permissions: 0b1000000}}}
	type ow = struct {
		ID    string `json:"id"`
		Allow string `json:"allow"`
		Deny  string `json:"deny"`
	}
	n := func(bits int64) string { return strconv.FormatInt(bits, 10) }
	for _, tt := range []struct {
		overwrites []ow
		want       int64
	}{
		{nil, 0b100111},
		{[]ow{{"1", "0", n(0b1)}}, 0b100110},
		{[]ow{{"1", "0", n(0b1)}, {"2", n(0b1), "0"}}, 0b100111},
		{[]ow{{"9", "0", n(0b10)}, {"2", n(0b10), n(0b100000)}}, 0b101},
		{[]ow{{"3", "0", n(0b111)}}, 0b100111},
	} {
		c := wireChannel{Overwrites: tt.overwrites}
		if got := c.permissions(s, "9"); got != tt.want {
			t.Errorf("%v: %b, want %b", tt.overwrites, got, tt.want)
		}
	}
	s.Owner = "9"
	if (&wireChannel{}).permissions(s, "9") != -1 {
		t.Error("an owner may not everything")
	}
}

// Too many edits of an old message come as a rate limit, which they are not: no
// wait of seconds helps, and no other message is touched by it.
func TestTooManyEdits(t *testing.T) {
	t.Parallel()
	err := error(asRequestError("PATCH /", &discordgo.RateLimitError{RateLimit: &discordgo.RateLimit{TooManyRequests: &discordgo.TooManyRequests{
		Message: "Maximum number of edits to messages older than 1 hour reached. Try again later.",
	}}}))
	if _, limited := rateLimited(err); limited {
		t.Error("it is tried again at once")
	}
	if p := problemOf(err, 1); !p.Aside || p.Permanent || p.Unsure || p.RetryAfter < time.Minute {
		t.Errorf("%+v", p)
	}
	err = asRequestError("PATCH /", &discordgo.RateLimitError{RateLimit: &discordgo.RateLimit{TooManyRequests: &discordgo.TooManyRequests{
		Message: "You are being rate limited.", RetryAfter: 2 * time.Second,
	}}})
	if after, limited := rateLimited(err); !limited || after != 2*time.Second || problemOf(err, 1).Aside {
		t.Error("a rate limit is none:", err)
	}
}

func TestRegistrationErrorsInPlainWords(t *testing.T) {
	t.Parallel()
	err := &requestError{route: "PUT /commands", status: 400, code: 50035, message: "Invalid Form Body", details: []byte(
		`{"code":50035,"errors":{"0":{"options":{"1":{"description":{"_errors":[{"code":"BASE_TYPE_BAD_LENGTH","message":"Must be between 1 and 100 in length."}]}}}}},"message":"Invalid Form Body"}`)}
	const want = "PUT /commands: status 400, code 50035 (Invalid Form Body): 0.options.1.description: Must be between 1 and 100 in length."
	if got := explain(err); got != want {
		t.Error(got)
	}
}

// The wait for a place is part of the time that an enquiry has: Discord takes
// an answer only so long after the question.
func TestAnEnquiryThatWaitedTooLong(t *testing.T) {
	t.Parallel()
	b, err := New(Config{Base: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	b.dispatch.asking = t.Context()
	in := &Interaction{}
	j := &job{arrived: time.Now().Add(-b.pace.askFor), action: &Action{
		Asks: func(context.Context, *Interaction) ([]Enquiry, error) { return []Enquiry{{Channel: "1"}}, nil },
	}}
	if err := b.dispatch.ask(t.Context(), in, j); err != nil {
		t.Fatal(err)
	}
	if f := in.Findings[0]; f.Unseen != sayNoTime || f.Gone {
		t.Errorf("%+v", f)
	}
}
