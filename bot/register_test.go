package bot_test

import (
	"context"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// restart runs another bot against the same sandbox, until it has looked at the
// commands as it should.
func (r *rig) restart(conf bot.Config, looked func() bool) {
	r.t.Helper()
	b, err := bot.New(conf)
	if err != nil {
		r.t.Fatal(err)
	}
	b.Quick()
	ctx, cancel := context.WithCancel(r.t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	r.await("looked at the commands", looked)
	cancel()
	if err := <-done; err != nil {
		r.t.Error(err)
	}
}

func TestCommandsAreRegisteredOnlyWhenTheyDiffer(t *testing.T) {
	t.Parallel()
	actions := []bot.Action{
		{Name: "help", Help: "Helps", DM: true, Run: private("Help.")},
		{Name: "book add", Help: "Adds a book", Organiser: true, Run: private("Added.")},
		{Name: "book list", Help: "Lists the books", Organiser: true, Run: private("None.")},
		{Name: "Lock as a spoiler", On: bot.OnMessage, Run: private("Locked.")},
	}
	var conf bot.Config
	r := prepare(t, actions, options{config: func(c *bot.Config) { conf = *c }})
	logged := func(n int, what string) func() bool {
		return func() bool { return strings.Count(r.log.String(), what) == n }
	}
	puts := func(n int) func() bool { return logged(n, "commands registered") }
	r.restart(conf, puts(1))
	for n := range 3 { // nothing has changed
		r.restart(conf, logged(n+1, "commands unchanged"))
	}
	if n := r.count("GET", "/commands", 200); n != 3 || r.count("PUT", "/commands", 0) != 1 {
		t.Error("registered again though nothing has changed")
	}

	changed := conf
	changed.Actions = append([]bot.Action{}, actions...)
	changed.Actions[0].Help = "Helps in another way"
	r.restart(changed, puts(2))

	// Someone else registers something else in our name.
	other := conf
	other.Registry = &registry{}
	other.Actions = actions[:1]
	other.Groups = nil
	r.restart(other, puts(3))
	r.restart(changed, puts(4))

	// In one server, and nowhere else.
	dev := changed
	dev.DevGuild = r.guild.ID
	r.restart(dev, puts(5))
	var bodies []string
	for _, q := range r.sb.Requests() {
		if q.Method == "PUT" {
			bodies = append(bodies, string(q.Body))
		}
	}
	if n := len(bodies); bodies[n-2] != "[]" {
		t.Error("the other scope was not emptied first:", bodies[n-2])
	}
	if last := bodies[len(bodies)-1]; strings.Contains(last, "contexts") || strings.Contains(last, "integration_types") {
		t.Error("a server's commands have no contexts:", last)
	}
	if !strings.Contains(r.log.String(), "direct messages") {
		t.Error("the log does not say that the commands do not work in direct messages")
	}
	// And back.
	r.restart(changed, puts(6))
	if n := r.count("PUT", "/guilds/", 200); n != 2 {
		t.Error(unexpected("puts in the server", n, 2))
	}
	if s := bodies[0]; !strings.Contains(s, `{"name":"Lock as a spoiler","type":3,"contexts":[0],"integration_types":[0]}`) {
		t.Error("the entry of a message's menu:", s)
	}
	if s := bodies[0]; !strings.Contains(s, `"default_member_permissions":"8589934592"`) || !strings.Contains(s, `"contexts":[0,1]`) || !strings.Contains(s, `"integration_types":[0]`) {
		t.Error(s)
	}
	r.clean()
}

// The scope that the bot was developed in may be gone since.
func TestTheOldScopeMayBeGone(t *testing.T) {
	t.Parallel()
	kept := &registry{kept: map[string][2]string{"current": {"123456789012345678", ""}}}
	r := start(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: private("Hello.")}},
		options{config: func(c *bot.Config) { c.Registry = kept }})
	if got := r.slash("Ana", "/hello").Message.Text(); got != "Hello." {
		t.Error(got)
	}
}

func TestARefusedRegistrationIsExplained(t *testing.T) {
	t.Parallel()
	r := prepare(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: private("Hello.")}}, options{})
	r.sb.Fault(sandbox.Fault{Method: "PUT", Match: "/commands", Status: 500, Times: 1})
	r.run()
	r.await("told", func() bool {
		return strings.Contains(r.log.String(), "commands not registered: PUT /applications/{application}/commands: status 500")
	})
}

// Every limit of Discord's on definitions, one bad definition each.
func TestDefinitionsAreChecked(t *testing.T) {
	t.Parallel()
	run := private("Yes.")
	long := strings.Repeat("a", 101)
	str, num := discordgo.ApplicationCommandOptionString, discordgo.ApplicationCommandOptionInteger
	file := []bot.Option{{Name: "b", Help: "B", Type: discordgo.ApplicationCommandOptionAttachment}}
	with := func(options ...bot.Option) []bot.Action {
		return []bot.Action{{Name: "a", Help: "A", Options: options, Run: run}}
	}
	many := func(n int, f func(int) bot.Action) (out []bot.Action) {
		for i := range n {
			out = append(out, f(i))
		}
		return out
	}
	letters := func(i int) string { return "x" + string(rune('a'+i/26)) + string(rune('a'+i%26)) }
	suggest := func(context.Context, *bot.Interaction, string) ([]bot.Choice, error) { return nil, nil }
	group := []bot.Group{{Name: "g", Help: "G"}}
	for _, tt := range []struct {
		name    string
		actions []bot.Action
		groups  []bot.Group
	}{
		{"no code", []bot.Action{{Name: "a", Help: "A"}}, nil},
		{"twice", []bot.Action{{Name: "a", Help: "A", Run: run}, {Name: "a", Help: "A", Run: run}}, nil},
		{"capital name", []bot.Action{{Name: "Hello", Help: "A", Run: run}}, nil},
		{"long name", []bot.Action{{Name: long[:33], Help: "A", Run: run}}, nil},
		{"no help", []bot.Action{{Name: "a", Run: run}}, nil},
		{"long help", []bot.Action{{Name: "a", Help: long, Run: run}}, nil},
		{"group without help", []bot.Action{{Name: "g a", Help: "A", Run: run}}, nil},
		{"group without actions", with(), group},
		{"three words", []bot.Action{{Name: "g a b", Help: "A", Run: run}}, group},
		{"command and group", []bot.Action{{Name: "g", Help: "A", Run: run}, {Name: "g a", Help: "A", Run: run}}, group},
		{"disagreeing group", []bot.Action{{Name: "g a", Help: "A", Run: run}, {Name: "g b", Help: "A", Organiser: true, Run: run}}, group},
		{"too many commands", many(101, func(i int) bot.Action { return bot.Action{Name: letters(i), Help: "A", Run: run} }), nil},
		{"too many subcommands", many(26, func(i int) bot.Action { return bot.Action{Name: "g " + letters(i), Help: "A", Run: run} }), group},
		{"required last", with(text("b", "B"), bot.Option{Name: "c", Help: "C", Type: str, Required: true}), nil},
		{"option twice", with(text("b", "B"), text("b", "B")), nil},
		{"no type", with(bot.Option{Name: "b", Help: "B"}), nil},
		{"subcommand as option", with(bot.Option{Name: "b", Help: "B", Type: discordgo.ApplicationCommandOptionSubCommand}), nil},
		{"bad option name", with(text("b b", "B")), nil},
		{"option without help", with(text("b", "")), nil},
		{"too many choices", with(bot.Option{Name: "b", Help: "B", Type: str, Choices: make([]bot.Choice, 26)}), nil},
		{"choice without name", with(bot.Option{Name: "b", Help: "B", Type: str, Choices: []bot.Choice{{Value: "v"}}}), nil},
		{"long choice name", with(bot.Option{Name: "b", Help: "B", Type: str, Choices: []bot.Choice{{Name: long, Value: "v"}}}), nil},
		{"long choice value", with(bot.Option{Name: "b", Help: "B", Type: str, Choices: []bot.Choice{{Name: "n", Value: long}}}), nil},
		{"choice that is no number", with(bot.Option{Name: "b", Help: "B", Type: num, Choices: []bot.Choice{{Name: "n", Value: "v"}}}), nil},
		{"choices and suggestions", with(bot.Option{Name: "b", Help: "B", Type: str, Choices: []bot.Choice{{Name: "n", Value: "v"}}, Suggest: suggest}), nil},
		{"suggestions for a boolean", with(bot.Option{Name: "b", Help: "B", Type: discordgo.ApplicationCommandOptionBoolean, Suggest: suggest}), nil},
		{"bounds of a string", with(bot.Option{Name: "b", Help: "B", Type: str, Max: 5}), nil},
		{"length of a number", with(bot.Option{Name: "b", Help: "B", Type: num, MaxLength: 5}), nil},
		{"turned bounds", with(bot.Option{Name: "b", Help: "B", Type: num, Min: 5, Max: 4}), nil},
		{"too long a length", with(bot.Option{Name: "b", Help: "B", Type: str, MaxLength: 6001}), nil},
		{"too much in all", many(25, func(i int) bot.Action {
			var options []bot.Option
			for j := range 4 {
				options = append(options, text(letters(j), long[:100]))
			}
			return bot.Action{Name: "g " + letters(i), Help: "A", Options: options, Run: run}
		}), group},
		{"fetches nothing", []bot.Action{{Name: "a", Help: "A", Fetches: "b", Options: []bot.Option{text("b", "B")}, Run: run}}, nil},
		{"fetches more than there is", []bot.Action{{Name: "a", Help: "A", Fetches: "b", FetchLimit: 25<<20 + 1, Options: file, Run: run}}, nil},
		{"fetches less than nothing", []bot.Action{{Name: "a", Help: "A", Fetches: "b", FetchLimit: -1, Options: file, Run: run}}, nil},
		{"limit of nothing", []bot.Action{{Name: "a", Help: "A", FetchLimit: 1, Run: run}}, nil},
		{"server in a direct message", []bot.Action{{Name: "a", Help: "A", DM: true, NeedsServer: true, Run: run}}, nil},
		{"command with arguments", []bot.Action{{Name: "a", Help: "A", Args: 1, Run: run}}, nil},
		{"button without a slash", []bot.Action{{Name: "note", On: bot.Press, Run: run}}, nil},
		{"button with capitals", []bot.Action{{Name: "Note/open", On: bot.Press, Run: run}}, nil},
		{"too many arguments", []bot.Action{{Name: "note/open", On: bot.Press, Args: 8, Run: run}}, nil},
		{"entry of a menu without a name", []bot.Action{{On: bot.OnMessage, Run: run}}, nil},
		{"entry with a long name", []bot.Action{{Name: long[:33], On: bot.OnMessage, Run: run}}, nil},
		{"entry with spaces around it", []bot.Action{{Name: "Lock ", On: bot.OnMessage, Run: run}}, nil},
		{"entry with help", []bot.Action{{Name: "Lock", On: bot.OnMessage, Help: "Locks", Run: run}}, nil},
		{"entry with options", []bot.Action{{Name: "Lock", On: bot.OnMessage, Options: []bot.Option{text("b", "B")}, Run: run}}, nil},
		{"server on a press in a direct message", []bot.Action{{Name: "a/b", On: bot.Press, DM: true, NeedsServer: true, Run: run}}, nil},
		{"look-up in a direct message", []bot.Action{{Name: "a", Help: "A", DM: true, Run: run, Asks: func(context.Context, *bot.Interaction) ([]bot.Enquiry, error) { return nil, nil }}}, nil},
		{"judge of a command", []bot.Action{{Name: "a", Help: "A", Run: run, Judge: func(*bot.Interaction) error { return nil }}}, nil},
		{"judge of a button", []bot.Action{{Name: "a/b", On: bot.Press, Run: run, Judge: func(*bot.Interaction) error { return nil }}}, nil},
		{"entry in a direct message", []bot.Action{{Name: "Lock", On: bot.OnMessage, DM: true, Run: run}}, nil},
		{"entry twice", []bot.Action{{Name: "Lock", On: bot.OnMessage, Run: run}, {Name: "Lock", On: bot.OnMessage, Run: run}}, nil},
		{"too many entries", many(16, func(i int) bot.Action { return bot.Action{Name: letters(i), On: bot.OnMessage, Run: run} }), nil},
		{"button with options", []bot.Action{{Name: "note/open", On: bot.Press, Options: []bot.Option{text("b", "B")}, Run: run}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := bot.New(bot.Config{Actions: tt.actions, Groups: tt.groups}); err == nil {
				t.Error("taken")
			} else {
				t.Log(err)
			}
		})
	}
}
