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
	w.post("### Checkpoint 1").deleted = true // that is history
	w.post("### Checkpoint 2").deleted = true
	report := miriam.slash("club doctor").says("The card of Never Let Me Go was deleted", "The post of Checkpoint 2: Chapters 4-6").hides("Checkpoint 1")
	miriam.press(report, "Repair").says("Two posts that were deleted come anew")
	w.work()
	w.post("12 chapters")
	w.post("### Checkpoint 2")
	if w.has("### Checkpoint 1") {
		t.Error("the post of an earlier checkpoint comes anew")
	}
	miriam.slash("club doctor").says("where they should be")
	w.post("### Checkpoint 2").deleted = true
	w.reader("ana", "ch 5").slash("note", "text", "x") // its edit finds it gone
	w.work()
	miriam.press(miriam.slash("club doctor").says("The post of Checkpoint 2"), "Repair").says("A post that was deleted")
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
