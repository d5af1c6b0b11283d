package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/bot/sandbox"
	"dogear/club"
)

// unlocked is a text that was given to somebody, as they see it.
func unlocked(t club.Locked, user string) string {
	text, ok := t.For(club.Someone(user))
	if !ok {
		return "not theirs"
	}
	return text
}

// taken is an entry of a message's menu that hands over what it is told.
func taken(got chan<- *bot.Interaction) bot.Action {
	return bot.Action{Name: "Lock as a spoiler", On: bot.OnMessage, Run: func(_ context.Context, in *bot.Interaction) (bot.Reply, error) {
		got <- in
		return bot.Private{Message: says("Taken.")}, nil
	}}
}

// apps uses an entry of a message's menu as a person does.
func (r *rig) apps(who string, m *sandbox.Message, entry string) *sandbox.Answer {
	r.t.Helper()
	if m == nil {
		r.t.Fatal("the message was not taken")
	}
	a, err := r.sb.As(who).Apps(r.t.Context(), m, entry)
	if err != nil {
		r.t.Fatalf("%s: %v\n%s", entry, err, r.log.String())
	}
	return a
}

func picture(name, kind, alt string, size int) sandbox.File {
	head := map[string]string{
		"image/png": "\x89PNG\r\n\x1a\n", "image/jpeg": "\xff\xd8\xff", "image/gif": "GIF89a", "image/webp": "RIFF....WEBPVP",
	}[strings.Split(kind, ";")[0]]
	return sandbox.File{Name: name, Type: kind, Alt: alt, Data: append([]byte(head), bytes.Repeat([]byte(name[:1]), size)...)[:size]}
}

func TestAMessagesMenu(t *testing.T) {
	t.Parallel()
	got := make(chan *bot.Interaction, 1)
	r := start(t, []bot.Action{
		taken(got),
		{Name: "hello", Help: "Says hello", Run: private("Hello.")},
		{Name: "Mend", On: bot.OnMessage, Organiser: true, Run: private("Mended.")},
	}, options{})
	r.sb.Turn(time.Minute)
	ana, olive := r.sb.As("Ana"), r.sb.As("Olive")
	said := olive.SayWith("They are clones.",
		picture("a.png", "image/png", "A clone", 100), picture("notes.txt", "text/plain", "", 10),
		picture("b.jpg", "image/jpeg", "", 200), picture("c.webp", "image/webp", "", 300))
	if a := r.apps("Ana", said, "Lock as a spoiler"); !a.Message.Private || a.Message.Text() != "Taken." || a.Deferred {
		t.Errorf("%+v", a.Message)
	}
	in := <-got
	target := in.Target
	if target.ID != said.ID || target.Channel != r.channel || target.Author != olive.ID || target.AuthorIsBot ||
		target.Made.Unix() != said.At || in.User != ana.ID || in.Channel != r.channel || in.Permissions == 0 {
		t.Errorf("%+v of %v", target, in)
	}
	if text := unlocked(in.TargetText(), ana.ID); text != "They are clones." || in.TargetText().By() != ana.ID || in.TargetText().Opening() != (club.Lock{}) {
		t.Error(text, in.TargetText())
	}
	if _, ok := in.TargetText().For(club.Someone(olive.ID)); ok {
		t.Error("it is shut to all but the one who acts")
	}
	var pictures []string
	for _, p := range in.Pictures() {
		pictures = append(pictures, fmt.Sprint(p.Kind, " ", unlocked(p.Alt, ana.ID), " ", unlocked(p.Data, ana.ID)[99:100], p.Data.Units(), p.Alt.Empty()))
	}
	const want = "image/png A clone a100 false; image/jpeg  b200 true; image/webp  c300 true"
	if got := strings.Join(pictures, "; "); got != want || in.PicturesLeft() != 1 {
		t.Error(unexpected("pictures", got, want), in.PicturesLeft())
	}

	ours := r.slash("Ana", "/hello")
	if _, err := ana.Apps(t.Context(), ours.Message, "Lock as a spoiler"); err == nil {
		t.Error("a private message has a menu")
	}
	if _, err := ana.Apps(t.Context(), said, "Mend"); err == nil {
		t.Error("an organiser's entry is offered to all")
	}
	if a := r.apps("Oscar", said, "Mend"); a.Message.Text() != "Mended." {
		t.Error(a.Message.Text())
	}
	if log := r.log.String(); strings.Contains(log, "clone") || strings.Contains(log, "/attachments/") {
		t.Error("the log holds it:", log)
	}
	r.clean()
}

// Who may not is told so before Run, and who may goes on.
func TestAMessageIsJudgedFirst(t *testing.T) {
	t.Parallel()
	got := make(chan *bot.Interaction, 1)
	lock := taken(got)
	lock.Judge = func(in *bot.Interaction) error {
		switch {
		case unlocked(in.TargetText(), in.User) != "They are clones." || in.Pictures() != nil:
			return errors.New("not told what it is about")
		case in.Target.Author != in.User:
			return club.Refuse("Only its author may.")
		}
		return nil
	}
	r := start(t, []bot.Action{lock}, options{})
	said := r.sb.As("Olive").SayWith("They are clones.", picture("a.png", "image/png", "", 100), picture("b.png", "image/png", "", 100))
	if a := r.apps("Ana", said, "Lock as a spoiler"); !a.Message.Private || a.Message.Text() != "Only its author may." {
		t.Error(a.Message.Text())
	}
	if len(got) != 0 {
		t.Error("it ran all the same")
	}
	if a := r.apps("Olive", said, "Lock as a spoiler"); a.Message.Text() != "Taken." {
		t.Error(a.Message.Text())
	}
	if in := <-got; len(in.Pictures()) != 2 {
		t.Error("the pictures do not come along")
	}
	r.clean()
}

// An interaction without a target has none, whoever asks.
func TestNoTarget(t *testing.T) {
	t.Parallel()
	in := bot.NewInteraction(bot.Interaction{}, nil)
	if in.Target != nil || !in.TargetText().Empty() || in.Pictures() != nil || in.PicturesLeft() != 0 {
		t.Error("something is there")
	}
}

func TestWhichPicturesAreTaken(t *testing.T) {
	t.Parallel()
	const most = club.MaxPictureBytes
	png := func(size int) sandbox.File { return picture("a.png", "image/png", "", size) }
	for _, tt := range []struct {
		name  string
		files []sandbox.File
		sizes []int
		left  int
	}{
		{"none", nil, nil, 0},
		{"too many", []sandbox.File{png(10), png(20), png(30), png(40), png(50), png(60)}, []int{10, 20, 30, 40}, 2},
		{"too large", []sandbox.File{png(most + 1), png(20)}, []int{20}, 1},
		{"as large as may be", []sandbox.File{png(most)}, []int{most}, 0},
		{"too large together", []sandbox.File{png(most - 50), png(60), png(50)}, []int{most - 50, 50}, 1},
		{"other kinds", []sandbox.File{picture("a.svg", "image/svg+xml", "", 9), picture("a.mp4", "video/mp4", "", 9), png(10)}, []int{10}, 2},
		{"another kind of saying so", []sandbox.File{picture("a.gif", "image/gif; charset=binary", "", 9)}, []int{9}, 0},
		{"a picture by its name alone", []sandbox.File{{Name: "a.png", Type: "image/png", Data: []byte("<html><script>")}, png(10)}, []int{10}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := make(chan *bot.Interaction, 1)
			r := start(t, []bot.Action{taken(got)}, options{})
			said := r.sb.As("Olive").SayWith("Look", tt.files...)
			r.apps("Ana", said, "Lock as a spoiler")
			in := <-got
			var sizes []int
			for _, p := range in.Pictures() {
				sizes = append(sizes, p.Data.Units())
			}
			if fmt.Sprint(sizes) != fmt.Sprint(tt.sizes) || in.PicturesLeft() != tt.left {
				t.Error(unexpected("sizes", sizes, tt.sizes), in.PicturesLeft())
			}
			r.clean()
		})
	}
}

// A form that comes in time is opened; one that does not is offered.
func TestAFormThatComesLate(t *testing.T) {
	t.Parallel()
	late := says("Your text is kept.", "Open the form", bot.CustomID("lock/form", 5))
	form := bot.Form{ID: bot.CustomID("lock/set", 5), Title: "Lock it", Fields: []bot.Field{{Name: "a", Label: "A"}}, Late: &late}
	for _, inTime := range []bool{true, false} {
		t.Run(fmt.Sprint(inTime), func(t *testing.T) {
			t.Parallel()
			release := make(chan struct{})
			if inTime {
				close(release)
			}
			lock := slow("Lock", bot.OnMessage, false, form, release)
			r := start(t, []bot.Action{
				lock, slow("lock/form", bot.Press, false, form, nil), {Name: "lock/set", On: bot.Submit, Args: 1, Run: private("Locked.")},
			}, options{tune: func(b *bot.Bot) {
				if !inTime {
					b.DeferAfter(time.Millisecond)
				}
			}})
			said := r.sb.As("Olive").SayWith("They are clones.", picture("a.png", "image/png", "", 9))
			if !inTime {
				go func() {
					r.await("announced", func() bool { return r.count("POST", "/callback", 204) == 1 })
					close(release)
				}()
			}
			a := r.apps("Ana", said, "Lock")
			if inTime {
				if a.Form == nil || a.Form.Title != "Lock it" {
					t.Errorf("%+v", a)
				}
			} else if a.Form != nil || !a.Message.Private || a.Message.Text() != "Your text is kept." || a.Message.CustomID("Open the form") != "v1/lock/form/5" {
				t.Errorf("%+v", a)
			}
			if strings.Contains(r.log.String(), "level=ERROR") {
				t.Error(r.log.String())
			}
			r.clean()
		})
	}
}

// gallery is a message of pictures.
func gallery(text string, files ...bot.File) bot.Message {
	m := says(text, "Next", bot.CustomID("page/next"))
	var items []discordgo.MediaGalleryItem
	for i := range files {
		items = append(items, discordgo.MediaGalleryItem{
			Media: discordgo.UnfurledMediaItem{URL: "attachment://" + files[i].Name}, Description: &files[i].Alt,
		})
	}
	m.Parts = append(m.Parts, discordgo.MediaGallery{Items: items})
	m.Files = files
	return m
}

// Pictures are sent with a private answer, and go when it is updated: small
// ones at once, large ones after a word that they will come, and those that
// come late.
func TestPicturesInAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		size     int
		late     bool
		deferred bool
	}{
		{"small", 100, false, false},
		{"large", 3 << 20, false, true},
		{"small, late", 100, true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := func(name, alt string) bot.File {
				return bot.File{Name: name, Type: "image/png", Alt: alt, Data: bytes.Repeat([]byte("p"), tt.size)}
			}
			release := make(chan struct{}, 2)
			first := slow("first", bot.Slash, false, bot.Private{Message: gallery("First", file("a.png", "A clone"), file("b.png", "Another"))}, release)
			next := slow("page/next", bot.Press, true, bot.Update{Message: gallery("Second", file("c.png", "A third"))}, release)
			r := start(t, []bot.Action{first, next}, options{tune: func(b *bot.Bot) {
				if tt.late {
					b.DeferAfter(time.Millisecond)
				}
			}})
			let := func(announced int) {
				if tt.late {
					r.await("announced", func() bool { return r.count("POST", "/callback", 204) == announced })
				}
				release <- struct{}{}
			}
			go let(1)
			a := r.slash("Ana", "/first")
			shown := func(m *sandbox.Message, files int, alt string) {
				t.Helper()
				if !m.Private || len(m.Attachments) != files || strings.Join(m.Alt(), ", ") != alt {
					t.Errorf("%+v %v", m.Attachments, m.Alt())
				}
				for _, f := range m.Attachments {
					if f.Size != tt.size {
						t.Error(unexpected("size", f.Size, tt.size))
					}
				}
			}
			shown(a.Message, 2, "A clone, Another")
			if a.Deferred != tt.deferred {
				t.Error("deferred:", a.Deferred)
			}
			go let(2)
			b := r.press("Ana", a.Message, "Next")
			shown(b.Message, 1, "A third")
			if b.Message.ID != a.Message.ID || b.Deferred != tt.deferred {
				t.Errorf("%+v", b)
			}
			if strings.Contains(r.log.String(), "clone") {
				t.Error("the log holds it")
			}
			r.clean()
		})
	}
}
