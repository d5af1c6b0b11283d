package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// sends gives a command a file, and returns what it answers.
func (r *rig) sends(name string, size int) string {
	r.t.Helper()
	got, err := r.sb.As("Ana").SlashWith(r.t.Context(), "send", map[string]any{"file": sandbox.File{Name: name, Data: make([]byte, size)}})
	if err != nil {
		r.t.Fatal(err)
	}
	return got.Message.Text()
}

// An action may ask for more than others get. Of that, the bot holds little at
// once, until it is done with it.
func TestLargeFiles(t *testing.T) {
	t.Parallel()
	var r *rig
	r = start(t, []bot.Action{{
		Name: "send", Help: "Sends", Fetches: "file", FetchLimit: 3 << 20,
		Options: []bot.Option{{Name: "file", Help: "A file", Type: discordgo.ApplicationCommandOptionAttachment}},
		Run: func(_ context.Context, in *bot.Interaction) (bot.Reply, error) {
			file, _ := in.StoryFile("file")
			return bot.Private{Message: says(fmt.Sprint(file.Units(), in.FileKind("file"), " of ", r.bot.LargeHeld()))}, nil
		},
	}}, options{tune: func(b *bot.Bot) { b.LargeIn(time.Millisecond) }})
	const most = 3 << 20
	for name, tt := range map[string]struct {
		file string
		size int
		want string
	}{
		"small": {"Chapters.CSV", 1 << 20, fmt.Sprint(1<<20, ".csv of 0")},
		"large": {"a.b.epub", most, fmt.Sprint(most, ".epub of 1")},
		"more":  {"a.txt", most + 1, "That file is too large: I read up to 3 MiB."},
	} {
		if got := r.sends(tt.file, tt.size); got != tt.want {
			t.Error(unexpected(name, got, tt.want))
		}
	}
	done := r.bot.HoldLarge()
	if got, want := r.sends("a", most), fmt.Sprint(most, " of 2"); got != want {
		t.Error(unexpected("second", got, want))
	}
	also := r.bot.HoldLarge()
	if got := r.sends("a.txt", most); !strings.Contains(got, "other large files") {
		t.Error("third:", got)
	}
	if got, want := r.sends("a.txt", 10), "10.txt of 2"; got != want {
		t.Error(unexpected("small one beside two large ones", got, want))
	}
	done()
	also()
	if n := r.bot.LargeHeld(); n != 0 {
		t.Error("held at the end:", n)
	}
	r.clean()
}

// Of a file's name, no more is told than what kind of file it is.
func TestTheKindOfAFile(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"list.csv": ".csv", "Middlemarch.EPUB": ".epub", "a.tar.gz": ".gz", ".txt": ".txt", "a.7z": ".7z",
		"": "", "list": "", "list.": "", "dir.csv/list": "", "ch7.Tommy dies": "", "ch7.tommydies": "",
		"a.tx\x00": "", "a.ＣＳＶ": "", "a.t-t": "",
	} {
		in := bot.NewInteraction(bot.Interaction{}, map[string]any{"file": bot.NewAttachment(name, nil)})
		if got := in.FileKind("file"); got != want {
			t.Errorf("%q: %q", name, got)
		}
		if in.FileKind("other") != "" {
			t.Error("a file that was not given has a kind")
		}
	}
}

// Of messages with large pictures, the bot holds few at once, until their action is
// over. A small picture waits for no place.
func TestLargePictures(t *testing.T) {
	t.Parallel()
	held, leave := make(chan bool), make(chan bool)
	r := start(t, []bot.Action{{Name: "Lock as a spoiler", On: bot.OnMessage, Run: func(_ context.Context, in *bot.Interaction) (bot.Reply, error) {
		held <- true
		<-leave
		return bot.Private{Message: says(fmt.Sprint(len(in.Pictures())))}, nil
	}}}, options{tune: func(b *bot.Bot) { b.PicturesIn(time.Millisecond) }})
	say := func(size int) *sandbox.Message {
		return r.sb.As("Olive").SayWith("Look.", picture("a.png", "image/png", "", size), picture("b.png", "image/png", "", size))
	}
	small, large := say(1<<19), say(1<<19+1)
	answers := make(chan string)
	press := func(m *sandbox.Message) {
		go func() { answers <- r.apps("Ana", m, "Lock as a spoiler").Message.Text() }()
	}
	for range 4 {
		press(large)
		<-held
	}
	press(large)
	if got := <-answers; !strings.Contains(got, "other large files") {
		t.Error("the fifth:", got)
	}
	press(small)
	<-held
	close(leave)
	for range 5 {
		if got := <-answers; got != "2" {
			t.Error(got)
		}
	}
	press(large)
	<-held
	if got := <-answers; got != "2" {
		t.Error("when there is room again:", got)
	}
	r.clean()
}
