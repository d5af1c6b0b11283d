package main

import "flag"

// defineSoakFlags adds the flag of the soak to those of the test:
//
//	go test ./cmd/dogear -run TestSoak -soak=1h -timeout 2h
func defineSoakFlags() {
	flag.Duration("soak", 0, "how `long` the program is used, with trouble, by the people of many clubs; 0: not at all")
}
