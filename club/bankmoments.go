package club

// kickOffQuestions are those once the first pages are read.
func kickOffQuestions() []BankQuestion {
	return []BankQuestion{
		{"told-about-it", ThemeKickOff, "How do the first pages compare with what you had been told about this book?"},
		{"first-sentence-again", ThemeKickOff, "Go back to the very first sentence: what does it tell you now that you missed the first time?"},
		{"first-slowed-down", ThemeKickOff, "Where in the opening did you first slow down, look up or go back a line?"},
		{"wanted-to-go-on", ThemeKickOff, "Which moment in the opening made you want to go on?"},
		{"hope-it-avoids", ThemeKickOff, "What do you hope this book will not do?"},
		{"answer-by-the-end", ThemeKickOff, "Which question do you most want answered by the time we reach the last page?"},
		{"trust-or-doubt", ThemeKickOff, "What has the voice of this book done so far to earn your trust, or your doubt?"},
		{"title-to-begin-with", ThemeKickOff, "What do you make of the title, now that you have begun?"},
		{"asked-of-us", ThemeKickOff, "What is this book asking of you from the start: patience, trust, strong nerves, something else?"},
		{"no-cover-no-blurb", ThemeKickOff, "With no cover and no blurb to go by, what kind of book would you say you have opened?"},
		{"left-out-of-the-telling", ThemeKickOff, "When you tell someone how this book begins, what do you find yourself leaving out?"},
	}
}

// earlyQuestions are those in its first part.
func earlyQuestions() []BankQuestion {
	return []BankQuestion{
		{"detail-to-watch", ThemeEarly, "Which small detail are you keeping an eye on, as if it were going to matter?"},
		{"making-up-your-mind", ThemeEarly, "Who or what in this book are you still making up your mind about?"},
		{"taken-for-granted", ThemeEarly, "What does the book take for granted that you had to work out for yourself?"},
		{"held-back", ThemeEarly, "What do you sense the book is holding back for now?"},
		{"interrupt-the-author", ThemeEarly, "If you could interrupt the author at this point, what would you ask?"},
		{"impression-corrected", ThemeEarly, "Which of your first impressions has already needed correcting?"},
		{"new-to-you", ThemeEarly, "What have you learned about a place, a time or a kind of work that was new to you?"},
		{"where-it-puts-you", ThemeEarly, "Where does this book put you while you read: in the room, at the window, high above?"},
		{"cares-about-most", ThemeEarly, "Going by where it spends its time, what does this book seem to care about most?"},
		{"hardest-to-follow", ThemeEarly, "What has been hardest to follow, and what got you through it?"},
		{"bet-on-the-way", ThemeEarly, "If you had to bet today, where would you say this book is heading?"},
	}
}

// middleQuestions are those around its middle.
func middleQuestions() []BankQuestion {
	return []BankQuestion{
		{"stayed-since-the-start", ThemeMiddle, "What from the beginning has stayed with you while the rest has faded?"},
		{"still-waiting-for", ThemeMiddle, "What have you been waiting for that the book has not given you yet?"},
		{"sorry-if-dropped", ThemeMiddle, "What would you be sorry to see this book drop from here on?"},
		{"for-a-latecomer", ThemeMiddle, "What would someone who joined us today most need to understand about this book?"},
		{"picked-up-again", ThemeMiddle, "What makes you pick this book up again after you have put it down?"},
		{"no-longer-noticed", ThemeMiddle, "What struck you at the start that you have since stopped noticing?"},
		{"expect-to-disagree", ThemeMiddle, "On what point do you expect to disagree with the rest of this club?"},
		{"keeps-coming-back", ThemeMiddle, "What keeps coming back in this book: a word, an image, a habit, a fear?"},
		{"into-your-day", ThemeMiddle, "Which sentence or idea has followed you out of the book and into your day?"},
		{"sent-to-look-up", ThemeMiddle, "What has this book sent you to look up, or to ask somebody about?"},
		{"way-of-reading", ThemeMiddle, "How has your way of reading this book changed since you began: slower, faster, more wary?"},
	}
}

// turnQuestions are those in its second half.
func turnQuestions() []BankQuestion {
	return []BankQuestion{
		{"beginning-looks-different", ThemeTurn, "What do you know now that makes the beginning look different?"},
		{"prediction-proved-wrong", ThemeTurn, "Which of your predictions has this book proved wrong?"},
		{"changed-sides", ThemeTurn, "About whom or what have you changed your mind since the beginning?"},
		{"no-way-back", ThemeTurn, "After which passage was there no way back, for the book or for you?"},
		{"should-have-surprised", ThemeTurn, "What ought to have surprised you lately, and did not?"},
		{"dread-or-look-forward", ThemeTurn, "What do you dread, or look forward to, in the pages that are left?"},
		{"leave-it-open", ThemeTurn, "Which loose end would you rather see left open than tied?"},
		{"note-to-yourself", ThemeTurn, "If you could send a note to yourself on the day we began this book, what would it say?"},
		{"quietly-prepared", ThemeTurn, "What was prepared so quietly that you have only noticed it now?"},
		{"moved-to-the-centre", ThemeTurn, "Who or what has moved to the centre of this book without your noticing?"},
		{"closest-to-losing-you", ThemeTurn, "Where has this book come closest to losing you?"},
	}
}

// endQuestions are those when the whole book is read.
func endQuestions() []BankQuestion {
	return []BankQuestion{
		{"last-sentence", ThemeEnd, "What makes the last sentence the right place to stop, or the wrong one?"},
		{"a-year-from-now", ThemeEnd, "What do you expect to remember of this book a year from now?"},
		{"question-it-leaves", ThemeEnd, "Which question does this book leave you with, now that it has said all it will say?"},
		{"hand-it-over", ThemeEnd, "Whom would you hand this book to, and with what warning?"},
		{"ended-elsewhere", ThemeEnd, "Where else could this book have ended, and what would that have made of it?"},
		{"missed-alone", ThemeEnd, "What did someone in this club point out that you would have missed alone?"},
		{"never-gave-you", ThemeEnd, "What did you want from this book that it never gave you?"},
		{"sorriest-to-leave", ThemeEnd, "Which of the people, places or ideas in this book are you sorriest to leave?"},
		{"liking-as-a-line", ThemeEnd, "If you drew your liking for this book as a line from start to finish, where would it dip?"},
		{"second-reading", ThemeEnd, "What would a second reading show you that this one could not?"},
		{"not-what-you-began", ThemeEnd, "How does the book you have finished differ from the one you thought you were starting?"},
		{"before-thinking", ThemeEnd, "What did you feel on reaching the end, before you had time to think about it?"},
		{"want-next", ThemeEnd, "What has this book made you want to read, see or do next?"},
	}
}
