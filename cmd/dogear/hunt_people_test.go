package main

import (
	"math/rand/v2"
	"strings"

	"dogear/bot/sandbox"
)

// say writes a plain message, as people do.
func (w *world) say(s step, rng *rand.Rand) {
	text := w.named(w.storyText(rng, 1500))
	place := w.place(s, rng)
	person := w.as(s.who, place)
	files := []sandbox.File{}
	if rng.IntN(3) == 0 {
		files = append(files, sandbox.File{Name: "page.png", Type: "image/png", Alt: w.mark(), Data: []byte(pngHead + w.mark())})
	}
	w.tell("%s says: %s", s.who, short(text))
	if person.SayWith(text, files...) != nil && strings.Contains(text, "<@") {
		w.strangers[place+w.people[huntNever].ID] = true // who is mentioned in a thread is brought in
	}
	w.stir()
}

// named turns what stands for a mention into one.
func (w *world) named(text string) string {
	return strings.ReplaceAll(text, "<@"+huntNever+">", "<@"+w.people[huntNever].ID+">")
}

// apps uses a command on a message.
func (w *world) apps(s step, rng *rand.Rand) {
	m := w.byName[s.message]
	if m == nil {
		return
	}
	w.tell("%s uses Apps > %s on %s", s.who, s.command, w.describe(m))
	w.acting(s.who)
	a, err := w.as(s.who, m.Channel).Apps(w.ctx, m, s.command)
	if form, ok := w.take(s.who, a, err); ok && form != nil {
		w.fill(s.who, m.Channel, form, rng)
	}
}

// meddle does in Discord what the bot does not know of.
func (w *world) meddle(s step, rng *rand.Rand) {
	switch s.command {
	case "delete a message":
		w.deleteMessage(s)
	case "delete a room":
		w.deleteRoom()
	case "deny", "allow": // the bot may not write in the channel for a while
		w.mess()
		w.guild.DenyBot(w.home, map[string]int64{"deny": sandbox.PermissionSendMessages}[s.command])
		w.tell("the bot's right to write in the channel: %s", s.command)
	case "talk":
		w.meddleInTalk(rng)
	case "server":
		w.meddleInServer(rng)
	default:
		w.meddleInRoom(rng)
	}
	w.stir()
}

func (w *world) deleteMessage(s step) {
	m := w.byName[s.message]
	if m == nil || m.Private {
		return
	}
	w.mess()
	if w.as(huntMods, m.Channel).DeleteMessage(m) == nil {
		w.erased[rowOf(m)] = true
		w.tell("%s deletes %s", huntMods, w.describe(m))
	}
}

// mess notes that work may fail now and nobody is to blame.
func (w *world) mess() {
	w.mu.Lock()
	w.messed = true
	w.mu.Unlock()
}

// meddleInRoom adds somebody to a room by hand, has somebody leave it, or
// archives or deletes it.
func (w *world) meddleInRoom(rng *rand.Rand) {
	rooms := w.oracle.rooms()
	if len(rooms) == 0 {
		return
	}
	thread := rooms[rng.IntN(len(rooms))]
	other := w.people[[]string{"Ana", "Ben", "Chidi", huntNever, huntGoes}[rng.IntN(5)]]
	owner := w.as(huntOwner, thread)
	switch rng.IntN(5) {
	case 0:
		if owner.AddTo(thread, other) == nil {
			w.strangers[thread+other.ID] = true
			w.tell("%s adds %s to a room by hand", huntOwner, other.Name)
		}
	case 1:
		if other.LeaveThread(thread) == nil {
			delete(w.strangers, thread+other.ID)
			w.tell("%s leaves a room by hand", other.Name)
		}
	case 2, 3:
		w.guild.Archive(thread)
		w.tell("a room is archived")
	case 4:
		w.deleteRoom()
	}
}

// deleteRoom deletes the first room that is there.
func (w *world) deleteRoom() {
	for _, thread := range w.oracle.rooms() {
		if w.as(huntOwner, thread).CanSee(thread) {
			w.mess()
			w.guild.DeleteThread(thread)
			w.tell("a room is deleted")
			return
		}
	}
}
