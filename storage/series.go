package storage

import (
	"time"

	"dogear/club"
)

// Series asks a question again and again. Each time is a Prompt of its own, of
// which at most one is still to come.
type Series struct {
	ID     int64
	Read   int64
	Rule   string    // as club.Recurrence writes it
	Anchor club.Date // from which weeks are counted
	Until  time.Time // the last moment; zero: the end of the read
	// Stopped says that a person ended it.
	Stopped bool
}

// AddSeries stores a series, and returns its id.
func (tx *Tx) AddSeries(s Series) (id int64, err error) {
	err = tx.one(into(&id), `INSERT INTO series (read_id, rule, anchor, until_at) VALUES (?, ?, ?, ?) RETURNING id`,
		s.Read, s.Rule, s.Anchor.String(), unix(s.Until))
	return id, err
}

const seriesColumns = `series.id, series.read_id, series.rule, series.anchor, series.until_at, series.stopped`

func scanSeries(row func(...any) error) (s Series, err error) {
	var anchor string
	var until int64
	err = row(&s.ID, &s.Read, &s.Rule, &anchor, &until, &s.Stopped)
	s.Until = instant(until)
	if day, wrong := time.Parse(time.DateOnly, anchor); wrong == nil {
		s.Anchor = club.DateOf(day)
	}
	return s, err
}

// Series finds a series by its row alone, also one that was stopped.
func (tx *Tx) Series(id int64) (Series, error) {
	return first(all(tx, scanSeries, `SELECT `+seriesColumns+` FROM series WHERE id = ?`, id))
}

// SeriesIn lists the series of a read that go on.
func (tx *Tx) SeriesIn(readID int64) ([]Series, error) {
	return all(tx, scanSeries, `SELECT `+seriesColumns+` FROM series WHERE read_id = ? AND stopped = 0 ORDER BY id`, readID)
}

// StopSeries ends a series, or has it go on. What it has asked stays.
func (tx *Tx) StopSeries(id int64, stopped bool) error {
	_, err := tx.exec(`UPDATE series SET stopped = ? WHERE id = ?`, stopped, id)
	return err
}

// SetSeriesUntil says when a series asks last.
func (tx *Tx) SetSeriesUntil(id int64, until time.Time) error {
	_, err := tx.exec(`UPDATE series SET until_at = ? WHERE id = ?`, unix(until), id)
	return err
}

// LastOf finds the prompt of a series that is asked last; ErrNotFound if it was
// taken away.
func (tx *Tx) LastOf(series int64) (Prompt, error) {
	return first(all(tx, scanPrompt, `
		SELECT `+promptColumns+` FROM`+promptTables+`
		WHERE prompt.series_id = ? AND prompt.removed_at IS NULL ORDER BY 8 DESC, prompt.id DESC LIMIT 1`, series))
}

// SeriesOf lists what a post at a moment asks again later, also what is held.
func (tx *Tx) SeriesOf(post int64) ([]Prompt, error) {
	return all(tx, scanPrompt, `
		SELECT `+promptColumns+` FROM`+promptTables+`
			JOIN series ON series.id = prompt.series_id
		WHERE prompt.prompt_post_id = ? AND prompt.removed_at IS NULL AND series.stopped = 0 ORDER BY prompt.id`, post)
}

// Repeat has a question of a series asked once more at a moment, in the words and
// with the lock that it has but for its floor, and returns the post that asks it.
func (tx *Tx) Repeat(p Prompt, at, now time.Time) (post int64, err error) {
	if post, err = tx.promptPostAt(p.Read, at); err != nil {
		return 0, err
	}
	_, err = tx.exec(`
		INSERT INTO prompt (read_id, author_id, text, lock_kind, lock_chapter_id, prompt_post_id, series_id, held, bank, created_at)
		SELECT read_id, author_id, text, lock_kind, lock_chapter_id, ?2, series_id, held, bank, ?3 FROM prompt WHERE id = ?1
		ON CONFLICT (series_id, prompt_post_id) WHERE series_id IS NOT NULL DO NOTHING`, p.ID, post, unix(now))
	return post, err
}
