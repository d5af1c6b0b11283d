package commands_test

import (
	"errors"
	"fmt"
	"go/ast"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/storage"
)

// maskedTitle is the title of a chapter or part that says to which position it
// is locked: "T05T" is for those who have finished Chapter 5.
func maskedTitle(n int) string { return fmt.Sprintf("Secret T%02dT", n-1) }

// masked is a club in the middle of a book of which every title is a secret.
func masked(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Never Let Me Go", "chapters", 12)
	var list strings.Builder
	for n := 1; n <= 12; n++ {
		if n%4 == 1 {
			fmt.Fprintf(&list, "# %s\n", strings.Replace(maskedTitle(n), "Secret", "Hidden", 1))
		}
		label := fmt.Sprintf("Chapter %d", n)
		if n == 4 || n == 11 { // one label twice: their parts tell them apart
			label = "Interlude"
		}
		fmt.Fprintf(&list, "%s: %s @ %d\n", label, maskedTitle(n), 20*n)
	}
	form := miriam.slash("book chapters", "book", "Never Let Me Go")
	miriam.press(miriam.submit(form, "list", list.String()), "Save")
	w.start(miriam, "Never Let Me Go")
	cat := w.reader("cat", "done")
	for n := 2; n <= 12; n += 3 {
		cat.slash("note", "chapter", fmt.Sprintf("#%d", n), "text", "a note")
	}
	cat.slash("rate", "stars", "4", "review", "a review")
	miriam.slash("prompt add", "checkpoint", "2", "text", "a question?")
	miriam.slash("prompt add", "chapter", "#11", "at", "2026-12-15 12:00", "text", "another?")
	for _, at := range []string{"2026-12-06 18:00", "2026-12-13 18:00", "2026-12-15 12:00"} {
		w.until(at)
	}
	return w
}

// unmasked lists the only actions that may show a title beyond the place of the
// person: an organiser asked for the whole list, and its form says so.
func unmasked() []string { return []string{"book chapters", "chapters/edit", "club/everything"} }

// prober tries all that there is, whatever it is called, and looks for titles
// in all that it is told.
type prober struct {
	person
	seen map[string]bool // the custom ids that were pressed, and the forms that were sent
}

// at is how far the person has read, whatever they did.
func (p prober) at() int {
	var at int
	err := p.w.db.Read(p.w.t.Context(), func(tx *storage.Tx) error {
		clubs, err := tx.Clubs(p.guild)
		if err != nil {
			return err
		}
		reads, err := tx.Reads(clubs[0].ID)
		if err != nil {
			return err
		}
		me, err := tx.Reader(reads[0].ID, p.id)
		if errors.Is(err, storage.ErrNotFound) || me.Left {
			return nil
		}
		if me.Rereads {
			at = 12
		}
		at = max(at, me.Position)
		return err
	})
	if err != nil {
		p.w.t.Fatal(err)
	}
	return at
}

// judge looks for titles in what an action said.
func (p prober) judge(action, told string) {
	p.w.t.Helper()
	at := p.at()
	if strings.Contains(told, fmt.Sprintf("T%02dT", at)) {
		p.seen["the next title"] = true
	}
	if slices.Contains(unmasked(), action) {
		return
	}
	for n := at + 1; n < 12; n++ {
		if mark := fmt.Sprintf("T%02dT", n); strings.Contains(told, mark) {
			p.w.t.Errorf("at %d, %s gives away %s:\n%s", at, action, mark, told)
			return
		}
	}
}

// typed is what is typed into options and forms: what a title might answer to,
// in small letters, so that it is no find where it is repeated.
func typed() []string {
	return []string{"", "secret", "hidden", "t", "7", "ch 99", "p 9999", "secret t09t", "hidden t08t", "interlude", "zzz"}
}

// slashes uses every command, with what it needs and with each option in turn.
func (p prober) slashes() {
	for _, name := range slices.Sorted(maps.Keys(p.w.actions)) {
		a := p.w.actions[name]
		if a.On != bot.Slash || a.Organiser && p.rights == 0 {
			continue
		}
		p.follow(name, p.slash(name, p.required(a)...), 2)
		for _, o := range a.Options {
			if o.Suggest != nil {
				for _, text := range typed() {
					var words strings.Builder
					for _, c := range p.suggest(name, o.Name, text) {
						fmt.Fprintln(&words, c.Name, c.Value)
					}
					p.judge(name+" "+o.Name, words.String())
				}
			}
			for _, v := range p.values(name, o) {
				p.follow(name, p.slash(name, append(p.required(a), o.Name, v)...), 1)
			}
		}
	}
}

// required fills in what a command demands.
func (p prober) required(a bot.Action) []any {
	var options []any
	for _, o := range a.Options {
		if o.Required {
			options = append(options, o.Name, p.values(a.Name, o)[0])
		}
	}
	return options
}

// values are some values of an option.
func (p prober) values(action string, o bot.Option) []any {
	switch {
	case o.Type == discordgo.ApplicationCommandOptionInteger:
		return []any{max(int(o.Min), 1)}
	case o.Type == discordgo.ApplicationCommandOptionBoolean:
		return []any{true}
	case o.Type == discordgo.ApplicationCommandOptionRole:
		return []any{p.w.server.Roles[1]}
	case o.Type == discordgo.ApplicationCommandOptionAttachment:
		return []any{bot.NewAttachment("list.txt", []byte("1\n2\n"))}
	case len(o.Choices) > 0:
		return []any{o.Choices[0].Value}
	}
	if o.Suggest == nil { // nothing of the story answers to it, and it may be kept
		return []any{"7"}
	}
	values := []any{"2027-01-10"}
	if choices := p.suggest(action, o.Name, ""); len(choices) > 0 {
		values[0] = choices[len(choices)-1].Value
	}
	for _, text := range typed() {
		values = append(values, text)
	}
	return values
}

// follow looks at a reply and presses what it offers, and sends its forms with
// what cannot be read.
func (p prober) follow(action string, r reply, depth int) {
	p.judge(action, r.all())
	if r.form != nil && !p.seen[r.form.ID] {
		p.seen[r.form.ID] = true
		for _, text := range typed()[1:] {
			var fields []any
			for _, f := range r.form.Fields {
				if len(f.Choices) == 0 {
					fields = append(fields, f.Name, text)
				}
			}
			sent, _ := p.w.parse(r.form.ID)
			p.follow(sent.Name, p.submit(r, fields...), depth-1)
		}
	}
	if depth <= 0 {
		return
	}
	for _, b := range r.buttons() {
		if a, _ := p.w.parse(b.CustomID); !p.seen[b.CustomID] && !slices.Contains(ending(), a.Name) {
			p.seen[b.CustomID] = true
			p.follow(a.Name, p.pressID(r, b.CustomID), depth-1)
		}
	}
}

// ending lists the buttons that would end what is tried here: the read, the
// book, or that there is something to hide.
func ending() []string {
	return []string{
		"book/remove", "chapters/save", "schedule/finish", "schedule/drop", "read/again",
		"forget/yes", "rate/finished", "progress/to", "note/readto", "checkpoint/reached",
	}
}

// A title that lies beyond where somebody stands comes up nowhere: no command,
// no suggestion, button, form, file or refusal shows it, whatever they are
// called. An organiser is no exception, but in the chapter list.
func TestTitlesAreMaskedEverywhere(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*world) person{
		"one who is not in the read": func(w *world) person { return w.person("ana") },
		"a reader":                   func(w *world) person { return w.reader("ana", "ch 5") },
		"one who moved back": func(w *world) person {
			w.reader("ana", "done").slash("progress", "at", "ch 3")
			return w.person("ana")
		},
		"one who left": func(w *world) person {
			w.reader("ana", "#4").slash("leave")
			return w.person("ana")
		},
		"an organiser who does not read": func(w *world) person { return w.organiser("miriam") },
		"an organiser who reads": func(w *world) person {
			tommy := w.organiser("tommy")
			tommy.slash("progress", "at", "#4")
			return tommy
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := masked(t)
			p := prober{person: begin(w), seen: make(map[string]bool)}
			for _, post := range w.posts {
				if !post.deleted {
					p.follow("a post", post.reply, 2)
				}
			}
			p.slashes()
			w.work()
			public := prober{person: w.person("nobody"), seen: p.seen}
			public.judge("what is public", w.board())
			if at := p.at(); at > 10 || !p.seen["the next title"] {
				t.Errorf("at %d, nothing is proved: the next title shows: %v", at, p.seen["the next title"])
			}
		})
	}
}

// What lies beyond answers to no guess: a hidden title that is typed does not
// find its chapter, nor come nearer to it than words that are no title.
func TestAHiddenTitleDoesNotAnswer(t *testing.T) {
	t.Parallel()
	w := masked(t)
	guess, nonsense := maskedTitle(9), "Secret T99T"
	for _, p := range []person{w.reader("ana", "ch 5"), w.person("ben"), w.organiser("tommy")} {
		for name, a := range w.actions {
			for _, o := range a.Options {
				if o.Suggest == nil || a.Organiser && p.rights == 0 {
					continue
				}
				got, want := fmt.Sprint(p.suggest(name, o.Name, guess)), fmt.Sprint(p.suggest(name, o.Name, nonsense))
				if strings.ReplaceAll(got, guess, "") != strings.ReplaceAll(want, nonsense, "") {
					t.Errorf("/%s %s suggests %s for a hidden title, and %s for nonsense", name, o.Name, got, want)
				}
			}
		}
		for _, command := range [][2]string{{"progress", "at"}, {"notes", "chapter"}, {"note", "chapter"}} {
			got, want := p.slash(command[0], command[1], guess), p.slash(command[0], command[1], nonsense)
			if a, b := without(got.all(), guess), without(want.all(), nonsense); a != b {
				t.Errorf("/%s %s answers to a hidden title with\n%s\nand to nonsense with\n%s", command[0], command[1], a, b)
			}
		}
	}
}

// without is what a reply says, without what was typed and the numbers of
// drafts.
func without(told, typed string) string {
	told = strings.ReplaceAll(told, typed, "")
	return regexp.MustCompile(`v1/[a-z/]+[0-9/]*`).ReplaceAllString(told, "")
}

// The form that shows every title says that it does, and so does the file.
func TestTheChapterListSaysThatItShowsTitles(t *testing.T) {
	t.Parallel()
	w := masked(t)
	form := w.organiser("miriam").slash("book chapters", "book", "Never Let Me Go")
	if !strings.Contains(form.form.Fields[0].Help, "Titles show here") || !strings.Contains(form.field("list"), maskedTitle(12)) {
		t.Errorf("the form is\n%s", form)
	}
}

// Eyes are made in one place, out of what is stored of the person. Made
// elsewhere they might see further than those they are for.
func TestWhereEyesAreMade(t *testing.T) {
	t.Parallel()
	made := map[string]string{"ReaderAt": "seenBy", "Rereader": "seenBy"}
	opened := map[string]bool{} // where the seal of the stars is taken off
	for _, dir := range []string{".", "../bot", "../cmd/dogear"} {
		for file, source := range sources(t, dir) {
			for _, decl := range source.Decls {
				f, ok := decl.(*ast.FuncDecl)
				if !ok {
					continue
				}
				ast.Inspect(f, func(n ast.Node) bool {
					s, ok := n.(*ast.SelectorExpr)
					if ok && made[s.Sel.Name] != "" && isIdent(s.X, "club") && f.Name.Name != made[s.Sel.Name] {
						t.Errorf("%s: %s makes eyes of its own", file, f.Name.Name)
					}
					if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 0 {
						if s, ok := call.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Unsealed" {
							opened[f.Name.Name] = true
						}
						if s, ok := call.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Value" {
							t.Errorf("%s: %s takes a text out of its lock, as only storage may", file, f.Name.Name)
						}
					}
					return true
				})
			}
		}
	}
	if len(opened) != 1 || !opened["unsealing"] {
		t.Errorf("the seal of the stars is taken off in %v", opened)
	}
}
