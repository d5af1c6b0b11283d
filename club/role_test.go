package club_test

import (
	"errors"
	"strings"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

func TestRoles(t *testing.T) {
	t.Parallel()
	good := club.RoleFacts{Name: "readers", Permissions: 0b0110, EveryonePermissions: 0b1110, Position: 3, BotTop: 4, SetterManagesRoles: true, SetterTop: 4}
	for _, c := range []struct {
		name       string
		edit       func(*club.RoleFacts)
		fit, toSet string // a word of the reason, "" if it is fit
	}{
		{"good", func(*club.RoleFacts) {}, "", ""},
		{"everyone", func(r *club.RoleFacts) { r.Everyone = true }, "all have it", "all have it"},
		{"managed", func(r *club.RoleFacts) { r.Managed = true }, "integration", "integration"},
		{"a permission", func(r *club.RoleFacts) { r.Permissions |= 1 }, "permissions that", "permissions that"},
		{"the highest permission", func(r *club.RoleFacts) { r.Permissions = -1 << 63 }, "permissions that", "permissions that"},
		{"beside Dogear", func(r *club.RoleFacts) { r.BotTop = 3 }, "above Dogear's", "above Dogear's"},
		{"above Dogear", func(r *club.RoleFacts) { r.BotTop = 2 }, "above Dogear's", "above Dogear's"},
		{"may not manage roles", func(r *club.RoleFacts) { r.SetterManagesRoles = false }, "", "Manage Roles"},
		{"beside the setter", func(r *club.RoleFacts) { r.SetterTop = 3 }, "", "your own highest"},
		{"the owner", func(r *club.RoleFacts) { r.SetterOwns, r.SetterManagesRoles, r.SetterTop = true, false, 0 }, "", ""},
		{"the owner's admin role", func(r *club.RoleFacts) { r.SetterOwns, r.Permissions = true, 8|1 }, "permissions that", "permissions that"},
		{"markdown", func(r *club.RoleFacts) { r.Managed, r.Name = true, "**x**" }, `\*\*x\*\*`, `\*\*x\*\*`},
	} {
		r := good
		c.edit(&r)
		for want, err := range map[string]error{c.fit: r.Fit(), c.toSet: r.FitToSet()} {
			var refusal *club.Refusal
			switch {
			case want == "" && c.fit == c.toSet && err != nil:
				t.Errorf("%s: %v", c.name, err)
			case want != "" && (!errors.As(err, &refusal) || !strings.Contains(err.Error(), want)):
				t.Errorf("%s: %v, want %q", c.name, err, want)
			}
		}
		if c.fit == "" && r.Fit() != nil {
			t.Errorf("%s: %v", c.name, r.Fit())
		}
	}
}

// No role that is fit to be set gives anyone what @everyone lacks, or lies
// where it could not be given.
func TestRoleRule(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := club.RoleFacts{
			Name: "x", Everyone: rapid.Bool().Draw(t, "everyone"), Managed: rapid.Bool().Draw(t, "managed"),
			Permissions: rapid.Int64().Draw(t, "permissions"), EveryonePermissions: rapid.Int64().Draw(t, "everyone's"),
			Position: rapid.IntRange(0, 5).Draw(t, "position"), BotTop: rapid.IntRange(0, 5).Draw(t, "bot"),
			SetterManagesRoles: rapid.Bool().Draw(t, "manages"), SetterOwns: rapid.Bool().Draw(t, "owns"), SetterTop: rapid.IntRange(0, 5).Draw(t, "setter"),
		}
		fit := !r.Everyone && !r.Managed && r.Permissions|r.EveryonePermissions == r.EveryonePermissions && r.BotTop > r.Position
		toSet := fit && (r.SetterOwns || r.SetterManagesRoles && r.SetterTop > r.Position)
		if (r.Fit() == nil) != fit || (r.FitToSet() == nil) != toSet {
			t.Fatalf("%+v: %v, %v", r, r.Fit(), r.FitToSet())
		}
	})
}
