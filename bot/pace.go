package bot

import "time"

// pace holds the wire times that tests cannot wait for.
type pace struct {
	greet       time.Duration // HELLO must come within it: another may wait for its turn
	open        time.Duration // and READY within this
	firstRetry  time.Duration // doubles with each failure
	longRetry   time.Duration
	identifyGap time.Duration // Discord allows one IDENTIFY in five seconds
	stable      time.Duration // a connection that lived so long was none too bad
	closing     time.Duration // a close that is polite
	draining    time.Duration // answers and work in flight at the end
	deferAfter  time.Duration // from arrival: an answer is announced
	answerIn    time.Duration // from arrival: Discord takes no first answer later
	runFor      time.Duration // an action has so long
	askFor      time.Duration // what it asks of Discord has so long
	askAgain    time.Duration // what failed of that is asked again
	suggestFor  time.Duration // suggestions have so long, from arrival
	nonceFor    time.Duration // Discord surely remembers a nonce so long
	taskFor     time.Duration // one piece of work has so long
	largeIn     time.Duration // a large file waits so long for its turn
	picturesIn  time.Duration // large pictures wait so long for theirs: a form comes after them
	erasing     time.Duration // what was left is looked for so often
}

func realPace() pace {
	return pace{
		greet: 15 * time.Second, open: 30 * time.Second, firstRetry: 500 * time.Millisecond, longRetry: time.Minute,
		identifyGap: 5 * time.Second, stable: 30 * time.Second, closing: 3 * time.Second,
		draining: 12 * time.Second, deferAfter: 1500 * time.Millisecond, answerIn: 2900 * time.Millisecond,
		runFor: 30 * time.Second, askFor: 10 * time.Minute, askAgain: 200 * time.Millisecond, suggestFor: 1200 * time.Millisecond, nonceFor: 2 * time.Minute,
		taskFor: time.Minute, largeIn: 10 * time.Second, picturesIn: time.Second, erasing: time.Minute,
	}
}
