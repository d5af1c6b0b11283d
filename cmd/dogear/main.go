// Command dogear is a Discord bot for book clubs: people read the same book at
// their own pace, and nobody is told what they have not read yet.
//
// This package owns the command line, the configuration, the logger, the wiring
// and the program's lifetime. What a command of the bot means, where rows live
// and how Discord is spoken to are other packages' business.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // clubs live in named zones, and small images have no zone files
)

// What the program's exit code says.
const (
	exitClean    = 0 // done; of a bot, stopped by a signal with nothing lost
	exitFault    = 1 // something went wrong
	exitWrongUse = 2 // the flags or the configuration are wrong
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], process{os.Getenv, os.Stdout, os.Stderr}))
}

// process is what the program is given besides its arguments.
type process struct {
	getenv func(string) string
	stdout io.Writer
	stderr io.Writer
}

// wrongUse is an error that the person at the command line mends: a flag, a
// command's name, the configuration.
type wrongUse struct{ error }

// Unwrap is the error that says what is wrong.
func (w wrongUse) Unwrap() error { return w.error }

// run is the program: args are without its name. It returns the exit code.
func run(ctx context.Context, args []string, p process) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal asks for a clean stop; with the handler gone, a second
	// one ends the program at once.
	defer context.AfterFunc(ctx, stop)()

	err := dispatch(ctx, args, p)
	switch {
	case err == nil:
		return exitClean
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		err = errors.New("stopped before it was done")
	}
	_, _ = fmt.Fprintln(p.stderr, "dogear:", err)
	var wrong wrongUse
	if errors.As(err, &wrong) {
		return exitWrongUse
	}
	return exitFault
}

// subcommand is what the first argument names.
type subcommand struct {
	name   string
	help   string
	run    func(ctx context.Context, args []string, p process) error
	serves bool // until it is stopped, which is how it should end
}

func subcommands() []subcommand {
	return []subcommand{
		{"run", "connect to Discord and serve its book clubs", runBot, true},
		{"demo", "try it in a browser: a book club in a Discord of its own, no token needed", demo, true},
		{"check", "look over the configuration, the database and the bot's account, and print the invite link", check, false},
		{"health", "ask the Dogear that runs how it is (http.listen says where)", health, false},
		{"backup", "copy the database into FILE, whole and checked, beside a bot that runs", backup, false},
		{"restore", "put the backup FILE in the place of the database, which is kept beside it", restore, false},
		{"version", "say which build this is", version, false},
	}
}

// dispatch hands args to the subcommand that they name.
func dispatch(ctx context.Context, args []string, p process) error {
	if len(args) == 0 {
		return wrongUse{errors.New("say what to do, such as \"dogear demo\"\n\n" + overview())}
	}
	name, rest := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		if len(rest) > 0 {
			name, rest = rest[0], []string{"-help"}
			break
		}
		_, err := io.WriteString(p.stdout, overview())
		return err
	case "-version", "--version":
		name = "version"
	}
	names := []string{"help"}
	for _, c := range subcommands() {
		if c.name == name {
			err := c.run(ctx, rest, p)
			if c.serves && ctx.Err() != nil && errors.Is(err, context.Canceled) {
				return nil
			}
			return err
		}
		names = append(names, c.name)
	}
	return wrongUse{fmt.Errorf("there is no command %q: did you mean %q? (\"dogear help\" lists them)", name, nearest(name, names))}
}

// overview is the answer to "dogear help".
func overview() string {
	var b strings.Builder
	b.WriteString("Dogear keeps book clubs on Discord.\n\nUsage: dogear <command> [flags]\n\n")
	for _, c := range subcommands() {
		fmt.Fprintf(&b, "  %-8s %s\n", c.name, c.help)
	}
	b.WriteString("\n\"dogear help <command>\" lists a command's flags.\n")
	return b.String()
}

// flags makes the flag set of a subcommand; parseFlags reads it.
func flags(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard) // errors are returned, and told once
	return set
}

// parseFlags reads args, which hold nothing but flags. It reports done if they
// asked for help, which is then given.
func parseFlags(set *flag.FlagSet, args []string, p process) (done bool, err error) {
	err = set.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return true, usage(set, p.stdout)
	case err != nil:
		return false, wrongUse{fmt.Errorf("%w (\"dogear help %s\" lists the flags)", err, set.Name())}
	case set.NArg() > 0:
		return false, wrongUse{fmt.Errorf("%q is more than \"dogear %s\" takes (\"dogear help %s\" lists its flags)", set.Arg(0), set.Name(), set.Name())}
	}
	return false, nil
}

// usage is the answer to "dogear help <command>".
func usage(set *flag.FlagSet, w io.Writer) error {
	var b strings.Builder
	for _, c := range subcommands() {
		if c.name == set.Name() {
			fmt.Fprintf(&b, "dogear %s: %s.\n", c.name, c.help)
		}
	}
	set.SetOutput(&b)
	set.PrintDefaults()
	_, err := io.WriteString(w, b.String())
	return err
}
