package commands_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// entries is what a calendar file says of each date: its UID, when it begins,
// its sequence, its status and its summary.
func entries(t *testing.T, r reply) map[string]string {
	t.Helper()
	if len(r.message.Files) != 1 || !strings.HasSuffix(r.message.Files[0].Name, ".ics") {
		t.Fatalf("no calendar in:\n%s", r)
	}
	text := strings.ReplaceAll(string(r.message.Files[0].Data), "\r\n ", "")
	dates := make(map[string]string)
	for _, event := range strings.Split(text, "BEGIN:VEVENT")[1:] {
		field := func(name string) string {
			m := regexp.MustCompile(`(?m)^` + name + `(?:;[^:]*)?:(.*)\r$`).FindStringSubmatch(event)
			if m == nil {
				return ""
			}
			return m[1]
		}
		if _, twice := dates[field("UID")]; twice || field("UID") == "" {
			t.Errorf("UID %q comes twice, or is none", field("UID"))
		}
		// What never changed says nothing of when it did.
		if changed := field("LAST-MODIFIED"); (changed == "") != (field("SEQUENCE") == "0") || strings.HasPrefix(changed, "0001") {
			t.Errorf("%s is at %s and was last changed %q", field("UID"), field("SEQUENCE"), changed)
		}
		dates[field("UID")] = strings.Join([]string{field("DTSTART"), field("SEQUENCE"), field("STATUS"), field("SUMMARY")}, " ")
	}
	return dates
}

func sortedValues(dates map[string]string) string {
	var list []string
	for _, d := range dates {
		list = append(list, d)
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}

// A calendar that was taken before a change is moved by one that is taken
// after it: the same UIDs, higher sequences, and what is not to be any more is
// cancelled. No title stands in it, nor is it for members of another server.
func TestTheCalendar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "done")
	first := entries(t, ana.press(w.post("meet four times").reply, "Calendar").says("to open with your calendar").hides("Secret"))
	if got, want := sortedValues(first), `20261206T180000Z 0 CONFIRMED Never Let Me Go: Chapters 1-3
20261213T180000Z 0 CONFIRMED Never Let Me Go: Chapters 4-6
20261220T180000Z 0 CONFIRMED Never Let Me Go: Chapters 7-9
20261227T180000Z 0 CONFIRMED Never Let Me Go: Chapters 10-12`; got != want {
		t.Errorf("the dates are\n%s\nwant\n%s", got, want)
	}
	w.until("2026-12-06 18:00")
	miriam.press(miriam.slash("schedule move", "checkpoint", "2", "to", "2026-12-14"), "Use this plan")
	replan := miriam.press(miriam.slash("schedule replan", "pace", 9), "Use this plan")
	second := entries(t, ana.press(ana.slash("reading"), "Calendar"))
	if got, want := sortedValues(second), `20261206T180000Z 0 CONFIRMED Never Let Me Go: Chapters 1-3
20261213T180000Z 1 CONFIRMED Never Let Me Go: Chapters 4-12
20261214T180000Z 2 CANCELLED Never Let Me Go
20261220T180000Z 1 CANCELLED Never Let Me Go`; got != want {
		t.Errorf("the dates are\n%s\nwant\n%s", got, want)
	}
	for uid := range first {
		if second[uid] == "" {
			t.Errorf("%s is not told of any more", uid)
		}
	}
	miriam.press(replan, "Undo")
	miriam.press(miriam.slash("schedule finish"), "Finish it")
	last := entries(t, ana.press(w.post("12 chapters").reply, "Calendar"))
	if got := sortedValues(last); strings.Count(got, "CANCELLED") != 3 || !strings.Contains(got, "20261214T180000Z 4 CANCELLED Never Let Me Go: Chapters 4-6") {
		t.Errorf("the dates of a finished read are\n%s", got)
	}
	w.person("eve").at(elsewhere, farRoom).press(w.post("12 chapters").reply, "Calendar").no("not there any more")
}
