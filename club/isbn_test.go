package club_test

import (
	"errors"
	"testing"

	"dogear/club"
)

func TestParseISBN(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"9781400078776":       "9781400078776",
		"978-1-4000-7877-6":   "9781400078776",
		"ISBN 1-4000-7877-6":  "9781400078776",
		"isbn: 0-8044-2957-x": "9780804429573",
		"979-10-90636-07-1":   "9791090636071",
		" 978 1 4000 7877 6 ": "9781400078776",
		"9781400078777":       "",
		"1400078777":          "",
		"977-1-4000-7877-6":   "",
		"X400078776":          "",
		"":                    "",
		"123":                 "",
		"97814000787761":      "",
		"９７８１４０００７８７７６":          "",
		"978140007877\x00":       "",
		"@everyone 123 ||spoil|": "",
	} {
		got, err := club.ParseISBN(typed)
		var refusal *club.Refusal
		if got != want || (err == nil) != (want != "") || err != nil && !errors.As(err, &refusal) {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
}

func FuzzParseISBN(f *testing.F) {
	f.Add("978-1-4000-7877-6")
	f.Add("080442957X")
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := club.ParseISBN(typed)
		if (len(got) == 13) != (err == nil) {
			t.Fatalf("%q is %q, %v", typed, got, err)
		}
		if again, err := club.ParseISBN(got); got != "" && (again != got || err != nil) {
			t.Fatalf("%q is not read back: %v", got, err)
		}
	})
}
