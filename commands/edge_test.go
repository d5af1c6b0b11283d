package commands_test

import (
	"fmt"
	"slices"
	"strings"

	"dogear/bot"
)

// post is a message that Dogear posted by itself.
type post struct {
	reply
	row     int64 // the task that posted it, as its buttons say
	kind    string
	channel string
	edits   int
	deleted bool
}

// work does what the desk says is due, as the edge does it, until nothing is.
func (w *world) work() {
	w.t.Helper()
	for range 1000 {
		tasks, err := w.desk.Claim(w.t.Context(), 8)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(tasks) == 0 {
			return
		}
		for _, task := range tasks {
			w.do(task)
		}
	}
	w.t.Fatal("the work has no end")
}

func (w *world) do(task bot.Task) {
	w.t.Helper()
	wish, err := w.desk.Look(w.t.Context(), task)
	if err != nil {
		w.t.Fatalf("look at the %s: %v", task.Kind, err)
	}
	if w.meanwhile != nil {
		w.meanwhile(task)
	}
	if _, nothing := wish.(bot.Nothing); w.refuses != nil && !nothing { // Discord is asked for nothing then
		if p := w.refuses(task); p != nil {
			w.failed(task, *p)
			return
		}
	}
	o := bot.Outcome{Channel: task.Channel, Message: task.Message, Look: task.Look}
	switch wish := wish.(type) {
	case bot.Post:
		o = w.put(task, wish)
		if w.loses != nil && w.loses(task) {
			w.failed(task, bot.Problem{Reason: "Discord did not answer as it should; I try again.", Unsure: true})
			return
		}
	case bot.Removed:
		for _, p := range w.posts {
			p.deleted = p.deleted || p.id == task.Message
		}
		delete(w.said, task.Message)
		o = bot.Outcome{}
	case bot.Grant:
		if err := wish.Fit(w.server); wish.Has && err != nil {
			w.failed(task, bot.Problem{Reason: err.Error(), Permanent: true})
			return
		}
		w.roles[wish.User+" "+wish.Role] = wish.Has
	case bot.Room:
		o = w.room(task, wish)
	case bot.Seat:
		o = w.seat(wish)
	case bot.Event:
		o = w.event(task, wish)
	case bot.Direct:
		o = w.direct(task, wish)
	case bot.Talk:
		o.Channel, o.Message = wish.Channel, wish.Message
		if i := slices.IndexFunc(w.posts, func(p *post) bool { return p.id == wish.Message && !p.deleted }); i < 0 {
			o = bot.Outcome{Gone: true}
		}
		w.talks = append(w.talks, wish.Name)
	case bot.Nothing:
		o.Missed, o.Reason = wish.Missed, wish.Reason
	default:
		w.t.Fatalf("the desk wishes for a %T", wish)
	}
	if err := w.desk.Done(w.t.Context(), task, o); err != nil {
		w.t.Fatalf("the %s is done: %v", task.Kind, err)
	}
}

func (w *world) failed(task bot.Task, p bot.Problem) {
	w.t.Helper()
	if err := w.desk.Failed(w.t.Context(), task, p); err != nil {
		w.t.Fatal(err)
	}
}

// put posts a message, or edits the one that is there: also one that an attempt
// posted whose answer was lost.
func (w *world) put(task bot.Task, wish bot.Post) bot.Outcome {
	w.t.Helper()
	r := reply{w: w, message: wish.Message, public: true}
	r.check()
	if role := wish.Message.Role; role != "" && !strings.Contains(r.text(), "<@&"+role+">") {
		w.t.Errorf("the role is allowed and not named:\n%s", r)
	}
	for _, p := range w.posts {
		if p.row == task.ID && p.id == task.Message && p.deleted {
			return bot.Outcome{Channel: p.channel, Gone: true}
		}
		if p.row == task.ID && !p.deleted {
			r.id = p.id
			if p.text() != r.text() || fmt.Sprint(p.labels()) != fmt.Sprint(r.labels()) {
				p.edits++
			}
			p.reply = r
			return bot.Outcome{Channel: p.channel, Message: p.id, Look: r.text()}
		}
	}
	if wish.OnlyEdit {
		return bot.Outcome{Gone: true}
	}
	r.id = w.nextID()
	w.posts = append(w.posts, &post{reply: r, row: task.ID, kind: task.Kind, channel: wish.Channel})
	return bot.Outcome{Channel: wish.Channel, Message: r.id, Look: r.text()}
}

// post finds the last message in the channels that says something.
func (w *world) post(words string) *post {
	w.t.Helper()
	for i := len(w.posts) - 1; i >= 0; i-- {
		if p := w.posts[i]; !p.deleted && strings.Contains(p.text(), words) {
			return p
		}
	}
	w.t.Fatalf("nothing in the channels says %q, only:\n%s", words, w.board())
	return nil
}

// has reports whether anything in the channels says something.
func (w *world) has(words string) bool { return strings.Contains(w.board(), words) }

// count is how many messages in the channels say something.
func (w *world) count(words string) (n int) {
	for _, p := range w.posts {
		if !p.deleted && strings.Contains(p.text(), words) {
			n++
		}
	}
	return n
}

// board is all that stands in the channels.
func (w *world) board() string {
	var b strings.Builder
	for _, p := range w.posts {
		if !p.deleted {
			fmt.Fprintf(&b, "#%s %s\n%s\n", p.channel, p.kind, p.reply)
		}
	}
	return b.String()
}

// kinds are the kinds of the messages in the channels, in order.
func (w *world) kinds() string {
	var kinds []string
	for _, p := range w.posts {
		if !p.deleted {
			kinds = append(kinds, p.kind)
		}
	}
	return strings.Join(kinds, " ")
}
