package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/storage"
)

// checkTime bounds how long Discord is waited for.
const checkTime = 10 * time.Second

// check is "dogear check": it looks over what a bot needs before it runs, and
// beside one that runs. It changes nothing.
func check(ctx context.Context, args []string, p process) error {
	set := flags("check")
	path := set.String("config", "", "the configuration `file` (default config.toml)")
	if done, err := parseFlags(set, args, p); done || err != nil {
		return err
	}
	cfg, err := loadConfig(*path, p.getenv)
	if err != nil {
		return err
	}
	r := report{w: p.stdout}
	r.say("Configuration: fine.")
	r.database(ctx, cfg)
	r.discord(ctx, cfg, newLogger(cfg, p.stderr))
	switch {
	case r.err != nil:
		return r.err
	case r.wrong > 0:
		return errors.New("not ready to run: see the lines that begin with WRONG")
	}
	r.say("All is well: \"dogear run\" starts the bot.")
	return r.err
}

// report writes what was found, line by line.
type report struct {
	w     io.Writer
	wrong int
	err   error // of writing
}

func (r *report) say(format string, args ...any) {
	if _, err := fmt.Fprintf(r.w, format+"\n", args...); err != nil && r.err == nil {
		r.err = err
	}
}

// fault reports what is wrong and what to do about it.
func (r *report) fault(format string, args ...any) {
	r.wrong++
	r.say("WRONG  "+format, args...)
}

// database looks at the database without disturbing a bot that runs on it.
func (r *report) database(ctx context.Context, cfg config) {
	found, err := storage.Inspect(ctx, cfg.database)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := writable(filepath.Dir(cfg.database)); err != nil {
			r.fault("Database: %s cannot be made: %v. Make the folder, let this user write there, or change storage.path.", cfg.database, err)
			return
		}
		r.say("Database: %s is not there yet; \"dogear run\" makes it.", cfg.database)
	case err != nil:
		r.fault("Database: %v.", databaseError(cfg.database, err))
	default:
		if err := writable(filepath.Dir(cfg.database)); err != nil {
			r.fault("Database: %s can be read, but not written: %v. Let this user write in its folder.", cfg.database, err)
			return
		}
		r.say("Database: %s, schema version %d.", cfg.database, found.Version)
	}
}

// writable tries to make a file in dir: SQLite keeps files beside the database.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".dogear-check-*")
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err // without the name that was tried
		}
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// discord asks Discord who the bot is.
func (r *report) discord(ctx context.Context, cfg config, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	visitor, err := bot.NewVisitor(account(cfg, log))
	if err != nil {
		r.fault("Discord: %v.", err)
		return
	}
	defer visitor.Close()
	who, err := visitor.Identify(ctx)
	if err != nil {
		r.fault("Discord: %v.", err)
		return
	}
	r.say("Discord: the token is that of %s, application %s.", who.Name, who.AppID)
	if cfg.devGuild != "" {
		r.say("Commands: in the server %s only, and not in direct messages (discord.dev_guild).", cfg.devGuild)
	}
	r.say("Invite link: %s", bot.Invite(who.AppID))
	r.say("It asks for these permissions; one that a server does not give costs only what it is for:")
	for _, group := range permissions() {
		r.say("  %s: %s", group.purpose, strings.Join(group.names, ", "))
	}
	r.say("Intents: Guilds. None of the Privileged Gateway Intents is needed.")
}

// permissionGroup is what the invite link asks for to one end, in Discord's
// words for it.
type permissionGroup struct {
	purpose string
	bits    int64
	names   []string
}

// permissions words all that the invite link asks for.
func permissions() []permissionGroup {
	return []permissionGroup{
		{
			"to post, and to find its posts again", discordgo.PermissionViewChannel | discordgo.PermissionSendMessages |
				discordgo.PermissionEmbedLinks | discordgo.PermissionAttachFiles | discordgo.PermissionReadMessageHistory,
			[]string{"View Channels", "Send Messages", "Embed Links", "Attach Files", "Read Message History"},
		},
		{"to give readers the club's role", discordgo.PermissionManageRoles, []string{"Manage Roles"}},
		{
			"for a room at each checkpoint", discordgo.PermissionCreatePrivateThreads |
				discordgo.PermissionSendMessagesInThreads | discordgo.PermissionManageThreads,
			[]string{"Create Private Threads", "Send Messages in Threads", "Manage Threads"},
		},
		{"for threads under its posts", discordgo.PermissionCreatePublicThreads, []string{"Create Public Threads"}},
		{"for events in the server's calendar", discordgo.PermissionCreateEvents, []string{"Create Events"}},
		{"to lock a message as a spoiler", discordgo.PermissionManageMessages, []string{"Manage Messages"}},
	}
}
