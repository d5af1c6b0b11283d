package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
)

func TestTheDoctorFindsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("club doctor").says("How The Hailsham Readers is", "every permission that I need here", "where they should be.").hides("room").offers()
	miriam.slash("club settings", "rooms", true)
	miriam.slash("club doctor").says("everybody in the rooms", "People with Manage Threads always see").offers()
	miriam.in(otherRoom).slash("club doctor").says("In <#" + homeRoom + ">, `/club doctor` also says").hides("every permission")
	w.person("x").at(elsewhere, farRoom).slash("club doctor").no("no book club")
}

// Whoever sits in a room and may not is found, whichever way they came in, and
// taken out.
func TestTheDoctorFindsWhoMayNotBeInARoom(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	ana, ben, cat, dora := w.reader("ana", "ch 3"), w.reader("ben", "ch 2"), w.reader("cat", "ch 5"), w.person("dora")
	eve := w.reader("eve", "ch 3")
	ana.enter("Checkpoint 1")
	eve.enter("Checkpoint 1")
	eve.slash("leave")
	w.work()
	r := w.roomNamed("Checkpoint 1")
	for _, p := range []person{ben, cat, dora, eve} {
		r.letIn(p)
	}
	report := miriam.slash("club doctor").says(
		"<@user ben> is in the room of Checkpoint 1: Chapters 1-3 of Never Let Me Go, and has not read that far.",
		"<@user dora> is in the room", "and is not in the read.", "<@user eve> is in the room", "and has left the read.").
		hides("user ana", "user cat").offers("Repair")
	ben.slash("progress", "at", "ch 3") // meanwhile
	miriam.press(report, "Repair").says("I am on it", "Two people are taken out of rooms")
	w.work()
	w.holds("Checkpoint 1", "ana ben cat")
	miriam.press(report, "Repair").says("nothing left to mend")
}

func TestTheDoctorFindsDeletedPosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	w.until("2026-12-13 18:00")
	w.post("12 chapters").deleted = true
	w.post("### Checkpoint 1").deleted = true
	w.post("### Checkpoint 2").deleted = true
	report := miriam.slash("club doctor").says("The card of Never Let Me Go was deleted", "The post of Checkpoint 1: Chapters 1-3", "The post of Checkpoint 2: Chapters 4-6",
		"I do not check the line of each note").hides("Checkpoint 3")
	miriam.press(report, "Repair").says("Three posts that were deleted come anew")
	w.work()
	w.post("12 chapters")
	w.post("### Checkpoint 1").hides("comes late")
	w.post("### Checkpoint 2")
	miriam.slash("club doctor").says("where they should be")
	w.post("### Checkpoint 2").deleted = true
	w.reader("ana", "ch 5").slash("note", "text", "x") // its edit finds it gone
	w.work()
	miriam.press(miriam.slash("club doctor").says("The post of Checkpoint 2"), "Repair").says("A post that was deleted")
}

// The role is called when the newest checkpoint's post comes anew, and not by
// those of earlier ones.
func TestAnEarlierPostComesQuietly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("club settings", "role", w.server.Roles[1])
	w.until("2026-12-06 18:00")
	w.until("2026-12-13 18:00")
	for i, checkpoint := range []string{"### Checkpoint 1", "### Checkpoint 2"} {
		w.post(checkpoint).deleted = true
		miriam.press(miriam.slash("club doctor"), "Repair")
		w.work()
		if got := w.post(checkpoint).says("<@&" + clubRole + ">").message.Role; (got != "") != (i == 1) {
			t.Errorf("%s comes anew and calls %q", checkpoint, got)
		}
	}
}

// The posts of questions, and those at the end of a read, are looked at too.
func TestTheDoctorFindsOtherPosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "done")
	miriam.slash("prompt add", "at", "2026-12-02 12:00", "text", "Asked first?", "all", true)
	miriam.slash("prompt add", "at", "2026-12-08 12:00", "text", "Asked later?", "all", true)
	w.until("2026-12-02 12:00")
	found := func(post, as string) {
		t.Helper()
		w.post(post).deleted = true
		report := miriam.slash("club doctor").says(as + " of Never Let Me Go was deleted. **Repair** posts it anew.")
		miriam.press(report, "Repair").says("A post that was deleted comes anew")
		w.work()
		w.post(post)
		miriam.slash("club doctor").says("where they should be").offers()
	}
	w.turn("2026-12-04 12:00") // much later than a post may come late
	found("Asked first?", "The post of the questions asked on <t:1796212800:F>")
	for _, at := range []string{"2026-12-06 18:00", "2026-12-08 12:00", "2026-12-13 18:00", "2026-12-20 18:00", "2026-12-27 18:00"} {
		w.until(at)
	}
	found("Asked later?", "The post of the questions asked on <t:1796731200:F>")
	found("### How was it?", "The post that asks for ratings")
	ana.slash("rate", "stars", "4")
	w.until("2027-01-03 18:00")
	w.post("### How was it?").deleted = true // nobody needs it any more
	found("4 stars", "The post of the ratings")
	found("### Checkpoint 3", "The post of Checkpoint 3: Chapters 7-9")

	// With the next read it is history.
	miriam.slash("book add", "title", "Emma", "chapters", 4)
	w.start(miriam, "Emma")
	w.post("4 stars").deleted = true
	miriam.slash("club doctor").says("where they should be")
	miriam.press(miriam.slash("schedule drop"), "Drop it")
	w.work()
	w.post("### Emma").deleted = true // what is put aside is posted no more
	miriam.slash("club doctor").says("where they should be")
}

// What cannot be looked up is said.
func TestTheDoctorSaysWhatItCannotSee(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	a := w.actions["club doctor"]
	in := bot.NewInteraction(miriam.interaction(), nil)
	asks, err := a.Asks(t.Context(), in)
	if err != nil || len(asks) != 3 {
		t.Fatalf("asks %+v, %v", asks, err)
	}
	in.Asked = asks
	for range asks {
		in.Findings = append(in.Findings, bot.Finding{Unseen: "I may not read what was written there (Read Message History)."})
	}
	answer, err := a.Run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	r := reply{w: w, message: answer.(bot.Private).Message}
	r.check()
	r.says("Of the room of Checkpoint 1: Chapters 1-3 of Never Let Me Go I could not see all. I may not read what was written there (Read Message History).",
		"I could not see whether the card of Never Let Me Go still stands.").offers()

	in = bot.NewInteraction(miriam.interaction(), nil) // what changed while the edge looked was not asked for
	if answer, err = a.Run(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	reply{w: w, message: answer.(bot.Private).Message}.says("It has changed while I looked")
}

func TestTheDoctorNamesRightsAndTheRole(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	miriam.slash("club settings", "role", w.server.Roles[1])
	in := miriam.interaction()
	in.AppPermissions = everyRight &^ (discordgo.PermissionManageThreads | discordgo.PermissionCreatePrivateThreads | discordgo.PermissionManageMessages)
	w.server.Roles[1].Permissions = discordgo.PermissionBanMembers
	a := w.actions["club doctor"]
	asked := bot.NewInteraction(in, nil)
	w.lookUp(a, asked)
	answer, err := a.Run(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	reply{w: w, message: answer.(bot.Private).Message}.says("**Create Private Threads**: without it no rooms", "**Manage Threads**: without it the rooms of a read that has ended",
		"**Manage Messages**", "carries permissions").hides("Send Messages in Threads")
}

// A long check-up comes in pages, which are not looked up again.
func TestALongCheckUp(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	r := w.roomNamed("Checkpoint 1")
	for i := range 30 {
		r.letIn(w.person(fmt.Sprint(i)))
	}
	first := miriam.slash("club doctor").says("<@user 0>", "1-12 of 31").offers("Repair", "More")
	asks := w.actions["club/checkup"].Asks
	if asks != nil {
		t.Error("turning a page looks everything up again")
	}
	second := miriam.press(first, "More").says("13-24 of 31", "<@user 20>").offers("Repair", "Back", "More")
	if n := strings.Count(miriam.press(miriam.press(second, "More"), "Repair").says("30 people").text(), "\n"); n < 1 {
		t.Error(n)
	}
	w.work()
	w.holds("Checkpoint 1", "")
	w.turn("2026-12-06 19:30")
	miriam.press(first, "More").no("an hour old")
}
