// Package calendar writes the dates of a read as a file that the usual
// calendars take in (iCalendar, RFC 5545).
//
// It knows neither clubs nor clocks: what stands in the file comes as an
// argument. Such a file leaves Discord and may be passed on to anyone, so
// nothing that is locked may ever be handed in here.
package calendar

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"dogear/club"
)

// Calendar is a list of dates.
type Calendar struct {
	Name    string    // as calendars show it, such as the club's name
	Made    time.Time // when the file is made
	Entries []Entry
}

// Entry is one date.
type Entry struct {
	UID         string // the same for the same date for ever, and no other's in the world; visible ASCII, at most 255 bytes
	Sequence    int    // grows with each change, from 0
	Summary     string // one line
	Description string // may have several lines; may be empty
	Location    string // one line; may be empty
	Start       time.Time
	Length      time.Duration // at least a second
	Cancelled   bool
	Changed     time.Time // when it was last changed, zero if it never was
}

// crlf ends the lines of a calendar on every system; the library takes the
// system's own unless it is told.
const crlf = ics.WithNewLine("\r\n")

// Write writes a calendar. Times are in UTC, so that no calendar needs to know
// a zone by name; each shows them in its owner's. What cannot be seen and only
// does mischief is dropped from the texts.
//
// It fails on an entry that no calendar could take: a UID that is not one or
// comes twice, a time without end. Those are faults of the caller.
func Write(c Calendar) ([]byte, error) {
	cal := ics.NewCalendarFor("Dogear")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(club.CleanLine(c.Name))
	seen := make(map[string]bool, len(c.Entries))
	for _, e := range c.Entries {
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("write entry %q: %w", e.UID, err)
		}
		if seen[e.UID] {
			return nil, fmt.Errorf("write entry %q: two have this UID", e.UID)
		}
		seen[e.UID] = true
		cal.AddVEvent(e.event(c.Made))
	}
	var b bytes.Buffer
	if err := cal.SerializeTo(&b, crlf); err != nil {
		return nil, fmt.Errorf("write calendar: %w", err)
	}
	return b.Bytes(), nil
}

func (e Entry) check() error {
	unseen := func(r rune) bool { return r <= ' ' || r >= 0x7f }
	switch y := e.Start.UTC().Year(); {
	case e.UID == "", len(e.UID) > 255, strings.ContainsFunc(e.UID, unseen):
		return fmt.Errorf("the UID is not one")
	case e.Sequence < 0:
		return fmt.Errorf("sequence %d is negative", e.Sequence)
	case y < 1, y > 9998:
		return fmt.Errorf("year %d cannot be written", y)
	case e.Length < time.Second, e.Length > 366*24*time.Hour:
		return fmt.Errorf("a length of %v is none", e.Length)
	}
	return nil
}

// event is e as the library knows it.
func (e Entry) event(made time.Time) *ics.VEvent {
	v := ics.NewEvent(e.UID)
	v.SetDtStampTime(made)
	if !e.Changed.IsZero() {
		v.SetModifiedAt(e.Changed)
	}
	v.SetSequence(e.Sequence)
	v.SetStartAt(e.Start)
	v.SetEndAt(e.Start.Add(e.Length))
	v.SetSummary(club.CleanLine(e.Summary))
	if text := club.Clean(e.Description); text != "" {
		v.SetDescription(text)
	}
	if place := club.CleanLine(e.Location); place != "" {
		v.SetLocation(place)
	}
	v.SetStatus(ics.ObjectStatusConfirmed)
	if e.Cancelled {
		v.SetStatus(ics.ObjectStatusCancelled)
	}
	// A checkpoint is something to have read by then: it keeps nobody from
	// being asked to dinner.
	v.SetTimeTransparency(ics.TransparencyTransparent)
	return v
}
