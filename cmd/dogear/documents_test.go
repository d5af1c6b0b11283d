package main

import (
	"io"
	"maps"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/commands"
)

// The commands and options that the documents name are there, and those that are
// there stand with all their options in the table of whoever may use them.
func TestDocumentsNameCommands(t *testing.T) {
	t.Parallel()
	options, tables := make(map[string][]string), make(map[string]map[string][]string)
	for _, of := range []string{"docs/organisers.md", "docs/readers.md"} {
		tables[of] = optionTable(projectText(t, of))
	}
	for _, a := range commands.New(commands.Deps{}).Actions() {
		if a.On != bot.Slash {
			continue
		}
		for _, o := range a.Options {
			options[a.Name] = append(options[a.Name], o.Name)
		}
		options[a.Name] = slices.Sorted(slices.Values(options[a.Name]))
		of := "docs/readers.md"
		if a.Organiser {
			of = "docs/organisers.md"
		}
		told, there := tables[of][a.Name]
		if !there || !slices.Equal(told, options[a.Name]) {
			t.Errorf("%s tells of /%s (%v) the options %q, and it has %q", of, a.Name, there, told, options[a.Name])
		}
		delete(tables[of], a.Name)
	}
	for of, left := range tables {
		for name := range left {
			t.Errorf("%s has /%s in its table: there is none, or it is for others", of, name)
		}
	}
	all := slices.Concat(slices.Collect(maps.Values(options))...)
	for name, text := range documents(t) {
		for _, code := range codes(text) {
			command, typed := commandIn(code)
			switch known, there := options[command]; {
			case command == "" || isGroup(command):
			case !there:
				t.Errorf("%s: %q: there is no such command", name, code)
			default:
				for _, o := range typed {
					if !slices.Contains(known, o) {
						t.Errorf("%s: %q: there is no option %s", name, code, o)
					}
				}
			}
			if o, _, alone := strings.Cut(code, ":"); alone && regexp.MustCompile(`^[a-z]+(-[a-z]+)?:([^/\s]|$)`).MatchString(code) && !slices.Contains(all, o) {
				t.Errorf("%s: %q: no command has such an option", name, code)
			}
		}
	}
}

// optionTable reads the options of each command in a table of commands.
func optionTable(text string) map[string][]string {
	table := make(map[string][]string)
	for _, row := range regexp.MustCompile("(?m)^\\| `/([a-z ]+)` \\| (.*) ?\\|$").FindAllStringSubmatch(text, -1) {
		table[row[1]] = slices.Sorted(slices.Values(findAll(row[2], "`([a-z-]+):`")))
	}
	return table
}

// commandIn is the command of Discord's that somebody is to type, "" if code is
// something else, with the options that are given.
func commandIn(code string) (command string, options []string) {
	m := regexp.MustCompile(`^/([a-z]+)(?: ([a-z]+)\b(?:[^:]|$))?(?: |$)?`).FindStringSubmatch(code)
	if m == nil || strings.Contains(code[1:], "/") || code == pathHealth || code == pathMetrics {
		return "", nil
	}
	command = m[1]
	if isGroup(command) && m[2] != "" {
		command += " " + m[2]
	}
	return command, findAll(code, ` ([a-z-]+):`)
}

func isGroup(name string) bool {
	return slices.ContainsFunc(commands.New(commands.Deps{}).Groups(), func(g bot.Group) bool { return g.Name == name })
}

// The keys that the documents name are there; all are in the table of
// docs/hosting.md, with their defaults.
func TestDocumentsNameKeys(t *testing.T) {
	t.Parallel()
	known := knownKeys()
	last := func(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }
	for name, text := range documents(t) {
		for _, code := range codes(text) {
			if section, _, dotted := strings.Cut(code, "."); dotted && slices.Contains(known, section) &&
				regexp.MustCompile(`^[a-z.]+[a-z_]*$`).MatchString(code) && !slices.Contains(known, code) {
				t.Errorf("%s: there is no key %s", name, code)
			}
			if key, _, set := strings.Cut(code, ` = "`); set && !slices.ContainsFunc(known, func(k string) bool { return last(k) == key }) {
				t.Errorf("%s: %s: there is no such key", name, code)
			}
		}
	}
	told := make(map[string]string)
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z]+\\.[a-z_]+)` \\| (?:`([^`]+)` )?\\|").FindAllStringSubmatch(projectText(t, "docs/hosting.md"), -1) {
		told[row[1]] = row[2]
	}
	there := make(map[string]string)
	defaults := reflect.ValueOf(defaultSettings())
	for i := range defaults.NumField() {
		for j, section := 0, defaults.Field(i); j < section.NumField(); j++ {
			there[defaults.Type().Field(i).Tag.Get("toml")+"."+section.Type().Field(j).Tag.Get("toml")] = section.Field(j).String()
		}
	}
	if !maps.Equal(told, there) {
		t.Errorf("docs/hosting.md has the keys\n%v, and there are\n%v", told, there)
	}
}

// The figures that the documents name are there; all are in the table of
// docs/hosting.md.
func TestDocumentsNameFigures(t *testing.T) {
	t.Parallel()
	f := newFigures()
	f.registry.MustRegister(newReadings(newStill(t)))
	there := slices.DeleteFunc(names(t, f), func(name string) bool { return !strings.HasPrefix(name, "dogear_") })
	for name, text := range documents(t) {
		for _, code := range codes(text) {
			if strings.HasPrefix(code, "dogear_") && !slices.Contains(there, code) {
				t.Errorf("%s: there is no %s", name, code)
			}
		}
	}
	told := slices.Sorted(slices.Values(findAll(projectText(t, "docs/hosting.md"), "(?m)^\\| `(dogear_[a-z_]+)` \\|")))
	if !slices.Equal(told, there) {
		t.Errorf("docs/hosting.md has the figures\n%q, and there are\n%q", told, there)
	}
}

// The permissions that the documents name, in italics, are those that the invite
// link asks for; all are in the table of docs/hosting.md.
func TestDocumentsNamePermissions(t *testing.T) {
	t.Parallel()
	var asked []string
	for _, group := range permissions() {
		asked = append(asked, group.names...)
	}
	slices.Sort(asked)
	// What people need, what Dogear does without, and books.
	others := []string{"Manage Events", "Manage Server", "Mention Everyone", "Never Let Me Go", "The Time Machine"}
	words := `(?:^|[^*])\*([A-Z][a-z]+(?: (?:[A-Z][a-z]+|in))+)\*`
	for name, text := range documents(t) {
		for _, named := range findAll(text, words) {
			if !slices.Contains(asked, named) && !slices.Contains(others, named) {
				t.Errorf("%s: *%s* is not asked for", name, named)
			}
		}
	}
	var told []string
	for _, row := range findAll(projectText(t, "docs/hosting.md"), `(?m)^\| (\*.*\*) \|`) {
		told = append(told, findAll(row, words)...)
	}
	if slices.Sort(told); !slices.Equal(told, asked) {
		t.Errorf("docs/hosting.md has the permissions\n%q, and asked for are\n%q", told, asked)
	}
}

// The program's commands and flags that the documents name are there, and all
// that are there are in docs/hosting.md; and so are make's targets.
func TestDocumentsNameProgram(t *testing.T) {
	t.Parallel()
	targets := findAll(projectText(t, "Makefile"), `(?m)^([a-z-]+):`)
	for name, text := range documents(t) {
		for _, code := range codes(text) {
			code = strings.ReplaceAll(code, "dogear dogear", "dogear")
			for _, typed := range regexp.MustCompile(`dogear ([a-z]+)((?: -[a-z]+ \S+)*)`).FindAllStringSubmatch(code, -1) {
				t.Run(name, func(t *testing.T) { takes(t, append(typed[1:2], strings.Fields(typed[2])...)) })
			}
			for _, target := range findAll(code, `^make ([a-z-]+)`) {
				if !slices.Contains(targets, target) {
					t.Errorf("%s: there is no make %s", name, target)
				}
			}
		}
	}
	hosting := projectText(t, "docs/hosting.md")
	for _, c := range subcommands() {
		if !strings.Contains(hosting, "dogear "+c.name) {
			t.Errorf("docs/hosting.md does not name dogear %s", c.name)
		}
		var help strings.Builder
		run(t.Context(), []string{"help", c.name}, process{environment(nil), &help, io.Discard})
		for _, name := range findAll(help.String(), `(?m)^  (-[a-z]+) `) {
			if !strings.Contains(hosting, name+" ") && !strings.Contains(hosting, "`"+name+"`") {
				t.Errorf("docs/hosting.md does not name the flag %s", name)
			}
		}
	}
}

// Links lead somewhere, pictures are there, say in words what they show and are
// all shown; and buttons bear the labels that people are told to press.
func TestDocumentsLead(t *testing.T) {
	t.Parallel()
	shown := make(map[string]bool)
	source := commandsSource(t)
	for name, text := range documents(t) {
		for _, link := range regexp.MustCompile(`(!?)\[([^\]]*)\]\(([^)#]*)(?:#([^)]*))?\)`).FindAllStringSubmatch(text, -1) {
			if strings.Contains(link[3], "://") {
				continue
			}
			to := name
			if link[3] != "" {
				to = path.Join(path.Dir(name), link[3])
			}
			if projectHas(t, to); link[4] != "" && !slices.Contains(anchors(projectText(t, to)), link[4]) {
				t.Errorf("%s: %s has no heading #%s", name, to, link[4])
			}
			if shown[to] = true; link[1] != "" && len(link[2]) < 40 {
				t.Errorf("%s: who cannot see %s learns only %q", name, to, link[2])
			}
		}
		for _, label := range findAll(text, `\*\*\[([^\]]+)\]\*\*`) {
			if !strings.Contains(source, `"`+label+`"`) {
				t.Errorf("%s: there is no button [%s]", name, label)
			}
		}
	}
	pictures, err := filepath.Glob("../../docs/pictures/*")
	if err != nil || len(pictures) == 0 {
		t.Fatal(pictures, err)
	}
	for _, file := range pictures {
		if name := "docs/pictures/" + filepath.Base(file); !shown[name] {
			t.Errorf("%s is shown nowhere", name)
		}
	}
}
