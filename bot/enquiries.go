package bot

import "sync"

const (
	enquirers = 4 // actions with Asks that run at once
	enquiring = 4 // of them that wait

	sayLooking = "I am looking into this server already, and take one such look at a time. It can take some minutes; please try again a little later."
)

// enquiries is the way of interactions whose actions have Asks, which can take
// minutes: they have runners of their own, so that they hold up nothing else,
// and one server does not hold up the others.
type enquiries struct {
	queue chan *job

	mu      sync.Mutex
	servers map[string]bool // that have one which waits or runs
}

// enter reports whether a server has no other, and counts this one.
func (e *enquiries) enter(server string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.servers[server] {
		return false
	}
	e.servers[server] = true
	return true
}

func (e *enquiries) leave(server string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.servers, server)
}

// asks reports whether the job's action looks things up in Discord.
func (j *job) asks() bool { return j.action != nil && j.action.Asks != nil }
