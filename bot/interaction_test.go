package bot_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/bot/sandbox"
	"dogear/club"
)

// storyActions are one of each kind.
func storyActions() []bot.Action {
	return []bot.Action{
		{Name: "hello", Help: "Says hello", Run: private("Hello.", "Write", bot.CustomID("note/write", 7), "Next", bot.CustomID("page/turn", 2), "Old", "v0/page/turn/1", "Fewer", "v1/page/turn")},
		{
			Name: "note/write", On: bot.Press, Args: 1,
			Run: func(_ context.Context, in *bot.Interaction) (bot.Reply, error) {
				return bot.Form{ID: bot.CustomID("note/send", in.Arg(0)), Title: "A note", Fields: []bot.Field{
					{Name: "text", Label: "Your note", Help: "No spoilers here", Long: true, Required: true, Value: "I think"},
					{Name: "kind", Label: "Kind", Choices: []bot.Choice{{Name: "Thought", Value: "thought"}, {Name: "Quote", Value: "quote"}}, Value: "thought"},
				}}, nil
			},
		},
		{
			Name: "note/send", On: bot.Submit, Args: 1,
			Run: tells(func(in *bot.Interaction) string {
				story, _ := in.Story("text")
				open, _ := story.For(club.Someone(in.User))
				_, leaks := story.For(club.Nobody())
				kind, _ := in.Text("kind")
				return fmt.Sprintf("%d %s %s leaks=%v shown=%v", in.Arg(0), kind, open, leaks, story)
			}),
		},
		{
			Name: "page/turn", On: bot.Press, Args: 1, Updates: true,
			Run: func(_ context.Context, in *bot.Interaction) (bot.Reply, error) {
				return bot.Update{Message: says(fmt.Sprintf("Page %d", in.Arg(0)), "Next", bot.CustomID("page/turn", in.Arg(0)+1))}, nil
			},
		},
	}
}

func TestAStoryOfAnswers(t *testing.T) {
	t.Parallel()
	r := start(t, storyActions(), options{})
	hello := r.slash("Ana", "/hello").Message
	if !hello.Private || hello.Text() != "Hello." {
		t.Fatal(hello.Private, hello.Text())
	}

	form := r.press("Ana", hello, "Write").Form
	sent, err := r.sb.As("Ana").Submit(t.Context(), form, map[string]string{"text": "They are clones.", "kind": "quote"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sent.Message.Text(), "7 quote They are clones. leaks=false shown=[locked to nobody]"; got != want {
		t.Error(unexpected("form", got, want))
	}

	page := r.press("Ana", hello, "Next").Message
	if page.ID != hello.ID || page.Text() != "Page 2" {
		t.Error("the pressed message is not updated:", page.Text())
	}
	if next := r.press("Ana", page, "Next").Message; next.Text() != "Page 3" {
		t.Error(unexpected("second page", next.Text(), "Page 3"))
	}

	again := r.slash("Ana", "/hello").Message
	for _, label := range []string{"Old", "Fewer"} {
		if got := r.press("Ana", again, label).Message; !got.Private || !strings.Contains(got.Text(), "earlier version") {
			t.Error(label, got.Text())
		}
	}
	if strings.Contains(r.log.String(), "level=ERROR") {
		t.Error(r.log.String())
	}
	r.clean()
}

func TestWhatAnActionIsTold(t *testing.T) {
	t.Parallel()
	var role string
	r := start(t, []bot.Action{{
		Name: "club setup", Help: "Sets up", Organiser: true, NeedsServer: true,
		Options: []bot.Option{
			text("name", "Its name"),
			{Name: "role", Help: "A role", Type: discordgo.ApplicationCommandOptionRole},
			{Name: "pace", Help: "A number", Type: discordgo.ApplicationCommandOptionInteger},
			{Name: "rooms", Help: "Rooms", Type: discordgo.ApplicationCommandOptionBoolean},
			{Name: "cover", Help: "A picture", Type: discordgo.ApplicationCommandOptionAttachment},
		},
		Fetches: "cover",
		Run: tells(func(in *bot.Interaction) string {
			name, _ := in.Text("name")
			role, _ := in.Role("role")
			pace, _ := in.Int("pace")
			rooms, given := in.Bool("rooms")
			cover, _ := in.StoryFile("cover")
			file, _ := cover.For(club.Someone(in.User))
			_, none := in.Text("absent")
			return fmt.Sprintln(name, role.Name, role.Permissions, pace, rooms, given, file, none,
				in.Place, in.Home() == in.Channel, in.Permissions&discordgo.PermissionManageEvents != 0,
				in.AppPermissions&discordgo.PermissionSendMessages != 0, len(in.Server.Roles), len(in.Server.BotRoles), in.Guild == in.Server.ID)
		}),
	}}, options{world: func(r *rig) { role = r.guild.AddRole("Readers", 1<<10, true) }})
	got, err := r.sb.As("Oscar").SlashWith(t.Context(), "club setup", map[string]any{
		"name": "Hailsham: the club", "role": role, "pace": 4, "rooms": false,
		"cover": sandbox.File{Name: "cover.txt", Data: []byte("a picture")},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "Hailsham: the club Readers 1024 4 false true a picture false book-club true true true 4 1 true"
	if strings.TrimSpace(got.Message.Text()) != want {
		t.Error(unexpected("values", got.Message.Text(), want))
	}
	if _, err := r.sb.As("Ana").Slash(t.Context(), "/club setup"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Error("an organiser's command is offered to all:", err)
	}
	r.clean()
}

// What an organiser was shown lapses: the right to it may be gone.
func TestAnOrganisersButtonsLapse(t *testing.T) {
	t.Parallel()
	r := start(t, []bot.Action{
		{Name: "plan", Help: "Plans", Organiser: true, Run: private("A plan.", "Start", bot.CustomID("plan/start"))},
		{Name: "plan/start", On: bot.Press, Organiser: true, Updates: true, Run: private("Started.")},
	}, options{})
	plan := r.slash("Oscar", "/plan").Message
	r.sb.Turn(59 * time.Minute)
	if got := r.press("Oscar", plan, "Start").Message.Text(); got != "Started." {
		t.Error(got)
	}
	r.sb.Turn(2 * time.Minute)
	if got := r.press("Oscar", plan, "Start").Message.Text(); !strings.Contains(got, "more than an hour") {
		t.Error(got)
	}
	r.clean()
}

func TestAnOversizedFileIsRefused(t *testing.T) {
	t.Parallel()
	r := start(t, []bot.Action{{
		Name: "send", Help: "Sends", Fetches: "file",
		Options: []bot.Option{{Name: "file", Help: "A file", Type: discordgo.ApplicationCommandOptionAttachment}},
		Run:     private("never"),
	}}, options{})
	got, err := r.sb.As("Ana").SlashWith(t.Context(), "send", map[string]any{"file": sandbox.File{Name: "a.txt", Data: make([]byte, 1<<20+1)}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.Message.Text(), "1 MiB") {
		t.Error(got.Message.Text())
	}
}

func TestRefusalsAndFaults(t *testing.T) {
	t.Parallel()
	secret := errors.New("the row was not there")
	r := start(t, []bot.Action{
		{Name: "refuse", Help: "Refuses", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
			return nil, fmt.Errorf("plan: %w", club.Refuse("There is no %q here. Try another.", "book"))
		}},
		{Name: "fail", Help: "Fails", Options: []bot.Option{text("text", "A text")}, Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
			return nil, secret
		}},
		{Name: "panic", Help: "Panics", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) { panic("at once") }},
		{Name: "nothing", Help: "Answers nothing", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) { return nil, nil }},
		{Name: "empty", Help: "Answers an empty message", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
			return bot.Private{}, nil
		}},
		{Name: "odd", Help: "Answers what cannot be sent", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
			return bot.Private{Message: bot.Message{Parts: []discordgo.MessageComponent{(*discordgo.TextDisplay)(nil)}}}, nil
		}},
		{Name: "odder", Help: "Answers what panics", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
			return bot.Private{Message: bot.Message{Parts: []discordgo.MessageComponent{oddPart{}}}}, nil
		}},
		{Name: "update", Help: "Updates nothing", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
			return bot.Update{Message: says("Done.")}, nil
		}},
		{Name: "form", Help: "Leads nowhere", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
			return bot.Form{ID: bot.CustomID("no/where"), Title: "A form", Fields: []bot.Field{{Name: "a", Label: "A"}}}, nil
		}},
	}, options{})
	if got := r.slash("Ana", "/refuse").Message; !got.Private || got.Text() != `There is no "book" here. Try another.` {
		t.Error("refusal:", got.Text())
	}
	if got := r.slash("Ana", "/update").Message; !got.Private || got.Text() != "Done." {
		t.Error("update of nothing:", got.Text())
	}
	undone := regexp.MustCompile(`nothing was changed.*: ref ([0-9a-f]{4})\.$`)
	unshown := regexp.MustCompile(`^It was done, but I could not show it here\. ref ([0-9a-f]{4})\.$`)
	for line, ref := range map[string]*regexp.Regexp{
		"/fail text:They are clones": undone, "/panic": undone,
		"/nothing": unshown, "/form": unshown, "/empty": unshown, "/odd": unshown, "/odder": unshown,
	} {
		got := r.slash("Ana", line).Message
		match := ref.FindStringSubmatch(got.Text())
		if !got.Private || match == nil {
			t.Errorf("%s: %q", line, got.Text())
			continue
		}
		if n := strings.Count(r.log.String(), "ref="+match[1]); n != 1 {
			t.Errorf("%s: %d log lines with its reference", line, n)
		}
	}
	log := r.log.String()
	if !strings.Contains(log, secret.Error()) || !strings.Contains(log, "interaction_test.go") {
		t.Error("the log does not lead to the fault:", log)
	}
	if strings.Contains(log, "clones") || strings.Contains(log, r.sb.Token()+" ") || strings.Contains(log, "sbx") {
		t.Error("the log holds what was typed, or a token:", log)
	}
	if s := r.bot.Stats(); s.Faults != 7 || s.Refusals != 1 || s.Interactions != 9 {
		t.Errorf("%+v", s)
	}
	r.clean()
}

// oddPart is a component that cannot be looked at.
type oddPart struct{ discordgo.TextDisplay }

func (oddPart) Type() discordgo.ComponentType { panic("odd") }

func TestSuggestions(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("A very long name ", 10)
	r := start(t, []bot.Action{{
		Name: "progress", Help: "Progress",
		Options: []bot.Option{
			{Name: "at", Help: "Where", Type: discordgo.ApplicationCommandOptionString, Suggest: func(_ context.Context, in *bot.Interaction, typed string) ([]bot.Choice, error) {
				book, _ := in.Text("book")
				list := []bot.Choice{{Name: typed + " of " + book, Value: "7"}, {Name: long, Value: "8"}, {Name: "too long", Value: long}}
				for range 30 {
					list = append(list, bot.Choice{Name: "More", Value: "9"})
				}
				return list, nil
			}},
			text("book", "A book"),
			{Name: "n", Help: "A number", Type: discordgo.ApplicationCommandOptionInteger, Suggest: func(context.Context, *bot.Interaction, string) ([]bot.Choice, error) {
				return []bot.Choice{{Name: "Twelve", Value: "12"}, {Name: "None", Value: "x"}}, nil
			}},
			{Name: "broken", Help: "Fails", Type: discordgo.ApplicationCommandOptionString, Suggest: func(context.Context, *bot.Interaction, string) ([]bot.Choice, error) {
				return []bot.Choice{{Name: "Never", Value: "x"}}, errors.New("no")
			}},
			{Name: "worse", Help: "Panics", Type: discordgo.ApplicationCommandOptionString, Suggest: func(context.Context, *bot.Interaction, string) ([]bot.Choice, error) {
				panic("no")
			}},
		},
		Run: private("Yes."),
	}}, options{})
	ana := r.sb.As("Ana")
	got, err := ana.Suggest(t.Context(), "/progress at:ch book:Never Let Me Go", "at")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 25 || got[0].Name != "ch of Never Let Me Go" || got[2].Name != "More" || !strings.HasSuffix(got[1].Name, "…") || len([]rune(got[1].Name)) != 100 {
		t.Errorf("%d: %+v", len(got), got[:3])
	}
	if got, err := ana.Suggest(t.Context(), "/progress n:1", "n"); err != nil || len(got) != 1 || got[0].Value != 12.0 {
		t.Error(got, err)
	}
	for _, option := range []string{"broken", "worse"} {
		if got, err := ana.Suggest(t.Context(), "/progress "+option+":x", option); err != nil || len(got) != 0 {
			t.Error(option, got, err)
		}
	}
	r.clean()
}
