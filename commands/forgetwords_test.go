package commands_test

import "testing"

// What is said to one who asks to be forgotten is of what there is, and of
// nothing else.
func TestWhatForgettingSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	dora := w.person("dora")
	dora.slash("me forget").says("I keep nothing about you in this server.").offers()
	dora.inDirect().slash("me forget").says("I keep nothing about you in any server.").offers()
	dora.slash("me settings", "show-stars", true)
	dora.slash("me forget").says("I would erase 1 smaller entry (settings, drafts and the like) in this server.").
		hides("notes in the channel", "role and rooms", "asked the club", "your place")
	dora.slash("note", "chapter", "ch 1", "text", "One.")
	dora.slash("note", "chapter", "ch 1", "text", "Two.")
	dora.slash("me forget").says("I would erase your place in 1 read, 2 notes and ", "notes in the channel", "role and rooms").hides("asked the club", "direct message with me to be forgotten in this")
	asked := dora.inDirect().slash("me forget").says("I would erase your place in 1 read, 2 notes and ", " in every server.").hides("Use `/me forget` in a direct message")
	dora.inDirect().press(asked, "Erase everything about me").says("Erased: your place in 1 read, 2 notes and ", " in every server.")

	miriam.slash("prompt add", "checkpoint", "1", "text", "Why do they stay?")
	miriam.slash("me forget").says("your name on 1 question", "What you asked the club stays, without your name.").hides("notes in the channel", "role and rooms")
}

// The line of a note that was never posted is not posted for one who was
// forgotten, and that troubles nobody.
func TestALineThatWasNeverThereIsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.work()
	dora := w.reader("dora", "ch 2")
	dora.slash("note", "chapter", "ch 1", "text", "One.")
	dora.press(dora.slash("me forget"), "Erase everything about me").says("Forgotten")
	w.work()
	if w.has("former reader") || w.has("<@user dora>") {
		t.Errorf("the board says\n%s", w.board())
	}
	miriam.slash("club doctor").says("where they should be").hides("stub")
}
