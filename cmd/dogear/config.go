package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/pelletier/go-toml/v2"

	"dogear/bot"
)

// defaultConfig is read where -config does not name another file. Only this
// one may be missing.
const defaultConfig = "config.toml"

// How late a post may be: less than a minute would make every restart count,
// more than a week belongs to another meeting.
const (
	minLateAfter = time.Minute
	maxLateAfter = 7 * 24 * time.Hour
)

// How long a server that was left is kept, in days: long enough for somebody to
// notice, and not for ever.
const (
	minKeepLeft = 1
	maxKeepLeft = 3650
)

// config is the configuration, checked.
type config struct {
	token     secret
	apiBase   string // scheme and host, no slash at the end
	devGuild  string // a server's id, or "" for all servers
	shards    bot.Shards
	database  string // path of the database
	lateAfter time.Duration
	keepLeft  time.Duration
	logLevel  slog.Level
	logJSON   bool
	backup    backupPlan
	listen    string // where the host can ask how the bot is, "" for nowhere
}

// settings is the configuration file as it is written. Its fields are the
// known keys, and there is no second list. All are text: what a text means is
// for check to say.
type settings struct {
	Discord struct {
		Token     string `toml:"token"`
		TokenFile string `toml:"token_file"`
		APIBase   string `toml:"api_base"`
		DevGuild  string `toml:"dev_guild"`
		Shards    string `toml:"shards"`
	} `toml:"discord"`
	Storage struct {
		Path            string `toml:"path"`
		KeepLeftServers string `toml:"keep_left_servers"`
	} `toml:"storage"`
	Backup struct {
		At     string `toml:"at"`
		Keep   string `toml:"keep"`
		Folder string `toml:"folder"`
	} `toml:"backup"`
	Schedule struct {
		LateAfter string `toml:"late_after"`
	} `toml:"schedule"`
	HTTP struct {
		Listen string `toml:"listen"`
	} `toml:"http"`
	Log struct {
		Level  string `toml:"level"`
		Format string `toml:"format"`
	} `toml:"log"`
}

// defaultSettings are what holds where the file says nothing; they stand in
// config.example.toml too.
func defaultSettings() settings {
	var s settings
	s.Discord.APIBase = "https://discord.com"
	s.Discord.Shards = "1"
	s.Storage.Path = "dogear.db"
	s.Storage.KeepLeftServers = "30d"
	s.Backup.At = "30 3 * * *"
	s.Backup.Keep = "7"
	s.Backup.Folder = "backups"
	s.Schedule.LateAfter = "6h"
	s.Log.Level = "info"
	s.Log.Format = "text"
	return s
}

// loadConfig reads and checks the file that -config names, "" for the default.
// Every error is a wrongUse.
func loadConfig(path string, getenv func(string) string) (config, error) {
	s, path, err := readSettings(path, getenv)
	if err != nil {
		return config{}, wrongUse{err}
	}
	cfg, err := s.checked(path)
	if err != nil {
		return config{}, err
	}
	if cfg.token, err = findToken(s, path, getenv); err != nil {
		return config{}, wrongUse{err}
	}
	return cfg, nil
}

// loadTokenless does the same without a look for the token: who only looks after
// the database need not be able to read it.
func loadTokenless(path string, getenv func(string) string) (config, error) {
	s, path, err := readSettings(path, getenv)
	if err != nil {
		return config{}, wrongUse{err}
	}
	return s.checked(path)
}

// readSettings reads the file as it is written, and says which it is.
func readSettings(path string, getenv func(string) string) (s settings, name string, err error) {
	named := path != ""
	if !named {
		path = defaultConfig
	}
	s = defaultSettings()
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		if getenv(tokenVariable) == "" {
			return s, path, fmt.Errorf("there is no %s here and no %s is set: copy config.example.toml to %s and put the bot's token into it, or say with -config where yours is"+
				" (or try \"dogear demo\", which needs no token)", path, tokenVariable, path)
		}
	case err != nil:
		return s, path, fmt.Errorf("read the configuration: %w", err)
	default:
		err = decode(path, data, &s)
		return s, path, err
	}
	return s, path, nil
}

// decode reads data, strictly, over the defaults in s.
func decode(path string, data []byte, s *settings) error {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors write one
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return fmt.Errorf("%s: it is saved as UTF-16: save it as UTF-8", path)
	}

	// First as TOML of any kind: what fails here is its grammar, and what fails
	// next is a key or a type.
	var all map[string]any
	if err := toml.Unmarshal(data, &all); err != nil {
		return decodeError(path, err, func(e *toml.DecodeError) string {
			text := strings.TrimPrefix(e.Error(), "toml: ")
			if len(e.Key()) == 0 { // not even a key and its value
				hint := ""
				if strings.Contains(text, "escape") {
					hint = "; in a path, write / for \\"
				}
				text += " (every value is a text in quotes, as in config.example.toml" + hint + ")"
			}
			return text
		})
	}
	err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(s)
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) {
		return decodeError(path, &unknown.Errors[0], func(e *toml.DecodeError) string {
			key := strings.Join(e.Key(), ".")
			return fmt.Sprintf("unknown key %q: did you mean %q?", key, nearestKey(key, knownKeys()))
		})
	}
	return decodeError(path, err, func(e *toml.DecodeError) string {
		key := strings.Join(e.Key(), ".")
		if len(e.Key()) < 2 {
			return fmt.Sprintf("%q is a section: write [%s] on a line of its own", key, key)
		}
		return fmt.Sprintf("%q must be a text in quotes, such as %s = \"...\"", key, e.Key()[len(e.Key())-1])
	})
}

// decodeError puts the file and the line before what say makes of err. The
// library's own excerpt of the file is left out: the token may be in it.
func decodeError(path string, err error, say func(*toml.DecodeError) string) error {
	var at *toml.DecodeError
	if !errors.As(err, &at) {
		return err
	}
	line, _ := at.Position()
	return fmt.Errorf("%s:%d: %s", path, line, say(at))
}

// checked reads every text but the token's; path is the file that holds them.
func (s settings) checked(path string) (config, error) {
	cfg, err := s.check()
	if err != nil {
		return config{}, wrongUse{fmt.Errorf("%s: %w", path, err)}
	}
	return cfg, nil
}

// check reads every text but the token's.
func (s settings) check() (config, error) {
	base, err := checkBase(s.Discord.APIBase)
	if err != nil {
		return config{}, fmt.Errorf("discord.api_base: %w", err)
	}
	cfg := config{apiBase: base, devGuild: strings.TrimSpace(s.Discord.DevGuild), database: s.Storage.Path}
	if cfg.devGuild != "" {
		if id, err := strconv.ParseUint(cfg.devGuild, 10, 64); err != nil || id == 0 {
			return config{}, fmt.Errorf("discord.dev_guild: %q is not a server's id, which is a long number"+
				" (Discord: Settings > Advanced > Developer Mode, then right-click the server > Copy Server ID)", s.Discord.DevGuild)
		}
	}
	if cfg.shards, err = s.checkShards(); err != nil {
		return config{}, err
	}
	if strings.TrimSpace(cfg.database) == "" {
		return config{}, errors.New("storage.path: it is empty: give the path of the database, such as \"dogear.db\"")
	}
	for _, p := range []struct{ key, text string }{
		{"discord.token_file", s.Discord.TokenFile}, {"storage.path", cfg.database}, {"backup.folder", s.Backup.Folder},
	} {
		if strings.ContainsFunc(p.text, unicode.IsControl) { // such as what \b means between quotes
			return config{}, fmt.Errorf("%s: %s has a character in it that no path has: write / for \\, on Windows too", p.key, strconv.Quote(p.text))
		}
	}
	days, isDays := strings.CutSuffix(s.Storage.KeepLeftServers, "d")
	n, err := strconv.Atoi(days)
	if err != nil || !isDays || n < minKeepLeft || n > maxKeepLeft {
		return config{}, fmt.Errorf("storage.keep_left_servers: %q is not a number of days from 1 to 3650: write it as \"30d\"", s.Storage.KeepLeftServers)
	}
	cfg.keepLeft = time.Duration(n) * 24 * time.Hour
	if cfg.backup, err = s.checkBackup(); err != nil {
		return config{}, err
	}
	if cfg.listen, err = s.checkListen(); err != nil {
		return config{}, err
	}
	cfg.lateAfter, err = time.ParseDuration(s.Schedule.LateAfter)
	if err != nil || cfg.lateAfter < minLateAfter || cfg.lateAfter > maxLateAfter {
		return config{}, fmt.Errorf("schedule.late_after: %q is not a time from 1 minute to 7 days: write hours and minutes, such as \"6h\", \"90m\" or \"168h\"", s.Schedule.LateAfter)
	}
	switch s.Log.Level {
	case "debug", "info", "warn", "error":
		// The four words are slog's own, so this cannot fail.
		_ = cfg.logLevel.UnmarshalText([]byte(s.Log.Level))
	default:
		return config{}, fmt.Errorf("log.level: %q is none of debug, info, warn, error", s.Log.Level)
	}
	switch s.Log.Format {
	case "text", "json":
		cfg.logJSON = s.Log.Format == "json"
	default:
		return config{}, fmt.Errorf("log.format: %q is neither text nor json", s.Log.Format)
	}
	return cfg, nil
}

// checkBase takes the address of Discord's API: https anywhere, or plain http
// where nobody can listen in, on this machine.
func checkBase(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Hostname() == "" {
		return "", fmt.Errorf("%q is not an address such as https://discord.com", text)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return "", fmt.Errorf("give only the scheme and the host, such as %s://%s", u.Scheme, u.Host)
	}
	switch {
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return u.Scheme + "://" + u.Host, nil
	case u.Scheme == "http":
		return "", fmt.Errorf("%q would send the token unencrypted: use https, or http with a loopback address such as 127.0.0.1", text)
	}
	return "", fmt.Errorf("%q must begin with https://", text)
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
