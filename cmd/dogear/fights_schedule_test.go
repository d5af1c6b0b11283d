package main

import "time"

// changes has the plan changed and taken back, another edition of the book be
// there, and its checkpoints be events; and one be reminded.
func (f *fight) changes(text string) {
	shown := f.says("Miriam", "schedule shift", map[string]any{"by": "1 week"})
	used := f.tell("[Use this plan]", f.press("Miriam", shown, "Use this plan"))
	f.presses("Miriam", used, "Undo")
	f.says("Miriam", "schedule break", map[string]any{"after": "no " + cutTo(text, 80)})
	f.says("Miriam", "schedule shift", map[string]any{"by": cutTo(text, 40) + " days"})

	name := cutTo(text, 80)
	form := f.does("Miriam", "book edition", map[string]any{"book": "id:1", "name": name}).Form
	a, err := f.as("Miriam").Submit(f.ctx, form, map[string]string{"list": "Beginning @ 20\nFourth @ 90"})
	f.presses("Miriam", f.tell("the edition", f.reply(a, err, "sends an edition")), "Save")
	f.says("Ana", "me edition", map[string]any{"book": "id:1", "edition": name})
	f.says("Ben", "me edition", map[string]any{"book": "id:1", "edition": "no " + cutTo(text, 60)})
	f.says("Ana", "progress", map[string]any{"at": "p 30"})
	f.says("Ana", "progress", map[string]any{"at": "start"})

	f.says("Miriam", "club settings", map[string]any{"events": true})
	f.says("Ana", "me settings", map[string]any{"reminders": true})
	f.await("the events", func() bool { return len(f.guild.Events()) == 2 })
	for _, e := range f.guild.Events() {
		f.told = append(f.told, said{where: "an event", text: e.Description})
		if bad := mischief(e.Name); bad != "" {
			f.t.Errorf("an event shows %+q: %s", bad, e.Name)
		}
	}
	f.presses("Ana", f.stand(1), "Calendar")
	f.discord.TurnTo(time.Date(2027, 3, 7, 18, 0, 1, 0, time.UTC))
	f.says("Miriam", "club settings", map[string]any{"events": false}) // wakes the worker, which does not know that the clock was turned
	f.await("a reminder", func() bool { return len(f.direct("Ana")) == 1 })
	f.tell("a reminder", f.direct("Ana")[0])
}
