package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dogear/bot/sandbox"
)

// A link to a channel opens it in the page. Others lead nowhere: whoever tries
// the bot in the sandbox stays in it.
func TestLinksInBrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	p := newPlay(t, sandbox.Options{Start: storyStart()}, "Ana")
	far := p.guild.AddChannel("far-room")
	address := fmt.Sprintf("https://discord.com/channels/%s/%s", p.guild.ID, far)
	p.postsAsBot(fmt.Sprintf(`{"content": "Look", "components": [{"type": 1, "components": [
		{"type": 2, "style": 5, "label": "There", "url": "%s"},
		{"type": 2, "style": 5, "label": "Nowhere", "url": "https://discord.com/channels/1/2"},
		{"type": 2, "style": 5, "label": "Elsewhere", "url": "https://example.org/x"}]}]}`, address))
	p.as("Ana").Say("Or [here](" + address + ") or [out](https://example.org/y)")

	b := visit(t, p.discord.URL())
	b.become("Ana")
	const find = "[...document.querySelectorAll('[data-message] a')].find((l) => l.innerText.trim() === a[0])"
	for _, label := range []string{"There", "here"} {
		b.click(label, find, label)
		b.see("Welcome to #far-room")
		b.tap("channel-" + p.home)
		b.see("Look")
	}
	b.click("Nowhere", find, "Nowhere")
	b.see("You cannot see that channel.")
	before := js[string](b, "location.href")
	for _, label := range []string{"Elsewhere", "out"} {
		b.click(label, find, label)
		if title := js[string](b, find+".title", label); !strings.Contains(title, "leads nowhere") {
			t.Errorf("[%s] says %q", label, title)
		}
	}
	b.picture("links")
	if after := js[string](b, "location.href"); after != before {
		t.Errorf("it went from %s to %s", before, after)
	}
	b.quiet()
}

// postsAsBot writes a message to the club's channel in the bot's name.
func (p *play) postsAsBot(body string) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.ctx, http.MethodPost, p.discord.URL()+"/api/v9/channels/"+p.home+"/messages", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+p.discord.Token())
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		p.t.Fatal(answer.Status)
	}
}
