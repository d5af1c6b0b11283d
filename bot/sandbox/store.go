package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// saveEvery is how long a change may wait before it is in the file.
const saveEvery = time.Second

// saver writes the state file.
type saver struct {
	dirty   atomic.Bool
	stopped sync.WaitGroup
}

// saved is the state file. Tokens of interactions are not in it: what was
// under way when the sandbox stopped is over.
type saved struct {
	Version  int
	URL      string // stands in the addresses of files
	Now      time.Time
	LastID   int64
	App      string
	Bot      string
	Users    []*user
	Guilds   []savedGuild
	Channels []*channel
	Messages []*message
	Commands map[string][]json.RawMessage
	IDs      map[string][2]string // of commands, by command.key: id and version
}

// savedGuild is a Guild, most of whose fields are its own affair.
type savedGuild struct {
	ID, Name, Owner, BotRole string
	Roles                    map[string]*role
	Members                  map[string]*member
	Channels                 []string
	Joined                   time.Time
	Events                   []*Event `json:",omitempty"`
}

const savedVersion = 1

// touched notes a change of what is kept, and wakes all who wait for one.
func (s *Sandbox) touched() {
	s.saver.dirty.Store(true)
	s.changed()
}

// load goes on where the state file ends. No file is a fresh start.
func (s *Sandbox) load() error {
	if s.opt.File == "" {
		return nil
	}
	raw, err := os.ReadFile(s.opt.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the sandbox's state: %w", err)
	}
	var head struct {
		Version int
		URL     string
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return fmt.Errorf("read the sandbox's state %s: %w", s.opt.File, err)
	}
	if head.Version != savedVersion {
		return fmt.Errorf("the sandbox's state %s is of version %d, this program knows %d", s.opt.File, head.Version, savedVersion)
	}
	raw = bytes.ReplaceAll(raw, []byte(`"`+head.URL+`/attachments/`), []byte(`"`+s.url+`/attachments/`))
	var in saved
	if err := json.Unmarshal(raw, &in); err != nil {
		return fmt.Errorf("read the sandbox's state %s: %w", s.opt.File, err)
	}
	return s.restore(&in)
}

func (s *Sandbox) restore(in *saved) error {
	s.app, s.ids.last = in.App, in.LastID
	s.clock.turnTo(in.Now)
	for _, u := range in.Users {
		s.users[u.ID] = u
		if s.names[u.Name] == nil {
			s.names[u.Name] = u
		}
	}
	if s.bot = s.users[in.Bot]; s.bot == nil {
		return errors.New("the sandbox's state has no bot")
	}
	for _, x := range in.Guilds {
		g := &Guild{ID: x.ID, Name: x.Name, s: s, owner: x.Owner, botRole: x.BotRole, roles: x.Roles, members: x.Members, channels: x.Channels, joined: x.Joined, events: x.Events}
		s.guilds = append(s.guilds, g)
		s.guildByID[g.ID] = g
	}
	for _, c := range in.Channels {
		s.addChannel(c)
	}
	for _, m := range in.Messages {
		c := s.channels[m.Channel]
		if c == nil || s.users[m.Author] == nil {
			continue
		}
		s.messages[m.ID] = m
		if m.Only != "" {
			c.private[m.Only] = append(c.private[m.Only], m)
		} else {
			c.public = append(c.public, m)
		}
		for _, f := range m.Attachments {
			s.files[f.ID] = f
		}
	}
	for scope, list := range in.Commands {
		set := &commandSet{}
		for _, raw := range list {
			c := parseCommand(raw)
			ids := in.IDs[c.key(scope)]
			c.Guild, c.ID, c.Version = scope, ids[0], ids[1]
			set.list = append(set.list, c)
		}
		set.index()
		s.commands[scope] = set
	}
	return nil
}

// key names a command in the file. An entry of a menu may be called as a
// command that is typed.
func (c *command) key(scope string) string {
	if c.Type == 1 {
		return scope + "/" + c.Name
	}
	return scope + "/" + strconv.Itoa(c.Type) + "/" + c.Name
}

// state is what the file holds. The lock is held.
func (s *Sandbox) state() *saved {
	out := &saved{
		Version: savedVersion, URL: s.url, Now: s.clock.now(), LastID: s.ids.last, App: s.app, Bot: s.bot.ID,
		Commands: map[string][]json.RawMessage{}, IDs: map[string][2]string{},
	}
	for _, g := range s.guilds {
		out.Guilds = append(out.Guilds, savedGuild{g.ID, g.Name, g.owner, g.botRole, g.roles, g.members, g.channels, g.joined, g.events})
	}
	for _, id := range sortedKeys(s.users) {
		out.Users = append(out.Users, s.users[id])
	}
	for _, id := range sortedKeys(s.channels) {
		out.Channels = append(out.Channels, s.channels[id])
	}
	for _, m := range s.messages {
		out.Messages = append(out.Messages, m)
	}
	slices.SortFunc(out.Messages, byAge)
	for scope, set := range s.commands {
		for _, c := range set.list {
			out.Commands[scope] = append(out.Commands[scope], c.Raw)
			out.IDs[c.key(scope)] = [2]string{c.ID, c.Version}
		}
	}
	return out
}

// save writes the file beside itself first, so that it is never half there.
func (s *Sandbox) save() error {
	if !s.saver.dirty.Swap(false) {
		return nil
	}
	s.mu.Lock()
	raw := encode(s.state())
	s.mu.Unlock()
	if err := writeFile(s.opt.File, raw); err != nil {
		s.saver.dirty.Store(true)
		return fmt.Errorf("save the sandbox's state: %w", err)
	}
	return nil
}

func writeFile(path string, raw []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

func (s *Sandbox) startSaving() {
	if s.opt.File == "" {
		return
	}
	s.saver.stopped.Go(func() {
		tick := time.NewTicker(saveEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if err := s.save(); err != nil {
					s.log.Error("save", slog.Any("err", err))
				}
			case <-s.done:
				return
			}
		}
	})
}

func (s *Sandbox) stopSaving() error {
	if s.opt.File == "" {
		return nil
	}
	s.saver.stopped.Wait()
	s.saver.dirty.Store(true)
	return s.save()
}
