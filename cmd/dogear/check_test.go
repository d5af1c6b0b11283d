package main

import (
	"net/url"
	"strconv"
	"testing"

	"dogear/bot"
)

// What check says of the invite link's permissions is what the link asks for.
func TestPermissionsAreTheInvites(t *testing.T) {
	t.Parallel()
	link, err := url.Parse(bot.Invite("1234"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := strconv.ParseInt(link.Query().Get("permissions"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	var got int64
	for _, group := range permissions() {
		got |= group.bits
	}
	if got != want {
		t.Errorf("check tells of %b, the link asks for %b", got, want)
	}
}
