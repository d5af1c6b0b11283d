package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// Who takes part. Olive owns the server and sees what it shows its owner, Zed
// sees what everybody does: these two do nothing, and so have not read a page.
const (
	huntOwner = "Olive"
	huntWatch = "Zed"
	huntKeeps = "Miriam" // organises, and does not read
	huntBoth  = "Otto"   // organises, and reads
	huntAgain = "Rhea"   // has read it before
	huntNever = "Nora"   // is not in the read, and leaves it when a button has made her join
	huntGoes  = "Lea"    // leaves, and comes back
	huntMods  = "Mona"   // has Manage Messages
)

// huntPeople are all of them.
func huntPeople() []string {
	return []string{huntOwner, huntWatch, huntKeeps, huntBoth, "Ana", "Ben", "Chidi", huntAgain, huntNever, huntGoes, huntMods}
}

// world is one Discord with the bot in it, in which a play is played.
type world struct {
	t       *testing.T
	ctx     context.Context
	discord *sandbox.Sandbox
	guild   *sandbox.Guild
	home    string
	lounge  string // another channel
	role    string
	file    string // the bot's database
	oracle  *oracle
	reached *coverage
	log     *huntLog
	halt    func() // stops the bot
	nudge   chan struct{}
	wake    chan struct{}
	people  map[string]*sandbox.Person
	names   map[string]string // by id
	offers  []offer           // the commands that are registered

	step      int             // the one that is being done
	acts      int             // what was done in it
	texts     int             // what was typed in it
	actor     string          // who did the last act, by id
	typed     map[string]bool // the marked texts that they typed in it
	keeps     string          // what they have just asked to see whole as an organiser may: a kind of holder
	keepsRow  int64           // of the one note that they asked for
	prompting bool            // they organise questions, also such as were not asked yet
	messed    bool            // somebody has deleted by hand what the bot made
	story     []string
	found     *find
	boards    map[string][]*sandbox.Message
	answers   map[string][]handle // private replies, by their reader
	byName    map[handle]*sandbox.Message
	handles   map[string]handle // by message id
	kept      map[string]bool   // private replies that show what only an organiser may see, by id
	aside     []asideForm       // forms that are open and not sent yet
	strangers map[string]bool   // thread and person: added by hand
	deleted   map[string]bool   // events, by hand
	erased    map[int64]bool    // rows of work whose message somebody deleted
	seen      map[int64]bool    // rows of work whose post was looked at
	hand      *sql.DB           // changes what others gave, for a moment
	servers   *watchedServers
	starsSeen starsSeen
	forgotten map[string]bool // people of whom nothing may be left, by id
	away      bool            // the bot is not in the server
	since     time.Time       // when it was removed
	asWas     string          // what was kept then, "" if that may change
	hadClub   bool            // there was one then
	anew      bool            // the server has nothing of the bot any more: the play begins anew

	mu      sync.Mutex
	counts  map[string]int    // how often each action was done in this play
	sights  []sandbox.Sight   // since the last judgement, those with a marker
	stirs   bool              // something public has changed
	last    map[string]string // what everybody was answered last, by id
	peeking string            // who looks for stars, by id
	peeks   []string          // what they saw
	astray  []string          // what the bot did in a server that it is not in
}

// handle names a message by the step in which it was made, so that it is the
// same in a play with fewer steps.
type handle struct {
	step int
	key  string
	n    int
}

type asideForm struct {
	who  string
	step int
	form *sandbox.Form
}

// huntStart is a Monday morning.
func huntStart() time.Time { return time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC) }

// newWorld opens a Discord with a server, its people and the bot.
func newWorld(t *testing.T, reached *coverage) *world {
	t.Helper()
	w := &world{
		t: t, file: filepath.Join(t.TempDir(), "dogear.db"), reached: reached, nudge: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		people: map[string]*sandbox.Person{}, names: map[string]string{}, typed: map[string]bool{}, counts: map[string]int{},
		boards: map[string][]*sandbox.Message{}, answers: map[string][]handle{}, byName: map[handle]*sandbox.Message{},
		handles: map[string]handle{}, kept: map[string]bool{}, strangers: map[string]bool{}, deleted: map[string]bool{}, erased: map[int64]bool{}, seen: map[int64]bool{}, log: &huntLog{},
		forgotten: map[string]bool{}, last: map[string]string{},
	}
	var cancel context.CancelFunc
	w.ctx, cancel = context.WithTimeout(t.Context(), time.Hour)
	t.Cleanup(cancel)
	var err error
	w.discord, err = sandbox.Open(sandbox.Options{Token: testToken, Start: huntStart(), Unlimited: true, Witness: w.sees})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.discord.Close() })
	w.guild = w.discord.AddGuild("The Hailsham Readers")
	w.home, w.lounge = w.guild.AddChannel("book-club"), w.guild.AddChannel("lounge")
	w.role = w.guild.AddRole("Readers", 0, true)
	for _, name := range huntPeople() {
		var rights []int64
		switch name {
		case huntKeeps, huntBoth:
			rights = []int64{sandbox.PermissionManageEvents, sandbox.PermissionManageRoles}
		case huntMods:
			rights = []int64{sandbox.PermissionManageMessages}
		}
		p := w.guild.AddMember(name, rights...)
		w.people[name], w.names[p.ID] = p, name
	}
	w.boot()
	w.oracle = openOracle(t, w.file)
	w.oracle.clock = w.discord.Now
	if w.hand, err = sql.Open("sqlite", "file:"+w.file+"?_busy_timeout=10000"); err != nil {
		t.Fatal(err)
	}
	w.hand.SetMaxOpenConns(1)
	w.offers = w.registered()
	return w
}

// as is someone who looks at a channel.
func (w *world) as(name, channel string) *sandbox.Person { return w.people[name].In(channel) }

// close ends the play: nothing may be left for later.
func (w *world) close() {
	w.halt()
	w.oracle.happened(w.reached)
	w.oracle.close()
	_ = w.hand.Close()
	_ = w.discord.Close()
}

// settle waits until the bot has done what follows from the last act, and
// looks at all that has come into anyone's sight since the one before.
func (w *world) settle() {
	if w.found != nil {
		return
	}
	w.quiet()
	w.mu.Lock()
	sights, stirs := w.sights, w.stirs
	w.sights, w.stirs = nil, false
	w.mu.Unlock()
	if stirs {
		w.lookAround()
		w.lookAtDirect()
	}
	w.judge(sights)
	w.checkRooms()
	w.checkEvents()
	w.checkPosts()
	w.checkOwned()
	w.checkBehaviour()
	w.actor, w.typed, w.keeps, w.prompting = "", map[string]bool{}, "", false
}

// stir notes that something public has changed.
func (w *world) stir() {
	w.mu.Lock()
	w.stirs = true
	w.mu.Unlock()
}

// quiet waits until no work is due.
func (w *world) quiet() {
	ctx, cancel := context.WithTimeout(w.ctx, 30*time.Second)
	defer cancel()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for {
		what, err := w.oracle.busy(w.discord.Now(), time.Now())
		switch {
		case err != nil:
			w.find("trouble", "the database cannot be read: %v", err)
			return
		case what == "":
			return
		}
		select {
		case <-w.nudge:
		case <-look.C:
		case <-ctx.Done():
			w.find("never quiet", "for half a minute there is work to do: %s", what)
			return
		}
	}
}

// checkBehaviour looks whether the bot broke a rule of Discord's or wrote what
// it should not into its log.
func (w *world) checkBehaviour() {
	if broke := w.discord.Violations(); len(broke) > 0 {
		kind := "violation"
		if !slices.ContainsFunc(broke, func(s string) bool { return !strings.HasPrefix(s, "a callback came ") }) {
			kind = noAnswer
		}
		w.find(kind, "Discord refuses: %s", strings.Join(broke, "; "))
	}
	if line := w.log.bad(); line != "" {
		w.find("log", "the log says: %s", line)
	}
}

// lookAround notes what stands in public now.
func (w *world) lookAround() {
	places := append([]string{w.home, w.lounge}, w.threads()...)
	ord := map[string]int{}
	for _, place := range places {
		owner := w.as(huntOwner, place)
		if !owner.CanSee(place) { // it was deleted
			delete(w.boards, place)
			continue
		}
		board := slices.DeleteFunc(owner.Sees(), func(m *sandbox.Message) bool { return m.Private })
		for _, m := range board {
			h, known := w.handles[m.ID]
			if !known {
				key := boardKey(m)
				ord[key]++
				h = handle{w.step, key, ord[key]}
				w.handles[m.ID] = h
			}
			w.byName[h] = m
		}
		w.boards[place] = board
	}
}

// tell adds to the story.
func (w *world) tell(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if w.acts == 0 {
		line = fmt.Sprintf("%3d. %s", w.step, line)
	} else {
		line = "     " + line
	}
	w.acts++
	w.story = append(w.story, line)
}

// find keeps the first thing that is wrong.
func (w *world) find(kind, format string, args ...any) {
	if w.found == nil {
		w.found = &find{kind, fmt.Sprintf(format, args...)}
	}
}

// noAnswer is the kind of find that a machine under load may have made up.
const noAnswer = "no answer"

// find is what a hunt is for.
type find struct{ kind, what string }

func (f *find) String() string { return strings.ToUpper(f.kind) + ": " + f.what }
