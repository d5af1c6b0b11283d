package commands_test

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
)

func TestAClubIsMadeOfAChannel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.organiser("miriam")
	miriam.slash("book list").no("no book club", "`/club setup`")
	miriam.slash("club setup", "timezone", "Europe/London").says(
		"### book-club is a book club now", "Europe/London, where it is 09:00", "`/book add`", "every permission",
		"Server Settings > Integrations > Dogear")
	miriam.slash("club setup", "timezone", "Europe/London").no("lives in this channel already", "`/club settings`")
	miriam.slash("club settings").says("### book-club", "Home: <#1001>", "Clock: Europe/London, where it is 09:00", "Role: none")
	miriam.slash("club settings", "name", "The  Hailsham\nReaders", "timezone", "berlin").says(
		"### The Hailsham Readers", "Europe/Berlin, where it is 10:00", "keeps its time of the day")
}

func TestASetupSaysWhatItMayNotDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.actions["club setup"]
	in := w.organiser("miriam").interaction()
	in.AppPermissions = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages | discordgo.PermissionEmbedLinks
	mute := bot.Role{ID: clubRole, Name: "Readers", Position: 3}
	in.Server.Roles[1] = mute
	got := w.organiser("miriam").run(a, bot.NewInteraction(in, map[string]any{"timezone": "UTC", "role": mute}))
	got.says("**Attach Files**", "**Read Message History**", "**Manage Roles**", "**Allow anyone to @mention this role**")
	got.hides("**Send Messages**", "every permission")
}

func TestAClubLivesInATextChannel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := w.organiser("miriam").interaction()
	in.PlaceType = int(discordgo.ChannelTypeGuildVoice)
	w.organiser("miriam").run(w.actions["club setup"], bot.NewInteraction(in, map[string]any{"timezone": "UTC"})).
		no("normal text channel")
}

func TestARoleThatGivesMoreThanTheClubIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		role bot.Role
		turn func(*person)
		why  string
	}{
		{"@everyone", bot.Role{ID: hailsham, Name: "@everyone"}, nil, "all have it already"},
		{"managed", bot.Role{ID: "1", Name: "Boosters", Managed: true, Position: 1}, nil, "belongs to an integration"},
		{"powerful", bot.Role{ID: "1", Name: "Mods", Permissions: discordgo.PermissionKickMembers, Position: 1}, nil, "carries permissions"},
		{"above Dogear's", bot.Role{ID: "1", Name: "Kings", Position: 10}, nil, "stands above Dogear's"},
		{"above the setter's", bot.Role{ID: "1", Name: "Peers", Position: 8}, nil, "not below your own highest role"},
		{"no Manage Roles", bot.Role{ID: "1", Name: "Readers", Position: 3}, func(p *person) { p.rights = discordgo.PermissionManageEvents }, "you need Manage Roles"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			miriam := w.organiser("miriam")
			if c.turn != nil {
				c.turn(&miriam)
			}
			miriam.slash("club setup", "timezone", "UTC", "role", c.role).no(c.why)
			miriam.slash("club settings").no("no book club")
		})
	}
	t.Run("the owner may", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		owner := w.person("x")
		owner.id = w.server.Owner
		owner.slash("club setup", "timezone", "UTC", "role", bot.Role{ID: clubRole, Name: "Readers", Position: 9}).says("book club now")
	})
}

func TestZonesAndNamesThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.organiser("miriam")
	for _, zone := range []string{"Middle-earth", "25:00", "", "../../etc/passwd", "GMT+2", "\x00", "Local"} {
		miriam.slash("club setup", "timezone", zone).no()
	}
	miriam.slash("club setup", "timezone", "Berln").no("Europe/Berlin")
	miriam.slash("club setup", "timezone", "UTC", "name", strings.Repeat("x", 81)).no("at most 80 characters", "81")
	miriam.slash("club setup", "timezone", "UTC", "name", "\u200b\u202e ").no("a name")
	miriam.slash("club settings").no("no book club")
	miriam.slash("club setup", "timezone", "UTC", "name", "📚").says("### 📚 is a book club now")
}

func TestZonesAreSuggested(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	choices := w.organiser("miriam").suggest("club setup", "timezone", "berl")
	if len(choices) == 0 || choices[0].Value != "Europe/Berlin" || choices[0].Name != "Europe/Berlin (10:00)" {
		t.Errorf("suggests %v", choices)
	}
}

// A club's role is looked at again for all who are in when it is set, given to
// those who join and taken from those who leave.
func TestTheRoleFollowsTheReaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, ben := w.reader("ana", "ch 1"), w.person("ben")
	has := func(p person) bool { return w.roles[p.id+" "+clubRole] }
	miriam.slash("club settings", "role", w.server.Roles[1]).says("Role: <@&" + clubRole + ">")
	w.work()
	if !has(ana) || has(ben) {
		t.Fatalf("roles %v", w.roles)
	}
	ben.press(w.post("Never Let Me Go").reply, "Join").says("You are reading Never Let Me Go with The Hailsham Readers")
	left := ana.slash("leave").says("You have left", "your place is kept").offers("Join")
	w.work()
	if has(ana) || !has(ben) {
		t.Fatalf("after a join and a leave, roles %v", w.roles)
	}
	ana.press(left, "Join").says("Welcome back", "Chapter 1")
	ana.slash("leave").says("You have left")
	ana.slash("leave").no("nothing to leave")
	w.work()
	if has(ana) {
		t.Error("one who left last has the role")
	}

	// A role that has been given rights since is not given any more.
	w.server.Roles[1].Permissions = discordgo.PermissionBanMembers
	ana.press(left, "Join").says("Welcome back")
	w.work()
	if has(ana) {
		t.Error("a role with rights is given")
	}
	miriam.slash("schedule show").says("Someone's role", "carries permissions")
}

// Two clubs of a server may give the same role: it stays with those who are still
// in the other one.
func TestARoleOfTwoClubs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "ch 1")
	has := func() bool { w.work(); return w.roles[ana.id+" "+clubRole] }
	miriam.slash("club settings", "role", w.server.Roles[1]).says("Role: <@&" + clubRole + ">")
	miriam, there := miriam.in(otherRoom), ana.in(otherRoom)
	miriam.slash("club setup", "timezone", "UTC", "name", "The Others", "role", w.server.Roles[1]).says("book club now")
	miriam.slash("book add", "title", "Emma", "chapters", 6).says("on the shelf")
	w.start(miriam, "Emma")
	there.slash("progress", "at", "ch 1").says("Emma")
	there.slash("leave").says("You have left the read of Emma")
	if !has() {
		t.Error("who leaves one club loses the role of the other")
	}
	there.slash("progress", "at", "ch 1").says("Emma")
	ana.slash("leave").says("You have left the read of Never Let Me Go")
	if !has() {
		t.Error("who leaves the first club loses the role of the second")
	}
	there.slash("leave").says("You have left the read of Emma")
	if has() {
		t.Error("who has left both clubs keeps their role")
	}
}
