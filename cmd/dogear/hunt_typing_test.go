package main

// aCommand uses some command that somebody is offered, rather one that was not
// used much yet.
func (p *player) aCommand(who string) step {
	var o *offer
	for range oneOf(p.rng, 1, 1, 4) {
		c := &p.w.offers[p.rng.IntN(len(p.w.offers))]
		if c.Type != offerMessages && (o == nil || p.w.doneSoFar("/"+c.Name) < p.w.doneSoFar("/"+o.Name)) {
			o = c
		}
	}
	if o == nil {
		return step{kind: "none"}
	}
	if o.Need != nil && who != huntBoth && p.rng.IntN(10) > 0 {
		who = oneOf(p.rng, huntKeeps, huntBoth)
	}
	s := command(who, o.Name, p.options(o.Name)...)
	s.where = oneOf(p.rng, "home", "home", "home", "home", "home", "home", "room", "room", "talk", "talk", "lounge", "lounge", "dm")
	return s
}

// options fills those of a command.
func (p *player) options(name string) (out []filled) {
	c := p.w.offer(name)
	if c == nil {
		return nil
	}
	either, plans := p.rng.IntN(2), name == "schedule plan" || name == "schedule replan"
	for _, o := range c.Options {
		if plans && (o.Name == "pace" && either == 0 || o.Name == "finish" && either == 1) {
			continue // it takes one of them
		}
		if !o.Required && (!plans || o.Name != "pace" && o.Name != "finish") && (p.rng.IntN(5) >= 2 || o.Name == "book" && p.rng.IntN(3) > 0) {
			continue
		}
		if o.Type == offerFile {
			out = append(out, p.aFile(name, o))
			continue
		}
		if text, ok := p.w.typedInto(name, o, p.rng); ok {
			out = append(out, filled{name: o.Name, text: text, pick: o.Autocomplete && p.rng.IntN(3) == 0})
		}
	}
	return out
}

// aSuggestion half types an option that has suggestions.
func (p *player) aSuggestion(who, kind string) step {
	type pair struct{ command, option string }
	var all []pair
	for _, c := range p.w.offers {
		for _, o := range c.Options {
			if o.Autocomplete && (c.Need == nil || who == huntBoth || who == huntKeeps) {
				all = append(all, pair{c.Name, o.Name})
			}
		}
	}
	if len(all) == 0 {
		return step{kind: "none"}
	}
	x := all[p.rng.IntN(len(all))]
	var before []filled
	if x.option != "book" && p.w.takes(x.command, "book") && p.rng.IntN(4) > 0 {
		before = []filled{{name: "book", text: p.w.aBook(p.rng)}}
	}
	if kind == "probe" {
		return step{kind: kind, who: who, command: x.command + ":" + x.option, options: before}
	}
	prefix := oneOf(p.rng, "", "", "", "", "1", "ch", "the", "boat", "zq", "id:", "p 3", "4", "mid", "vol", "lon", "in 3 days", "tom", "pen", "2 we", "03/04/2027", p.aMarker())
	return step{kind: kind, who: who, command: x.command, options: append(before, filled{name: x.option, text: prefix})}
}

// aMarker is a piece of a title that is there.
func (p *player) aMarker() string { return marker(p.rng.IntN(p.w.step)+1, 1+p.rng.IntN(4)) }
