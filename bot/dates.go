package bot

import (
	"net/http"
	"sync"
	"time"
)

// dates compares the clock of this machine with Discord's, which dates each of
// its answers to the second. Of many answers each narrows down what the
// difference can be.
type dates struct {
	next http.RoundTripper

	mu          sync.Mutex
	told        bool
	least, most time.Duration // that Discord's clock is ahead
}

// RoundTrip implements http.RoundTripper.
func (d *dates) RoundTrip(r *http.Request) (*http.Response, error) {
	sent := time.Now()
	resp, err := d.next.RoundTrip(r)
	if err == nil {
		if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
			d.note(date, sent, time.Now())
		}
	}
	return resp, err
}

// note takes in an answer, which was dated some time between those when its
// question was sent and when it came. What is left out of a date is up to a
// second.
func (d *dates) note(date, sent, came time.Time) {
	least, most := date.Sub(came), date.Add(time.Second).Sub(sent)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.told {
		least, most = max(least, d.least), min(most, d.most)
	}
	d.told, d.least, d.most = true, least, most
}

// Behind is how far this machine's clock lies behind Discord's, at least; it is
// less than 0 if it is ahead, and 0 if it may well be right.
func (v *Visitor) Behind() time.Duration {
	v.dates.mu.Lock()
	defer v.dates.mu.Unlock()
	return max(v.dates.least, 0) + min(v.dates.most, 0)
}
