package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// The first five minutes of docs/hosting.md, typed line by line on a machine that
// has what was downloaded and nothing else, end with a bot that says hello.
func TestFirstFiveMinutes(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"sh", "tar", "sha256sum"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not here", name)
		}
	}
	p := newPlay(t, sandbox.Options{Start: time.Now()})
	dir := t.TempDir()
	downloaded(t, dir, p.discord.URL())
	section, _, _ := strings.Cut(projectText(t, "docs/hosting.md"), "\n## As a service")
	typed := strings.Join(findAll(section, "(?s)\n```sh\n(.*?)```"), "")
	if strings.Count(typed, "./dogear run\n") != 1 {
		t.Fatalf("what is to be typed does not end with the bot:\n%s", typed)
	}
	// The bot takes the shell's place, so that Ctrl-C reaches it.
	typed = strings.Replace(typed, "./dogear run\n", "exec ./dogear run\n", 1)
	cmd := exec.CommandContext(p.ctx, "sh", "-eu", "-c", typed)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, p.log, p.log
	cmd.Env = append(os.Environ(), "PATH="+filepath.Join(dir, "editor")+":"+os.Getenv("PATH"), tokenVariable+"=")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.connected()
	p.has(p.slash("Miriam", "/club setup timezone:Europe/London"), "book-club is a book club now", "every permission that I need")
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	for _, words := range []string{"linux_amd64.tar.gz: OK", "Invite link: https://discord.com/", `All is well: "dogear run" starts the bot.`, "connected", "commands registered"} {
		if !strings.Contains(p.log.String(), words) {
			t.Errorf("it does not say %q:\n%s", words, p.log)
		}
	}
	p.wellBehaved()
}

// downloaded fills a folder with a release for this Discord, its checksums, and an
// editor in which somebody pastes the token where the document says.
func downloaded(t *testing.T, dir, discord string) {
	t.Helper()
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	const release = "dogear_1.2.3_linux_amd64"
	var archive bytes.Buffer
	zip := gzip.NewWriter(&archive)
	w := tar.NewWriter(zip)
	for name, text := range map[string]string{
		"dogear":              "#!/bin/sh\nexec dogear \"$@\"\n", // this test, which is the program in PATH
		"config.example.toml": strings.Replace(projectText(t, "config.example.toml"), "https://discord.com", discord, 1),
	} {
		head := &tar.Header{Name: release + "/" + name, Mode: 0o755, Size: int64(len(text))}
		if err := w.WriteHeader(head); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	write(release+".tar.gz", archive.String(), 0o600)
	write("checksums.txt", fmt.Sprintf("%x  %s\n%064d  %s\n", sha256.Sum256(archive.Bytes()), release+".tar.gz", 0, "another.zip"), 0o600)
	if err := os.Mkdir(filepath.Join(dir, "editor"), 0o700); err != nil {
		t.Fatal(err)
	}
	write("editor/nano", "#!/bin/sh\nsed -i 's/^token = \"\"$/token = \""+testToken+"\"/' \"$1\"\n", 0o700)
}
