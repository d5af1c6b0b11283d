package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser is a person at the sandbox's page. It does what they do with mouse
// and keyboard, and sees what they see.
type browser struct {
	t     *testing.T
	ctx   context.Context
	host  string
	shots string // a folder that keeps pictures of the page; "" keeps none
	shot  int

	mu     sync.Mutex
	errors []string
}

// chromium finds a browser, or skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skipf("there is no browser here: none of %q is in PATH", names)
	return ""
}

// visit opens a page in a fresh browser.
func visit(t *testing.T, address string) *browser {
	t.Helper()
	path := chromium(t)
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), plenty)
	b := &browser{t: t, host: at.Host, shots: os.Getenv("DOGEAR_SHOTS")}
	ctx, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(home), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Env("LANG=en_GB.UTF-8", "TZ=Europe/London"))...)
	ctx, leave := chromedp.NewContext(ctx, chromedp.WithListener(b.listen),
		chromedp.WithErrorf(func(string, ...any) {})) // of events that are newer than the library
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits for the browser, which writes into its folder
		leave()
		stop()
		cancel()
	})
	b.ctx = ctx
	b.do(chromedp.Navigate("about:blank")) // starts the browser
	ask(b, network.Enable, network.EnableParams{})
	ask(b, cdplog.Enable, cdp.Empty{})
	b.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(address))
	b.see("Welcome to #")
	return b
}

// listen keeps what a person would find in the browser's console, and whatever
// is asked of another machine.
func (b *browser) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.wrong("exception: " + e.ExceptionDetails.Text)
		if e.ExceptionDetails.Exception != nil {
			b.wrong(e.ExceptionDetails.Exception.Description)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			for _, arg := range e.Args {
				b.wrong("console: " + string(arg.Value) + arg.Description)
			}
		}
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError || e.Entry.Level == cdplog.EntryLevelWarning {
			b.wrong("log: " + e.Entry.Text + " " + e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if at, err := url.Parse(e.Request.URL); err != nil || (at.Host != b.host && at.Scheme != "data" && at.Scheme != "blob") {
			b.wrong("asks another machine: " + e.Request.URL)
		}
	}
}

func (b *browser) wrong(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.errors = append(b.errors, what)
}

// quiet checks that the console stayed empty and nothing left the machine.
func (b *browser) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.errors {
		b.t.Error(e)
	}
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%v; the console says %q", err, b.errors)
	}
}

// ask sends the browser a command of its protocol.
func ask[P, R any](b *browser, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.t.Fatalf("%s: %v", command.Method, err)
	}
}

// js evaluates an expression in the page. args are its a[0], a[1], ...
func js[T any](b *browser, expression string, args ...any) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](look(b.t, expression, args)))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// look is an expression as the page evaluates it.
func look(t *testing.T, expression string, args []any) string {
	t.Helper()
	list, err := json.Marshal(append([]any{}, args...)) // never null
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("((...a) => { %s; return (%s) })(...%s)", pageWords, expression, list)
}

// pageWords are the words in which expressions speak of the page.
const pageWords = `
	const all = [...document.querySelectorAll('[data-message]')];
	const seen = (el) => el && el.getClientRects().length > 0;
	const at = (id) => document.querySelector('[data-testid="' + CSS.escape(id) + '"]');
	const message = (text) => all.filter((m) => m.innerText.includes(text)).at(-1);
	const button = (root, label) => [...(root ?? document).querySelectorAll('button')].find((b) => seen(b) && (b.innerText === label || b.innerText.startsWith(label + ' ')));
`

// until waits for an expression to be true.
func (b *browser) until(what, expression string, args ...any) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	poll := "new Promise((done) => { const f = () => " + look(b.t, expression, args) + " ? done(true) : requestAnimationFrame(f); f(); })"
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](poll, chromedp.EvalAwaitPromise)); err != nil {
		b.picture("failed")
		b.t.Fatalf("waits for %s: %v; on the page is:\n%s\nthe console says %q", what, err, js[string](b, "document.body.innerText"), b.errors)
	}
}

// see waits until something can be read on the page.
func (b *browser) see(text string) {
	b.t.Helper()
	b.until(text, "document.body.innerText.includes(a[0])", text)
}

// told waits for a private reply that says something, the newest message.
func (b *browser) told(text string) {
	b.t.Helper()
	b.until("a private reply: "+text, "all.at(-1)?.dataset.private === 'true' && all.at(-1).innerText.includes(a[0])", text)
}

// unseen checks that a text is nowhere in the page, not even hidden.
func (b *browser) unseen(text string) {
	b.t.Helper()
	if js[bool](b, "document.documentElement.outerHTML.includes(a[0])", text) {
		b.t.Errorf("the page holds %q", text)
	}
}

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

// back goes back to what had the focus before, as Shift and Tab do.
func (b *browser) back() {
	b.t.Helper()
	b.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(kb.ModifierShift)))
}

// keys presses keys, one after the other, wherever the focus is.
func (b *browser) keys(text string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(text))
}

// click clicks on what an expression finds, which must not be covered.
func (b *browser) click(what, expression string, args ...any) {
	b.t.Helper()
	b.until(what, "seen("+expression+")", args...)
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
		return {...p, Hit: el === hit || el.contains(hit)};
	})()`, args...)
	if !p.Hit {
		b.picture("covered")
		b.t.Fatalf("%s is covered by something, or outside the window, at %+v", what, p)
	}
	b.do(chromedp.MouseClickXY(p.X, p.Y))
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

// enter sends what is typed: the first Enter may take a suggestion.
func (b *browser) enter() {
	b.t.Helper()
	const sent, more = "seen(at('composer'))", "document.activeElement === at('option-add')"
	if js[bool](b, sent) || js[bool](b, more) {
		b.keys(kb.Enter)
	} else { // in an option, which may have suggestions
		b.keys(kb.Enter)
		b.until("the suggestion to be taken", sent+" || "+more)
		if js[bool](b, more) {
			b.keys(kb.Enter)
		}
	}
	b.until("the command to be sent", sent)
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
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	b.until("the width", "innerWidth === a[0]", wide)
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
