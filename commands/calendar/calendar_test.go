package calendar_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-ical"
	"pgregory.net/rapid"

	"dogear/club"
	"dogear/commands/calendar"
)

func sunday() time.Time {
	return time.Date(2026, 12, 6, 18, 0, 0, 0, time.FixedZone("CET", 3600))
}

func TestWrite(t *testing.T) {
	t.Parallel()
	file, err := calendar.Write(calendar.Calendar{
		Name: "Slow Readers; Tuesday, mostly",
		Made: time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC),
		Entries: []calendar.Entry{
			{
				UID: "checkpoint-7@dogear", Summary: "Middlemarch: Chapters 1-3", Location: "#reading, room 2",
				Description: "Until then: Chapters 1-3.\nThis line is long enough that it has to be folded somewhere; and éven twice.",
				Start:       sunday(), Length: time.Hour, Changed: time.Date(2026, 11, 1, 9, 30, 0, 0, time.UTC),
			},
			{UID: "checkpoint-8@dogear", Sequence: 3, Summary: "Middlemarch: Chapters 4-6", Start: sunday().AddDate(0, 0, 7), Length: time.Hour, Cancelled: true, Changed: sunday()},
			{UID: "checkpoint-9@dogear", Summary: "Middlemarch: Chapters 7-9", Start: sunday().AddDate(0, 0, 14), Length: time.Hour},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Dogear//Golang ICS Library
METHOD:PUBLISH
NAME:Slow Readers\; Tuesday\, mostly
X-WR-CALNAME:Slow Readers\; Tuesday\, mostly
BEGIN:VEVENT
UID:checkpoint-7@dogear
DTSTAMP:20261122T220000Z
LAST-MODIFIED:20261101T093000Z
SEQUENCE:0
DTSTART:20261206T170000Z
DTEND:20261206T180000Z
SUMMARY:Middlemarch: Chapters 1-3
DESCRIPTION:Until then: Chapters 1-3.\nThis line is long enough that it has
  to be folded somewhere\; and éven twice.
LOCATION:#reading\, room 2
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:checkpoint-8@dogear
DTSTAMP:20261122T220000Z
LAST-MODIFIED:20261206T170000Z
SEQUENCE:3
DTSTART:20261213T170000Z
DTEND:20261213T180000Z
SUMMARY:Middlemarch: Chapters 4-6
STATUS:CANCELLED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:checkpoint-9@dogear
DTSTAMP:20261122T220000Z
SEQUENCE:0
DTSTART:20261220T170000Z
DTEND:20261220T180000Z
SUMMARY:Middlemarch: Chapters 7-9
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if string(file) != want {
		t.Errorf("got:\n%s\nwant:\n%s", file, want)
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	good := calendar.Entry{UID: "a@dogear", Start: sunday(), Length: time.Hour}
	for name, spoil := range map[string]func(*calendar.Entry){
		"no UID":            func(e *calendar.Entry) { e.UID = "" },
		"a UID of lines":    func(e *calendar.Entry) { e.UID = "a\r\nATTACH:b" },
		"a long UID":        func(e *calendar.Entry) { e.UID = strings.Repeat("a", 256) },
		"a UID that is not": func(e *calendar.Entry) { e.UID = "é" },
		"sequence":          func(e *calendar.Entry) { e.Sequence = -1 },
		"no length":         func(e *calendar.Entry) { e.Length = 0 },
		"a long length":     func(e *calendar.Entry) { e.Length = 367 * 24 * time.Hour },
		"far away":          func(e *calendar.Entry) { e.Start = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"before all":        func(e *calendar.Entry) { e.Start = time.Date(-3, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		bad := good
		spoil(&bad)
		if _, err := calendar.Write(calendar.Calendar{Entries: []calendar.Entry{bad}}); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if _, err := calendar.Write(calendar.Calendar{Entries: []calendar.Entry{good, good}}); err == nil {
		t.Error("one UID was written twice")
	}
}

// texts are those that people could hand in, mischief and all.
func texts() *rapid.Generator[string] {
	odd := []string{
		"\r\nATTENDEE:mailto:x@example.org", "\x00", "\x1b[31m", "\u202e", "\u2028", "\u0085", `\n`, `\`, ";", ",", ":", `"`, "\t", "^n",
		"\xff", "👩‍👩‍👧", "é", "中文書", "a<b>c<", " ", "END:VEVENT", strings.Repeat("x", 80), "\v", "\f", "\r",
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(odd), rapid.StringN(0, 40, 100)), 0, 12).Draw(t, "parts"), "")
	})
}

func entries() *rapid.Generator[calendar.Entry] {
	return rapid.Custom(func(t *rapid.T) calendar.Entry {
		moment := rapid.Int64Range(0, 4e9)
		zone := time.FixedZone("", rapid.IntRange(-12*3600, 14*3600).Draw(t, "zone"))
		return calendar.Entry{
			UID: rapid.StringMatching(`[!-~]{1,255}`).Draw(t, "uid"), Sequence: rapid.IntRange(0, 1e6).Draw(t, "sequence"),
			Summary: texts().Draw(t, "summary"), Description: texts().Draw(t, "description"), Location: texts().Draw(t, "location"),
			Start:     time.Unix(moment.Draw(t, "start"), 0).In(zone),
			Length:    time.Duration(rapid.IntRange(1, 1e6).Draw(t, "length")) * time.Second,
			Cancelled: rapid.Bool().Draw(t, "cancelled"),
			Changed:   rapid.SampledFrom([]time.Time{{}, time.Unix(moment.Draw(t, "changed"), 0)}).Draw(t, "last"),
		}
	})
}

// What is written is as the standard has it, and another library reads in it
// what was handed in.
func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := calendar.Calendar{
			Name: texts().Draw(t, "name"), Made: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "made"), 0),
			Entries: rapid.SliceOfNDistinct(entries(), 0, 4, func(e calendar.Entry) string { return e.UID }).Draw(t, "entries"),
		}
		file, err := calendar.Write(c)
		if err != nil {
			t.Fatal(err)
		}
		if err := wellFormed(file); err != nil {
			t.Fatalf("%v in:\n%s", err, file)
		}
		decoder := ical.NewDecoder(bytes.NewReader(file))
		read, err := decoder.Decode()
		if err != nil {
			t.Fatalf("%v in:\n%s", err, file)
		}
		if _, err := decoder.Decode(); !errors.Is(err, io.EOF) {
			t.Fatalf("there is more than one calendar in:\n%s", file)
		}
		want(t, read.Props, "X-WR-CALNAME", club.CleanLine(c.Name))
		events := read.Events()
		if len(events) != len(c.Entries) || len(read.Children) != len(events) {
			t.Fatalf("%d events were read, and %d written", len(events), len(c.Entries))
		}
		for i, e := range c.Entries {
			compare(t, events[i].Props, e, c.Made)
		}
	})
}

func compare(t *rapid.T, got ical.Props, e calendar.Entry, made time.Time) {
	t.Helper()
	status := "CONFIRMED"
	if e.Cancelled {
		status = "CANCELLED"
	}
	want(t, got, ical.PropUID, e.UID)
	want(t, got, ical.PropSummary, club.CleanLine(e.Summary))
	want(t, got, ical.PropDescription, club.Clean(e.Description))
	want(t, got, ical.PropLocation, club.CleanLine(e.Location))
	want(t, got, ical.PropStatus, status)
	want(t, got, ical.PropSequence, fmt.Sprint(e.Sequence))
	times := map[string]time.Time{
		ical.PropDateTimeStamp: made, ical.PropDateTimeStart: e.Start, ical.PropDateTimeEnd: e.Start.Add(e.Length),
	}
	if prop := got.Get(ical.PropLastModified); !e.Changed.IsZero() {
		times[ical.PropLastModified] = e.Changed
	} else if prop != nil {
		t.Fatalf("it never changed, and last did at %s", prop.Value)
	}
	for name, moment := range times {
		if read, err := got.DateTime(name, time.Local); err != nil || !read.Equal(moment) || read.Location() != time.UTC {
			t.Fatalf("%s is %v (%v), not %v", name, read, err, moment)
		}
	}
}

func want(t *rapid.T, got ical.Props, name, text string) {
	t.Helper()
	if prop := got.Get(name); prop != nil && prop.ValueType() != ical.ValueText && prop.Value == text {
		return
	}
	if read, err := got.Text(name); err != nil || read != text {
		t.Fatalf("%s was read as %q (%v), not %q", name, read, err, text)
	}
}

// wellFormed reports what of RFC 5545's rules on lines a file breaks.
func wellFormed(file []byte) error {
	text, ended := strings.CutSuffix(string(file), "\r\n")
	if !ended {
		return fmt.Errorf("the last line has no end")
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		switch {
		case len(line) > 75:
			return fmt.Errorf("a line of %d bytes", len(line))
		case line == "", line == " ":
			return fmt.Errorf("an empty line")
		case !utf8.ValidString(line):
			return fmt.Errorf("a fold within a letter")
		case strings.ContainsFunc(line, func(r rune) bool { return r != '\t' && unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }):
			return fmt.Errorf("a control character")
		}
	}
	return nil
}
