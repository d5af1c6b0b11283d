package storage

import (
	"context"
	"database/sql"
	"errors"
)

// conn is one connection with the statements that were prepared on it. The
// texts of the statements are few and fixed, so they are kept until the end.
//
// No caller's context reaches a statement: they are all short, a cancelled one
// would cost the connection, and a commit must not depend on who still waits.
type conn struct {
	c        *sql.Conn
	prepared map[string]*sql.Stmt
}

func (db *DB) connect(ctx context.Context) (*conn, error) {
	c, err := db.pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{c: c, prepared: make(map[string]*sql.Stmt)}, nil
}

func (c *conn) close() {
	for _, s := range c.prepared {
		_ = s.Close()
	}
	_ = c.c.Close()
}

func (c *conn) prepare(query string) (*sql.Stmt, error) {
	if s, ok := c.prepared[query]; ok {
		return s, nil
	}
	s, err := c.c.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	c.prepared[query] = s
	return s, nil
}

func (c *conn) exec(query string, args ...any) (sql.Result, error) {
	s, err := c.prepare(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(context.Background(), args...)
}

// exec runs a statement and says how many rows it touched.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	res, err := tx.c.exec(query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// one scans the only row of a query into dest; no row is ErrNotFound.
func (tx *Tx) one(dest []any, query string, args ...any) error {
	s, err := tx.c.prepare(query)
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

// all scans every row of a query with scan and collects what it returns.
func all[T any](tx *Tx, scan func(row func(dest ...any) error) (T, error), query string, args ...any) ([]T, error) {
	s, err := tx.c.prepare(query)
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
