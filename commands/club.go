package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/dates"
	"dogear/storage"
)

func (h *House) zoneOption(required bool) bot.Option {
	return bot.Option{
		Name: "timezone", Help: "The club's time zone: a city, or a name such as Europe/Berlin",
		Type: optionString, Required: required,
		Suggest: func(_ context.Context, in *bot.Interaction, typed string) ([]bot.Choice, error) {
			var choices []bot.Choice
			for _, z := range dates.SuggestZones(typed, in.Now, 25) {
				choices = append(choices, bot.Choice{Name: z.Name, Value: z.Value})
			}
			return choices, nil
		},
	}
}

func clubNameOption() bot.Option {
	return bot.Option{Name: "name", Help: "What the club is called", Type: optionString, MaxLength: club.MaxClubName}
}

func clubRoleOption() bot.Option {
	return bot.Option{Name: "role", Help: "Given to those who join, mentioned when a checkpoint opens", Type: optionRole}
}

func clubRoomsOption() bot.Option {
	return bot.Option{Name: "rooms", Help: "A private thread for each checkpoint, for those who have read that far", Type: optionBool}
}

func clubRemindersOption() bot.Option {
	return bot.Option{Name: "reminders", Help: "Whether readers who ask for it get a direct message a day before a checkpoint", Type: optionBool}
}

func clubEventsOption() bot.Option {
	return bot.Option{Name: "events", Help: "Whether the next checkpoints stand among the server's events", Type: optionBool}
}

func clubThreadsOption() bot.Option {
	return bot.Option{Name: "threads", Help: "Whether a public thread for free talk is opened under each post", Type: optionBool}
}

func clubFallbackOption() bot.Option {
	return bot.Option{Name: "fallback", Help: "Whether I ask a question of mine at a checkpoint for which nobody has written one", Type: optionBool}
}

// clubSetup makes a club of a channel.
func (h *House) clubSetup() bot.Action {
	return bot.Action{
		Name: "club setup", On: bot.Slash, Organiser: true, NeedsServer: true,
		Help:    "Make a book club of this channel",
		Options: []bot.Option{h.zoneOption(true), clubNameOption(), clubRoleOption(), clubRoomsOption()},
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if in.PlaceType != int(discordgo.ChannelTypeGuildText) {
				return nil, club.Refuse("A club lives in a normal text channel, and this is not one. Please use `/club setup` in a text channel.")
			}
			c := storage.Club{Guild: in.Guild, Channel: in.Channel, Name: club.Cut(club.CleanLine(in.Place), club.MaxClubName), Reminders: true, Fallback: true}
			old, err := tx.ClubOf(in.Guild, in.Channel)
			if err == nil && old.Archived {
				return broughtBack(tx, in, old)
			}
			if err == nil {
				return nil, club.Refuse("%s lives in this channel already. `/club settings` shows and changes how it is set up.", title(old.Name))
			}
			if !errors.Is(err, storage.ErrNotFound) {
				return nil, err
			}
			if err := applySettings(&c, in); err != nil {
				return nil, err
			}
			if c, err = addClub(tx, c, in.Now); err != nil {
				return nil, err
			}
			return private(card(
				text("### %s is a book club now\nIts clock is %s, where it is %s. Next: put a book on the shelf with `/book add`, then plan a read with `/schedule plan`.",
					title(c.Name), c.Zone, clockIn(c.Zone, in.Now)),
				text("%s", lacks(in, c)),
				text("-# Who may plan and ask is set under Server Settings > Integrations > Dogear. Now it is everyone with Manage Events."),
			)), nil
		}),
	}
}

// clubSettings shows and changes how a club is set up.
func (h *House) clubSettings() bot.Action {
	return bot.Action{
		Name: "club settings", On: bot.Slash, Organiser: true, NeedsServer: true,
		Help: "Show the club's settings, or change what you give",
		Options: []bot.Option{
			clubNameOption(), h.zoneOption(false), clubRoleOption(), clubRoomsOption(), clubRemindersOption(), clubEventsOption(),
			clubThreadsOption(), clubFallbackOption(),
		},
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := theClub(tx, in)
			if err != nil {
				return nil, err
			}
			before := c
			if err := applySettings(&c, in); err != nil {
				return nil, err
			}
			if err := changeClub(tx, in, before, c); err != nil {
				return nil, err
			}
			rights := fmt.Sprintf("-# In <#%s>, `/club settings` also says what I may not do there.", c.Channel)
			if in.Home() == c.Channel {
				rights = lacks(in, c)
			}
			return private(card(text("%s", settingsWords(before, c, in.Now)), text("%s", rights))), nil
		}),
	}
}

// changeClub stores new settings, and asks for what follows from them.
func changeClub(tx *storage.Tx, in *bot.Interaction, before, c storage.Club) error {
	if c == before {
		return nil
	}
	if err := atWork(before); err != nil {
		return err
	}
	reads, err := tx.ReadsUnderWay(c.ID, in.Now)
	if err != nil {
		return err
	}
	if err := tx.SetClub(c); err != nil {
		return err
	}
	if c.Role != before.Role {
		if err := askRoles(tx, c, in.Now); err != nil {
			return err
		}
	}
	for _, r := range reads {
		s, err := stage(tx, r, in.User, in.Now)
		if err != nil {
			return err
		}
		s.club, s.read.Club = c, c
		if err := s.followClub(tx, before); err != nil {
			return err
		}
	}
	return nil
}

// settingsWords shows how a club is set up, and what a change leaves as it is.
func settingsWords(before, c storage.Club, now time.Time) string {
	role := "none"
	if c.Role != "" {
		role = "<@&" + c.Role + ">"
	}
	words := fmt.Sprintf("### %s%s\nHome: <#%s>\nClock: %s, where it is %s\nRole: %s\nRooms: %s\nReminders: %s\nEvents: %s\nThreads: %s\nQuestions of mine: %s",
		title(c.Name), iff(c.Archived, "\nArchived: nothing is posted, and all is kept. `/club setup` brings it back.", ""), c.Channel, c.Zone, clockIn(c.Zone, now), role, iff(c.Rooms, "a private thread for each checkpoint", "none"),
		iff(c.Reminders, "for readers who ask for them with `/me settings`", "none"),
		iff(c.Events, "the next four checkpoints of a read", "none"),
		iff(c.Threads, "one for free talk under each post", "none"),
		iff(c.Fallback, "at checkpoints without one; `/prompt list` shows which", "none"))
	if c.Zone != before.Zone {
		words += "\nWhat lies ahead keeps its time of the day, by the new clock. `/schedule show` has the dates."
	}
	if before.Rooms && !c.Rooms {
		words += "\nRooms that are there already stay, and go on letting readers in."
	}
	return words
}

// applySettings reads the options that both commands share.
func applySettings(c *storage.Club, in *bot.Interaction) error {
	if typed, ok := in.Text("timezone"); ok {
		zone, err := dates.Zone(typed)
		if err != nil {
			return err
		}
		c.Zone = zone.String()
	}
	if typed, ok := in.Text("name"); ok {
		c.Name = club.CleanLine(typed)
		if c.Name == "" {
			return club.Refuse("The club needs a name with at least one letter in it.")
		}
	}
	if club.Units(c.Name) > club.MaxClubName {
		return club.Refuse("A club's name has at most %d characters; this one has %d.", club.MaxClubName, club.Units(c.Name))
	}
	if role, ok := in.Role("role"); ok {
		facts := roleFacts(*in.Server, role)
		facts.SetterOwns = in.Server.Owner == in.User
		facts.SetterManagesRoles = in.Permissions&discordgo.PermissionManageRoles != 0
		facts.SetterTop = topOf(*in.Server, in.UserRoles)
		if err := facts.FitToSet(); err != nil {
			return err
		}
		c.Role = role.ID
	}
	for option, setting := range map[string]*bool{
		"rooms": &c.Rooms, "reminders": &c.Reminders, "events": &c.Events, "threads": &c.Threads, "fallback": &c.Fallback,
	} {
		if on, given := in.Bool(option); given {
			*setting = on
		}
	}
	return nil
}

// roleFacts is what the rule for a club's role wants to know.
func roleFacts(s bot.Server, role bot.Role) club.RoleFacts {
	facts := club.RoleFacts{
		Name: role.Name, Everyone: role.ID == s.ID, Managed: role.Managed,
		Permissions: role.Permissions, Position: role.Position, BotTop: topOf(s, s.BotRoles),
	}
	for _, r := range s.Roles {
		if r.ID == s.ID {
			facts.EveryonePermissions = r.Permissions
		}
	}
	return facts
}

// topOf is the position of the highest of some roles.
func topOf(s bot.Server, ids []string) int {
	top := 0
	for _, r := range s.Roles {
		for _, id := range ids {
			if r.ID == id {
				top = max(top, r.Position)
			}
		}
	}
	return top
}

// clockIn is the time now in a zone.
func clockIn(zone string, now time.Time) string {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return "an unknown time"
	}
	return now.In(loc).Format("15:04")
}
