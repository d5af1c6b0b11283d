package commands_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain has properties tried less often where the race detector watches:
// SQLite runs ten times as long under it, and what it looks for shows in a few.
func TestMain(m *testing.M) {
	flag.Parse()
	if raced {
		if err := flag.Set("rapid.checks", "20"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
