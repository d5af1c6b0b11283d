package main

import (
	"encoding/json"
	goversion "go/version"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// unhurried is how long Dogear is promised to need at most for a clean stop.
const unhurried = 20 * time.Second

// The configuration of the unit and of the image is one that Dogear takes.
func TestPackagedConfig(t *testing.T) {
	t.Parallel()
	s := packagedSettings(t)
	if _, err := s.check(); err != nil {
		t.Error(err)
	}
	for _, name := range []string{s.Discord.TokenFile, s.Storage.Path} {
		if !path.IsAbs(name) {
			t.Errorf("%q depends on where Dogear is started", name)
		}
	}
	if s.HTTP.Listen == "" {
		t.Error("the image's health check has nobody to ask")
	}
}

// What the unit names is there, and is what the rest of the package says.
func TestUnit(t *testing.T) {
	t.Parallel()
	s, unit := packagedSettings(t), projectText(t, "deploy/dogear.service")
	said := func(key string) []string { return findAll(unit, `(?m)^`+key+`=(.*)$`) }
	is := func(key string, want ...string) {
		t.Helper()
		if got := said(key); !slices.Equal(got, want) {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	start := strings.Fields(findOne(t, unit, `(?m)^ExecStart=/usr/local/bin/dogear (.*)$`))
	takes(t, start)
	config := start[slices.Index(start, "-config")+1]
	is("AssertPathExists", config, s.Discord.TokenFile)
	is("LoadCredential", "token:"+s.Discord.TokenFile)
	is("BindReadOnlyPaths", "%t/credentials/%n/token:"+s.Discord.TokenFile)
	is("StateDirectory", strings.TrimPrefix(path.Dir(s.Storage.Path), "/var/lib/"))
	is("WorkingDirectory", "%S/"+said("StateDirectory")[0])
	is("RestartPreventExitStatus", strconv.Itoa(exitWrongUse))
	is("LimitCORE", "0")
	if limit := findOne(t, unit, `(?m)^TimeoutStopSec=(\d+)$`); seconds(t, limit) <= unhurried {
		t.Errorf("after %s seconds a clean stop may be cut short", limit)
	}
	for _, name := range []string{config, s.Discord.TokenFile, path.Dir(s.Storage.Path)} {
		if about, _, _ := strings.Cut(unit, "[Unit]"); !strings.Contains(about, name) {
			t.Errorf("the unit's head does not tell of %s", name)
		}
	}
}

// The image runs what is there, as nobody in particular, and finds its files.
func TestDockerfile(t *testing.T) {
	t.Parallel()
	s, file := packagedSettings(t), projectText(t, "deploy/Dockerfile")
	has := func(text, what string) {
		t.Helper()
		if !strings.Contains(file, text) {
			t.Errorf("%s is not there: no %q", what, text)
		}
	}
	for _, name := range slices.Concat(findAll(file, `cp ([A-Za-z]\S+) `), findAll(file, ` (deploy/\w+) >`), findAll(file, `\./(cmd/\S+)`)) {
		projectHas(t, name)
	}
	run := listOf(t, findOne(t, file, `(?m)^ENTRYPOINT (\[.*\])$`))
	has("-o /out"+run[0]+" ./cmd/dogear\n", "the program")
	takes(t, listOf(t, findOne(t, file, `(?m)^CMD (\[.*\])$`)))
	health := listOf(t, findOne(t, file, `(?m)^HEALTHCHECK .* CMD (\[.*\])$`))
	if health[0] != run[0] {
		t.Errorf("the health check runs %q", health[0])
	}
	takes(t, health[1:])
	has("deploy/config.toml /out"+findOne(t, file, `(?ms)^FROM scratch$.*^WORKDIR (\S+)$`)+"/"+defaultConfig+" ", "the configuration")
	volume, user := findOne(t, file, `(?m)^VOLUME (.*)$`), findOne(t, file, `(?m)^USER (\d+):\d+$`)
	if volume != path.Dir(s.Storage.Path) || user == "0" {
		t.Errorf("the user %s has the volume %s, the database is %s", user, volume, s.Storage.Path)
	}
	has("install -d -m 700 -o "+user+" -g "+user+" /out"+volume+" ", "the user's folder")
	// Whatever go.mod asks for, the image's Go gives: it may fetch no other.
	image, needs := findOne(t, file, `(?m)^FROM \S*golang:([\d.]+)-`), findOne(t, projectText(t, "go.mod"), `(?m)^go (\S+)$`)
	if goversion.Compare("go"+image, "go"+needs) < 0 {
		t.Errorf("the image has Go %s, go.mod needs %s", image, needs)
	}
}

// Compose mounts things where the image looks for them.
func TestCompose(t *testing.T) {
	t.Parallel()
	s, file, image := packagedSettings(t), projectText(t, "deploy/compose.yaml"), projectText(t, "deploy/Dockerfile")
	projectHas(t, path.Join("deploy", findOne(t, file, `(?m)^ +context: (.*)$`), findOne(t, file, `(?m)^ +dockerfile: (.*)$`)))
	if target := findOne(t, file, `(?m)^ +target: (.*)$`); target != s.Discord.TokenFile {
		t.Errorf("the token is at %s, and looked for at %s", target, s.Discord.TokenFile)
	}
	if data := findOne(t, file, `(?m)^ +- data:(.*)$`); data != findOne(t, image, `(?m)^VOLUME (.*)$`) {
		t.Errorf("the data is at %s", data)
	}
	if user := findOne(t, file, `chown (\d+) token`); user != findOne(t, image, `(?m)^USER (\d+):`) {
		t.Errorf("the token is said to belong to %s", user)
	}
	if limit := findOne(t, file, `(?m)^ +stop_grace_period: (\d+)s$`); seconds(t, limit) <= unhurried {
		t.Errorf("after %s seconds a clean stop may be cut short", limit)
	}
	findOne(t, file, `(?m)^ +(ulimits: \{core: 0\})`)
	for _, line := range findAll(file, `dogear ([a-z]+)\n`) {
		takes(t, []string{line})
	}
}

// An archive holds what it says, and what the image never takes is what git
// never takes.
func TestRelease(t *testing.T) {
	t.Parallel()
	file := projectText(t, ".goreleaser.yaml")
	projectHas(t, findOne(t, file, `(?m)^  - main: \./(.*)$`))
	projectHas(t, findOne(t, file, `sh -c "(\S+) `))
	made := findOne(t, file, `sh -c "\S+ >(\S+)"`)
	_, listed, _ := strings.Cut(file, "\n    files:\n")
	listed, _, _ = strings.Cut(listed, "\n\n")
	names := findAll(listed, `(?m)^      - (?:src: )?(.*)$`)
	for _, name := range names {
		if name != made {
			projectHas(t, name)
		}
	}
	for _, name := range []string{"LICENSE", "config.example.toml", "deploy/dogear.service", made} {
		if !slices.Contains(names, name) {
			t.Errorf("an archive lacks %s", name)
		}
	}
	if !strings.Contains(projectText(t, ".gitignore"), "\n/"+made+"\n") {
		t.Errorf("git would take %s, and a release stop at it", made)
	}
	for _, secret := range []string{"/config.toml", "/deploy/token"} {
		for _, in := range []string{".gitignore", "deploy/Dockerfile.dockerignore"} {
			if !strings.Contains(projectText(t, in), "\n"+secret+"\n") {
				t.Errorf("%s does not keep %s out", in, secret)
			}
		}
	}
}

func packagedSettings(t *testing.T) settings {
	t.Helper()
	s := defaultSettings()
	if err := decode("deploy/config.toml", []byte(projectText(t, "deploy/config.toml")), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// takes fails unless Dogear has the command that args begin with, and that its
// flags.
func takes(t *testing.T, args []string) {
	t.Helper()
	var out strings.Builder
	if code := run(t.Context(), []string{"help", args[0]}, process{environment(nil), &out, io.Discard}); code != exitClean {
		t.Errorf("there is no command %q", args[0])
	}
	for _, arg := range args[1:] {
		if strings.HasPrefix(arg, "-") && !strings.Contains(out.String(), "  "+arg+" ") {
			t.Errorf("dogear %s has no flag %s", args[0], arg)
		}
	}
}

// projectText is the text of a file of the project's.
func projectText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func projectHas(t *testing.T, name string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join("../..", name)); err != nil {
		t.Error(err)
	}
}

// findAll are the texts in the pattern's parentheses, wherever it fits.
func findAll(text, pattern string) []string {
	var found []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		found = append(found, m[1])
	}
	return found
}

// findOne is the text in the parentheses of a pattern that fits once.
func findOne(t *testing.T, text, pattern string) string {
	t.Helper()
	found := findAll(text, pattern)
	if len(found) != 1 {
		t.Fatalf("%s fits %d times", pattern, len(found))
	}
	return found[0]
}

// listOf reads a list of texts as a Dockerfile writes it.
func listOf(t *testing.T, list string) []string {
	t.Helper()
	var w []string
	if err := json.Unmarshal([]byte(list), &w); err != nil {
		t.Fatal(err)
	}
	return w
}

func seconds(t *testing.T, digits string) time.Duration {
	t.Helper()
	n, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(n) * time.Second
}
