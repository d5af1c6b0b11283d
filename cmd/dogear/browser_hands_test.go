package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// become switches who one is.
func (b *browser) become(name string) {
	b.t.Helper()
	js[bool](b, `(() => {
		const who = at('who');
		who.value = [...who.options].find((o) => o.text.startsWith(a[0])).value;
		return who.dispatchEvent(new Event('change', {bubbles: true}));
	})()`, name)
	b.until("being "+name, "document.querySelector('.me b')?.textContent === a[0]", name)
}

// keys presses keys, one after the other, wherever the focus is.
func (b *browser) keys(text string) {
	b.t.Helper()
	b.hold(kb.ModifierNone, text)
}

// hold presses keys while a modifier is held.
func (b *browser) hold(modifier kb.Modifier, text string) {
	b.t.Helper()
	for _, r := range text {
		events := kb.Encode(r)
		down, up := *events[0], *events[len(events)-1]
		if len(events) == 3 {
			// One event for the key and what it types, as a keyboard does it:
			// where the page handles the key, nothing is typed.
			down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		down.Modifiers |= int64(modifier)
		up.Modifiers |= int64(modifier)
		ask(b, input.DispatchKeyEvent, down)
		ask(b, input.DispatchKeyEvent, up)
	}
}

// click clicks on what an expression finds, which must not be covered. Where the
// page moves under the hand, as when something is posted, it tries again.
func (b *browser) click(what, expression string, args ...any) {
	b.t.Helper()
	for range 5 {
		b.until(what, "seen("+expression+")", args...)
		if b.strike(what, expression, args...) {
			return
		}
	}
	b.t.Fatalf("%s does not stand still", what)
}

// strike clicks once, and reports whether it was not beside.
func (b *browser) strike(what, expression string, args ...any) bool {
	b.t.Helper()
	type point struct {
		X, Y float64
		Hit  bool
	}
	p := js[point](b, `(() => {
		const el = `+expression+`;
		el.scrollIntoView({block: 'nearest'});
		const r = el.getBoundingClientRect();
		const p = {X: r.left + r.width / 2, Y: r.top + r.height / 2};
		const hit = document.elementFromPoint(p.X, p.Y);
		window.struck = null;
		document.addEventListener('click', (e) => {
			const now = `+expression+`;
			// The page may have drawn it anew meanwhile.
			const same = (el) => el && el.innerText !== '' && el.innerText === now.innerText;
			window.struck = !now || now.contains(e.target) || same(e.target.closest('button'));
		}, {capture: true, once: true});
		return {...p, Hit: el === hit || el.contains(hit)};
	})()`, args...)
	if !p.Hit {
		b.picture("covered")
		b.t.Fatalf("%s is covered by something, or outside the window, at %+v", what, p)
	}
	b.do(chromedp.MouseClickXY(p.X, p.Y))
	b.until("the click", "window.struck !== null")
	return js[bool](b, "window.struck")
}

// tap clicks on something by its hook.
func (b *browser) tap(hook string) {
	b.t.Helper()
	b.click(hook, "at(a[0])", hook)
}

// press clicks a button of the newest message that says something.
func (b *browser) press(says, label string) {
	b.t.Helper()
	b.click("["+label+"] of "+says, "button(message(a[0]), a[1])", says, label)
}

// command types a line into the composer as one types it, and sends it.
func (b *browser) command(line string) {
	b.t.Helper()
	b.tap("composer")
	b.keys(line)
	b.enter()
}

// enter sends what is typed. Before it sends, Enter may take the command or a
// suggestion that is marked.
func (b *browser) enter() {
	b.t.Helper()
	const sent, more = "seen(at('composer')) && at('composer').value === ''", "document.activeElement === at('option-add')"
	for range 3 {
		b.keys(kb.Enter)
		b.until("the key to be taken", sent+" || "+more)
		if js[bool](b, sent) {
			return
		}
	}
	b.t.Fatal("Enter does not send the command")
}

// fill replaces what a field of the open form holds.
func (b *browser) fill(name, text string) {
	b.t.Helper()
	find := "document.querySelector('[data-testid=form] [name=\"' + a[0] + '\"]')"
	b.until("the field "+name, "seen("+find+")", name)
	js[bool](b, `(() => {
		const el = `+find+`;
		el.focus();
		if (el.tagName !== 'SELECT') { el.select(); return true; }
		el.value = [...el.options].find((o) => o.text.startsWith(a[1])).value;
		return el.dispatchEvent(new Event('input', {bubbles: true}));
	})()`, name, text)
	if js[string](b, find+".tagName", name) != "SELECT" {
		ask(b, input.InsertText, input.InsertTextParams{Text: text})
	}
}

// send sends the open form, and waits until it is closed.
func (b *browser) send() {
	b.t.Helper()
	b.tap("form-submit")
	b.until("the form to close", "!at('form')")
}

// window makes the window so wide and high, dark or light.
func (b *browser) window(wide, high int64, scheme string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(wide, high))
	ask(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		},
	})
	b.until("the look", "innerWidth === a[0] && !at('theme').title.includes(a[1])", wide, scheme) // it offers the other
	b.fits()
}

// fits checks that nothing makes the page scroll sideways.
func (b *browser) fits() {
	b.t.Helper()
	wide := js[string](b, `(() => {
		const out = [document.scrollingElement, document.getElementById('scroller')].filter((el) => el.scrollWidth > el.clientWidth);
		return out.map((el) => (el.id || el.tagName) + ' is ' + el.scrollWidth + ' wide in ' + el.clientWidth).join(', ');
	})()`)
	if wide != "" {
		b.picture("wide")
		b.t.Errorf("the page scrolls sideways: %s", wide)
	}
}

// picture keeps a picture of the page as it is now.
func (b *browser) picture(name string) {
	b.t.Helper()
	if b.shots == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	b.shot++
	path := filepath.Join(b.shots, fmt.Sprintf("%s-%02d-%s.png", strings.ToLower(b.t.Name()), b.shot, name))
	if err := os.MkdirAll(b.shots, 0o755); err != nil { //nolint:gosec // pictures for people
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, png, 0o644); err != nil { //nolint:gosec // pictures for people
		b.t.Fatal(err)
	}
}
