package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
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
		chromedp.Env("TZ=Europe/London"))...)
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
	ask(b, emulation.SetLocaleOverride, emulation.SetLocaleOverrideParams{Locale: "en-GB"})
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
	const hush = (m) => m?.matches('[data-private]:not([data-private=false])') ?? false;
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

// told waits for a private reply that says something, the newest of them.
func (b *browser) told(text string) {
	b.t.Helper()
	b.until("a private reply: "+text, "all.filter(hush).at(-1)?.innerText.includes(a[0])", text)
}

// unseen checks that a text is nowhere in the page, not even hidden.
func (b *browser) unseen(text string) {
	b.t.Helper()
	if js[bool](b, "document.documentElement.outerHTML.includes(a[0])", text) {
		b.t.Errorf("the page holds %q", text)
	}
}
