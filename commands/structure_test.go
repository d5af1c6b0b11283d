package commands_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
)

// sources parses the files of a directory that are not tests, by their names.
func sources(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s has no source: %v", dir, err)
	}
	files := make(map[string]*ast.File)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = file
	}
	return files
}

// called is the names of all methods and functions that are called in a node.
func called(node ast.Node) map[string]bool {
	names := make(map[string]bool)
	ast.Inspect(node, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			switch f := call.Fun.(type) {
			case *ast.SelectorExpr:
				names[f.Sel.Name] = true
			case *ast.Ident:
				names[f.Name] = true
			}
		}
		return true
	})
	return names
}

// Whoever writes an action enters it in the list: an action that is not in it
// would be a button that leads nowhere.
func TestEveryActionIsInTheList(t *testing.T) {
	t.Parallel()
	var list ast.Node
	makers := make(map[string]*ast.FuncDecl)
	for _, file := range sources(t, ".") {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Type.Results == nil || len(f.Type.Results.List) != 1 {
				continue
			}
			if f.Name.Name == "Actions" {
				list = f.Body
			}
			if s, ok := f.Type.Results.List[0].Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Action" {
				makers[f.Name.Name] = f
			}
		}
	}
	if list == nil || len(makers) < 50 {
		t.Fatalf("found %d actions", len(makers))
	}
	listed := called(list)
	for name, f := range makers {
		if len(f.Type.Params.List) == 0 && !listed[name] {
			t.Errorf("%s is not in House.Actions", name)
		}
		if len(f.Type.Params.List) == 0 {
			continue
		}
		used := false // a maker of several is called by those
		for other, g := range makers {
			used = used || other != name && called(g.Body)[name]
		}
		if !used {
			t.Errorf("no action is made with %s", name)
		}
	}
}

// A keeper sees what is locked. This is the whole list of where one is made:
// an organiser asked for it there, privately and in words.
func TestWhereTheRuleIsSetAside(t *testing.T) {
	t.Parallel()
	want := []string{
		"commands/bookchapters.go: wholeList",    // the form of a chapter list
		"commands/clubexport.go: clubEverything", // [Show me everything]
		"commands/promptlist.go: promptShowAll",  // [Show all]
		"commands/report.go: reportShow",         // [Show the text] in /club reports
	}
	var got []string
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		place, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			name := "(a variable)"
			if f, ok := decl.(*ast.FuncDecl); ok {
				name = f.Name.Name
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				inClub := file.Name.Name == "club" && name != "Keeper" && isIdent(n, "Keeper")
				if inClub || ok && s.Sel.Name == "Keeper" && isIdent(s.X, "club") {
					got = append(got, filepath.ToSlash(place)+": "+name)
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("keepers are made in\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Errorf("this is not the whole module: %v", err)
	}
}

func isIdent(n ast.Node, name string) bool {
	id, ok := n.(*ast.Ident)
	return ok && id.Name == name
}

// The edge takes every definition, and Discord would.
func TestDefinitions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := bot.New(bot.Config{Token: "t", Actions: w.house.Actions(), Groups: w.house.Groups()}); err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$`)
	total := make(map[string]int)
	describes := func(where, what, help string) {
		if n := club.Units(help); !name.MatchString(what) || n < 1 || n > 100 {
			t.Errorf("%s: %q has a help of %d characters", where, what, n)
		}
		first, _, _ := strings.Cut(where, " ")
		total[first] += club.Units(what) + club.Units(help)
	}
	for _, g := range w.house.Groups() {
		describes(g.Name, g.Name, g.Help)
	}
	for _, a := range w.house.Actions() {
		if a.On != bot.Slash {
			continue
		}
		words := strings.Split(a.Name, " ")
		describes(a.Name, words[len(words)-1], a.Help)
		if len(a.Options) > 25 {
			t.Errorf("/%s has %d options", a.Name, len(a.Options))
		}
		for _, o := range a.Options {
			describes(a.Name, o.Name, o.Help)
			for _, c := range o.Choices {
				total[words[0]] += club.Units(c.Name) + club.Units(c.Value)
			}
			if strings.HasSuffix(o.Help, ".") || strings.ToUpper(o.Help[:1]) != o.Help[:1] {
				t.Errorf("/%s %s: the help %q is no line of a list", a.Name, o.Name, o.Help)
			}
		}
	}
	for command, n := range total {
		if n > 8000 {
			t.Errorf("/%s has %d characters in all", command, n)
		}
	}
}

// The commands are those of the contract, with its options and who may.
func TestTheContract(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := map[string]string{
		"club setup":      "timezone! name role rooms",
		"club reports":    "",
		"club settings":   "name timezone role rooms reminders events threads fallback",
		"club doctor":     "",
		"club archive":    "",
		"club export":     "",
		"book add":        "title! author chapters pages isbn cover",
		"book chapters":   "book! file",
		"book list":       "",
		"book edit":       "book! title author pages isbn cover",
		"book remove":     "book!",
		"book edition":    "book! name! file",
		"me settings":     "reminders show-progress show-stars",
		"me edition":      "book! edition",
		"me export":       "",
		"me forget":       "",
		"me year":         "",
		"schedule plan":   "book! start! pace finish days time skip",
		"schedule show":   "book",
		"schedule move":   "checkpoint! to! time book",
		"schedule shift":  "by! from book",
		"schedule break":  "after! weeks catch-up book",
		"schedule replan": "pace finish days time skip book",
		"schedule finish": "book",
		"schedule drop":   "book",
		"schedule reveal": "book",
		"prompt add":      "text checkpoint chapter at repeat until all book",
		"prompt list":     "book",
		"prompt edit":     "prompt! book",
		"prompt hold":     "prompt! book",
		"prompt release":  "prompt! book",
		"prompt remove":   "prompt! book",
		"prompt post":     "prompt! book",
		"prompt preview":  "prompt! book",
		"reading":         "book",
		"progress":        "at book",
		"note":            "chapter text kind book",
		"notes":           "chapter unread book",
		"rate":            "stars review outcome book",
		"ratings":         "book",
		"shelf":           "",
		"leave":           "book",
		"help":            "",
	}
	sorted := func(options string) string {
		words := strings.Fields(options)
		slices.Sort(words)
		return strings.Join(words, " ")
	}
	for name, a := range w.actions {
		if a.On != bot.Slash {
			continue
		}
		var options []string
		for _, o := range a.Options {
			mark := ""
			if o.Required {
				mark = "!"
			}
			options = append(options, o.Name+mark)
		}
		expected, known := want[name]
		if got := sorted(strings.Join(options, " ")); !known || got != sorted(expected) {
			t.Errorf("/%s has the options %s, want %s", name, got, sorted(expected))
		}
		delete(want, name)
		group, _, _ := strings.Cut(name, " ")
		if organises := slices.Contains([]string{"club", "book", "schedule", "prompt"}, group); a.Organiser != organises {
			t.Errorf("/%s: organisers only: %v", name, a.Organiser)
		}
		if a.DM != (name == "help" || group == "me") {
			t.Errorf("/%s: in a direct message: %v", name, a.DM)
		}
		for _, o := range a.Options {
			if o.Type == discordgo.ApplicationCommandOptionString && o.Name == "book" && o.Suggest == nil {
				t.Errorf("/%s %s suggests nothing", name, o.Name)
			}
		}
	}
	for name := range want {
		t.Errorf("there is no /%s", name)
	}
}
