package dates_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/club"
	"dogear/commands/dates"
)

func TestZone(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Europe/Berlin": "Europe/Berlin", "europe/berlin": "Europe/Berlin", "berlin": "Europe/Berlin", " BERLIN ": "Europe/Berlin",
		"Europe/Berlin (17:08)": "Europe/Berlin", "new york": "America/New_York", "New_York": "America/New_York",
		"america new york": "America/New_York", "UTC": "UTC", "utc": "UTC", "US/Pacific": "US/Pacific", "us/pacific": "US/Pacific",
		"São Paulo": "America/Sao_Paulo", "sao paulo": "America/Sao_Paulo", "kolkata": "Asia/Kolkata", "Calcutta": "Asia/Calcutta",
		"port-au-prince": "America/Port-au-Prince", "japan": "Japan", "Etc/UTC": "Etc/UTC", "zulu": "Zulu", "kyiv": "Europe/Kyiv",
		"buenos aires": "America/Argentina/Buenos_Aires", "indianapolis": "America/Indiana/Indianapolis",
		"munich": "Europe/Berlin", "MÜNCHEN": "Europe/Berlin", "Munich, Germany": "Europe/Berlin", "munich germany": "Europe/Berlin",
		"Bangalore": "Asia/Kolkata", "Frankfurt": "Europe/Berlin", "San Francisco": "America/Los_Angeles", "edinburgh": "Europe/London",
		"sao paulo ": "America/Sao_Paulo", "Birmingham, Alabama": "America/Chicago", "Paris, Texas": "America/Chicago",
		"st. louis": "America/Chicago", "Washington, D.C.": "America/New_York", "washington": "America/New_York", "germany": "Europe/Berlin",
		"Portland, Oregon: America/Los_Angeles (08:08)": "America/Los_Angeles", "xi'an": "Asia/Shanghai",
		"":                 "Say in which time zone the club lives: a large city such as Berlin, or a name such as America/New_York.",
		"Local":            `I know no time zone "Local".`,
		"Berln":            `I know no time zone "Berln". The nearest are Europe/Berlin and Bern, Switzerland.`,
		"Parris":           `I know no time zone "Parris". The nearest are Europe/Paris and Paris, Texas.`,
		"Edinburg":         `I know no time zone "Edinburg". The nearest is Edinburgh, Scotland.`,
		"birmingham":       `There is more than one Birmingham. Say "Birmingham, Alabama" or "Birmingham, England".`,
		"Hamilton":         `There is more than one Hamilton. Say "Hamilton, New Zealand" or "Hamilton, Ontario".`,
		"Paris, France":    `I do not know "Paris, France". If you mean Europe/Paris, say "Europe/Paris".`,
		"Munich, Narnia":   `I know no time zone "Munich, Narnia".`,
		"../../etc/passwd": `I know no time zone "../../etc/passwd". Name a large city in it, such as Berlin, or a zone such as America/New_York.`,
		"UTC+1":            `"UTC+1" does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.`,
		"+01:00":           `"\+01:00" does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.`,
		"est":              "EST has no summer time. Do you mean America/New_York?",
		"EST (17:46)":      "EST has no summer time. Do you mean America/New_York?",
		"EDT":              "EDT is summer time alone. Do you mean America/New_York?",
		"CST":              "CST has no summer time. Do you mean America/Chicago, America/Mexico_City or Asia/Shanghai?",
		"MST":              "MST has no summer time. Do you mean America/Denver or America/Phoenix?",
		"pst":              "PST has no summer time. Do you mean America/Los_Angeles or Asia/Manila?",
		"HST":              "HST names no place. Do you mean Pacific/Honolulu?",
		"CET":              "CET has no summer time. Do you mean Europe/Berlin or Europe/Paris?",
		"BST":              "BST is summer time alone. Do you mean Europe/London?",
		"IST":              "IST stands for several. Do you mean Asia/Kolkata, Europe/Dublin or Asia/Jerusalem?",
		"EST5EDT":          "EST5EDT names no place. Do you mean America/New_York?",
		"gmt":              "GMT has no summer time. Do you mean Europe/London or UTC?",
		"Etc/GMT":          "GMT has no summer time. Do you mean Europe/London or UTC?",
		"greenwich":        "Greenwich has no summer time. Do you mean Europe/London or UTC?",
		"Etc/GMT+5":        `"Etc/GMT+5" does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.`,
		"GMT0":             `"GMT0" does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.`,
		"GMT-5":            `"GMT-5" does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.`,
	} {
		z, err := dates.Zone(typed)
		if err != nil {
			if !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%q:\n got %s\nwant %s", typed, err, want)
			}
			mustRefuse(t, typed, err)
			continue
		}
		if z.String() != want {
			t.Errorf("%q is %s, want %s", typed, z, want)
		}
	}
}

func TestSuggestZones(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 16, 8, 0, 0, time.UTC)
	for _, c := range []struct {
		typed string
		limit int
		want  string
	}{
		{"berl", 5, "Europe/Berlin (17:08)"},
		{"berlin", 5, "Europe/Berlin (17:08)"},
		{"london", 5, "Europe/London (16:08), London, Ontario: America/Toronto (11:08)"},
		{"muni", 5, "Munich, Germany: Europe/Berlin (17:08)"},
		{"portland", 5, "Portland, Maine: America/New_York (11:08), Portland, Oregon: America/Los_Angeles (08:08)"},
		{"UK", 1, "UK: Europe/London (16:08)"},
		{"lond", 1, "Europe/London (16:08)"},
		{"new y", 5, "America/New_York (11:08)"},
		{"europe/ber", 5, "Europe/Berlin (17:08)"},
		{"us/pac", 5, "US Pacific Time: America/Los_Angeles (08:08)"},
		{"US/Pacific", 1, "US/Pacific (08:08)"},
		{"etc", 5, ""},
		{"est", 2, "America/New_York (11:08), Estonia: Europe/Tallinn (18:08)"},
		{"IST", 3, "Asia/Kolkata (21:38), Europe/Dublin (16:08), Asia/Jerusalem (18:08)"},
		{"gmt", 5, "Europe/London (16:08), UTC (16:08)"},
		{"Etc/GMT+5", 5, ""},
		{"utc", 5, "UTC (16:08)"},
		{"ho", 2, "Asia/Ho_Chi_Minh (23:08), Asia/Hong_Kong (00:08)"},
		{"kath", 5, "Asia/Kathmandu (21:53)"},
		{"", 2, "America/Los_Angeles (08:08), America/Denver (09:08)"},
		{"zzzz", 5, ""},
		{"berl", 0, ""},
	} {
		var names []string
		for _, s := range dates.SuggestZones(c.typed, now, c.limit) {
			if !strings.Contains(": "+s.Name, ": "+s.Value+" (") {
				t.Errorf("%+v", s)
			}
			if z, err := dates.Zone(s.Name); err != nil || z.String() != s.Value {
				t.Errorf("%q is read as %v, %v", s.Name, z, err)
			}
			names = append(names, s.Name)
		}
		if got := strings.Join(names, ", "); got != c.want {
			t.Errorf("%q suggests %s, want %s", c.typed, got, c.want)
		}
	}
	if n := len(dates.SuggestZones("", now, 100)); n < 10 || n > 25 {
		t.Errorf("%d zones for nothing typed", n)
	}
	if n := len(dates.SuggestZones("a", now, 25)); n != 25 {
		t.Errorf("%d zones of 25", n)
	}
}

// Every name of the list is one that Go knows, stands once, and is read as
// itself in any case.
func TestEveryZoneIsRead(t *testing.T) {
	t.Parallel()
	var seen []string
	for _, letter := range "abcdefghijklmnopqrstuvwxyz" {
		for _, s := range dates.SuggestZones(string(letter), time.Unix(0, 0), 1000) {
			if !slices.Contains(seen, s.Value) {
				seen = append(seen, s.Value)
			}
		}
	}
	if len(seen) != 419 {
		t.Errorf("%d zones are suggested, want the 418 of the table of places and UTC", len(seen))
	}
	for _, name := range seen {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
		if z, err := dates.Zone(strings.ToUpper(name)); err != nil || z.String() != name {
			t.Errorf("%s is %v, %v", name, z, err)
		}
	}
}

// No zone is read that is an abbreviation or an offset, however it is written;
// what an abbreviation may mean are zones that are suggested.
func TestNoZoneWithoutAPlace(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("abbreviations.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		said, meant, _ := strings.Cut(strings.TrimSpace(line), " = ")
		name, _, _ := strings.Cut(said, " ")
		if z, err := dates.Zone(name); err == nil || !strings.HasPrefix(err.Error(), said+". Do you mean ") {
			t.Errorf("%s is %v, %v", name, z, err)
		}
		var offered []string
		for _, s := range dates.SuggestZones(name, time.Unix(0, 0), len(strings.Fields(meant))) {
			offered = append(offered, s.Value)
			if z, err := dates.Zone(s.Value); err != nil || z.String() != s.Value {
				t.Errorf("%s suggests %s: %v", name, s.Value, err)
			}
		}
		if got := strings.Join(offered, " "); got != meant || meant == "" {
			t.Errorf("%s suggests %q, want %q", name, got, meant)
		}
	}
	names, err := os.ReadFile("zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(names)) {
		name := strings.TrimPrefix(strings.TrimSpace(line), "~")
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		// The names of the tz database that are clocks and not places.
		abbr, _ := time.Date(2026, 1, 15, 0, 0, 0, 0, zone).Zone()
		if abbr != "UTC" && (abbr == name || strings.HasPrefix(name, "Etc/")) {
			t.Errorf("%s names no place", name)
		}
	}
}

// Every place lies in a zone of the database, stands once, and is read by its
// full name.
func TestEveryPlaceIsRead(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("places.txt")
	if err != nil {
		t.Fatal(err)
	}
	cities, seen := 0, map[string]bool{}
	for line := range strings.Lines(string(list)) {
		name, zone, _ := strings.Cut(strings.TrimSpace(line), " = ")
		folded := club.Fold(name)
		if seen[folded] {
			t.Errorf("%s stands twice", name)
		}
		seen[folded] = true
		if z, err := dates.Zone(name); err != nil || z.String() != zone {
			t.Errorf("%s is %v, %v, want %s", name, z, err, zone)
		}
		if strings.Contains(name, ",") {
			cities++
		}
	}
	if cities < 300 {
		t.Errorf("%d cities", cities)
	}
}

func FuzzZone(f *testing.F) {
	for _, s := range []string{"berlin", "Europe/Berlin (17:08)", "UTC+1", "Local", "../etc/passwd", "\xff", "new york", "Kiew", "Portland", "Munich, Germany: Europe/Berlin (17:08)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		z, err := dates.Zone(typed)
		mustRefuse(t, typed, err)
		if err == nil && (z == nil || z == time.Local || z.String() == "") {
			t.Fatalf("%q is %v", typed, z)
		}
		for _, s := range dates.SuggestZones(typed, time.Unix(0, 0), 5) {
			if _, err := dates.Zone(s.Value); err != nil {
				t.Fatalf("%q suggests %+v: %v", typed, s, err)
			}
		}
	})
}
