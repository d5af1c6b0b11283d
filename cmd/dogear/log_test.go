package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// All that a bot writes at its most talkative, in both formats, while the demo's
// story is told and then while everything goes wrong that can: of what people
// wrote there is not a line of it, nor a token.
func TestTheLogTellsNoStory(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), plenty)
	defer cancel()
	data := t.TempDir()
	log := &lockedBuffer{}
	place, err := openDemo(ctx, "127.0.0.1:0", data, log)
	if err != nil {
		t.Fatal(err)
	}
	all := &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}
	place.log = slog.New(slog.NewMultiHandler(slog.NewTextHandler(log, all), slog.NewJSONHandler(log, all)))
	served := make(chan error, 1)
	live, end := context.WithCancel(ctx)
	go func() { served <- place.serve(live) }()
	if err := place.story(ctx); err != nil {
		t.Errorf("the story is not told: %v", err)
	}
	file := filepath.Join(data, "dogear.db")
	hard := troubles(ctx, t, place.sandbox, file, log)
	secrets := append(storyIn(t, file), hard...)
	end()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if err := place.close(); err != nil {
		t.Error(err)
	}

	text := log.String()
	for _, want := range []string{"interaction over", "action failed", "work not done", "work failed", "gateway connection lost", `"msg":"stopped"`} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing is told of %q: this test has missed it", want)
		}
	}
	if len(secrets) < 300 {
		t.Errorf("only %d pieces of the story were looked for", len(secrets))
	}
	for _, secret := range append(secrets, place.sandbox.Token(), "sbx", "Authorization") {
		if at := strings.Index(text, secret); at >= 0 {
			t.Fatalf("the log tells %q: %s", secret, text[max(0, at-300):min(len(text), at+100)])
		}
	}
}

// troubles has people write while nothing works, and returns what they wrote: one
// has it refused by Discord, one by the database, and one loses the connection.
func troubles(ctx context.Context, t *testing.T, discord *sandbox.Sandbox, file string, log *lockedBuffer) (typed []string) {
	t.Helper()
	ana := discord.As("Ana").In(discord.Guild("The Hailsham Readers").Channel("never-let-me-go"))
	write := func(words string) {
		typed = append(typed, words)
		if _, err := ana.Slash(ctx, "/note text:"+words); err != nil {
			t.Log(err) // there may be no answer
		}
	}
	discord.Fault(sandbox.Fault{Method: http.MethodPost, PathPrefix: "/interactions/", Status: http.StatusInternalServerError, Times: 8})
	write("Nobody hears the answer to this.")
	discord.ClearFaults()
	discord.Drop()
	write("The line was cut while this was typed.")
	db, err := sql.Open("sqlite", "file:"+file+"?_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rename := func(from, to string) {
		if _, err := db.ExecContext(ctx, fmt.Sprintf("ALTER TABLE %s RENAME TO %s", from, to)); err != nil {
			t.Fatal(err)
		}
	}
	discord.Fault(sandbox.Fault{Method: http.MethodPost, Match: "/messages", Status: http.StatusInternalServerError})
	write("Discord is down and this waits.")
	says := func(words string) {
		look := time.NewTicker(5 * time.Millisecond)
		defer look.Stop()
		for !strings.Contains(log.String(), words) && ctx.Err() == nil {
			<-look.C
		}
	}
	says("work not done")
	rename("note", "elsewhere")
	write("There is no table that would take this.")
	says("work failed") // when that is tried again
	rename("elsewhere", "note")
	return typed
}

// storyIn finds what people wrote in a database: every row of four words in every
// text, but for what Dogear itself says of work that waits.
func storyIn(t *testing.T, file string) (pieces []string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=query_only(1)&_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	all := func(query string) (list []string) {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			list = append(list, text)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return list
	}
	for _, query := range all(`SELECT format('SELECT CAST("%w" AS TEXT) FROM "%w" WHERE "%w" LIKE ''%% %% %% %%''', c.name, m.name, c.name)
		FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND c.type = 'TEXT' AND NOT (m.name = 'work' AND c.name IN ('reason', 'look'))`) {
		for _, text := range all(query) {
			var inner any // a bundle of texts is JSON
			if json.Unmarshal([]byte(text), &inner) == nil {
				text = fmt.Sprint(inner)
			}
			words := strings.Fields(text)
			for i := range max(len(words)-3, 0) {
				pieces = append(pieces, strings.Join(words[i:i+4], " "))
			}
		}
	}
	return pieces
}
