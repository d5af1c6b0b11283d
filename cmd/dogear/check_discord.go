package main

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/commands"
	"dogear/storage"
)

const (
	checkTime = 10 * time.Second // how long Discord is waited for, in each matter
	// Clocks that differ by more are told of: a post comes so much too early or
	// too late. By the second, people notice.
	clockOff   = 2 * time.Second
	clockWrong = 30 * time.Second
)

// discord asks Discord who the bot is, and how it fares there.
func (r *report) discord(ctx context.Context, cfg config, clubs []storage.Listed) {
	v, err := bot.NewVisitor(account(cfg, nil))
	if err != nil {
		r.fault("Discord: %v.", err)
		return
	}
	defer v.Close()
	short, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	who, err := v.Identify(short)
	switch {
	case errors.Is(err, bot.ErrToken):
		r.clock(v)
		r.fault("Discord: %v. %s", err, misread(cfg.token.reveal()))
		return
	case err != nil:
		r.fault("Discord: %s.", unreached(cfg.apiBase, err))
		return
	case !who.Bot:
		r.fault("Discord: the token is not that of a bot. Copy one from https://discord.com/developers/applications > your application > Bot > Reset Token.")
		return
	}
	r.clock(v)
	r.application(who)
	r.commands(ctx, v, cfg.devGuild)
	r.gateway(ctx, v, cfg)
	r.clubs(ctx, v, clubs, cfg.keepLeft)
	r.say("Invite link: %s", bot.Invite(who.AppID))
	r.say("It asks for these permissions; one that a server does not give costs only what it is for:")
	for _, group := range permissions() {
		r.say("  %s: %s", group.purpose, strings.Join(group.names, ", "))
	}
	r.say("Intents: Guilds. None of the Privileged Gateway Intents is needed.")
	if len(who.Privileged) > 0 {
		r.notice("Intents: switched on, and not needed: %s. Switch them off: https://discord.com/developers/applications > your application > Bot > Privileged Gateway Intents.", strings.Join(who.Privileged, ", "))
	}
}

// clock says whether this machine's is right.
func (r *report) clock(v *bot.Visitor) {
	behind := v.Behind()
	says := fmt.Sprintf("%v behind Discord's, or more: what is due comes so much too late", behind.Round(time.Second))
	if behind < 0 {
		says = fmt.Sprintf("%v ahead of Discord's, or more: what is due comes so much too early", (-behind).Round(time.Second))
	}
	const remedy = "Have it set by time servers, on Linux with \"timedatectl set-ntp true\"."
	switch off := behind.Abs(); {
	case off > clockWrong:
		r.fault("Clock: this machine's is %s. %s", says, remedy)
	case off > clockOff:
		r.notice("Clock: this machine's is %s. %s", says, remedy)
	default:
		r.say("Clock: right, by Discord's.")
	}
}

// application says whose token it is, and what about it is set wrong.
func (r *report) application(who bot.Identity) {
	const general = "https://discord.com/developers/applications > your application"
	r.say("Discord: the token is that of %s, application %s.", who.Name, who.AppID)
	switch who.Servers {
	case 0:
		r.say("It is in no server yet: the invite link below brings it into one.")
	case 1:
		r.say("It is in one server.")
	default:
		r.say("It is in about %d servers.", who.Servers)
	}
	if who.Endpoint != "" {
		r.fault("Discord: commands are sent to %s, and never reach Dogear. Empty the field: %s > General Information > Interactions Endpoint URL.", who.Endpoint, general)
	}
	if who.CodeGrant {
		r.notice("Discord: the invite link does not work. Switch this off: %s > Bot > Requires OAuth2 Code Grant.", general)
	}
}

// commands looks whose commands are registered with this bot. Two programs on
// one token take each other's away, and both answer.
func (r *report) commands(ctx context.Context, v *bot.Visitor, devGuild string) {
	if devGuild != "" {
		r.say("Commands: in the server %s only, and not in direct messages (discord.dev_guild).", devGuild)
	}
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	there, err := v.Commands(ctx, devGuild)
	switch {
	case errors.Is(err, bot.ErrNotIn):
		r.fault("Commands: the bot is not in the server %s. Bring it there by the invite link, or change discord.dev_guild.", devGuild)
	case err != nil:
		r.fault("Commands: it cannot be looked which there are: %v.", err)
	}
	own := make(map[string]bool)
	for _, a := range commands.New(commands.Deps{}).Actions() {
		switch a.On {
		case bot.Slash:
			name, _, _ := strings.Cut(a.Name, " ")
			own[name] = true
		case bot.OnMessage:
			own[a.Name] = true
		}
	}
	there = slices.DeleteFunc(there, func(name string) bool { return own[name] })
	if len(there) > 0 {
		r.notice("Commands: %s are registered with this bot, and are not Dogear's. If another program runs with this token, give Dogear an application of its own: \"dogear run\" takes the others' commands away.", strings.Join(there, ", "))
	}
}

// gateway looks whether the bot can connect.
func (r *report) gateway(ctx context.Context, v *bot.Visitor, cfg config) {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	g, err := v.Gateway(ctx)
	if err != nil {
		r.fault("Gateway: Discord does not say where it is: %v (see https://discordstatus.com, and try again).", err)
		return
	}
	if err := v.Greeted(ctx, g.URL); err != nil {
		r.fault("Gateway: %s. The bot calls it directly, whatever proxy is set for the web.", unreached(g.URL, err))
		return
	}
	switch has := cfg.shards; {
	case has.Auto || has.Of >= g.Shards:
	case has.Last-has.First+1 < has.Of: // others have the rest, and all know what is whose
		r.notice("Gateway: Discord recommends %d shards for so many servers, and discord.shards shares out %d. They do until one has 2500 servers; another number deals all servers out anew.", g.Shards, has.Of)
	default:
		r.notice("Gateway: Discord recommends %d shards for so many servers, and discord.shards says %d. Set it to \"auto\".", g.Shards, has.Of)
	}
	again := g.Reset.Round(time.Minute)
	switch {
	case g.Left == 0:
		r.fault("Gateway: Discord lets this bot begin no more connections for %v. Something has connected anew far too often: is this token used elsewhere too?", again)
	case g.Left < g.Starts/10:
		r.notice("Gateway: of %d connections a day, %d are left for %v. Something connects anew far too often: is this token used elsewhere too?", g.Starts, g.Left, again)
	default:
		r.say("Gateway: %s is there.", g.URL)
	}
}

// misread says what else than a bot's token it may be that Discord refused.
func misread(token string) string {
	first, rest, _ := strings.Cut(token, ".")
	id, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(first, "="))
	number := func(text string) bool { n, err := strconv.ParseUint(text, 10, 64); return err == nil && n > 1<<40 }
	switch {
	case strings.HasPrefix(token, "mfa."):
		return "What is there now is a person's own token. Nobody else may use that, nor any program: change that person's Discord password, which ends it."
	case err == nil && number(string(id)) && strings.Contains(rest, "."):
		return fmt.Sprintf("What is there now was made for the account %s. If that is the bot, it has ended, as a token does when another is made. If it is a person, it is their own, which no program may use: change their Discord password, which ends it.", id)
	case number(token):
		return "What is there now is a number, as the Application ID is: the token is another text."
	case len(token) == 64 && rest == "":
		return "What is there now is as long as the Public Key: the token is another text."
	case len(token) == 32 && rest == "":
		return "What is there now is as long as the Client Secret (OAuth2): the token is another text."
	case strings.Count(token, ".") != 2:
		return "What is there now does not look like a token, which has two dots in it."
	}
	return "A token ends when another is made."
}

// unreached says why nothing was heard from an address, and what to look at.
func unreached(address string, err error) string {
	var name *net.DNSError
	var issuer x509.UnknownAuthorityError
	var roots x509.SystemRootsError
	var cert x509.CertificateInvalidError
	var slow net.Error
	why := "see https://discordstatus.com, and try again"
	switch {
	case errors.As(err, &name):
		why = "this machine does not find that name: is it on the network, and does its DNS work?"
	case errors.As(err, &cert) && cert.Reason == x509.Expired:
		why = "its certificate does not hold at this machine's time, " + time.Now().UTC().Format("2006-01-02 15:04") + " UTC: is the clock right?"
	case errors.As(err, &issuer), errors.As(err, &roots):
		why = "its certificate cannot be verified: are the authorities' certificates installed (ca-certificates), and does nothing stand between that opens what is encrypted?"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		why = "it did not answer in time: does a firewall stand between?"
	case errors.As(err, new(*net.OpError)):
		why = "does a firewall or a proxy stand between?"
	}
	return fmt.Sprintf("%s cannot be reached: %v (%s)", address, err, why)
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
