package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// now is club time, as the bot's machine has it.
func (p *play) now() time.Time { return p.discord.Now().Add(time.Duration(p.ahead.Load())) }

// The clock of the bot's machine is wrong, or is put right, between two
// attempts at a post whose first answer was lost, and Discord has forgotten the
// nonce: the post is there once.
func TestClockBetweenAttempts(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for name, c := range map[string]struct{ first, second, passes time.Duration }{
		"right":                            {0, 0, 10 * time.Minute},
		"set back an hour":                 {0, -time.Hour, time.Hour},
		"an hour ahead, and put right":     {time.Hour, 0, time.Hour},
		"an hour behind, and put right":    {-time.Hour, 0, 10 * time.Minute},
		"a day ahead":                      {day, day, 10 * time.Minute},
		"a day ahead, and put right":       {day, 0, day},
		"a day behind":                     {-day, -day, 10 * time.Minute},
		"set forward a day":                {0, day, 10 * time.Minute},
		"a day ahead, put right at once":   {day, 0, 10 * time.Minute},
		"a day ahead, and two days behind": {day, -day, 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlay(t, sandbox.Options{Start: storyStart(), NonceFor: -1}, "Ana")
			p.boot()
			p.begins()
			due := p.discord.Now().AddDate(0, 0, 3).Truncate(time.Minute)
			p.slash("Miriam", "/prompt add all:true at:"+due.In(storyStart().Location()).Format("2006-01-02 15:04")+" text:Once?")
			p.halt()

			p.ahead.Store(int64(c.first))
			p.discord.TurnTo(due.Add(-c.first).Add(time.Second))
			p.discord.Fault(sandbox.Fault{Method: "POST", PathPrefix: "/channels/", Match: "/messages", AfterEffect: true, Times: 1})
			p.boot()
			p.rouse()
			p.await("a post whose answer is lost", func() bool { return p.discord.FaultHits() == 1 })
			p.halt()

			p.ahead.Store(int64(c.second))
			p.discord.Turn(c.passes)
			p.boot()
			o := openOracle(t, p.file)
			defer o.close()
			if wait := due.Add(time.Second).Sub(p.now()); wait > 0 {
				p.discord.Turn(wait)
			}
			p.rouse()
			p.drained(o, p.now())
			if n := len(p.posts("Once?")); n != 1 {
				t.Errorf("it is there %d times", n)
			}
			p.halt()
			p.wellBehaved()
		})
	}
}

// wonders has Miriam ask a question for all, with what says when.
func (p *play) wonders(text, when string) {
	p.t.Helper()
	p.has(p.slash("Miriam", "/prompt add all:true "+when+" text:"+text), "question is asked")
}

// order lists which of some words the public messages say, in order.
func (p *play) order(words ...string) string {
	var is []string
	for _, text := range p.public() {
		for _, w := range words {
			if strings.Contains(text, w) {
				is = append(is, w)
			}
		}
	}
	return strings.Join(is, " ")
}

// The clock is set back or forward, or nobody was awake: what is asked once is
// asked once or too late to make sense, what is repeated never comes in a burst,
// and a checkpoint is told in any case.
func TestClockTurns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		turns []string // "2 10:40" of March; "asleep 2 10:40": nobody was awake until then
		want  string
	}{
		"as it goes": {
			[]string{"2 10:40", "2 11:31", "3 10:16"},
			"Aachen Sofia Bergen Cork Sofia",
		},
		"set back an hour": {
			[]string{"2 10:40", "2 09:40", "2 10:20", "2 10:40", "2 11:31", "3 10:16"},
			"Aachen Sofia Bergen Cork Sofia",
		},
		"set back over a repetition": {
			[]string{"2 10:16", "2 10:05", "2 10:40", "2 11:31", "3 10:16", "3 10:14", "3 10:16", "4 10:16"},
			"Aachen Sofia Bergen Cork Sofia Sofia",
		},
		"asleep for hours": {
			[]string{"2 09:59", "asleep 2 14:00", "3 10:16"},
			"Aachen Sofia Bergen Cork Sofia",
		},
		"set forward for hours": {
			[]string{"2 09:59", "2 14:00", "3 10:16"},
			"Aachen Sofia Bergen Cork Sofia",
		},
		"set forward a day": {
			[]string{"2 09:59", "3 09:59", "3 10:16"},
			"Sofia",
		},
		"asleep for a day, and awake after a repetition": {
			[]string{"2 09:59", "asleep 3 12:00", "3 14:00", "4 10:16"},
			"Sofia Sofia",
		},
		"set forward a day, and put right": {
			[]string{"2 10:40", "3 10:40", "2 10:45", "2 11:31", "3 10:45", "4 10:16"},
			"Aachen Sofia Bergen Sofia Sofia",
		},
		"asleep over the checkpoint": {
			[]string{"8 12:00", "asleep 9 18:30", "10 10:16"},
			"Sofia Checkpoint Sofia",
		},
		"set forward a week, over the checkpoint": {
			[]string{"2 10:40", "9 10:40", "2 10:45", "9 10:45", "10 10:16"},
			"Aachen Sofia Bergen Checkpoint Sofia Sofia",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlay(t, sandbox.Options{Start: storyStart()}, "Ana")
			p.boot()
			o := openOracle(t, p.file)
			defer o.close()
			p.begins()
			p.wonders("Aachen?", "at:2027-03-02 10:00")
			p.wonders("Bergen?", "at:2027-03-02 10:30")
			p.wonders("Cork?", "at:2027-03-02 11:30")
			p.wonders("Sofia?", "repeat:daily 10:15 at:2027-03-02 09:00")
			for _, turn := range c.turns {
				to, asleep := strings.CutPrefix(turn, "asleep ")
				at, err := time.Parse("2006-01-2 15:04", "2027-03-"+to)
				if err != nil {
					t.Fatal(err)
				}
				if asleep {
					p.halt()
				}
				p.discord.TurnTo(at)
				if asleep {
					p.boot()
				}
				p.rouse()
				p.drained(o, at)
			}
			if is := p.order("Aachen", "Bergen", "Cork", "Sofia", "Checkpoint"); is != c.want {
				t.Errorf("posted are %s\nand should be %s", is, c.want)
			}
			p.wellBehaved()
		})
	}
}

// Nobody was awake over many times of a question that is asked every hour: it
// comes once for all of them.
func TestAsleepOverManyTimes(t *testing.T) {
	t.Parallel()
	p := newPlay(t, sandbox.Options{Start: storyStart()}, "Ana")
	p.boot()
	o := openOracle(t, p.file)
	defer o.close()
	p.begins()
	p.wonders("Hourly?", "repeat:0 * * * *")
	for i, to := range []int{10, 15, 16, 40} { // hours of the day, and the next
		p.halt()
		at := time.Date(2027, time.March, 1, to, 20, 0, 0, time.UTC)
		p.discord.TurnTo(at)
		p.boot()
		p.rouse()
		p.drained(o, at)
		if n := len(p.posts("Hourly?")); n != i+1 {
			t.Errorf("at %v it was asked %d times, want %d", at, n, i+1)
		}
	}
	p.wellBehaved()
}

// turns presses a button of the demo's clock.
func (p *play) turns(by time.Duration) {
	p.t.Helper()
	body := fmt.Sprintf(`{"add": %v}`, by.Seconds())
	req, err := http.NewRequestWithContext(p.ctx, http.MethodPost, p.discord.URL()+"/page/clock", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if answer, err := io.ReadAll(res.Body); err != nil || !strings.Contains(string(answer), `"now"`) {
		p.t.Fatalf("the clock is not turned: %s, %v", answer, err)
	}
}

// The demo's clock, turned day by day through the weeks in which the clocks
// change, shows each weekly question once a week, whatever its hour.
func TestDemoClockThroughTheChange(t *testing.T) {
	t.Parallel()
	hours := []string{"00:30", "01:30", "02:30", "18:00"}
	for name, change := range map[string]time.Time{
		"Europe/London, March":       time.Date(2027, time.March, 28, 0, 0, 0, 0, time.UTC),
		"Europe/London, October":     time.Date(2027, time.October, 31, 0, 0, 0, 0, time.UTC),
		"America/New_York, March":    time.Date(2027, time.March, 14, 0, 0, 0, 0, time.UTC),
		"America/New_York, October":  time.Date(2027, time.October, 31, 0, 0, 0, 0, time.UTC), // the week before
		"America/New_York, November": time.Date(2027, time.November, 7, 0, 0, 0, 0, time.UTC),
		"America/New_York, London's": time.Date(2027, time.March, 28, 0, 0, 0, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place, _, _ := strings.Cut(name, ",")
			zone, err := time.LoadLocation(place)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Date(change.Year(), change.Month(), change.Day()-9, 12, 0, 0, 0, zone)
			p := newPlay(t, sandbox.Options{Start: start})
			p.boot()
			p.slash("Miriam", "/club setup timezone:"+place)
			p.slash("Miriam", "/book add title:Never Let Me Go chapters:12")
			p.press("Miriam", p.slash("Miriam", "/schedule plan book:Never Let Me Go start:today pace:3"), "Start this read")
			for _, at := range hours {
				p.wonders("At "+at+"?", "repeat:weekly sun "+at)
			}
			for range 17 { // until the Monday after the Sunday after
				p.turns(24 * time.Hour)
			}
			p.sundays(zone, change, hours)
			p.wellBehaved()
		})
	}
}

// sundays checks that each question was asked once on the Sunday on which the
// clocks change, on the one before and on the one after. On the day itself, an
// hour that does not exist comes an hour later.
func (p *play) sundays(zone *time.Location, change time.Time, hours []string) {
	p.t.Helper()
	for _, hour := range hours {
		var is, want []string
		for _, m := range p.posts("At " + hour + "?") {
			is = append(is, time.Unix(m.At, 0).In(zone).Format("2006-01-02 15:04"))
		}
		for _, days := range []int{-7, 0, 7} {
			day := change.AddDate(0, 0, days)
			at, err := time.ParseInLocation("2006-01-02 15:04", day.Format(time.DateOnly)+" "+hour, zone)
			if err != nil {
				p.t.Fatal(err)
			}
			if at.Format("15:04") != hour { // time moves it back or forward, as it likes
				at = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone).Add(clockOf(hour))
			}
			want = append(want, at.Format("2006-01-02 15:04"))
		}
		if !slices.Equal(is, want) {
			p.t.Errorf("the question of %s came at %q, and should at %q", hour, is, want)
		}
	}
}

// clockOf is an hour of the day as what has passed of it.
func clockOf(hour string) time.Duration {
	at, _ := time.Parse("15:04", hour)
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
}
