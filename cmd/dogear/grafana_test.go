package main

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The dashboard shows every figure of ours, and none that there is not.
func TestDashboard(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../docs/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var board any
	if err := json.Unmarshal(data, &board); err != nil {
		t.Fatal(err)
	}
	f := newFigures()
	f.registry.MustRegister(newReadings(newStill(t)))
	known := names(t, f)
	word := regexp.MustCompile(`\b(dogear|go|process)_\w+`)
	shown := map[string]bool{}
	for _, expr := range exprs(board) {
		if !strings.Contains(expr, `{job="$job"`) {
			t.Errorf("%s: of whichever Dogear", expr)
		}
		for _, name := range word.FindAllString(expr, -1) {
			for _, part := range []string{"_bucket", "_sum", "_count"} {
				if of, is := strings.CutSuffix(name, part); is && slices.Contains(known, of) {
					name = of
				}
			}
			if shown[name] = true; !slices.Contains(known, name) {
				t.Errorf("%s: there is no %s", expr, name)
			}
		}
	}
	for _, name := range known {
		if strings.HasPrefix(name, "dogear_") && !shown[name] {
			t.Errorf("%s is not shown", name)
		}
	}
}

// exprs finds the queries in a dashboard.
func exprs(v any) (list []string) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if text, is := inner.(string); is && key == "expr" {
				list = append(list, text)
				continue
			}
			list = append(list, exprs(inner)...)
		}
	case []any:
		for _, inner := range v {
			list = append(list, exprs(inner)...)
		}
	}
	return list
}
