package club_test

import (
	"testing"
	"time"

	"dogear/club"
)

// An allowance is used up until the earliest of what it counts is old enough,
// and not a moment longer.
func TestFull(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, time.March, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		earliest time.Time
		full     bool
	}{
		{time.Time{}, false}, // there were fewer
		{now, true},
		{now.Add(-time.Hour + time.Second), true},
		{now.Add(-time.Hour), false},
		{now.Add(time.Minute), true}, // a clock was turned back
	} {
		until, full := club.Full(tt.earliest, time.Hour, now)
		if full != tt.full || full && !until.Equal(tt.earliest.Add(time.Hour)) {
			t.Errorf("earliest at %v: full %v until %v", tt.earliest, full, until)
		}
	}
}

// What one person or one server may fill stays small beside any disk, and what
// the rules let a single thing be fits into it.
func TestLimitsFitTogether(t *testing.T) {
	t.Parallel()
	const bytesPerUnit = 3 // of UTF-8, at most
	if day := club.NotesPerDay * club.MaxNote * bytesPerUnit; day > 3<<20 {
		t.Errorf("a person may write %d bytes of notes a day", day)
	}
	chapter := (club.MaxChapterLabel + club.MaxChapterTitle + club.MaxPart) * bytesPerUnit
	if all := club.MaxBooks * club.MaxChapters * chapter; all > 2<<30 {
		t.Errorf("a server may keep %d bytes of chapters", all)
	}
	for _, pair := range [][2]int{
		{club.NotesPerHour, club.NotesPerDay},
		{club.MaxShelf, club.MaxBooks},
		{club.BooksPerDay, club.MaxBooks},
		{club.ReadsPerDay, club.MaxReads},
		{club.MaxClubs * club.MaxReadsAtOnce, club.MaxReads},
		{2 * club.MaxChapters, club.MaxCheckpoints}, // a plan can be made anew
		{club.MaxPictureBytes, club.PictureBytesPerDay},
		{club.PictureBytesPerDay, club.PictureBytesPerServer},
	} {
		if pair[0] >= pair[1] {
			t.Errorf("%d leaves no room below %d", pair[0], pair[1])
		}
	}
}
