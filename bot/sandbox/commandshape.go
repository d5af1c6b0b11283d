package sandbox

import (
	"fmt"
	"math"
	"strings"
	"unicode"
)

// commandShape is the body of a registration.
func commandShape() *shape {
	locales := orNull(&shape{kind: kindMap, items: text(1, 100)})
	base := map[string]*shape{
		"type": whole(1, 11), "name": text(1, 32), "description": text(1, 100), "required": orNull(flag()),
		"name_localizations": locales, "description_localizations": locales,
		// The library sends these on options of every type.
		"options": {}, "choices": {}, "autocomplete": orNull(flag()), "channel_types": {},
	}
	choices := func(value *shape) *shape {
		return orNull(list(0, 25, object("name value", map[string]*shape{"name": text(1, 100), "name_localizations": locales, "value": value})))
	}
	opt := func(more map[string]*shape) *shape {
		return object("type name description", merge(base, more)).and(checkOption)
	}
	num := number(-(1<<53)+1, 1<<53-1)
	by := map[int]*shape{}
	for _, n := range []int{optionBool, optionUser, optionRole, optionMention, optionAttachment} {
		by[n] = opt(nil)
	}
	by[optionChannel] = opt(map[string]*shape{"channel_types": orNull(list(0, 20, whole(0, 20)))})
	by[optionString] = opt(map[string]*shape{"choices": choices(text(0, 100)), "min_length": orNull(whole(0, 6000)), "max_length": orNull(whole(1, 6000))})
	integer := whole(-(1<<53)+1, 1<<53-1)
	by[optionInteger] = opt(map[string]*shape{"choices": choices(integer), "min_value": orNull(integer), "max_value": orNull(integer)})
	by[optionNumber] = opt(map[string]*shape{"choices": choices(num), "min_value": orNull(num), "max_value": orNull(num)})
	sub := opt(map[string]*shape{"options": orNull(list(0, 25, typed(by)))}).and(checkOptions)
	group := opt(map[string]*shape{"options": orNull(list(0, 25, typed(map[int]*shape{optionSub: sub})))}).and(checkOptions)
	return list(0, 130, object("name", map[string]*shape{
		"id": orNull(snowflake()), "application_id": {}, "guild_id": {}, "version": {}, "nsfw": orNull(flag()),
		"name": text(1, 32), "name_localizations": locales, "description": orNull(text(0, 100)), "description_localizations": locales,
		"type": orNull(whole(1, 4)), "default_member_permissions": {}, "dm_permission": orNull(flag()), "handler": {},
		"contexts": orNull(set(1, 3, whole(0, 2))), "integration_types": orNull(set(1, 2, whole(0, 1))),
		"options": orNull(list(0, 25, typed(merge2(by, map[int]*shape{optionSub: sub, optionGroup: group})))),
	}).and(checkCommand))
}

func checkCommand(p *problems, path string, v map[string]any) {
	kind, _ := v["type"].(float64)
	d, _ := v["description"].(string)
	switch {
	case kind > 1:
		checkEntry(p, path, v, d)
	case d == "":
		p.add(join(path, "description"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
	}
	if need := v["default_member_permissions"]; need != nil && permissionNumber(need) == nil {
		p.add(join(path, "default_member_permissions"), "NUMBER_TYPE_COERCE", "Value is not a number.")
	}
	if kind <= 1 {
		checkOptions(p, path, v)
	}
	if n := commandLength(v); n > 8000 {
		p.add(path, "APPLICATION_COMMAND_TOO_LARGE", fmt.Sprintf("Command exceeds maximum size (8000), it has %d", n))
	}
}

// checkEntry holds an entry of a menu to what it may have: any name, and
// neither a description nor options.
func checkEntry(p *problems, path string, v map[string]any, description string) {
	if strings.TrimSpace(textOf(v, "name")) == "" {
		p.add(join(path, "name"), "BASE_TYPE_REQUIRED", "This field is required")
	}
	if locales, _ := v["description_localizations"].(map[string]any); description != "" || len(locales) > 0 {
		p.add(join(path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_CANNOT_BE_SET", "Context menu commands cannot have description")
	}
	if options, _ := v["options"].([]any); len(options) > 0 {
		p.add(join(path, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_CANNOT_BE_SET", "Context menu commands cannot have options")
	}
}

// checkName allows letters, numbers, - _ and ', lower case where there is one.
func checkName(p *problems, path string, v map[string]any) {
	name, _ := v["name"].(string)
	for _, r := range name {
		if !unicode.In(r, unicode.L, unicode.N, unicode.Devanagari, unicode.Thai) && !strings.ContainsRune("-_'", r) || unicode.ToLower(r) != r {
			p.add(join(path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
			return
		}
	}
}

func checkOption(p *problems, path string, v map[string]any) {
	checkName(p, path, v)
	choices, _ := v["choices"].([]any)
	if v["autocomplete"] == true && len(choices) > 0 {
		p.add(path, "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "Choices and autocomplete exclude each other")
	}
	if n, _ := v["type"].(float64); v["autocomplete"] == true && n != optionString && n != optionInteger && n != optionNumber {
		p.add(path, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_TYPE", "This type of option has no autocomplete")
	}
	for _, pair := range [][2]string{{"min_value", "max_value"}, {"min_length", "max_length"}} {
		least, ok1 := v[pair[0]].(float64)
		most, ok2 := v[pair[1]].(float64)
		if ok1 && ok2 && least > most {
			p.add(join(path, pair[0]), "APPLICATION_COMMAND_OPTION_MIN_MAX", "The minimum is more than the maximum")
		}
	}
	seen := map[string]bool{}
	for _, c := range choices {
		m, _ := c.(map[string]any)
		if seen[textOf(m, "name")] {
			p.add(join(path, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE", "A choice's name comes twice")
		}
		seen[textOf(m, "name")] = true
	}
}

// checkOptions holds options against each other: names differ, required ones
// come first, subcommands do not stand beside plain options.
func checkOptions(p *problems, path string, v map[string]any) {
	checkName(p, path, v)
	options, _ := v["options"].([]any)
	seen, optional, subs := map[string]bool{}, false, 0
	for i, o := range options {
		m, _ := o.(map[string]any)
		at := fmt.Sprintf("%s.%d", join(path, "options"), i)
		if seen[textOf(m, "name")] {
			p.add(join(at, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option name is already used")
		}
		seen[textOf(m, "name")] = true
		if n, _ := m["type"].(float64); n == optionSub || n == optionGroup {
			subs++
		} else if m["required"] == true && optional {
			p.add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		} else if m["required"] != true {
			optional = true
		}
	}
	if subs > 0 && subs < len(options) {
		p.add(join(path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
	}
}

// commandLength is what Discord counts towards the 8,000.
func commandLength(v map[string]any) int {
	n := 0
	for _, k := range []string{"name", "description"} {
		longest := 0
		if t, ok := v[k].(string); ok {
			longest = utf16Len(t)
		}
		locales, _ := v[k+"_localizations"].(map[string]any)
		for _, l := range locales {
			if t, ok := l.(string); ok {
				longest = max(longest, utf16Len(t))
			}
		}
		n += longest
	}
	if t, ok := v["value"].(string); ok {
		n += utf16Len(t)
	}
	for _, k := range []string{"options", "choices"} {
		children, _ := v[k].([]any)
		for _, c := range children {
			if m, ok := c.(map[string]any); ok {
				n += commandLength(m)
			}
		}
	}
	return n
}

func checkCommandCounts(p *problems, all []any) {
	counts, seen := map[int]int{}, map[string]bool{}
	for i, x := range all {
		m, _ := x.(map[string]any)
		n, _ := m["type"].(float64)
		kind := max(int(n), 1)
		counts[kind]++
		key := fmt.Sprintf("%d %v", kind, m["name"])
		if seen[key] {
			p.add(fmt.Sprintf("%d.name", i), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		seen[key] = true
	}
	for kind, n := range counts {
		most := 15
		if kind == 1 {
			most = 100
		}
		if float64(n) > math.Min(float64(most), 130) {
			p.add("", "BASE_TYPE_MAX_LENGTH", fmt.Sprintf("At most %d commands of type %d", most, kind))
		}
	}
}
