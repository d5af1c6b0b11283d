package commands_test

import (
	"strings"
	"testing"
)

// Stars that were shown go with whoever gave them: out of the post of the
// ratings, which is taken down if there are no others, and out of the club's year.
func TestShownStarsAreForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withClub()
	w.again("Loved by two", "4", "5")
	w.again("Loved by one", "3.5")
	miriam.press(miriam.press(miriam.slash("shelf"), "Our year"), "Post it here")
	w.work()
	w.post("### The Hailsham Readers in").says("4.5 stars from 2 readers", "3.5 stars from 1 reader") // r0 gave 3.5 to one and 4 to the other
	r0 := w.person("r0")
	r0.press(r0.slash("me forget"), "Erase everything about me").says("2 ratings")
	w.work()
	if n := strings.Count(w.kinds(), "reveal"); n != 1 {
		t.Errorf("%d posts of ratings stand in\n%s", n, w.board())
	}
	w.post("### Loved by two: 5 stars")
	w.post("### The Hailsham Readers in").says("- Loved by two · 5 stars from 1 reader", "- Loved by one").hides("3.5")
}
