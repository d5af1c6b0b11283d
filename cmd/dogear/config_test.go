package main

import (
	"errors"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"

	"dogear/bot"
)

const examplePath = "../../config.example.toml"

// environment is a getenv that knows these variables.
func environment(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

// inFolder writes text as config.toml into a new folder, and reads it.
func inFolder(t *testing.T, text string, vars map[string]string) (config, string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := loadConfig(path, environment(vars))
	return cfg, path, err
}

func TestBadConfigurations(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, want string }{
		{"unknown key", "[discord]\ntokn = \"a\"", `F:2: unknown key "discord.tokn": did you mean "discord.token"?`},
		{"letters swapped", "[log]\n\nleevl = \"info\"", `F:3: unknown key "log.leevl": did you mean "log.level"?`},
		{"key without its section", "late_after = \"6h\"", `F:1: unknown key "late_after": did you mean "schedule.late_after"?`},
		{"key in the wrong section", "[discord]\npath = \"x.db\"", `F:2: unknown key "discord.path": did you mean "storage.path"?`},
		{"unknown section", "# x\n[disord]\ntoken = \"a\"", `F:2: unknown key "disord": did you mean "discord"?`},
		{"the first of several", "[log]\nlevl = \"info\"\nfromat = \"text\"", `F:2: unknown key "log.levl": did you mean "log.level"?`},
		{"number for a text", "[discord]\ndev_guild = 1234", `F:2: "discord.dev_guild" must be a text in quotes, such as dev_guild = "..."`},
		{"list for a text", "[discord]\napi_base = [\"x\"]", `F:2: "discord.api_base" must be a text in quotes, such as api_base = "..."`},
		{"truth for a text", "[discord]\ntoken = true", `F:2: "discord.token" must be a text in quotes, such as token = "..."`},
		{"section for a text", "[log]\n[log.level]\nx = 1", `F:2: "log.level" must be a text in quotes, such as level = "..."`},
		{"text for a section", "discord = \"x\"", `F:1: "discord" is a section: write [discord] on a line of its own`},
		{"list for a section", "[[discord]]\ntoken = \"x\"", `F:1: "discord" is a section: write [discord] on a line of its own`},
		{"twice", "[log]\nlevel = \"info\"\nlevel = \"warn\"", `F:3: key level is already defined`},
		{"no quotes", "[discord]\ntoken = MTAx", `F:2: unexpected character U+004D 'M' at start of value (every value is a text in quotes, as in config.example.toml)`},
		{"no bracket", "[discord\ntoken = \"a\"", `F:1: expected ']' to close table name (every value is a text in quotes, as in config.example.toml)`},
		{"base without scheme", "[discord]\napi_base = \"discord.com\"", `F: discord.api_base: "discord.com" is not an address such as https://discord.com`},
		{"base of another scheme", "[discord]\napi_base = \"ftp://discord.com\"", `F: discord.api_base: "ftp://discord.com" must begin with https://`},
		{"base that can be overheard", "[discord]\napi_base = \"http://10.0.0.1:80\"", `F: discord.api_base: "http://10.0.0.1:80" would send the token unencrypted: use https, or http with a loopback address such as 127.0.0.1`},
		{"base that looks like loopback", "[discord]\napi_base = \"http://127.0.0.1.example.org\"", `F: discord.api_base: "http://127.0.0.1.example.org" would send the token unencrypted: use https, or http with a loopback address such as 127.0.0.1`},
		{"base with a path", "[discord]\napi_base = \"https://discord.com/api/v9\"", `F: discord.api_base: give only the scheme and the host, such as https://discord.com`},
		{"base with a name", "[discord]\napi_base = \"https://me:pw@discord.com\"", `F: discord.api_base: give only the scheme and the host, such as https://discord.com`},
		{"server by name", "[discord]\ndev_guild = \"Hailsham\"", `F: discord.dev_guild: "Hailsham" is not a server's id, which is a long number (Discord: Settings > Advanced > Developer Mode, then right-click the server > Copy Server ID)`},
		{"no database", "[storage]\npath = \" \"", `F: storage.path: it is empty: give the path of the database, such as "dogear.db"`},
		{"Windows' \\", "[storage]\npath = \"D:\\dogear.db\"", `F:2: invalid escape character U+0064 'd' (every value is a text in quotes, as in config.example.toml; in a path, write / for \)`},
		{"Windows' \\ that means something", "[storage]\npath = \"D:\\books.db\"", `F: storage.path: "D:\books.db" has a character in it that no path has: write / for \, on Windows too`},
		{"and in a folder", "[backup]\nfolder = \"D:\\backups\"", `F: backup.folder: "D:\backups" has a character in it that no path has: write / for \, on Windows too`},
		{"and in another", "[discord]\ntoken_file = \"D:\\token\"", `F: discord.token_file: "D:\token" has a character in it that no path has: write / for \, on Windows too`},
		{"another's letters", "\xff\xfe[\x00", "F: it is saved as UTF-16: save it as UTF-8"},
		{"hours", "[storage]\nkeep_left_servers = \"720h\"", `F: storage.keep_left_servers: "720h" is not a number of days from 1 to 3650: write it as "30d"`},
		{"no days", "[storage]\nkeep_left_servers = \"0d\"", `F: storage.keep_left_servers: "0d" is not a number of days from 1 to 3650: write it as "30d"`},
		{"too many days", "[storage]\nkeep_left_servers = \"3651d\"", `F: storage.keep_left_servers: "3651d" is not a number of days from 1 to 3650: write it as "30d"`},
		{"no cron line", "[backup]\nat = \"every night\"", `F: backup.at: "every night" is not a cron line (expected exactly 5 fields, found 2: [every night]): write minute, hour, day of the month, month and day of the week, such as "30 3 * * *" for half past three every night, or nothing for no backups`},
		{"cron line with a zone", "[backup]\nat = \"TZ=UTC\"", `F: backup.at: "TZ=UTC" is not a plain cron line: write minute, hour, day of the month, month and day of the week, such as "30 3 * * *" for half past three every night, or nothing for no backups`},
		{"cron line by name", "[backup]\nat = \"@daily\"", `F: backup.at: "@daily" is not a plain cron line: write minute, hour, day of the month, month and day of the week, such as "30 3 * * *" for half past three every night, or nothing for no backups`},
		{"day that never comes", "[backup]\nat = \"0 3 31 2 *\"", `F: backup.at: "0 3 31 2 *" never comes: write minute, hour, day of the month, month and day of the week, such as "30 3 * * *" for half past three every night, or nothing for no backups`},
		{"keeps nothing", "[backup]\nkeep = \"0\"", `F: backup.keep: "0" is not a number of backups from 1 to 1000: write it as "7"`},
		{"keeps too much", "[backup]\nkeep = \"1001\"", `F: backup.keep: "1001" is not a number of backups from 1 to 1000: write it as "7"`},
		{"keeps days", "[backup]\nkeep = \"7d\"", `F: backup.keep: "7d" is not a number of backups from 1 to 1000: write it as "7"`},
		{"no folder for backups", "[backup]\nfolder = \" \"", `F: backup.folder: it is empty: give a folder, such as "backups" (with backup.at = "" none are made)`},
		{"days", "[schedule]\nlate_after = \"7d\"", `F: schedule.late_after: "7d" is not a time from 1 minute to 7 days: write hours and minutes, such as "6h", "90m" or "168h"`},
		{"too short", "[schedule]\nlate_after = \"59s\"", `F: schedule.late_after: "59s" is not a time from 1 minute to 7 days: write hours and minutes, such as "6h", "90m" or "168h"`},
		{"too long", "[schedule]\nlate_after = \"168h1s\"", `F: schedule.late_after: "168h1s" is not a time from 1 minute to 7 days: write hours and minutes, such as "6h", "90m" or "168h"`},
		{"level", "[log]\nlevel = \"loud\"", `F: log.level: "loud" is none of debug, info, warn, error`},
		{"format", "[log]\nformat = \"xml\"", `F: log.format: "xml" is neither text nor json`},
		{"no token", "", `there is no bot token: put it into discord.token in F, into a file that discord.token_file names, or into the environment variable DISCORD_TOKEN (Discord Developer Portal > Bot > Reset Token)`},
		{"empty token", "[discord]\ntoken = \" \"", `there is no bot token: put it into discord.token in F, into a file that discord.token_file names, or into the environment variable DISCORD_TOKEN (Discord Developer Portal > Bot > Reset Token)`},
		{"not a token", "[discord]\ntoken = \"my token\"", `discord.token in F holds something that is not a token: copy it again from the Discord Developer Portal > Bot > Reset Token`},
		{"no token file", "[discord]\ntoken_file = \"/no/such\"", `F: discord.token_file: open /no/such: no such file or directory`},
		{"empty token file", "[discord]\ntoken_file = \"/dev/null\"", `F: discord.token_file: /dev/null is empty: put the token into it, and nothing else`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, path, err := inFolder(t, tc.text, nil)
			if err == nil {
				t.Fatal("accepted")
			}
			if got := strings.ReplaceAll(err.Error(), path, "F"); got != tc.want {
				t.Errorf("\ngot  %s\nwant %s", got, tc.want)
			}
			var wrong wrongUse
			if !errors.As(err, &wrong) {
				t.Errorf("a %T, want a wrongUse", err)
			}
		})
	}
}

func TestConfigurationIsRead(t *testing.T) {
	t.Parallel()
	cfg, _, err := inFolder(t, "\ufeff"+`
		[discord]
		token = " Bot abc.def "
		api_base = "http://[::1]:8080/"
		dev_guild = "1234567890"
		shards = "0-3/16"
		[storage]
		path = "/var/lib/dogear/club.db"
		keep_left_servers = "7d"
		[backup]
		at = "*/10 * * * 1-5"
		keep = "30"
		folder = "copies"
		[schedule]
		late_after = "1h30m"
		[log]
		level = "debug"
		format = "json"
	`, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := cfg.token.reveal(); got != "abc.def" {
		t.Errorf("token %q", got)
	}
	cfg.token = secret{}
	want := config{
		apiBase: "http://[::1]:8080", devGuild: "1234567890", shards: bot.Shards{Last: 3, Of: 16}, database: "/var/lib/dogear/club.db",
		lateAfter: 90 * time.Minute, keepLeft: 7 * 24 * time.Hour, logLevel: slog.LevelDebug, logJSON: true,
		backup: backupPlan{at: "*/10 * * * 1-5", keep: 30, folder: "/var/lib/dogear/copies"},
	}
	if cfg != want {
		t.Errorf("\ngot  %+v\nwant %+v", cfg, want)
	}
}

func TestBaseMayBeLoopback(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"http://127.0.0.1:1", "http://127.9.9.9", "http://localhost:8080", "http://[::1]", "https://discord.com", "https://10.0.0.1:8443"} {
		if got, err := checkBase(base + "/"); got != base || err != nil {
			t.Errorf("%s: %q, %v", base, got, err)
		}
	}
}

// Only the default file may be missing, and only if the token comes from
// elsewhere.
func TestMissingConfiguration(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := loadConfig("", environment(nil)); err == nil || !strings.HasPrefix(err.Error(), "there is no config.toml here and no DISCORD_TOKEN is set: ") {
		t.Errorf("neither: %v", err)
	}
	withToken := environment(map[string]string{"DISCORD_TOKEN": "abc"})
	cfg, err := loadConfig("", withToken)
	if err != nil || cfg.token.reveal() != "abc" || cfg.apiBase != "https://discord.com" {
		t.Errorf("the variable alone: %+v, %v", cfg, err)
	}
	if _, err := loadConfig("config.toml", withToken); err == nil || err.Error() != "read the configuration: open config.toml: no such file or directory" {
		t.Errorf("a missing file that was named: %v", err)
	}
}

// The example holds every key with its default, and loads as it is.
func TestExampleIsTheDefaults(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(examplePath)
	if err != nil {
		t.Fatal(err)
	}
	var got settings // empty, so that what the example leaves out shows
	if err := decode(examplePath, data, &got); err != nil {
		t.Fatal(err)
	}
	if want := defaultSettings(); got != want {
		t.Errorf("\ngot  %+v\nwant %+v", got, want)
	}

	var written map[string]map[string]string
	if err := toml.Unmarshal(data, &written); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for section, values := range written {
		keys = append(keys, section)
		for key := range maps.Keys(values) {
			keys = append(keys, section+"."+key)
		}
	}
	slices.Sort(keys)
	if want := slices.Sorted(slices.Values(knownKeys())); !slices.Equal(keys, want) {
		t.Errorf("\nexample has %v\nthe code     %v", keys, want)
	}

	if _, err := loadConfig(examplePath, environment(map[string]string{"DISCORD_TOKEN": "abc"})); err != nil {
		t.Error(err)
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"run", "rnu", 1},
		{"token", "tokn", 1},
		{"token", "toaken", 1},
		{"path", "bath", 1},
		{"kitten", "sitting", 3},
		{"élan", "elan", 1},
	} {
		if got := distance(tc.a, tc.b); got != tc.want {
			t.Errorf("%q to %q: %d, want %d", tc.a, tc.b, got, tc.want)
		}
		if got := distance(tc.b, tc.a); got != tc.want {
			t.Errorf("%q to %q: %d, want %d", tc.b, tc.a, got, tc.want)
		}
	}
}
