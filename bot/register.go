package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Registry remembers what was registered with Discord, by scope: a server's
// id, or a word.
type Registry interface {
	// Registered returns what SetRegistered was last given for the scope, empty
	// strings if nothing.
	Registered(ctx context.Context, scope string) (hash, ids string, err error)
	SetRegistered(ctx context.Context, scope, hash, ids string) error
}

const (
	scopeGlobal = "global"
	// What is kept under this is not a hash but the scope of the last start.
	scopeCurrent = "current"
)

// register sees to it that Discord has our commands, in one scope only. It
// tries until it can; the bot works on meanwhile with those of before.
func (b *Bot) register(ctx context.Context) {
	wait := time.Second
	for {
		err := b.tryRegister(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		b.log.Error("commands not registered: "+explain(err), "again_in", wait)
		if sleep(ctx, wait) != nil {
			return
		}
		wait = min(2*wait, time.Hour)
	}
}

func (b *Bot) tryRegister(ctx context.Context) error {
	scope := scopeGlobal
	if b.conf.DevGuild != "" {
		scope = b.conf.DevGuild
	}
	last, _, err := b.conf.Registry.Registered(ctx, scopeCurrent)
	if err != nil {
		return fmt.Errorf("look up the last registration: %w", err)
	}
	if last != "" && last != scope {
		if err := b.empty(ctx, last); err != nil {
			return err
		}
	}
	if last != scope {
		if err := b.conf.Registry.SetRegistered(ctx, scopeCurrent, scope, ""); err != nil {
			return fmt.Errorf("record the scope of commands: %w", err)
		}
	}
	return b.fill(ctx, scope)
}

// empty takes the commands out of the scope that they were in before: people
// would see them twice.
func (b *Bot) empty(ctx context.Context, scope string) error {
	_, err := b.overwrite(ctx, scope, []byte("[]"))
	if code := discordCode(err); code == codeMissingAccess || code == codeUnknownGuild {
		err = nil // not a server of ours any more
	}
	if err != nil {
		return err
	}
	b.log.Info("commands removed", "scope", scope)
	if err := b.conf.Registry.SetRegistered(ctx, scope, "", ""); err != nil {
		return fmt.Errorf("record removed commands: %w", err)
	}
	return nil
}

// fill registers the commands in a scope, if Discord has not just these.
func (b *Bot) fill(ctx context.Context, scope string) error {
	data, err := json.Marshal(inScope(b.commands, scope))
	if err != nil {
		return fmt.Errorf("encode commands: %w", err)
	}
	sum := sha256.Sum256(append(data, b.self().app...))
	hash := hex.EncodeToString(sum[:])
	before, ids, err := b.conf.Registry.Registered(ctx, scope)
	if err != nil {
		return fmt.Errorf("look up registered commands: %w", err)
	}
	if before == hash {
		var there []registered
		if err := b.rest.get(ctx, b.commandsURL(scope), commandsRoute(scope), &there); err != nil {
			return err
		}
		if idsOf(there) == ids {
			b.log.Debug("commands unchanged", "scope", scope)
			return nil
		}
	}
	for _, c := range b.commands {
		if scope != scopeGlobal && len(c.Contexts) > 1 {
			b.log.Info("commands of one server do not work in direct messages", "command", c.Name)
		}
	}
	made, err := b.overwrite(ctx, scope, data)
	if err != nil {
		return err
	}
	b.log.Info("commands registered", "scope", scope, "commands", len(made))
	if err := b.conf.Registry.SetRegistered(ctx, scope, hash, idsOf(made)); err != nil {
		return fmt.Errorf("record registered commands: %w", err)
	}
	return nil
}

// inScope leaves out what only commands for all servers have.
func inScope(commands []command, scope string) []command {
	if scope == scopeGlobal {
		return commands
	}
	out := make([]command, len(commands))
	for i, c := range commands {
		c.Contexts, c.Integrations = nil, nil
		out[i] = c
	}
	return out
}

// registered is a command as Discord has it.
type registered struct {
	ID      string `json:"id"`
	Type    int    `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version"`
}

// idsOf is what tells whether someone else has changed the commands. Discord's
// own JSON is not compared: it adds and leaves out defaults.
func idsOf(list []registered) string {
	lines := make([]string, len(list))
	for i, c := range list {
		lines[i] = fmt.Sprintf("%d/%s %s@%s", c.Type, c.Name, c.ID, c.Version)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func (b *Bot) commandsURL(scope string) string {
	if scope == scopeGlobal {
		return discordgo.EndpointApplicationGlobalCommands(b.self().app)
	}
	return discordgo.EndpointApplicationGuildCommands(b.self().app, scope)
}

func commandsRoute(scope string) string {
	if scope == scopeGlobal {
		return "/applications/{application}/commands"
	}
	return "/applications/{application}/guilds/{guild}/commands"
}

// overwrite replaces all commands of a scope.
func (b *Bot) overwrite(ctx context.Context, scope string, data []byte) ([]registered, error) {
	answer, err := b.rest.do(ctx, call{
		method: http.MethodPut, url: b.commandsURL(scope), route: commandsRoute(scope), bucket: b.commandsURL(scope),
		contentType: "application/json", body: data, keepDetails: true,
	})
	if err != nil {
		return nil, err
	}
	var made []registered
	if err := lenient(json.Unmarshal(answer, &made)); err != nil {
		return nil, fmt.Errorf("read registered commands: %w", err)
	}
	return made, nil
}

// explain puts into plain words what Discord said of a refused registration:
// which part of which command, and what is wrong with it.
func explain(err error) string {
	e, ok := errors.AsType[*requestError](err)
	if !ok || len(e.details) == 0 {
		return err.Error()
	}
	var answer struct {
		Errors map[string]any `json:"errors"`
	}
	if json.Unmarshal(e.details, &answer) != nil || len(answer.Errors) == 0 {
		return err.Error()
	}
	var lines []string
	collect(answer.Errors, "", &lines)
	sort.Strings(lines)
	return err.Error() + ": " + strings.Join(lines, "; ")
}

// collect flattens Discord's nested errors to "0.options.1.name: what is wrong".
func collect(node map[string]any, path string, lines *[]string) {
	for key, v := range node {
		switch v := v.(type) {
		case map[string]any:
			collect(v, strings.TrimPrefix(path+"."+key, "."), lines)
		case []any:
			for _, item := range v {
				if problem, ok := item.(map[string]any); ok && key == "_errors" {
					*lines = append(*lines, fmt.Sprintf("%s: %v", path, problem["message"]))
				}
			}
		}
	}
}
