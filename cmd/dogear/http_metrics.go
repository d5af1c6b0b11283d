package main

import (
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"dogear/bot"
	"dogear/commands"
)

// figures are what /metrics shows. Every label has few values, all from the
// program itself: no server, no person and no text is in them.
type figures struct {
	registry     *prometheus.Registry
	interactions *prometheus.CounterVec
	answers      *prometheus.HistogramVec
	posts        *prometheus.CounterVec
	lateness     prometheus.Histogram
	database     *prometheus.HistogramVec
}

// newFigures makes those that are counted as things happen.
func newFigures() *figures {
	f := &figures{
		registry: prometheus.NewRegistry(),
		interactions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dogear_interactions_total",
			Help: "What people did (commands, presses, forms; all suggestions as one), by how it ended: answered, refused (in words), failed (Dogear's fault), busy (turned away), late (Discord did not take the answer any more), unknown.",
		}, []string{"command", "outcome"}),
		answers: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dogear_interaction_seconds", Help: "From the arrival of what people did to its whole answer.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 3, 15},
		}, []string{"command"}),
		posts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dogear_posts_total",
			Help: "Work in Discord that was tried, by what it was and what came of it: done, missed (it was too late), waiting (it is tried again soon), stuck (Discord refuses it; it is tried again every ten minutes), failed (nobody tries again).",
		}, []string{"kind", "state"}),
		lateness: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "dogear_post_lateness_seconds", Help: "How long after it fell due a message was posted.",
			Buckets: []float64{1, 2, 5, 15, 60, 300, 900, 3600, 6 * 3600},
		}),
		database: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dogear_database_seconds", Help: "What the database took: to read, to write (with the wait for its turn), to commit (the flush to the disk, for all that wrote together).",
			Buckets: []float64{.0001, .0005, .001, .005, .01, .05, .1, .5, 1, 5},
		}, []string{"op"}),
	}
	f.registry.MustRegister(f.interactions, f.answers, f.posts, f.lateness, f.database,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), buildInfo())
	return f
}

// buildInfo says which build this is.
func buildInfo() prometheus.Collector {
	version, revision := "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	g := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "dogear_build_info", Help: "1, for the build that runs.",
		ConstLabels: prometheus.Labels{"version": version, "revision": revision, "go": runtime.Version()},
	})
	g.Set(1)
	return g
}

// over counts an interaction.
func (f *figures) over(action string, result bot.Result, took time.Duration) {
	f.interactions.WithLabelValues(action, string(result)).Inc()
	f.answers.WithLabelValues(action).Observe(took.Seconds())
}

// worked counts a piece of work.
func (f *figures) worked(w commands.Worked) {
	f.posts.WithLabelValues(w.Kind, w.State).Inc()
	if w.Posted {
		f.lateness.Observe(w.Late.Seconds())
	}
}

// timed counts an operation of the database's.
func (f *figures) timed(op string, took time.Duration) {
	f.database.WithLabelValues(op).Observe(took.Seconds())
}

// reading is a figure that is read when somebody asks.
type reading struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
}

func newReading(kind prometheus.ValueType, name, help string, labels ...string) reading {
	return reading{prometheus.NewDesc(name, help, labels, nil), kind}
}

// readings are the figures that are read from what a pulse knows.
type readings struct {
	p *pulse

	healthy, deferred, waiting, oldest, connections, connected, heartbeat reading
	waits, waited, invalid, size, backup, failed                          reading
}

func newReadings(p *pulse) *readings {
	const gauge, counter = prometheus.GaugeValue, prometheus.CounterValue
	return &readings{
		p:           p,
		healthy:     newReading(gauge, "dogear_healthy", "1 if "+pathHealth+" says ok, 0 if it says what is wrong."),
		deferred:    newReading(counter, "dogear_interactions_deferred_total", "Interactions that were answered in two steps: first that the answer will come."),
		waiting:     newReading(gauge, "dogear_posts_waiting", "Work in Discord that is due and not done: waiting (its turn, or to be tried again soon), stuck (Discord refuses it).", "state"),
		oldest:      newReading(gauge, "dogear_posts_oldest_seconds", "How long the first of what is due has waited while Dogear was on; 0 if nothing waits."),
		connections: newReading(counter, "dogear_gateway_connections_total", "Connections to Discord's gateway that were made.", "shard"),
		connected:   newReading(gauge, "dogear_gateway_connected", "1 if Discord's gateway is connected and answers heartbeats, 0 if not.", "shard"),
		heartbeat:   newReading(gauge, "dogear_gateway_heartbeat_seconds", "How long the latest heartbeat took to be acknowledged.", "shard"),
		waits:       newReading(counter, "dogear_rate_limit_waits_total", "Requests to Discord that waited: for others of the same bucket (bucket), so that all together are not too many (pace), because Discord had said that they were (refused).", "limit"),
		waited:      newReading(counter, "dogear_rate_limit_wait_seconds_total", "How long they waited in all.", "limit"),
		invalid:     newReading(counter, "dogear_invalid_requests_total", "Requests that Discord refused and counts: at 10,000 in ten minutes it bans the address, at 3,000 Dogear stops posting for a while."),
		size:        newReading(gauge, "dogear_database_bytes", "What the database takes on the disk, without its backups."),
		backup:      newReading(gauge, "dogear_backup_last_timestamp_seconds", "When the last backup was made, 0 for never."),
		failed:      newReading(gauge, "dogear_backup_failed", "1 if the backup that was tried last was not made, 0 if it was."),
	}
}

// Describe implements prometheus.Collector.
func (r *readings) Describe(to chan<- *prometheus.Desc) {
	for _, one := range []reading{
		r.healthy, r.deferred, r.waiting, r.oldest, r.connections, r.connected, r.heartbeat,
		r.waits, r.waited, r.invalid, r.size, r.backup, r.failed,
	} {
		to <- one.desc
	}
}

// Collect implements prometheus.Collector.
func (r *readings) Collect(to chan<- prometheus.Metric) {
	tell := func(one reading, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(one.desc, one.kind, value, labels...)
	}
	tell(r.healthy, truth01(len(r.p.wrong()) == 0))
	if state := r.p.look(); state.err == nil {
		tell(r.waiting, float64(state.backlog.Waiting), "waiting")
		tell(r.waiting, float64(state.backlog.Refused), "stuck")
		tell(r.oldest, r.p.late(state.backlog).Seconds())
	}
	for _, c := range r.p.bot.Connections() {
		shard := strconv.Itoa(c.Shard)
		tell(r.connections, float64(c.Count), shard)
		tell(r.connected, truth01(c.Connected), shard)
		tell(r.heartbeat, c.Heartbeat.Seconds(), shard)
	}
	stats := r.p.bot.Stats()
	tell(r.deferred, float64(stats.Deferred))
	tell(r.invalid, float64(stats.Invalid))
	for limit, w := range map[string]bot.Waits{"bucket": stats.BucketWaits, "pace": stats.PaceWaits, "refused": stats.RefusedWaits} {
		tell(r.waits, float64(w.Times), limit)
		tell(r.waited, w.Took.Seconds(), limit)
	}
	tell(r.size, float64(r.p.db.Size()))
	last, failure := r.p.backups.state()
	seconds := 0.0
	if !last.IsZero() {
		seconds = float64(last.Unix())
	}
	tell(r.backup, seconds)
	tell(r.failed, truth01(failure != nil))
}

func truth01(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
