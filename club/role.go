package club

// RoleFacts is what decides whether a role may be a club's: it is mentioned
// when a checkpoint opens and given to anyone who joins, so it must give
// nothing else away.
type RoleFacts struct {
	Name                             string
	Everyone, Managed                bool
	Permissions, EveryonePermissions int64
	Position, BotTop                 int // places in the server's order, higher is above
	SetterManagesRoles, SetterOwns   bool
	SetterTop                        int
}

// Fit reports, as a Refusal, why the role cannot be given to those who join,
// or nil. It holds at every giving.
func (r RoleFacts) Fit() error {
	name := Plain(r.Name)
	switch {
	case r.Everyone:
		return Refuse("@everyone cannot be the club's role: all have it already. Choose one that is only for the club.")
	case r.Managed:
		return Refuse("The role %s belongs to an integration, so nobody else can give it. Choose one that is only for the club.", name)
	case r.Permissions&^r.EveryonePermissions != 0:
		return Refuse("The role %s carries permissions that @everyone lacks, and whoever joins would get them. Take them away, or choose a role without any.", name)
	case r.Position >= r.BotTop:
		return Refuse("The role %s stands above Dogear's, so Dogear cannot give it. Move Dogear's role above it in the server's settings.", name)
	}
	return nil
}

// FitToSet reports, as a Refusal, why the one who sets the role up may not
// choose it, or nil. Nobody hands out by Dogear what they could not hand out
// themselves.
func (r RoleFacts) FitToSet() error {
	if err := r.Fit(); err != nil {
		return err
	}
	switch {
	case r.SetterOwns:
		return nil
	case !r.SetterManagesRoles:
		return Refuse("To choose the role %s you need Manage Roles yourself. Someone who has it can set it, or leave the role out.", Plain(r.Name))
	case r.SetterTop <= r.Position:
		return Refuse("The role %s is not below your own highest role, so you cannot hand it out. Choose a lower one, or ask someone above it.", Plain(r.Name))
	}
	return nil
}
