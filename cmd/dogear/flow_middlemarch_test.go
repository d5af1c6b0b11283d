package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"dogear/bot/sandbox"
)

// middlemarch is a play about one long book, in which every word that anyone
// but its organiser gets to see is listened to.
type middlemarch struct {
	*play
	o    *oracle
	zone *time.Location

	mu    sync.Mutex
	heard []sandbox.Sight
}

// newMiddlemarch opens the club, with the book on its shelf.
func newMiddlemarch(t *testing.T) *middlemarch {
	t.Helper()
	m := &middlemarch{}
	listen := func(s sandbox.Sight) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.heard = append(m.heard, s)
	}
	m.play = newPlay(t, sandbox.Options{Start: storyStart(), Witness: listen, Record: true, Unlimited: true}, "Ana", "Ben", "Chidi", "Dora")
	m.boot()
	m.o = openOracle(t, m.file)
	t.Cleanup(m.o.close)
	m.in("Europe/London")
	m.has(m.slash("Miriam", "/club setup timezone:Europe/London name:The Loamshire Readers"), "I have every permission")
	m.slash("Miriam", "/book add title:Middlemarch author:George Eliot")
	form := m.opens("Miriam", nil, "/book chapters book:Middlemarch")
	preview := m.sends("Miriam", form, map[string]string{"list": m.list()})
	m.has(preview, "88 chapters, from Prelude to Finale, with 8 parts and 88 end pages")
	m.has(m.press("Miriam", preview, "Save"), "88 chapters now")
	return m
}

// in has the test reckon in a zone.
func (m *middlemarch) in(zone string) {
	m.t.Helper()
	var err error
	if m.zone, err = time.LoadLocation(zone); err != nil {
		m.t.Fatal(err)
	}
}

// at is a moment of 2027 by the club's clock.
func (m *middlemarch) at(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2027, month, day, hour, minute, 0, 0, m.zone)
}

// stamped is how a moment stands in what the bot says.
func stamped(at time.Time) string { return fmt.Sprintf("<t:%d:F>", at.Unix()) }

// list is the chapter list as somebody pastes it: a prelude, 86 chapters in
// eight books with a title each, and a finale, all with their last page. The
// titles are secrets but for the first, which opens with the prelude.
func (m *middlemarch) list() string {
	books := []struct {
		name string
		last int
	}{
		{"One: Miss Brooke", 12},
		{"Two: Old and Young", 22},
		{"Three: Waiting for Death", 33},
		{"Four: Three Love Problems", 42},
		{"Five: The Dead Hand", 53},
		{"Six: The Widow and the Wife", 62},
		{"Seven: Two Temptations", 71},
		{"Eight: Sunset and Sunrise", 86},
	}
	var b strings.Builder
	page, n := 2, 1
	fmt.Fprintf(&b, "Prelude @ %d\n", page)
	for i, book := range books {
		fmt.Fprintf(&b, "# Book %s\n", book.name)
		if _, title, _ := strings.Cut(book.name, ": "); i > 0 {
			m.secret(title)
		}
		for ; n <= book.last; n++ {
			page += 5 + n*7%11
			fmt.Fprintf(&b, "Chapter %d @ %d\n", n, page)
		}
	}
	fmt.Fprintf(&b, "Finale @ %d", page+8)
	return b.String()
}

// quiet waits until the bot has nothing to do.
func (m *middlemarch) quiet() {
	m.t.Helper()
	m.idle(m.o)
}

// uses has an organiser change the plan: the command, and yes to what it shows.
func (m *middlemarch) uses(name, line string) {
	m.t.Helper()
	m.has(m.press(name, m.slash(name, line), "Use this plan"), "The plan is changed")
	m.quiet()
}

// unheard checks that nobody but the organiser got to see a secret of the book,
// wherever it might have stood.
func (m *middlemarch) unheard() {
	m.t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.heard) < 50 {
		m.t.Errorf("only %d sights", len(m.heard))
	}
	miriam := m.discord.As("Miriam").ID
	for _, s := range m.heard {
		if len(s.People) == 1 && s.People[0] == miriam {
			continue
		}
		for _, secret := range m.secrets {
			if strings.Contains(s.What, secret) {
				m.t.Errorf("%s gives away %q:\n%s", s.Where, secret, s.What)
			}
		}
	}
}

// agenda is the server's events, a line each: day, time and name.
func (m *middlemarch) agenda() string {
	var lines []string
	for _, e := range m.guild.Events() {
		if e.Status == sandbox.EventScheduled {
			lines = append(lines, e.Start.In(m.zone).Format("2 Jan 15:04")+" "+strings.TrimPrefix(e.Name, "Middlemarch: "))
		}
		if e.Location != "#book-club" || e.End.Sub(e.Start) != time.Hour {
			m.t.Errorf("an event is %+v", e)
		}
	}
	return strings.Join(lines, "\n")
}

// holds checks the server's events.
func (m *middlemarch) holds(want ...string) {
	m.t.Helper()
	m.quiet()
	if got := m.agenda(); got != strings.Join(want, "\n") {
		m.t.Errorf("the server's events:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
}

// dated is an entry of a calendar file.
type dated struct {
	summary, start string
	sequence       int
	cancelled      bool
}

// calendar is what somebody gets by [Calendar], by UID, as another program
// reads it.
func (m *middlemarch) calendar(name string) map[string]dated {
	m.t.Helper()
	reply := m.press(name, m.posts("### Middlemarch")[0], "Calendar")
	if len(reply.Attachments) != 1 || reply.Attachments[0].Filename != "schedule.ics" {
		m.t.Fatalf("no file but %+v", reply)
	}
	file, err := ical.NewDecoder(bytes.NewReader(m.download(reply.Attachments[0].URL))).Decode()
	if err != nil {
		m.t.Fatal(err)
	}
	entries := map[string]dated{}
	for _, e := range file.Events() {
		text := func(name string) string {
			value, err := e.Props.Text(name)
			if err != nil {
				m.t.Error(err)
			}
			return value
		}
		start, err := e.DateTimeStart(time.UTC)
		if err != nil {
			m.t.Error(err)
		}
		d := dated{
			summary: text(ical.PropSummary), start: start.In(m.zone).Format("2 Jan 15:04"),
			cancelled: text(ical.PropStatus) == "CANCELLED",
		}
		if d.sequence, err = e.Props.Get(ical.PropSequence).Int(); err != nil {
			m.t.Error(err)
		}
		entries[text(ical.PropUID)] = d
	}
	return entries
}

// download takes a file from the sandbox.
func (p *play) download(url string) []byte {
	p.t.Helper()
	if strings.HasPrefix(url, "/") {
		url = p.discord.URL() + url
	}
	request, err := http.NewRequestWithContext(p.ctx, http.MethodGet, url, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %d, %v", url, response.StatusCode, err)
	}
	return data
}
