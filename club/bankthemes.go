package club

// charactersQuestions are those about the people in a book, invented or real.
func charactersQuestions() []BankQuestion {
	return []BankQuestion{
		{"other-version", ThemeCharacters, "Whose version of events would you most like to hear?"},
		{"more-room", ThemeCharacters, "Who deserves more room than the book has given them?"},
		{"will-not-admit", ThemeCharacters, "Who in this book wants something they will not admit, even to themselves?"},
		{"telling-gesture", ThemeCharacters, "Which small gesture told you more about someone than anything said about them?"},
		{"met-in-real-life", ThemeCharacters, "Whom in this book have you met in real life, under another name?"},
		{"unsaid-between-two", ThemeCharacters, "Between which two people in this book does the most go unsaid?"},
		{"who-holds-power", ThemeCharacters, "Who holds the power in these pages, and how do they keep it?"},
		{"understandable-mistake", ThemeCharacters, "Whose mistake do you understand best?"},
		{"against-your-judgement", ThemeCharacters, "Whom do you like against your better judgement?"},
		{"surprised-to-read-it", ThemeCharacters, "Who would be surprised to read how this book describes them?"},
		{"when-things-go-wrong", ThemeCharacters, "Whom in this book would you want beside you when things go wrong?"},
	}
}

// styleQuestions are those about how a book sounds.
func styleQuestions() []BankQuestion {
	return []BankQuestion{
		{"proud-to-have-written", ThemeStyle, "Which sentence would you have been proud to write?"},
		{"voice-in-your-ear", ThemeStyle, "Whom does this voice remind you of: a friend, a witness, a lawyer, a stranger on a train?"},
		{"noticed-the-writing", ThemeStyle, "Where did you notice the writing more than what it was telling you?"},
		{"trusted-to-work-out", ThemeStyle, "What does the author trust you to work out without being told?"},
		{"word-that-belongs", ThemeStyle, "Which word or turn of phrase belongs to this book more than to any other?"},
		{"laugh-or-nearly", ThemeStyle, "What in these pages made you laugh, or come close to it?"},
		{"with-the-book-closed", ThemeStyle, "What from these pages can you still see with the book closed?"},
		{"at-its-plainest", ThemeStyle, "Where is the writing at its plainest, and what is it saying there?"},
		{"heard-aloud", ThemeStyle, "What does the writing gain, or lose, when you hear it read aloud?"},
		{"close-and-distant", ThemeStyle, "Where does the writing let you come close, and where does it keep you at a distance?"},
		{"what-it-does-best", ThemeStyle, "What is this author best at: people, places, ideas, silences?"},
	}
}

// ethicsQuestions are those about what is right.
func ethicsQuestions() []BankQuestion {
	return []BankQuestion{
		{"treated-unfairly", ThemeEthics, "Who was treated unfairly in these pages, and who noticed?"},
		{"decided-otherwise", ThemeEthics, "Which decision in these pages would you have made differently?"},
		{"sympathy-not-ready", ThemeEthics, "Where does this book ask for a sympathy you are not ready to give?"},
		{"good-reasons", ThemeEthics, "What was done for good reasons here that you still cannot accept?"},
		{"who-pays", ThemeEthics, "Who pays for what others gain in this book?"},
		{"forgives-too-much", ThemeEthics, "What does this book seem to forgive that you would not?"},
		{"own-defence", ThemeEthics, "What would the one you blame most in this book say in their own defence?"},
		{"weight-of-silence", ThemeEthics, "Whose silence in this book weighs most?"},
		{"treated-as-normal", ThemeEthics, "What do these pages treat as normal that troubled you?"},
		{"rule-in-doubt", ThemeEthics, "Which rule, written or unwritten, has this book made you doubt?"},
	}
}

// craftQuestions are those about how a book is made.
func craftQuestions() []BankQuestion {
	return []BankQuestion{
		{"another-order", ThemeCraft, "What would change if the author had told all this in a different order?"},
		{"chapter-ends-right", ThemeCraft, "Which chapter ends in exactly the right place, and what makes it so?"},
		{"skipped-over", ThemeCraft, "What has the author skipped over, and what do you imagine in the gap?"},
		{"hardest-to-write", ThemeCraft, "Which part must have been the hardest to write?"},
		{"found-out-first", ThemeCraft, "What must the author have had to find out before writing these pages?"},
		{"where-little-happens", ThemeCraft, "What keeps you reading where little seems to happen?"},
		{"as-its-editor", ThemeCraft, "As the editor of these pages, what would you have asked the author to change?"},
		{"feel-the-steering", ThemeCraft, "Where did you feel the author steering you, and how did you take it?"},
		{"hurry-and-linger", ThemeCraft, "Where does this book hurry, and where does it linger?"},
		{"no-film-could-show", ThemeCraft, "What in these pages could no film ever show?"},
		{"convincing-detail", ThemeCraft, "Which detail convinced you that the author knows what they are writing about?"},
	}
}

// personalQuestions are those about the one who reads.
func personalQuestions() []BankQuestion {
	return []BankQuestion{
		{"from-your-own-life", ThemePersonal, "What from your own life came to mind while you were reading?"},
		{"where-you-were", ThemePersonal, "Where were you when you read the passage that struck you most?"},
		{"ten-years-ago", ThemePersonal, "What would you have made of this book ten years ago?"},
		{"disagree-at-home", ThemePersonal, "Who in your life would disagree with you about this book, and over what?"},
		{"told-somebody", ThemePersonal, "What in these pages did you want to tell somebody about at once?"},
		{"your-own-habit", ThemePersonal, "Which of your own habits did you recognise in this book, gladly or not?"},
		{"you-know-better", ThemePersonal, "What do you know from your own work or life that this author gets right, or wrong?"},
		{"closer-than-expected", ThemePersonal, "Which passage came closer to you than you expected?"},
		{"what-you-bring", ThemePersonal, "What do you bring to this book that nobody else in this club does?"},
		{"envied-it", ThemePersonal, "What in these pages did you envy?"},
		{"argued-with-the-book", ThemePersonal, "When did you catch yourself arguing with this book?"},
	}
}

// stoppedQuestions are those that weigh a book in the middle of it.
func stoppedQuestions() []BankQuestion {
	return []BankQuestion{
		{"stop-and-wonder", ThemeStopped, "If you stopped here, what would you always wonder about?"},
		{"stop-what-it-was-about", ThemeStopped, "If nothing after these pages had survived, what would you say the book was about?"},
		{"stop-and-finish-it", ThemeStopped, "Suppose the remaining pages were lost: how would you finish the book yourself?"},
		{"stop-one-moment", ThemeStopped, "If you closed this book for good today, which moment would you take with you?"},
		{"stop-reason-to-go-on", ThemeStopped, "What would someone have to tell you to get you to read on, if you stopped here?"},
		{"stop-unfair-review", ThemeStopped, "If you reviewed this book without reading further, what would you be most unfair about?"},
		{"stop-keep-even-so", ThemeStopped, "What has this book given you already that you would keep, even if you stopped here?"},
		{"stop-for-a-year", ThemeStopped, "Suppose you had to put this book away for a year: what would you write down so as not to lose it?"},
		{"stop-glad-to-be-spared", ThemeStopped, "If you stopped here, what would you be glad to be spared?"},
	}
}
