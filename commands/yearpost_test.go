package commands_test

import "testing"

// The year that an organiser posts and somebody deletes comes again when an
// organiser asks for it, and not by itself.
func TestAYearThatWasDeletedIsPostedAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withClub()
	w.again("Loved by two", "4", "5")
	const head = "### The Hailsham Readers in 2026"
	year := miriam.press(miriam.slash("shelf"), "Our year")
	miriam.press(year, "Post it here")
	w.work()
	w.post(head).deleted = true
	miriam.press(year, "Post it here")
	w.work()
	post := w.post(head)
	miriam.press(year, "Post it here")
	w.work()
	if n := w.count(head); n != 1 {
		t.Errorf("the year is posted %d times", n)
	}
	post.deleted = true
	r0 := w.person("r0")
	r0.press(r0.slash("me forget"), "Erase everything about me")
	w.work()
	if w.has(head) {
		t.Error("it comes again because of something else")
	}
	miriam.press(year, "Post it here")
	w.work()
	w.post(head)
}
