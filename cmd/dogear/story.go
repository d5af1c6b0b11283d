package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"time"

	"dogear/bot/sandbox"
)

// The demo's club lives in London.
const storyZone = "Europe/London"

// storyWeeks is how many weekly checkpoints of the read lie behind when a
// newcomer arrives: it is half-way, and the last of them has just opened.
const storyWeeks = 4

// lastMeeting is the moment of the checkpoint that has just opened at now: the
// last full quarter of an hour.
func lastMeeting(now time.Time) time.Time {
	zone, err := time.LoadLocation(storyZone)
	if err != nil {
		zone = time.UTC
	}
	return now.In(zone).Add(-2 * time.Minute).Truncate(15 * time.Minute)
}

// storyBegins is the moment at which the club was made, on the morning of the
// day on which its reading began.
func storyBegins(now time.Time) time.Time {
	last := lastMeeting(now)
	y, m, d := last.AddDate(0, 0, -7*storyWeeks).Date()
	return time.Date(y, m, d, 0, 1, 0, 0, last.Location())
}

// tellStory makes a server with an organiser and three readers, and has them
// use the bot's commands until the club is half-way through its book.
func tellStory(ctx context.Context, s *sandbox.Sandbox) error {
	now := time.Now()
	last := lastMeeting(now)
	g := s.AddGuild("The Hailsham Readers")
	t := &teller{ctx: ctx, s: s, home: g.AddChannel("never-let-me-go")}
	g.AddChannel("second-shelf")
	role := g.AddRole("Readers", 0, true)
	g.SetTopic(t.home, "One book at a time. What you write opens for those who have read as far.")
	miriam := g.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	ana, ben, chidi := g.AddMember("Ana"), g.AddMember("Ben"), g.AddMember("Chidi")
	g.SetAbout(miriam, "organises the club, and reads the book again")
	g.SetAbout(ana, "reads along, where the club is")
	g.SetAbout(ben, "listens to it, and is behind this week")
	g.SetAbout(chidi, "has read ahead")

	t.offered(miriam)
	t.setUp(miriam, role, last)
	t.press(miriam, "Never Let Me Go", "Join: I have read it before")
	for _, p := range []*sandbox.Person{ana, ben, chidi} {
		t.press(p, "Never Let Me Go", "Join")
	}
	t.slash(ben, "/me edition book:Never Let Me Go edition:Audiobook")
	t.slash(ben, "/me settings reminders:True")
	t.slash(miriam, "/prompt add text:What does the narrator want us to think of her, and do you? checkpoint:1")
	t.slash(miriam, "/prompt add text:Which promise of the first part has been broken by now? checkpoint:4")
	t.slash(miriam, "/prompt add text:Did you read this at a sitting, or in small pieces? checkpoint:4 all:true")
	t.slash(miriam, "/prompt add text:If you could ask one of the three a question now, what would it be? checkpoint:5")

	t.until(last.AddDate(0, 0, -22), "Checkpoint 1")
	t.press(ana, "Checkpoint 1", "I have read this far")
	t.answers(ana, "Checkpoint 1", "That we are like her, I think. I want to be asked in, and I notice that I am.")
	t.note(ana, "/note text:She talks to us as if we had grown up in such a place too. Who does she think is listening? It made me feel oddly at home, and then not. kind:question")
	t.slash(chidi, "/progress at:ch 4")
	t.note(chidi, "/note text:The calm of the telling is the frightening part. Nobody raises a voice, and everybody looks away at the same moments.")
	t.slash(ben, "/progress at:45 min")
	t.changes(miriam, "/schedule shift by:1 day", "Checkpoint 2: Chapters 3-5 of Never Let Me Go is on")

	t.until(last.AddDate(0, 0, -14), "Checkpoint 2")
	t.press(ana, "Checkpoint 2", "I have read this far")
	t.note(ana, "/note text:I read the scene with the pillow twice. What the girl imagines and what the woman at the door sees are two different sorrows.")
	t.slash(ben, "/progress at:1h15m")
	t.replies(ben, "Chapter 2", "I thought it was her schoolfriends. Now I am not so sure.")
	t.replies(chidi, "Chapter 2", "There is a line later that answers this, and I am glad I did not know it.")
	t.slash(chidi, "/progress at:ch 7")
	t.feels(chidi, "Chapter 5")
	t.replies(miriam, "Chapter 5", "The second time round, that woman at the door is whom I watch.")
	room := t.enters(ana, "Checkpoint 2")
	t.enters(chidi, "Checkpoint 2")
	t.says(ana.In(room), "I did not expect to be so moved by a cassette.")
	t.says(chidi.In(room), "Nor I. I looked for the song, and it does not exist.")

	t.until(last.AddDate(0, 0, -7), "Checkpoint 3")
	t.press(ana, "Checkpoint 3", "I have read this far")
	t.slash(chidi, "/progress at:ch 14")
	slip := t.says(chidi.In(t.home), "I had to draw the office in the window. To have come so far, and it is only an office.",
		sandbox.File{Name: "office.png", Alt: "A drawing of a lit office behind a large window, seen from the street at dusk", Data: drawnOffice()})
	t.locks(miriam, slip, "ch 14")
	t.note(chidi, "/note text:They drive all that way to look through a window, and each of them sees something else. Whose hope was it in the end? kind:question")
	t.note(chidi, "/note chapter:ch 9 text:The first part ends without a farewell. They simply pack, as if it had been a hotel.")
	t.slash(ben, "/progress at:2h10m")
	t.note(ben, "/note text:I am slow, but I like how little anyone is told. I keep wanting to warn them and do not know of what.")

	t.note(chidi, "/note chapter:ch 8 text:Watch how she says \"of course\". By the end I could not hear it any more.")
	t.later(ana, "Chapter 8")

	t.reminded(ben, last.AddDate(0, 0, -1))
	t.until(last, "Checkpoint 4")
	t.press(ana, "Checkpoint 4", "I have read this far")
	t.enters(ana, "Checkpoint 4")
	t.note(ana, "/note text:At the Cottages they copy gestures from the television. I laughed, and then I wondered which of mine are my own.")
	if t.err == nil {
		s.TurnTo(now)
	}
	t.slash(miriam, "/prompt add text:What have you underlined this week, or wished you had? repeat:weekly wed 12:00 all:True")
	t.slash(miriam, "/club settings events:True")
	t.await("the events", func() bool { return len(g.Events()) == 4 })
	return t.err
}

// setUp makes the club, its book and its read.
func (t *teller) setUp(miriam *sandbox.Person, role string, last time.Time) {
	line := "/club setup timezone:" + storyZone + " name:The Hailsham Readers rooms:True"
	if role != "" {
		line += " role:" + role
	}
	t.slash(miriam, line)
	t.slash(miriam, "/book add title:Never Let Me Go author:Kazuo Ishiguro chapters:23 isbn:9780571258093")
	list := t.slash(miriam, "/book chapters book:Never Let Me Go")
	preview := t.submit(miriam, list, map[string]string{"list": chaptersInParts(map[int]string{1: "Part One", 10: "Part Two", 18: "Part Three"})})
	t.answer(miriam, preview, "Save")
	recording := t.slash(miriam, "/book edition book:Never Let Me Go name:Audiobook")
	t.answer(miriam, t.submit(miriam, recording, map[string]string{"list": recordingEnds()}), "Save")
	// They mean to meet a day before the one on which they then do.
	plan := t.slash(miriam, fmt.Sprintf("/schedule plan book:Never Let Me Go start:today pace:3 days:%s time:%s",
		last.AddDate(0, 0, -1).Format("Mon"), last.Format("15:04")))
	t.answer(miriam, plan, "Start this read")
}

// recordingEnds is what somebody has noted of where chapters end in a recording
// of nearly ten hours.
func recordingEnds() string {
	return "Chapter 1 @ 0:22:10\nChapter 2 @ 0:43:40\nChapter 3 @ 1:12:05\nChapter 5 @ 2:04:30\nChapter 9 @ 3:52:50\nChapter 17 @ 7:13:00\nChapter 23 @ 9:46:20"
}

// chaptersInParts is the chapter list of the book: 23 chapters in three parts.
func chaptersInParts(parts map[int]string) string {
	var b strings.Builder
	for n := 1; n <= 23; n++ {
		if part, ok := parts[n]; ok {
			fmt.Fprintf(&b, "# %s\n", part)
		}
		fmt.Fprintf(&b, "Chapter %d\n", n)
	}
	return b.String()
}

// drawnOffice is a picture of a lit office behind a window at dusk.
func drawnOffice() []byte {
	dusk, wall, light, dark := color.RGBA{0x2E, 0x3A, 0x59, 255}, color.RGBA{0x8C, 0x7B, 0x6B, 255}, color.RGBA{0xF6, 0xDF, 0xA4, 255}, color.RGBA{0x4A, 0x3F, 0x35, 255}
	img := image.NewRGBA(image.Rect(0, 0, 480, 300))
	fill := func(x0, y0, x1, y1 int, c color.Color) {
		draw.Draw(img, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(0, 0, 480, 90, dusk)
	fill(0, 60, 480, 260, wall)
	fill(0, 260, 480, 300, dark)
	fill(60, 90, 420, 240, light)
	for _, x := range []int{60, 176, 296, 412} { // the frame
		fill(x, 90, x+8, 240, dark)
	}
	for i := range 4 { // desks, a lamp on each, and somebody at two of them
		x := 80 + 84*i
		fill(x, 205, x+64, 212, dark)
		fill(x+46, 180, x+52, 205, dark)
		if i%2 == 0 {
			fill(x+16, 172, x+32, 205, dusk)
			fill(x+18, 156, x+30, 170, dusk)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil { // into memory: it cannot fail
		panic(err)
	}
	return b.Bytes()
}
