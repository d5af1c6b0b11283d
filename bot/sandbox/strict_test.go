package sandbox_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"dogear/bot/sandbox"
)

// limit is a body that Discord takes, and the same one step further.
type limit struct {
	name     string
	at, over any
	path     string // of the error
}

func long(n int) string { return strings.Repeat("x", n) }

func many(n int, f func(i int) obj) []obj {
	out := []obj{}
	for i := range n {
		out = append(out, f(i))
	}
	return out
}

func button(i int) obj {
	return obj{"type": 2, "style": 1, "label": "b", "custom_id": fmt.Sprint("b", i)}
}

func row(children ...obj) obj { return obj{"type": 1, "components": children} }

func display(n int) obj { return obj{"type": 10, "content": long(n)} }

// v2 is a message of Components V2, old one of legacy components.
func v2(components ...obj) obj { return obj{"flags": 32768, "components": components} }

func old(components ...obj) obj { return obj{"content": "x", "components": components} }

func with(o obj, key string, value any) obj {
	out := obj{}
	for k, v := range o {
		out[k] = v
	}
	out[key] = value
	return out
}

func menu(n int) obj {
	return obj{"type": 3, "custom_id": "m", "options": many(n, func(i int) obj { return obj{"label": fmt.Sprint(i), "value": fmt.Sprint(i)} })}
}

func gallery(n int) obj {
	return obj{"type": 12, "items": many(n, func(int) obj { return obj{"media": obj{"url": "https://example.org/a.png"}} })}
}

func embed(key string, value any) obj {
	return obj{"embeds": []obj{with(obj{"title": "t"}, key, value)}}
}

func container(n int) obj {
	return obj{"type": 17, "components": many(n, func(int) obj { return display(1) })}
}

func messageLimits() []limit {
	link := obj{"type": 2, "style": 5, "label": "go", "url": "https://example.org/"}
	thumb := obj{"type": 11, "media": obj{"url": "https://example.org/a.png"}, "description": "alt"}
	section := func(n int) obj {
		return obj{"type": 9, "components": many(n, func(int) obj { return display(1) }), "accessory": thumb}
	}
	return []limit{
		{"content", obj{"content": long(2000)}, obj{"content": long(2001)}, "content"},
		{"content in UTF-16", obj{"content": strings.Repeat("😀", 1000)}, obj{"content": strings.Repeat("😀", 1001)}, "content"},
		{"content is a string", obj{"content": "1"}, obj{"content": 1}, "content"},
		{"embed title", embed("title", long(256)), embed("title", long(257)), "embeds.0.title"},
		{"embed description", embed("description", long(4096)), embed("description", long(4097)), "embeds.0.description"},
		{"embed fields", embed("fields", many(25, func(int) obj { return obj{"name": "n", "value": "v"} })), embed("fields", many(26, func(int) obj { return obj{"name": "n", "value": "v"} })), "embeds.0.fields"},
		{"field value", embed("fields", []obj{{"name": "n", "value": long(1024)}}), embed("fields", []obj{{"name": "n", "value": long(1025)}}), "embeds.0.fields.0.value"},
		{"embeds", obj{"embeds": many(10, func(int) obj { return obj{"title": "t"} })}, obj{"embeds": many(11, func(int) obj { return obj{"title": "t"} })}, "embeds"},
		{"embeds together", obj{"embeds": []obj{{"description": long(3000)}, {"description": long(3000)}}}, obj{"embeds": []obj{{"description": long(3000)}, {"description": long(3001)}}}, "embeds"},
		{"rows", old(many(5, func(i int) obj { return row(button(i)) })...), old(many(6, func(i int) obj { return row(button(i)) })...), "components"},
		{"buttons in a row", old(row(many(5, button)...)), old(row(many(6, button)...)), "components.0.components"},
		{"an empty row", old(row(button(0))), old(row()), "components.0.components"},
		{"a menu stands alone", old(row(menu(1))), old(row(menu(1), button(1))), "components.0.components"},
		{"options", old(row(menu(25))), old(row(menu(26))), "components.0.components.0.options"},
		{"no options", old(row(menu(1))), old(row(menu(0))), "components.0.components.0.options"},
		{"max_values", old(row(with(menu(3), "max_values", 3))), old(row(with(menu(3), "max_values", 4))), "components.0.components.0.max_values"},
		{"placeholder", old(row(with(menu(1), "placeholder", long(150)))), old(row(with(menu(1), "placeholder", long(151)))), "components.0.components.0.placeholder"},
		{"option label", old(row(with(menu(1), "options", []obj{{"label": long(100), "value": "v"}}))), old(row(with(menu(1), "options", []obj{{"label": long(101), "value": "v"}}))), "components.0.components.0.options.0.label"},
		{"option values differ", old(row(menu(2))), old(row(with(menu(1), "options", []obj{{"label": "a", "value": "v"}, {"label": "b", "value": "v"}}))), "components.0.components.0.options.1.value"},
		{"an option's value is a text", old(row(menu(1))), old(row(with(menu(1), "options", []obj{{"label": "a", "value": []string{}}}))), "components.0.components.0.options.0.value"},
		{"roles named once", obj{"content": "x", "allowed_mentions": obj{"roles": []string{"1", "2"}}}, obj{"content": "x", "allowed_mentions": obj{"roles": []string{"1", "1"}}}, "allowed_mentions.roles"},
		{"a whole nonce", obj{"content": "x", "nonce": 1}, obj{"content": "x", "nonce": 1.5}, "nonce"},
		{"button label", old(row(with(button(0), "label", long(80)))), old(row(with(button(0), "label", long(81)))), "components.0.components.0.label"},
		{"button without label", old(row(button(0))), old(row(with(button(0), "label", ""))), "components.0.components.0"},
		{"custom id", old(row(with(button(0), "custom_id", long(100)))), old(row(with(button(0), "custom_id", long(101)))), "components.0.components.0.custom_id"},
		{"custom id needed", old(row(button(0))), old(row(with(button(0), "custom_id", ""))), "components.0.components.0.custom_id"},
		{"custom ids differ", old(row(button(0), button(1))), old(row(button(0), button(0))), "components.0.components.1.custom_id"},
		{"ids differ", old(row(with(button(0), "id", 7), with(button(1), "id", 8))), old(row(with(button(0), "id", 7), with(button(1), "id", 7))), "components.0.components.1.id"},
		{"button style", old(row(button(0))), old(row(with(button(0), "style", 7))), "components.0.components.0.style"},
		{"link without custom id", old(row(link)), old(row(with(link, "custom_id", "x"))), "components.0.components.0"},
		{"link's scheme", old(row(link)), old(row(with(link, "url", "javascript:1"))), "components.0.components.0.url"},
		{"flags are allowed", obj{"content": "x", "flags": 4096}, obj{"content": "x", "flags": 64}, "flags"},
		{"V2 needs its flag", v2(display(1)), obj{"content": "x", "components": []obj{display(1)}}, "components.0"},
		{"V2 without content", v2(display(1)), with(v2(display(1)), "content", "x"), "content"},
		{"V2 without embeds", v2(display(1)), with(v2(display(1)), "embeds", []obj{{"title": "t"}}), "embeds"},
		{"text display", v2(display(4000)), v2(display(4001)), "components.0.content"},
		{"an empty text display", v2(display(1)), v2(display(0)), "components.0.content"},
		{"text displays together", v2(display(2000), display(2000)), v2(display(2000), display(2001)), "components"},
		{"40 components", v2(container(39)), v2(container(40)), "components"},
		{"section texts", v2(section(3)), v2(section(4)), "components.0.components"},
		{"section needs an accessory", v2(section(1)), v2(obj{"type": 9, "components": []obj{display(1)}}), "components.0.accessory"},
		{"alt text", v2(with(section(1), "accessory", with(thumb, "description", long(1024)))), v2(with(section(1), "accessory", with(thumb, "description", long(1025)))), "components.0.accessory.description"},
		{"gallery", v2(gallery(10)), v2(gallery(11)), "components.0.items"},
		{"no container in a container", v2(container(1)), v2(obj{"type": 17, "components": []obj{container(1)}}), "components.0.components.0.type"},
		{"accent", v2(with(container(1), "accent_color", 0xffffff)), v2(with(container(1), "accent_color", 0x1000000)), "components.0.accent_color"},
		{"an attachment that came along", v2(display(1)), v2(with(section(1), "accessory", with(thumb, "media", obj{"url": "attachment://a.png"}))), "components.0.accessory.media.url"},
		{"nonce", obj{"content": "x", "nonce": long(25)}, obj{"content": "x", "nonce": long(26)}, "nonce"},
		{"allowed roles", obj{"content": "x", "allowed_mentions": obj{"roles": many1(100)}}, obj{"content": "x", "allowed_mentions": obj{"roles": many1(101)}}, "allowed_mentions.roles"},
		{"parse or a list", obj{"content": "x", "allowed_mentions": obj{"parse": []string{"users"}}}, obj{"content": "x", "allowed_mentions": obj{"parse": []string{"users"}, "users": []string{"1"}}}, "allowed_mentions.parse"},
		{"what is parsed", obj{"content": "x", "allowed_mentions": obj{"parse": []string{"everyone"}}}, obj{"content": "x", "allowed_mentions": obj{"parse": []string{"all"}}}, "allowed_mentions.parse"},
	}
}

func many1(n int) []string {
	out := []string{}
	for i := range n {
		out = append(out, fmt.Sprint(1000+i))
	}
	return out
}

// refusedAt checks that an answer is 50035 with an error at a path.
func refusedAt(t *testing.T, status int, body map[string]any, path string) {
	t.Helper()
	if status != 400 || body["code"] != 50035.0 {
		t.Fatalf("got %d %.200s, want 400 and 50035", status, fmt.Sprint(body))
	}
	at, _ := body["errors"].(map[string]any)
	for step := range strings.SplitSeq(path, ".") {
		at, _ = at[step].(map[string]any)
	}
	if at["_errors"] == nil {
		t.Errorf("no error at %s in %v", path, body["errors"])
	}
}

func encode(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestLimitsOfMessages(t *testing.T) {
	t.Parallel()
	sb := open(t, sandbox.Options{Unlimited: true})
	c := sb.AddGuild("Guild").AddChannel("general")
	for _, l := range messageLimits() {
		t.Run(l.name, func(t *testing.T) {
			if status, body := call(t, sb, "POST", "/channels/"+c+"/messages", encode(t, l.at)); status != 200 {
				t.Errorf("at the limit: %d %v", status, body)
			}
			before := len(sb.Violations())
			status, body := call(t, sb, "POST", "/channels/"+c+"/messages", encode(t, l.over))
			refusedAt(t, status, body, l.path)
			if len(sb.Violations()) != before+1 {
				t.Error("a refusal is not listed")
			}
		})
	}
}

func TestLimitsOfCommands(t *testing.T) {
	t.Parallel()
	command := func(key string, v any) []obj {
		return []obj{with(obj{"name": "c", "type": 1, "description": "d"}, key, v)}
	}
	option := func(key string, v any) []obj {
		return command("options", []obj{with(obj{"type": 3, "name": "o", "description": "d"}, key, v)})
	}
	options := func(n int) []obj {
		return many(n, func(i int) obj { return obj{"type": 3, "name": fmt.Sprint("o", i), "description": "d"} })
	}
	choices := func(n int) []obj {
		return many(n, func(i int) obj { return obj{"name": fmt.Sprint(i), "value": "v"} })
	}
	heavy := func(last int) []obj {
		list := many(25, func(i int) obj {
			return obj{"type": 3, "name": fmt.Sprintf("o%02d", i), "description": long(100), "choices": many(4, func(j int) obj { return obj{"name": fmt.Sprint(j), "value": long(54)} })}
		})
		list[0]["description"] = long(last)
		return command("options", list)
	}
	subs := func(second int) []obj {
		return command("options", []obj{{"type": 1, "name": "a", "description": "d"}, {"type": second, "name": "b", "description": "d"}})
	}
	commands := func(n int) []obj {
		return many(n, func(i int) obj { return obj{"name": fmt.Sprint("c", i), "description": "d"} })
	}
	limits := []limit{
		{"name", command("name", long(32)), command("name", long(33)), "0.name"},
		{"name in lower case", command("name", "lesen-über_'1"), command("name", "Read"), "0.name"},
		{"name without spaces", command("name", "a"), command("name", "a b"), "0.name"},
		{"description", command("description", long(100)), command("description", long(101)), "0.description"},
		{"no description", command("description", "d"), command("description", ""), "0.description"},
		{"options", command("options", options(25)), command("options", options(26)), "0.options"},
		{"option names differ", command("options", options(2)), command("options", append(options(1), options(1)...)), "0.options.1.name"},
		{"required first", command("options", []obj{with(options(2)[0], "required", true), options(2)[1]}), command("options", []obj{options(2)[0], with(options(2)[1], "required", true)}), "0.options.1"},
		{"choices", option("choices", choices(25)), option("choices", choices(26)), "0.options.0.choices"},
		{"choice name", option("choices", []obj{{"name": long(100), "value": "v"}}), option("choices", []obj{{"name": long(101), "value": "v"}}), "0.options.0.choices.0.name"},
		{"choices or autocomplete", option("autocomplete", true), command("options", []obj{{"type": 3, "name": "o", "description": "d", "autocomplete": true, "choices": choices(1)}}), "0.options.0"},
		{"max_length", option("max_length", 6000), option("max_length", 6001), "0.options.0.max_length"},
		{"min_value", command("options", []obj{{"type": 4, "name": "o", "description": "d", "min_value": 2, "max_value": 2}}), command("options", []obj{{"type": 4, "name": "o", "description": "d", "min_value": 3, "max_value": 2}}), "0.options.0.min_value"},
		{"subcommands alone", subs(1), subs(3), "0.options"},
		{"8000 characters", heavy(23), heavy(24), "0"},
		{"commands", commands(100), commands(101), ""},
		{"command names differ", commands(2), append(commands(1), commands(1)...), "1.name"},
		{"contexts", command("contexts", []int{0, 1, 2}), command("contexts", []int{3}), "0.contexts.0"},
		{"permissions", command("default_member_permissions", "0"), command("default_member_permissions", "all"), "0.default_member_permissions"},
	}
	sb := open(t, sandbox.Options{Unlimited: true})
	path := "/applications/" + sb.AppID() + "/commands"
	for _, l := range limits {
		t.Run(l.name, func(t *testing.T) {
			if status, body := call(t, sb, "PUT", path, encode(t, l.at)); status != 200 {
				t.Errorf("at the limit: %d %v", status, body)
			}
			status, body := call(t, sb, "PUT", path, encode(t, l.over))
			if l.path == "" {
				if status != 400 {
					t.Error(status, body)
				}
				return
			}
			refusedAt(t, status, body, l.path)
		})
	}
}
