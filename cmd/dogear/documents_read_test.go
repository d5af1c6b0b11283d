package main

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documents are the texts for people, by their names.
func documents(t *testing.T) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		files, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			name := path.Join(path.Dir(pattern), filepath.Base(file))
			all[name] = projectText(t, name)
		}
	}
	return all
}

// codes are the pieces of a document that stand for what is typed or named: what
// stands between backquotes, or a line of a box, but for boxes of other languages.
func codes(text string) (list []string) {
	const outside = "outside"
	box := outside
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		kind, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && box == outside:
			box = kind
		case fence:
			box = outside
		case box == "" || box == "sh":
			list = append(list, line)
		case box == outside:
			list = append(list, findAll(line, "`([^`]+)`")...)
		}
	}
	return list
}

// anchors are what links to the headings of a document say.
func anchors(text string) (list []string) {
	for _, heading := range findAll(text, `(?m)^#+ (.*)$`) {
		plain := regexp.MustCompile(`[^a-z0-9 _-]`).ReplaceAllString(strings.ToLower(heading), "")
		list = append(list, strings.ReplaceAll(plain, " ", "-"))
	}
	return list
}

// commandsSource is the code of what people see.
func commandsSource(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	files, err := filepath.Glob("../../commands/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") {
			all.Write(text)
		}
	}
	return all.String()
}
