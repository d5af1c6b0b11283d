package main

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// names lists every figure of ours that there is.
func names(t *testing.T, f *figures) (list []string) {
	t.Helper()
	found := regexp.MustCompile(`fqName: "([^"]+)"`)
	descs := make(chan *prometheus.Desc)
	go func() {
		f.registry.Describe(descs)
		close(descs)
	}()
	for d := range descs {
		list = append(list, found.FindStringSubmatch(d.String())[1])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// What people do, what is posted and what the database does is counted, and shown
// as Prometheus wants it; who they are and what they write is not.
func TestMetrics(t *testing.T) {
	t.Parallel()
	s := openSeen(t, func(*sandbox.Sandbox) {})
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	if err := s.discord.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.discord.Await(ctx, func() bool { return len(s.discord.Commands()) > 0 }); err != nil {
		t.Fatal(err)
	}
	home := s.guild.AddChannel("book-club")
	miriam := s.discord.As("Miriam").In(home)
	for _, line := range []string{
		"/club setup timezone:Europe/London name:SECRET", "/book add title:SECRET author:SECRET chapters:23",
		"/schedule plan book:SECRET start:31 feb pace:3 days:sun", "/schedule plan book:SECRET start:today pace:3 days:sun",
	} {
		if _, err := miriam.Slash(ctx, line); err != nil {
			t.Fatal(err)
		}
	}
	plan := miriam.Sees()
	if _, err := miriam.Press(ctx, plan[len(plan)-1], "Start this read"); err != nil {
		t.Fatal(err)
	}
	if _, err := miriam.Suggest(ctx, "/schedule plan book:SEC", "book"); err != nil {
		t.Fatal(err)
	}
	if err := s.discord.Await(ctx, func() bool {
		return slices.ContainsFunc(miriam.Sees(), func(m *sandbox.Message) bool { return !m.Private })
	}); err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, line := range []string{
		`dogear_interactions_total{command="club setup",outcome="answered"} 1`,
		`dogear_interactions_total{command="book add",outcome="answered"} 1`,
		`dogear_interactions_total{command="plan/start",outcome="answered"} 1`,
		`dogear_interactions_total{command="suggestions",outcome="answered"} 1`,
		`dogear_interactions_total{command="schedule plan",outcome="refused"} 1`,
		`dogear_interactions_total{command="schedule plan",outcome="answered"} 1`,
		`dogear_interaction_seconds_count{command="schedule plan"} 2`,
		`dogear_posts_total{kind="card",state="done"} 1`,
		`dogear_post_lateness_seconds_count 1`,
		`dogear_posts_waiting{state="waiting"} 0`,
		`dogear_posts_waiting{state="stuck"} 0`,
		`dogear_gateway_connected{shard="0"} 1`,
		`dogear_gateway_connections_total{shard="0"} 1`,
		`dogear_invalid_requests_total 0`,
		`dogear_rate_limit_waits_total{limit="refused"} 0`,
		`dogear_backup_failed 0`,
		`dogear_backup_last_timestamp_seconds 0`,
		`dogear_healthy 1`,
	} {
		s.comes(line, func() bool {
			_, text = s.get(pathMetrics)
			return strings.Contains(text, "\n"+line+"\n")
		})
	}
	for _, name := range []string{
		`dogear_database_seconds_count{op="read"}`, `dogear_database_seconds_count{op="write"}`, `dogear_database_seconds_count{op="commit"}`,
		"dogear_database_bytes", "dogear_gateway_heartbeat_seconds{", "dogear_build_info{", "go_goroutines", "process_resident_memory_bytes", "process_open_fds",
	} {
		if !strings.Contains(text, "\n"+name) || strings.Contains(text, "\n"+name+" 0\n") {
			t.Errorf("there is no %s", name)
		}
	}
	for _, secret := range []string{"SECRET", s.guild.ID, miriam.ID, home, testToken, "Hailsham"} {
		if strings.Contains(text, secret) {
			t.Errorf("the figures tell %q", secret)
		}
	}
}

// Prometheus' own rules for names, units and words.
func TestMetricsAreWellNamed(t *testing.T) {
	t.Parallel()
	p := newStill(t)
	f := newFigures()
	f.registry.MustRegister(newReadings(p))
	f.over("help", bot.Answered, time.Millisecond)
	f.timed("read", time.Millisecond)
	families, err := f.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	problems, err := promlint.NewWithMetricFamilies(families).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range problems {
		if strings.HasPrefix(one.Metric, "dogear_") {
			t.Errorf("%s: %s", one.Metric, one.Text)
		}
	}
	if n := len(names(t, f)); n < 20 {
		t.Errorf("there are %d figures", n)
	}
}
