package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime/pprof"
)

// The commands that this test's binary is besides "dogear".
const (
	bareName     = "bare-bot"
	profiledName = "dogear-profiled"
)

// profileVariable names the folder for the profiles of "make bench".
const profileVariable = "DOGEAR_PROFILE"

// profiled is Dogear, and leaves cpu.pprof and heap.pprof in a folder.
func profiled() {
	dir := os.Getenv(profileVariable)
	cpu, err := os.Create(filepath.Join(dir, "cpu.pprof"))
	if err == nil {
		err = pprof.StartCPUProfile(cpu)
	}
	code := run(context.Background(), os.Args[1:], process{os.Getenv, os.Stdout, os.Stderr})
	pprof.StopCPUProfile()
	heap, heapErr := os.Create(filepath.Join(dir, "heap.pprof"))
	if heapErr == nil {
		heapErr = errors.Join(pprof.WriteHeapProfile(heap), heap.Close())
	}
	if errors.Join(err, heapErr) != nil {
		code = exitFault
	}
	os.Exit(code)
}
