package storage

import (
	"context"
	"io/fs"
	"slices"

	"dogear/club"
)

// Exec runs a statement of a test's own.
func (tx *Tx) Exec(query string, args ...any) (int64, error) { return tx.exec(query, args...) }

// Query scans the only row of a query of a test's own.
func (tx *Tx) Query(dest []any, query string, args ...any) error { return tx.one(dest, query, args...) }

// Strings collects the only column of a query of a test's own.
func (tx *Tx) Strings(query string, args ...any) ([]string, error) {
	return all(tx, func(row func(...any) error) (string, error) {
		var s string
		return s, row(&s)
	}, query, args...)
}

// Statements are the texts of what was prepared on the transaction's connection.
func (tx *Tx) Statements() []string {
	var list []string
	for text := range tx.c.prepared {
		list = append(list, text)
	}
	slices.Sort(list)
	return list
}

// OpenWith opens a database with migrations of a test's own.
func OpenWith(ctx context.Context, path string, files fs.FS) (*DB, error) {
	return openWith(ctx, path, files)
}

// Migrations are the files of the migrations.
func Migrations() fs.FS { return migrations }

// Load gets the chapters and checkpoints of a read past what is kept of them.
func (tx *Tx) Load(r Read) (club.Chapters, []Checkpoint, error) {
	chapters, err := tx.loadChapters(r.Book.ID)
	if err != nil {
		return nil, nil, err
	}
	checkpoints, err := tx.loadCheckpoints(r.ID)
	return chapters, checkpoints, err
}

// Plan says how SQLite goes about a query.
func (tx *Tx) Plan(query string) ([]string, error) {
	return all(tx, func(row func(...any) error) (string, error) {
		var id, parent, unused int
		var detail string
		return detail, row(&id, &parent, &unused, &detail)
	}, "EXPLAIN QUERY PLAN "+query, make([]any, 16)...)
}

// ExportedTables are the tables that a person's export holds, by its lists.
func ExportedTables() map[string]string {
	tables := make(map[string]string)
	for _, s := range slices.Concat(exported(), exportedPictures()) {
		tables[s.name] = s.table
	}
	return tables
}
