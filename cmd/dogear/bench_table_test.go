//go:build linux

package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
)

// table is figures for a person to read.
type table struct {
	title string
	rows  []string
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, strings.Join(cells, "\t")) }

// compare is a row of two medians and the median of their ratios, round by
// round. A target of 0 is none.
func (t *table) compare(name, format string, ours, theirs []float64, target float64, more bool) {
	ratios := make([]float64, len(ours))
	for i := range ours {
		ratios[i] = ours[i] / theirs[i]
	}
	ratio := median(ratios)
	aim, verdict := "", ""
	switch {
	case target == 0:
	case more:
		aim, verdict = fmt.Sprintf("> %.1f", target), met(ratio >= target)
	default:
		aim, verdict = fmt.Sprintf("< %.1f", target), met(ratio <= target)
	}
	t.row(name, fmt.Sprintf(format, median(ours)), fmt.Sprintf(format, median(theirs)), fmt.Sprintf("%.2f", ratio), aim, verdict)
}

func met(is bool) string {
	if is {
		return "met"
	}
	return "missed"
}

// print writes the table past go test's own lines.
func (t *table) print() {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	_, _ = fmt.Fprintf(w, "\n\n%s\n", t.title)
	for _, r := range t.rows {
		_, _ = fmt.Fprintln(w, "  "+r)
	}
	_ = w.Flush()
}
