// Package commands is what people see: one file per feature, with its actions
// (subcommands, buttons, forms), the look of what it posts, and its words.
//
// A handler gets checked values and returns its answer: parse, one storage
// transaction (read, decide by club, write, ask for the work that follows),
// words. Nothing here talks to Discord, and no SQL stands here.
package commands

import (
	"cmp"
	"time"

	"dogear/bot"
	"dogear/commands/covers"
	"dogear/commands/pictures"
	"dogear/storage"
)

// Deps is what the commands need to be told.
type Deps struct {
	DB *storage.DB
	// Now is club time: what is due, what "today" means. The demo turns it.
	Now func() time.Time
	// Wire is the wire's time, which nothing turns: leases, back-off.
	Wire func() time.Time
	// LateAfter is how late a post may be and still be posted without a word;
	// a checkpoint's then says that it is late, a question's is not posted.
	LateAfter time.Duration
	// KeepLeft is how long what is kept of a server outlives Dogear's being there;
	// 0 is 30 days.
	KeepLeft time.Duration
	// Painter draws the pictures. It is made once: that reads the fonts.
	Painter *pictures.Painter
	// Worked is told what came of each piece of work that was tried; nil: nobody
	// is. It must not wait, and is called by many goroutines.
	Worked func(Worked)
}

// House holds the features together. It is made once and only read after.
type House struct {
	db        *storage.DB
	now       func() time.Time
	wire      func() time.Time
	lateAfter time.Duration
	keepLeft  time.Duration
	painter   *pictures.Painter
	covers    *covers.Maker
	servers   *servers
	worked    func(Worked)
}

// New makes the house.
func New(d Deps) *House {
	d.KeepLeft = cmp.Or(d.KeepLeft, 30*24*time.Hour)
	h := &House{db: d.DB, now: d.Now, wire: d.Wire, lateAfter: d.LateAfter, keepLeft: d.KeepLeft, painter: d.Painter, covers: covers.NewMaker()}
	h.servers = &servers{h: h}
	if h.worked = d.Worked; h.worked == nil {
		h.worked = func(Worked) {}
	}
	return h
}

// Groups describes the commands that have subcommands.
func (h *House) Groups() []bot.Group {
	return []bot.Group{
		{Name: "club", Help: "Make a book club of this channel, and set it up"},
		{Name: "book", Help: "Put books on the club's shelf"},
		{Name: "schedule", Help: "Plan what is read until when"},
		{Name: "prompt", Help: "Ask the club a question, now or later"},
		{Name: "me", Help: "Your own settings and what you hold"},
	}
}

// Actions lists everything that people can do. What organisers type is answered
// with a word on what did not go out, if there is one to say.
func (h *House) Actions() []bot.Action {
	return h.alert([]bot.Action{
		h.clubSetup(), h.clubSettings(), h.clubArchive(), h.clubArchived(), h.clubKept(), h.clubDoctor(), h.doctorPage(), h.clubRepair(), h.clubExport(), h.clubEverything(),
		h.bookAdd(), h.bookChapters(), h.bookChaptersSent(), h.bookChaptersEdit(), h.bookChaptersSave(), h.bookChaptersDiscard(),
		h.bookEdition(), h.editionSent(), h.editionTimes(), h.editionEdit(), h.editionSave(), h.editionDiscard(), h.editionRemove(), h.editionRemoved(),
		h.meEdition(), h.mineSent(), h.mineTimes(), h.mineEdit(), h.mineSave(), h.mineDiscard(), h.mineRemove(), h.mineRemoved(), h.mineKeep(),
		h.mineLearn(), h.mineLeave(), h.mineEnd(), h.mineEnded(), h.mineAll(),
		h.bookList(), h.bookListPage(), h.bookEdit(), h.bookRemove(), h.bookRemoveYes(), h.bookRemoveNo(),
		h.schedulePlan(), h.planPage(), h.planNearest(), h.planStart(), h.planDiscard(),
		h.scheduleShow(), h.scheduleShown(), h.schedulePage(), h.scheduleOrganised(), h.scheduleCatchUp(),
		h.scheduleMove(), h.scheduleShift(), h.scheduleBreak(), h.scheduleReplan(),
		h.changeShow(), h.changePage(), h.changeUse(), h.changeDiscard(), h.changeUndo(),
		h.calendarFile(), h.scheduleFinish(), h.scheduleDrop(), h.endYes(), h.endNo(), h.scheduleReveal(),
		h.join(), h.joinAgain(), h.openAll(), h.asItIs(), h.firstTime(), h.reading(),
		h.progress(), h.progressTo(), h.progressPlace(), h.progressUndo(), h.progressUnstop(),
		h.checkpointReached(), h.checkpointQuestions(),
		h.roomEnter(), h.roomReadTo(), h.spoilerLock(), h.spoilerForm(), h.spoilerSent(),
		h.note(), h.noteWrite(), h.noteSent(), h.noteOpen(), h.noteReadTo(), h.noteThread(),
		h.noteReply(), h.noteReplied(), h.promptAnswer(), h.noteAnswered(), h.noteFelt(),
		h.laterAsk(), h.laterYes(), h.laterNo(), h.toldLock(),
		h.reports(), h.reportsPage(), h.reportShow(), h.reportLock(), h.reportLocked(), h.reportLeave(),
		h.noteEdit(), h.noteEdited(), h.noteLock(), h.noteLocked(), h.noteDelete(), h.noteDeleteYes(), h.noteDeleteNo(),
		h.notes(), h.notesPage(), h.notesOpened(), h.questionsOpened(),
		h.promptAdd(), h.promptSent(), h.promptQuestions(), h.promptList(), h.promptPage(), h.promptShowAll(), h.promptSwap(),
		h.promptEdit(), h.promptEdited(), h.promptHold(), h.promptRelease(), h.promptRemove(), h.promptBack(), h.promptStop(), h.promptPost(), h.promptPreview(),
		h.rate(), h.rateForm(), h.rateSent(), h.rateFinished(), h.rateStopped(), h.ratings(), h.ratingsShown(), h.reviews(),
		h.shelf(), h.shelfPage(), h.yearShow(), h.yearOrganised(), h.yearPost(), h.leave(),
		h.meSettings(), h.meYear(), h.meYearShown(), h.meExport(), h.meForget(), h.forgetYes(), h.forgetNo(),
		h.remindersThere(), h.remindersStop(), h.remindersEnough(), h.help(), h.formAgain(),
	})
}
