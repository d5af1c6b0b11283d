package pictures_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain has properties tried less often where the race detector watches:
// packing pictures runs ten times as long under it.
func TestMain(m *testing.M) {
	flag.Parse()
	if raced {
		if err := flag.Set("rapid.checks", "20"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
