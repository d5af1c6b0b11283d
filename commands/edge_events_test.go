package commands_test

import (
	"strings"
	"time"

	"dogear/bot"
)

// event is a scheduled event of the server.
type event struct {
	id, name, description string
	start                 time.Time
	gone                  bool
}

// event makes an event be there, or not, as the edge does.
func (w *world) event(task bot.Task, wish bot.Event) bot.Outcome {
	w.t.Helper()
	if task.Look == "gone" || !wish.Off && !wish.Start.After(w.now()) {
		return bot.Outcome{Channel: task.Channel, Message: task.Message, Look: task.Look}
	}
	if wish.Channel == "" || wish.Guild == "" || !wish.Off && !wish.End.After(wish.Start) {
		w.t.Errorf("an event of nowhere: %+v", wish)
	}
	e := &event{}
	for _, there := range w.events {
		if there.id == task.Message && task.Message != "" {
			e = there
		}
	}
	switch {
	case e.gone:
		return bot.Outcome{Channel: wish.Channel, Message: task.Message, Look: "gone"}
	case wish.Off:
		e.gone = true
		return bot.Outcome{}
	case e.id == "":
		e.id = w.nextID()
		w.events = append(w.events, e)
	}
	e.name, e.description, e.start = wish.Name, wish.Description, wish.Start
	return bot.Outcome{Channel: wish.Channel, Message: e.id, Look: wish.Name + wish.Start.String()}
}

// calendar is the events of the server, a line each, by their date.
func (w *world) calendar() string {
	var lines []string
	for _, e := range w.events {
		if !e.gone {
			lines = append(lines, e.start.In(w.now().Location()).Format("2 Jan 15:04")+" "+e.name)
		}
	}
	return strings.Join(lines, "\n")
}

// direct sends somebody a direct message, as the edge does.
func (w *world) direct(task bot.Task, wish bot.Direct) bot.Outcome {
	w.t.Helper()
	if wish.User == "" || wish.User != task.User {
		w.t.Errorf("a direct message to %q in the task of %q", wish.User, task.User)
	}
	channel := wish.Channel
	if channel == "" {
		w.opened++
		channel = "direct " + wish.User
	}
	if w.closed[wish.User] {
		return bot.Outcome{Channel: channel, Closed: true}
	}
	return w.put(task, bot.Post{Channel: channel, Message: wish.Message})
}
