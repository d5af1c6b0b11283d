package bot_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// meeting is an event of a checkpoint, in some hours.
func (r *rig) meeting(name string, in time.Duration) bot.Event {
	start := r.sb.Now().Add(in).Truncate(time.Second)
	return bot.Event{
		Guild: r.guild.ID, Channel: r.channel, Name: name, Description: "Until then: Chapters 4-6",
		Start: start, End: start.Add(time.Hour),
	}
}

// onlyEvent is the one event of the server.
func (r *rig) onlyEvent() sandbox.Event {
	r.t.Helper()
	list := r.guild.Events()
	if len(list) != 1 {
		r.t.Fatalf("%d events, want one: %+v", len(list), list)
	}
	return list[0]
}

// asked are the requests about events, by their methods.
func (r *rig) asked() (methods []string) {
	for _, q := range r.sb.Requests() {
		if strings.Contains(q.Path, "/scheduled-events") {
			methods = append(methods, q.Method)
		}
	}
	return methods
}

func TestAnEventThroughItsLife(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	e := r.meeting("Middlemarch: checkpoint 2", 48*time.Hour)
	n := 1
	set := func(e bot.Event) bot.Outcome {
		n++
		d.set(7, e)
		return r.done(d, 7, n).outcome
	}
	d.add(7, wishes(e))
	made := r.done(d, 7, 1).outcome
	got := r.onlyEvent()
	want := sandbox.Event{
		ID: made.Message, Name: e.Name, Description: e.Description, Location: "#book-club",
		Creator: got.Creator, Start: e.Start.UTC(), End: e.End.UTC(), Status: sandbox.EventScheduled,
	}
	if got.Start, got.End = got.Start.UTC(), got.End.UTC(); got != want || made.Channel != r.channel || made.Look == "" || made.Gone {
		t.Errorf("%+v\n%+v\n%+v", got, want, made)
	}

	set(e) // nothing is asked for it
	e.Start, e.End, e.Description = e.Start.AddDate(0, 0, 7), e.End.AddDate(0, 0, 7), ""
	set(e)
	got = r.onlyEvent()
	if got.ID != made.Message || !got.Start.Equal(e.Start) || !got.End.Equal(e.End) || got.Description != "" || got.Location != "#book-club" {
		t.Errorf("%+v", got)
	}
	e.Channel = r.guild.AddChannel("other-club")
	moved := set(e)
	if got := r.onlyEvent(); got.Location != "#other-club" {
		t.Errorf("%+v", got)
	}
	if moved.Message != made.Message || moved.Look == made.Look || moved.Channel != e.Channel {
		t.Errorf("%+v", moved)
	}

	e.Off = true
	if got := set(e); got != (bot.Outcome{}) || len(r.guild.Events()) != 0 {
		t.Errorf("%+v %+v", got, r.guild.Events())
	}
	set(e) // there is nothing to delete
	e.Off = false
	if got := set(e); got.Message == made.Message || r.onlyEvent().ID != got.Message {
		t.Errorf("%+v", got)
	}
	if methods := r.asked(); !slices.Equal(methods, []string{"POST", "PATCH", "PATCH", "DELETE", "POST"}) {
		t.Error(methods)
	}
	r.clean()
}

// What somebody took away by hand is not made again, whatever is wished for.
func TestAnEventDeletedByHandStaysDeleted(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		byHand func(p *sandbox.Person, id string) error
		off    bool
	}{
		"deleted, then moved":   {(*sandbox.Person).DeleteEvent, false},
		"cancelled, then moved": {(*sandbox.Person).EndEvent, false},
		"deleted, then off":     {(*sandbox.Person).DeleteEvent, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			e := r.meeting("Checkpoint 2", 48*time.Hour)
			d.add(7, wishes(e))
			made := r.done(d, 7, 1).outcome
			if err := tt.byHand(r.sb.As("Oscar"), made.Message); err != nil {
				t.Fatal(err)
			}
			moved := e
			moved.Start, moved.End, moved.Off = e.Start.AddDate(0, 0, 7), e.End.AddDate(0, 0, 7), tt.off
			d.set(7, moved)
			want := bot.Outcome{Channel: made.Channel, Message: made.Message, Look: "gone"}
			if got := r.done(d, 7, 2).outcome; got != want {
				t.Errorf("%+v", got)
			}
			asked := len(r.asked())
			for i, e := range []bot.Event{e, moved, {Off: true}} {
				d.set(7, e)
				if got := r.done(d, 7, 3+i).outcome; got != want {
					t.Errorf("%+v", got)
				}
			}
			if len(r.asked()) != asked || len(r.guild.Events()) != 0 {
				t.Error(r.asked(), r.guild.Events())
			}
			r.clean()
		})
	}
}

// An event whose deletion got through unheard was not deleted by hand.
func TestAnEventDeletedUnheard(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	e := r.meeting("Checkpoint 2", 48*time.Hour)
	d.add(7, wishes(e))
	r.done(d, 7, 1)
	r.sb.Fault(sandbox.Fault{Method: "DELETE", Match: "/scheduled-events/", Times: 1, AfterEffect: true})
	off := e
	off.Off = true
	d.set(7, off)
	if p := r.failed(d, 7); !p.Unsure || p.Permanent || !p.Aside {
		t.Errorf("%+v", p)
	}
	d.again(7)
	if got := r.done(d, 7, 2).outcome; got != (bot.Outcome{}) {
		t.Errorf("%+v", got)
	}
	d.set(7, e)
	r.done(d, 7, 3)
	r.onlyEvent()
	r.clean()
}

// An event that would begin now, or has begun, is left as it is.
func TestAnEventThatHasBegun(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	late := r.meeting("Too late", 0)
	d.add(1, wishes(late))
	if got := r.done(d, 1, 1).outcome; got != (bot.Outcome{}) || len(r.asked()) != 0 {
		t.Errorf("%+v", got)
	}
	e := r.meeting("Checkpoint 2", time.Hour)
	d.add(2, wishes(e))
	made := r.done(d, 2, 1).outcome
	r.sb.Turn(time.Hour)
	e.Description = "Nobody needs to know any more"
	d.set(2, e)
	if got := r.done(d, 2, 2).outcome; got != made || r.onlyEvent().Status != sandbox.EventActive || len(r.asked()) != 1 {
		t.Errorf("%+v", got)
	}
	e.Off = true
	d.set(2, e)
	if got := r.done(d, 2, 3).outcome; got != (bot.Outcome{}) || len(r.guild.Events()) != 0 {
		t.Errorf("%+v", got)
	}
	r.clean()
}

// In a server that the bot has left there is nothing to delete.
func TestAnEventOfAServerThatIsGone(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	e := r.meeting("Checkpoint 2", 48*time.Hour)
	d.add(7, wishes(e))
	r.done(d, 7, 1)
	r.guild.Remove()
	e.Off = true
	d.set(7, e)
	if got := r.done(d, 7, 2).outcome; got != (bot.Outcome{}) {
		t.Errorf("%+v", got)
	}
}

func TestWhyAnEventFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		trouble func(*rig)
		reason  string
	}{
		{"not allowed", func(r *rig) { r.guild.SetBotPermissions(sandbox.BotPermissions &^ sandbox.PermissionCreateEvents) }, "(Create Events)"},
		{"channel not seen", func(r *rig) { r.guild.DenyBot(r.channel, sandbox.PermissionViewChannel) }, "(View Channel)"},
		{"channel gone", func(r *rig) { r.guild.DeleteChannel(r.channel) }, "The channel is gone."},
		{"too many", func(r *rig) {
			start := r.sb.Now().Add(time.Hour)
			for range 100 {
				r.api(http.MethodPost, "/guilds/"+r.guild.ID+"/scheduled-events", fmt.Sprintf(
					`{"name":"A party","scheduled_start_time":%q,"scheduled_end_time":%q,"privacy_level":2,"entity_type":3,"entity_metadata":{"location":"Here"}}`,
					start.Format(time.RFC3339), start.Add(time.Hour).Format(time.RFC3339)), nil)
			}
		}, "There are as many events in the server as Discord allows (100)."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, d := workingOn(t, options{sandbox: sandbox.Options{Unlimited: true}})
			tt.trouble(r)
			d.add(2, wishes(r.meeting("Checkpoint 2", 48*time.Hour)))
			if p := r.failed(d, 2); !p.Permanent || p.Unsure || !p.Aside || !strings.Contains(p.Reason, tt.reason) {
				t.Errorf("%+v", p)
			}
		})
	}
}

// What is too long is cut, never within what is read as one sign.
func TestAnEventOfManyWords(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	e := r.meeting(" "+strings.Repeat("👩‍👩‍👧", 40), 48*time.Hour)
	e.Description = strings.Repeat("word ", 400)
	e.Channel = r.guild.AddChannel(strings.Repeat("c", 100))
	d.add(2, wishes(e))
	r.done(d, 2, 1)
	got := r.onlyEvent()
	if name := strings.TrimSuffix(got.Name, "…"); name == got.Name || strings.ReplaceAll(name, "👩‍👩‍👧", "") != "" {
		t.Error(got.Name)
	}
	if !strings.HasPrefix(got.Location, "#cc") || len(got.Description) < 900 {
		t.Error(got.Location, got.Description)
	}
	r.clean()
}
