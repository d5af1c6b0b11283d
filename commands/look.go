package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
)

// accent is the colour of Dogear's cards, that of the folded corner.
const accent = 0xC8553D

// part is a piece of a message.
type part = discordgo.MessageComponent

// text is a paragraph in Discord's markdown. What people wrote goes through
// club.Plain or club.Quote first.
func text(format string, args ...any) part {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	return discordgo.TextDisplay{Content: format}
}

// card frames parts with the accent bar.
func card(parts ...part) part {
	colour := accent
	return discordgo.Container{AccentColor: &colour, Components: parts}
}

// row puts buttons side by side, at most five.
func row(buttons ...part) part { return discordgo.ActionsRow{Components: buttons} }

// rows puts any number of buttons side by side, five to a row.
func rows(buttons []part) (parts []part) {
	for five := range slices.Chunk(buttons, 5) {
		parts = append(parts, row(five...))
	}
	return parts
}

// beside is a text with a button at its right.
func beside(words string, button discordgo.Button) part {
	return discordgo.Section{Components: []part{text("%s", words)}, Accessory: button}
}

// fileNamed shows a file that comes with the message.
func fileNamed(name string) part {
	return discordgo.FileComponent{File: discordgo.UnfurledMediaItem{URL: "attachment://" + name}}
}

func button(label, id string) discordgo.Button {
	return discordgo.Button{Label: label, Style: discordgo.SecondaryButton, CustomID: id}
}

// primary is the button that most people want.
func primary(label, id string) discordgo.Button {
	return discordgo.Button{Label: label, Style: discordgo.PrimaryButton, CustomID: id}
}

// danger is the button of what cannot be taken back.
func danger(label, id string) discordgo.Button {
	return discordgo.Button{Label: label, Style: discordgo.DangerButton, CustomID: id}
}

// counted is a label with how many there are behind it.
func counted(label string, n int) string {
	if n == 0 {
		return label
	}
	return fmt.Sprintf("%s · %d", label, n)
}

// private answers with parts that only the person who acted sees.
func private(parts ...part) bot.Reply { return bot.Private{Message: bot.Message{Parts: parts}} }

// update answers by replacing the private message that was pressed.
func update(parts ...part) bot.Reply { return bot.Update{Message: bot.Message{Parts: parts}} }

// unitsOf is how much text parts have, in UTF-16 units, those in cards too.
func unitsOf(parts []part) int {
	n := 0
	for _, p := range parts {
		switch p := p.(type) {
		case discordgo.TextDisplay:
			n += club.Units(p.Content)
		case discordgo.Section:
			n += unitsOf(p.Components)
		case discordgo.Container:
			n += unitsOf(p.Components)
		}
	}
	return n
}

// paragraph joins lines, without those that are empty.
func paragraph(lines ...string) part {
	return text("%s", strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "\n"))
}

// instead has a private answer replace the private message that was pressed.
func instead(reply bot.Reply, err error) (bot.Reply, error) {
	if p, ok := reply.(bot.Private); ok {
		reply = bot.Update(p)
	}
	return reply, err
}

// say answers privately with a sentence or two.
func say(format string, args ...any) bot.Reply { return private(text(format, args...)) }

// sayInstead replaces the private message that was pressed with a sentence.
func sayInstead(format string, args ...any) bot.Reply { return update(text(format, args...)) }

// pageSize is how many entries a page of a long list has at most.
const pageSize = 12

// pager is where a person is in a long list.
type pager struct {
	skip, size, total int
}

// page clamps a wish to skip entries to a page that exists.
func page(skip int64, total, size int) pager {
	at := min(max(int(skip), 0), max(total-1, 0))
	return pager{skip: at - at%size, size: size, total: total}
}

func (p pager) end() int { return min(p.skip+p.size, p.total) }

// row is the [Back] and [More] of a list in pages, nil if one page holds all.
// id makes the custom id of the page that begins after skip entries.
func (p pager) row(id func(skip int64) string) []part {
	if buttons := p.buttons(id); buttons != nil {
		return []part{row(buttons...)}
	}
	return nil
}

func (p pager) buttons(id func(skip int64) string) []part {
	var buttons []part
	if p.skip > 0 {
		buttons = append(buttons, button("Back", id(int64(p.skip-p.size))))
	}
	if p.end() < p.total {
		buttons = append(buttons, button("More", id(int64(p.end()))))
	}
	return buttons
}

// told says where a page is in its list, "" if one page holds all.
func (p pager) told() string {
	if p.total <= p.size {
		return ""
	}
	if p.skip+1 == p.end() {
		return fmt.Sprintf("-# %d of %d", p.end(), p.total)
	}
	return fmt.Sprintf("-# %d-%d of %d", p.skip+1, p.end(), p.total)
}

// title is a book's title or a person's text for a heading or within a line.
func title(s string) string { return club.Plain(s) }
