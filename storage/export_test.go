package storage

import "slices"

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
