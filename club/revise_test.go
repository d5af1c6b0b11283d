package club_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

// stored is a list of chapters as it comes from the database: with ids, 101 for
// the first.
func stored(labels string) club.Chapters {
	cs, unread := list(strings.ReplaceAll(labels, " ", "\n"))
	if len(unread) > 0 {
		panic(unread)
	}
	for i := range cs {
		cs[i].ID = int64(101 + i)
	}
	return cs
}

func TestRevise(t *testing.T) {
	t.Parallel()
	at := func(n int) []club.Use { return []club.Use{{Number: n, What: "a reader's position"}} }
	ahead := func(n int) []club.Use { return []club.Use{{Number: n, What: "a checkpoint", Ahead: true}} }
	const stay = " Chapters can be renamed, and others added after the last one in use."
	for _, c := range []struct {
		name, old, fresh string
		uses             []club.Use
		ids, want        string
	}{
		{"the same", "A B C", "A B C", at(3), "101 102 103", ""},
		{"titles", "A B C", "A:x B:y C", at(3), "101 102 103", "2 titles change."},
		{"pages and parts", "A B C", "#P A@3 B C", at(3), "101 102 103", "1 part changes. 1 end page is new or another."},
		{
			"the same number renames in place", "1 2 3", "Prologue 1 2", at(3), "101 102 103",
			"3 chapters are renamed: Chapter 1 is now Prologue, Chapter 2 is now Chapter 1, Chapter 3 is now Chapter 2.",
		},
		{"only its case", "intro B", "Intro B", at(2), "101 102", "1 chapter is renamed: intro is now Intro."},
		{"an end", "A B", "A B C", at(2), "101 102 0", "1 chapter is new: C."},
		{"a beginning", "1 2 3", "Prologue 1 2 3", nil, "0 101 102 103", "1 chapter is new: Prologue."},
		{
			"a beginning, while one has read", "1 2 3", "Prologue 1 2 3", at(1), "",
			"Prologue cannot be put in before Chapter 1: a reader's position lies there." + stay,
		},
		{"within", "A B C", "A X B C", at(1), "101 0 102 103", "1 chapter is new: X."},
		{
			"within, before what is used", "A B C", "A X B C", at(3), "",
			"X cannot be put in before B: a reader's position lies after it, at C." + stay,
		},
		{"within, before a checkpoint ahead", "A B C", "A X B C", append(ahead(3), at(1)...), "101 0 102 103", "1 chapter is new: X."},
		{"a new one and another name", "A B C", "A X C D", at(3), "101 102 103 0", "1 chapter is new: D. 1 chapter is renamed: B is now X."},
		{"removed", "A B C", "A B", at(2), "101 102", "1 chapter is removed: C."},
		{"removed, though used", "A B C", "A B", at(3), "", "C cannot be removed: a reader's position lies there." + stay},
		{"removed, before what is used", "A B C", "B C", at(2), "", "A cannot be removed: a reader's position lies after it, at B." + stay},
		{"removed from a checkpoint ahead", "A B C", "A C", ahead(2), "", "B cannot be removed: a checkpoint lies there." + stay},
		{"removed before a checkpoint ahead", "A B C", "A C", ahead(3), "101 103", "1 chapter is removed: B."},
		{"in another order", "A B C", "A C B", at(1), "101 103 102", "1 chapter moves: B."},
		{"in another order, though used", "A B C", "B A C", at(2), "", "A cannot change its place: a reader's position lies after it, at B." + stay},
		{"in another order, a checkpoint ahead", "A B C", "C A B", ahead(2), "", "B cannot change its place: a checkpoint lies there." + stay},
		{"swapped and longer", "A B C D", "B A D C E", nil, "", "1 chapter is new: E. 2 chapters move: A, C."},
		{"labels again", "1 2 1 2", "1 2 3 1 2", at(2), "101 102 0 103 104", "1 chapter is new: Chapter 3."},
		{"all new", "", "A B", at(0), "0 0", "2 chapters are new: A, B."},
		{"many", "1", "1 2 3 4 5 6 7 8", at(1), "", "7 chapters are new: Chapter 2, Chapter 3, Chapter 4, Chapter 5, Chapter 6, and 2 more."},
		{"markdown", "A", "A *b*", at(1), "101 0", `1 chapter is new: \*b\*.`},
		{"nothing", "A", "", nil, "", "The list has no chapters, so nothing would be left of the book. Give at least one line."},
	} {
		r, err := club.Revise(stored(c.old), stored(c.fresh), c.uses)
		got := strings.Join(r.Changes, " ")
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		var ids []string
		for _, ch := range r.Chapters {
			ids = append(ids, fmt.Sprint(ch.ID))
		}
		if got := strings.Join(ids, " "); c.ids != "" && got != c.ids {
			t.Errorf("%s: ids %s, want %s", c.name, got, c.ids)
		}
	}
}

// Whatever a list becomes: what is used stays where it is, no id is lost or
// comes twice, and the counts agree.
func TestReviseProperties(t *testing.T) {
	t.Parallel()
	labels := rapid.SliceOfN(rapid.SampledFrom([]string{"A", "B", "C", "D", "E", "F", "1", "2"}), 1, 9)
	rapid.Check(t, func(t *rapid.T) {
		old := stored(strings.Join(labels.Draw(t, "old"), " "))
		fresh := stored(strings.Join(labels.Draw(t, "fresh"), " "))
		used := rapid.IntRange(0, len(old)).Draw(t, "used")
		ahead := rapid.IntRange(0, len(old)).Draw(t, "ahead")
		r, err := club.Revise(old, fresh, []club.Use{{Number: used, What: "a note"}, {Number: ahead, What: "a checkpoint", Ahead: true}})
		if err != nil {
			return
		}
		seen := make(map[int64]bool)
		added := 0
		for i, c := range r.Chapters {
			if c.Number != i+1 || c.Label != fresh[i].Label {
				t.Fatalf("chapter %d is %s", i+1, written(c))
			}
			if i < used && c.ID != old[i].ID {
				t.Fatalf("chapter %d is in use, and another takes its place", i+1)
			}
			if c.ID == 0 {
				added++
			} else if seen[c.ID] {
				t.Fatalf("%d stands twice", c.ID)
			}
			seen[c.ID] = true
		}
		for _, c := range r.Gone {
			if seen[c.ID] {
				t.Fatalf("%d is gone and there", c.ID)
			}
		}
		if ahead > 0 && !seen[old[ahead-1].ID] {
			t.Fatal("the chapter of a checkpoint is gone")
		}
		if added != r.Added || len(r.Gone) != r.Removed || len(old)-r.Removed != len(fresh)-r.Added {
			t.Fatalf("%d added, %d removed of %d, now %d", r.Added, r.Removed, len(old), len(fresh))
		}
	})
}

// Nothing of a title stands in what a revision says.
func TestReviseSaysNoTitle(t *testing.T) {
	t.Parallel()
	old, _ := list("# secret<part>\nA: secret<a>\nB: secret<b>\nC: secret<c>")
	fresh, _ := list("A: secret<d>\nX: secret<e>\nY: secret<f>\nC: secret<g>\n# secret<h>\nE: secret<i>")
	r, err := club.Revise(old, fresh, nil)
	if err != nil || strings.Contains(fmt.Sprint(r, r.Changes), "secret<") {
		t.Errorf("%v %v", r.Changes, err)
	}
	_, err = club.Revise(old, fresh, []club.Use{{Number: 3, What: "a note"}})
	if err == nil || strings.Contains(err.Error(), "secret<") {
		t.Error(err)
	}
}
