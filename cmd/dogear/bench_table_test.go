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

// better says which way a figure is better.
type better int

const (
	moreIsBetter better = iota
	lessIsBetter
)

// compare is a row of two medians and the median of their ratios, round by
// round. A target of 0 is none.
func (t *table) compare(name string, ours, theirs []float64, target float64, is better) {
	ratios := make([]float64, len(ours))
	for i := range ours {
		ratios[i] = ours[i] / theirs[i]
	}
	ratio := median(ratios)
	aim, verdict := "", ""
	switch {
	case target == 0:
	case is == moreIsBetter:
		aim, verdict = fmt.Sprintf("> %.1f", target), met(ratio >= target)
	case is == lessIsBetter:
		aim, verdict = fmt.Sprintf("< %.1f", target), met(ratio <= target)
	}
	t.row(name, figure(median(ours)), figure(median(theirs)), fmt.Sprintf("%.2f", ratio), aim, verdict)
}

// figure shows three digits at least.
func figure(x float64) string {
	if x < 100 {
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", x)
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
	_, _ = fmt.Fprintln(w)
	_ = w.Flush()
}
