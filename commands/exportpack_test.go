package commands

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
)

// A file that no message could carry is packed, and holds the same.
func TestALargeFileIsPacked(t *testing.T) {
	t.Parallel()
	large := bytes.Repeat([]byte("a thought. "), exportFits/11+1)
	f, err := fileOf("club", "json", "application/json", large)
	if err != nil || f.Name != "club.json.gz" || len(f.Data) > exportFits {
		t.Fatal(f.Name, len(f.Data), err)
	}
	r, err := gzip.NewReader(bytes.NewReader(f.Data))
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(r); err != nil || !bytes.Equal(data, large) {
		t.Error("it holds something else:", err)
	}
	if f, err := fileOf("club", "json", "application/json", large[:exportFits]); err != nil || f.Name != "club.json" {
		t.Error(f.Name, err)
	}
}
