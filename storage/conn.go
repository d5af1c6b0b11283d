package storage

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// conn is one connection with the statements that were prepared on it. The
// texts of the statements are few and fixed, so they are kept until the end.
//
// No caller's context reaches a statement: they are all short, a cancelled one
// would cost the connection, and a commit must not depend on who still waits.
type conn struct {
	c        *sql.Conn
	prepared map[string]statement
}

// statement stays prepared until its connection is closed.
type statement struct{ *sql.Stmt }

func (db *DB) connect(ctx context.Context) (*conn, error) {
	raw, err := db.pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	c := &conn{c: raw, prepared: make(map[string]statement)}
	db.conns = append(db.conns, c)
	return c, nil
}

func (c *conn) close() error {
	var errs []error
	for _, s := range c.prepared {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.c.Close())...)
}

func (c *conn) prepare(query string) (statement, error) {
	if s, ok := c.prepared[query]; ok {
		return s, nil
	}
	s, err := c.c.PrepareContext(context.Background(), query)
	if err != nil {
		return statement{}, err
	}
	c.prepared[query] = statement{s}
	return statement{s}, nil
}

// exec runs a statement of the connection's own, as BEGIN is.
func (c *conn) exec(query string) error {
	s, err := c.prepare(query)
	if err == nil {
		_, err = s.ExecContext(context.Background())
	}
	return err
}

// errReads says that a transaction of Read would have written.
var errReads = errors.New("a reading transaction may not write")

// prepare refuses what writes in a transaction that only reads. In memory
// nothing else would, for there the connection that writes reads too.
func (tx *Tx) prepare(query string) (statement, error) {
	if tx.reads && !strings.HasPrefix(strings.TrimSpace(query), "SELECT") {
		return statement{}, errReads
	}
	return tx.c.prepare(query)
}

// exec runs a statement and says how many rows it touched.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	s, err := tx.prepare(query)
	if err != nil {
		return 0, err
	}
	res, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// one scans the only row of a query into dest; no row is ErrNotFound.
func (tx *Tx) one(dest []any, query string, args ...any) error {
	s, err := tx.prepare(query)
	if err != nil {
		return err
	}
	err = s.QueryRowContext(context.Background(), args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// into lists where the columns of a row go.
func into(dest ...any) []any { return dest }

// only scans a row of one column.
func only[T any](row func(...any) error) (T, error) {
	var v T
	err := row(&v)
	return v, err
}

// all scans every row of a query with scan and collects what it returns.
func all[T any](tx *Tx, scan func(row func(dest ...any) error) (T, error), query string, args ...any) ([]T, error) {
	s, err := tx.prepare(query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(context.Background(), args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []T
	for rows.Next() {
		v, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}
