package club_test

import (
	"slices"
	"testing"
	"time"

	"dogear/club"
	"pgregory.net/rapid"
)

func TestRezone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, to string
		edit     func(*club.Ahead)
		want     string
	}{
		{"west", "America/New_York", func(*club.Ahead) {}, "7-9 20 Dec 18:00, 10-12 27 Dec 18:00, 13-15 3 Jan 18:00"},
		{"east", "Pacific/Auckland", func(*club.Ahead) {}, "7-9 20 Dec 18:00, 10-12 27 Dec 18:00, 13-15 3 Jan 18:00"},
		{
			// 18:00 has been there when it is 17:00 in London: what is due in an hour stays due in an hour.
			"past there", "Pacific/Auckland",
			func(a *club.Ahead) { a.Now = at(t, "2026-12-20 17:00") },
			"7-9 21 Dec 07:00, 10-12 27 Dec 18:00, 13-15 3 Jan 18:00",
		},
		{
			// The first keeps its moment, 07:00 of the 21st; the second, an hour later in London, would be before it.
			"two of an evening", "Pacific/Auckland",
			func(a *club.Ahead) {
				a.Now, a.Blocks[1].At = at(t, "2026-12-20 17:00"), at(t, "2026-12-20 19:00")
			},
			"7-9 21 Dec 07:00, 10-12 21 Dec 08:00, 13-15 3 Jan 18:00",
		},
		{
			// Both fall into the hour that is leapt over in Berlin, 02:30 and 03:10:
			// the first moves to 03:30, the second keeps its moment, 04:10 there.
			"into a gap", "Europe/Berlin",
			func(a *club.Ahead) {
				a.Zone = time.UTC
				a.Blocks[1].At = time.Date(2027, 3, 28, 2, 30, 0, 0, time.UTC)
				a.Blocks[2].At = time.Date(2027, 3, 28, 3, 10, 0, 0, time.UTC)
			},
			"7-9 20 Dec 18:00, 10-12 28 Mar 03:30, 13-15 28 Mar 05:10",
		},
		{
			// From the east the moment is before the time: a minute later is all that is left.
			"out of the east into a gap", "Europe/Berlin",
			func(a *club.Ahead) {
				a.Zone = zone(t, "Asia/Tokyo")
				a.Blocks[1].At = time.Date(2027, 3, 28, 2, 30, 0, 0, a.Zone)
				a.Blocks[2].At = time.Date(2027, 3, 28, 3, 10, 0, 0, a.Zone)
			},
			"7-9 21 Dec 03:00, 10-12 28 Mar 03:30, 13-15 28 Mar 03:31",
		},
	} {
		a := ahead(t)
		c.edit(&a)
		was := slices.Clone(a.Blocks)
		if got := changed(a.Rezone(zone(t, c.to))); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if !slices.Equal(a.Blocks, was) {
			t.Errorf("%s: the plan that was has changed", c.name)
		}
	}
}

func TestRezoneProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, _ := anyAhead(t)
		to := zone(t, rapid.SampledFrom(oddZones()).Draw(t, "to"))
		blocks := a.Rezone(to)
		ordered(t, a, blocks)
		before := a.Now
		for i, b := range blocks[:min(len(blocks), 5)] {
			want := sameWall(a, i, 0, to)
			if !want.After(before) {
				want = a.Blocks[i].At
			}
			if !want.After(before) {
				want = before.Add(time.Minute)
			}
			if !b.At.Equal(want) {
				t.Fatalf("block %d goes from %s to %s, want %s", i, a.Blocks[i].At, b.At, want)
			}
			if b.At.Location() != to {
				t.Fatalf("block %d is told in %s", i, b.At.Location())
			}
			before = b.At
		}
	})
}

// blocksTo makes blocks that end on these chapters.
func blocksTo(first int, ends ...int) []club.Block {
	var blocks []club.Block
	for _, end := range ends {
		blocks = append(blocks, club.Block{First: first, Last: end})
		first = end + 1
	}
	return blocks
}

func TestFollow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		was, is     []club.Block
		rows, homes []int
	}{
		{blocksTo(1, 3, 6, 9), blocksTo(1, 3, 6, 9), []int{0, 1, 2}, []int{0, 1, 2}},
		{blocksTo(1, 3, 6, 9), blocksTo(1, 2, 5, 9), []int{0, 1, 2}, []int{1, 2, 2}},
		{blocksTo(1, 3, 6, 9), blocksTo(1, 2, 4, 6, 8, 9), []int{0, -1, 1, 2, -1}, []int{1, 2, 4}},
		{blocksTo(1, 3, 6, 9), blocksTo(1, 9), []int{2}, []int{0, 0, 0}}, // the one that ends there
		{blocksTo(1, 9), blocksTo(1, 3, 6, 9), []int{-1, -1, 0}, []int{2}},
		{blocksTo(1, 3, 6, 9), blocksTo(1, 6, 9), []int{1, 2}, []int{0, 0, 1}},
		{blocksTo(7, 9, 12), blocksTo(7, 9, 14), []int{0, 1}, []int{0, 1}}, // two chapters more
		{blocksTo(7, 9, 12), blocksTo(7, 9, 11), []int{0, 1}, []int{0, 1}}, // one less
		{blocksTo(1, 3), blocksTo(4, 6), []int{-1}, []int{0}},              // nothing in common
		{blocksTo(1, 3), nil, []int{}, []int{-1}},
		{nil, blocksTo(1, 3), []int{-1}, []int{}},
	} {
		rows, homes := club.Follow(c.was, c.is)
		if !slices.Equal(rows, c.rows) || !slices.Equal(homes, c.homes) {
			t.Errorf("%v to %v: rows %v, homes %v, want %v and %v", c.was, c.is, rows, homes, c.rows, c.homes)
		}
	}
}

func TestFollowProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "chapters")
		cut := func(name string) []club.Block {
			var ends []int
			for i := 1; i < n; i++ {
				if rapid.Bool().Draw(t, name) {
					ends = append(ends, i)
				}
			}
			return blocksTo(1, append(ends, n)...)
		}
		was, is := cut("was"), cut("is")
		rows, homes := club.Follow(was, is)
		last, stay := -1, 0
		for j, i := range rows {
			if i < 0 {
				continue
			}
			if i <= last || i >= len(was) {
				t.Fatalf("rows %v", rows)
			}
			common := shared(was[i], is[j])
			if common == 0 {
				t.Fatalf("block %d continues a row that it shares nothing with", j)
			}
			last, stay = i, stay+common
		}
		if want := mostShared(was, is); stay != want {
			t.Fatalf("%d chapters stay in their rows, and %d can: %v", stay, want, rows)
		}
		for i, j := range homes {
			if end := was[i].Last; end < is[j].First || end > is[j].Last {
				t.Fatalf("the end of block %d, chapter %d, is not in block %d", i, end, j)
			}
		}
		if rows, _ := club.Follow(was, was); slices.Contains(rows, -1) {
			t.Fatalf("the same plan loses rows: %v", rows)
		}
	})
}

func shared(a, b club.Block) int { return max(0, min(a.Last, b.Last)-max(a.First, b.First)+1) }

// mostShared tries every way.
func mostShared(was, is []club.Block) int {
	if len(was) == 0 || len(is) == 0 {
		return 0
	}
	return max(mostShared(was[1:], is), mostShared(was, is[1:]), shared(was[0], is[0])+mostShared(was[1:], is[1:]))
}
