package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
	"dogear/storage"
)

func TestCheckLooksAtClubs(t *testing.T) {
	t.Parallel()
	empty := emptyDatabase(t)
	for name, tt := range map[string]struct {
		mistake func(c *checkup)
		want    []string
	}{
		"a denied right": {
			func(c *checkup) { c.guild.DenyBot(c.channel, sandbox.PermissionAttachFiles) },
			[]string{inClub + ", #book-club: Attach Files is missing: without it pictures stay away."},
		},
		"rights denied to all": {
			func(c *checkup) {
				c.guild.DenyRole(c.channel, c.guild.ID, sandbox.PermissionSendMessages|sandbox.PermissionPrivateThreads)
			},
			[]string{
				inClub + ", #book-club: Send Messages is missing: without it I cannot post at all.",
				inClub + ", #book-club: Create Private Threads is missing: without it no rooms are made.",
			},
		},
		"rights never given": {
			func(c *checkup) {
				c.guild.SetBotPermissions(bot.Permissions &^ (sandbox.PermissionManageRoles | sandbox.PermissionCreateEvents))
			},
			[]string{inClub + ", #book-club: Manage Roles is missing", inClub + ", #book-club: Create Events is missing"},
		},
		"a hidden channel": {
			func(c *checkup) { c.guild.DenyBot(c.channel, sandbox.PermissionViewChannel) },
			[]string{inClub + ": View Channel is missing: without it I cannot post at all."},
		},
		"a deleted channel": {
			func(c *checkup) { c.guild.DeleteChannel(c.channel) },
			[]string{inClub + ": its channel was deleted, so nothing can be posted."},
		},
		"a deleted role": {
			func(c *checkup) { c.guild.DeleteRole(c.role) },
			[]string{inClub + ", #book-club: The club's role is not there any more."},
		},
		"a role too high": {
			func(c *checkup) { c.guild.MoveRole(c.role, 50) },
			[]string{inClub + ", #book-club: The role Readers stands above Dogear's"},
		},
		"a role unheard": {
			func(c *checkup) { c.guild.SetRole(c.role, 0, false) },
			[]string{inClub + `, #book-club: "Allow anyone to @mention this role" is off for Readers`},
		},
		"another bot's database": {
			func(c *checkup) { c.guild.Remove() },
			[]string{
				notice + `Server ` + "SERVER" + `: the bot is not in it any more. What is kept of "Sunday *readers*" waits there`,
				wrong + "Clubs: the bot is in none of the servers of this database.",
			},
		},
		"a server left meanwhile": {
			func(c *checkup) {
				other := c.discord.AddGuild("Hailsham again")
				c.club(other, other.AddChannel("books"))
				other.Remove()
			},
			[]string{notice + "Server "},
		},
		"a server left before": {
			func(c *checkup) {
				c.write(func(tx *storage.Tx) error { return tx.Gone(c.guild.ID, time.Now()) })
				c.guild.Remove()
			},
			nil,
		},
		"a server that is ill": {
			func(c *checkup) {
				c.discord.Fault(sandbox.Fault{Match: "/channels/", Status: 500, Times: 1})
				other := c.discord.AddGuild("Hailsham again")
				room := other.AddChannel("books")
				c.club(other, room)
				other.DeleteChannel(room)
			},
			[]string{notice + "Server SERVER: it cannot be looked at: ", notice + `Club "Sunday *readers*" in "Hailsham again": its channel was deleted`},
		},
		"a Discord that is ill": {
			func(c *checkup) {
				c.discord.Fault(sandbox.Fault{Match: "/guilds/", Status: 500})
				for i := range 9 {
					other := c.discord.AddGuild(fmt.Sprint("Hailsham ", i))
					c.club(other, other.AddChannel("books"))
				}
			},
			[]string{notice + "Server ", notice + "Server ", notice + "Server ", notice + "Server ", notice + "Server ", notice + "Clubs: 0 of 10 were looked at."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCheckup(t, empty)
			tt.mistake(c)
			for i := range tt.want {
				tt.want[i] = strings.ReplaceAll(tt.want[i], "SERVER", c.guild.ID)
			}
			c.finds(tt.want...)
		})
	}
}

// An administrator may do everything, whatever a channel says.
func TestCheckBelievesAnAdministrator(t *testing.T) {
	t.Parallel()
	c := newCheckup(t, emptyDatabase(t))
	c.guild.SetBotPermissions(sandbox.PermissionAdministrator)
	c.guild.DenyRole(c.channel, c.guild.ID, sandbox.PermissionViewChannel)
	c.finds()
}

// However many clubs there are, what Discord lets a bot ask is left to the bot,
// and who checks does not wait for long.
func TestCheckEndsInTime(t *testing.T) {
	t.Parallel()
	discord := openSandbox(t)
	var clubs []storage.Listed
	for i := range 50 {
		g := discord.AddGuild(fmt.Sprint("Hailsham ", i))
		clubs = append(clubs, storage.Listed{Club: storage.Club{Guild: g.ID, Channel: g.AddChannel("books"), Name: "Readers"}})
	}
	v, err := bot.NewVisitor(bot.Config{Token: discord.Token(), Base: discord.URL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	if _, err := v.Identify(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	var out strings.Builder
	r := report{w: &out}
	r.clubs(ctx, v, clubs, time.Hour)
	if got := out.String(); r.noticed != 1 || r.wrong != 0 || !strings.Contains(got, "looking at 50") || !strings.Contains(got, "of 50 were looked at") {
		t.Error(got)
	}
}
