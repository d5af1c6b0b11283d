package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/club"
)

// marked is a club in which every text about the story says to which position
// it is locked: "M05M" is for those who have finished Chapter 5.
func marked(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Never Let Me Go", "chapters", 12)
	var list strings.Builder
	for n := 1; n <= 12; n++ {
		if n == 1 || n == 7 {
			fmt.Fprintf(&list, "# Part M%02dM\n", n-1)
		}
		fmt.Fprintf(&list, "Chapter %d: Title M%02dM @ %d\n", n, n-1, 20*n)
	}
	form := miriam.slash("book chapters", "book", "Never Let Me Go")
	miriam.press(miriam.submit(form, "list", list.String()), "Save")
	w.start(miriam, "Never Let Me Go")
	cat := w.reader("cat", "done")
	for n := 1; n <= 12; n++ {
		cat.slash("note", "chapter", fmt.Sprintf("ch %d", n), "text", fmt.Sprintf("note M%02dM", n)).says("is kept")
	}
	cat.slash("note", "chapter", "the whole book", "text", "whole M12M").says("is kept")
	for _, n := range []int{1, 5, 8, 11} { // a reply opens no earlier than what it answers
		open := cat.press(cat.slash("note", "chapter", fmt.Sprintf("ch %d", n), "text", fmt.Sprintf("thread M%02dM", n)), "Open")
		cat.reply(open, "chapter", "ch 1", "text", fmt.Sprintf("open reply M%02dM", n))
		later := cat.press(cat.reply(open, "chapter", fmt.Sprintf("ch %d", n+1), "text", fmt.Sprintf("later reply M%02dM", n+1)), "Open")
		cat.reply(later, "chapter", "everyone", "text", fmt.Sprintf("reply to it M%02dM", n+1))
	}
	cat.slash("rate", "stars", "4", "review", "review M12M").says("4 stars")
	for i := 1; i <= 4; i++ {
		miriam.slash("prompt add", "checkpoint", fmt.Sprint(i), "text", fmt.Sprintf("question M%02dM?", 3*i)).says("Your question")
	}
	miriam.slash("prompt add", "at", "2026-12-15 12:00", "text", "question M06M?").says("Chapter 6")
	for _, at := range []string{"2026-12-06 18:00", "2026-12-13 18:00", "2026-12-15 12:00", "2026-12-20 18:00"} {
		w.until(at)
	}
	return w
}

// beyond fails the test if a text shows what is locked to more than a position.
func beyond(t *testing.T, position int, words string) {
	t.Helper()
	for n := position + 1; n <= 12; n++ {
		if mark := fmt.Sprintf("M%02dM", n); strings.Contains(words, mark) {
			t.Errorf("at %d, %s is given away:\n%s", position, mark, words)
			return
		}
	}
}

// everything is all that a person is told who tries every command and presses
// every button that is offered, two presses deep, but those that change where
// they are.
func everything(p person) string {
	var b strings.Builder
	var follow func(r reply, depth int)
	follow = func(r reply, depth int) {
		b.WriteString(r.all() + "\n")
		if depth == 0 {
			return
		}
		for _, button := range r.buttons() {
			a, _ := p.w.parse(button.CustomID)
			switch a.Name {
			case "read/join", "read/again", "progress/to", "note/readto", "checkpoint/reached", "progress/undo", "progress/unstop", "rate/finished", "rate/stopped",
				"prompt/all": // an organiser who asks in words
			default:
				follow(p.pressID(r, button.CustomID), depth-1)
			}
		}
	}
	for _, post := range p.w.posts {
		if !post.deleted {
			follow(post.reply, 2)
		}
	}
	for _, r := range []reply{
		p.slash("reading"), p.slash("progress"), p.slash("notes"), p.slash("notes", "unread", true), p.slash("notes", "chapter", "9"),
		p.slash("note"), p.slash("note", "chapter", "8"), p.slash("rate"), p.slash("ratings"), p.slash("shelf"), p.slash("help"),
		p.slash("progress", "at", "Title"), p.slash("progress", "at", "Part"), p.slash("progress", "at", "ch 99"), p.slash("progress", "at", "p 9999"),
		p.slash("schedule show"), p.slash("prompt list"), p.slash("prompt remove", "prompt", "99"), p.slash("book list"),
		p.slash("schedule move", "checkpoint", "4", "to", "2026-12-28"), p.slash("schedule finish"),
	} {
		follow(r, 2)
	}
	for _, option := range [][2]string{
		{"progress", "at"},
		{"note", "chapter"},
		{"notes", "chapter"},
		{"prompt add", "chapter"},
		{"prompt add", "checkpoint"},
		{"schedule move", "checkpoint"},
		{"prompt remove", "prompt"},
		{"progress", "book"},
		{"book edit", "book"},
	} {
		for _, typed := range []string{"", "Title", "Part", "M", "1", "note", "question"} {
			for _, c := range p.suggest(option[0], option[1], typed) {
				fmt.Fprintln(&b, c.Name, c.Value)
			}
		}
	}
	return b.String()
}

// Nobody sees, anywhere, what lies beyond the place they have read to; and all
// that lies before it they see.
func TestTheSpoilerRule(t *testing.T) {
	t.Parallel()
	for _, at := range []int{0, 1, 3, 5, 6, 8, 11, 12} {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			t.Parallel()
			w := marked(t)
			ana := w.person("ana")
			ana.slash("progress", "at", fmt.Sprintf("#%d", max(at, 1)))
			if at == 0 {
				ana.slash("progress", "at", "start")
			}
			told := everything(ana)
			beyond(t, at, told)
			for n := 1; n <= at; n++ {
				if !strings.Contains(told, fmt.Sprintf("note M%02dM", n)) {
					t.Errorf("at %d, the note M%02dM is nowhere", at, n)
				}
			}
		})
	}
}

func TestTheSpoilerRuleOfOthers(t *testing.T) {
	t.Parallel()
	t.Run("one who is not in the read", func(t *testing.T) {
		t.Parallel()
		w := marked(t)
		beyond(t, 0, everything(w.person("ana")))
	})
	t.Run("one who left", func(t *testing.T) {
		t.Parallel()
		w := marked(t)
		ana := w.reader("ana", "done")
		ana.slash("leave").says("left")
		beyond(t, 0, everything(ana))
	})
	t.Run("one who moved back", func(t *testing.T) {
		t.Parallel()
		w := marked(t)
		ana := w.reader("ana", "done")
		everything(ana)
		ana.slash("progress", "at", "ch 2")
		beyond(t, 2, everything(ana))
	})
	t.Run("one who took it back", func(t *testing.T) {
		t.Parallel()
		w := marked(t)
		ana := w.reader("ana", "ch 2")
		ana.press(ana.slash("progress", "at", "done"), "Undo")
		beyond(t, 2, everything(ana))
	})
	t.Run("an organiser who reads", func(t *testing.T) {
		t.Parallel()
		w := marked(t)
		tommy := w.organiser("tommy")
		tommy.slash("progress", "at", "ch 4")
		list := tommy.slash("prompt list")
		beyond(t, 4, list.all())
	})
	t.Run("a rereader", func(t *testing.T) {
		t.Parallel()
		w := marked(t)
		ana := w.person("ana")
		ana.press(w.post("12 chapters").reply, "Join: I have read it before")
		told := everything(ana)
		for _, mark := range []string{"note M12M", "whole M12M", "question M09M?", "Title M11M"} {
			if !strings.Contains(told, mark) {
				t.Errorf("%s is nowhere", mark)
			}
		}
	})
	t.Run("in public", func(t *testing.T) {
		t.Parallel()
		w := marked(t)
		w.until("2026-12-27 18:00")
		w.until("2027-01-03 18:00")
		if !w.has("4 stars") {
			t.Fatal("nothing is revealed")
		}
		beyond(t, -1, w.board())
	})
}

// An answer to what changes the place shows what it opened and not a word more.
func TestWhatAStepOpens(t *testing.T) {
	t.Parallel()
	w := marked(t)
	ana := w.person("ana")
	for at := 1; at <= 12; at++ {
		moved := ana.slash("progress", "at", fmt.Sprintf("ch %d", at))
		opened := ana.press(moved, "Read what opened")
		beyond(t, at, moved.all()+opened.all())
		opened.says(fmt.Sprintf("note M%02dM", at)).hides(fmt.Sprintf("note M%02dM", at-1))
	}
}

// What is shut cannot come out by the words of an error, a log line or a
// format: the type sees to that.
func TestATextAboutTheStoryIsShut(t *testing.T) {
	t.Parallel()
	shut := club.WholeBook(12).Hide("MARKER", "cat")
	if got := fmt.Sprintf("%v %+v %#v %s %q", shut, shut, shut, shut, shut); strings.Contains(got, "MARKER") {
		t.Error(got)
	}
}
