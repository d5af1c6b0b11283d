package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestDescribe(t *testing.T) {
	t.Parallel()
	built := ", " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
	setting := func(key, value string) debug.BuildSetting { return debug.BuildSetting{Key: key, Value: value} }
	for _, tc := range []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, "(devel)"},
		{&debug.BuildInfo{}, "(devel)"},
		{&debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}, "v1.2.3"},
		{&debug.BuildInfo{
			Main:     debug.Module{Version: "v1.2.3"},
			Settings: []debug.BuildSetting{setting("vcs.revision", "abc"), setting("vcs.time", "2026-12-01T10:00:00Z"), setting("vcs.modified", "false")},
		}, "v1.2.3 revision abc of 2026-12-01T10:00:00Z"},
		{&debug.BuildInfo{
			Settings: []debug.BuildSetting{setting("vcs.revision", "abc"), setting("vcs.modified", "true")},
		}, "(devel) revision abc with changes"},
	} {
		if got := describe(tc.info); got != tc.want+built {
			t.Errorf("%+v: %q, want %q", tc.info, got, tc.want+built)
		}
	}
}
