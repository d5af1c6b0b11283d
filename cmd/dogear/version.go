package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// version says which build this is.
func version(_ context.Context, args []string, p process) error {
	if done, err := parseFlags(flags("version"), args, p); done || err != nil {
		return err
	}
	info, _ := debug.ReadBuildInfo()
	_, err := fmt.Fprintln(p.stdout, "dogear", describe(info))
	return err
}

// describe words a build: the module's version and the revision with its time,
// as far as the build knows them, and what it was built with.
func describe(info *debug.BuildInfo) string {
	build := []string{"(devel)"}
	if info != nil {
		if info.Main.Version != "" {
			build[0] = info.Main.Version
		}
		vcs := make(map[string]string)
		for _, s := range info.Settings {
			vcs[s.Key] = s.Value
		}
		if vcs["vcs.revision"] != "" {
			build = append(build, "revision "+vcs["vcs.revision"])
		}
		if vcs["vcs.time"] != "" {
			build = append(build, "of "+vcs["vcs.time"])
		}
		if vcs["vcs.modified"] == "true" {
			build = append(build, "with changes")
		}
	}
	return strings.Join(build, " ") + ", " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}
