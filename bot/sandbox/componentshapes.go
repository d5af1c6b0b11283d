package sandbox

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
)

// Component types.
const (
	componentRow         = 1
	componentButton      = 2
	componentSelect      = 3
	componentTextInput   = 4
	componentUserSelect  = 5
	componentRoleSelect  = 6
	componentMentionable = 7
	componentChannels    = 8
	componentSection     = 9
	componentText        = 10
	componentThumbnail   = 11
	componentGallery     = 12
	componentFile        = 13
	componentSeparator   = 14
	componentContainer   = 17
	componentLabel       = 18
	componentUpload      = 19
)

// component is an object with a type and an optional id.
func component(need string, fields map[string]*shape) *shape {
	return object("type "+need, merge(fields, map[string]*shape{
		"type": whole(0, 100), "id": orNull(whole(0, math.MaxInt32)),
	}))
}

// messageComponents is what may stand at the top of a message. Whether the
// Components V2 among them may is decided by the message's flags.
func messageComponents() *shape {
	button, media := buttonShape(), mediaShape()
	row := component("components", map[string]*shape{"components": list(1, 5, typed(merge2(selects(), map[int]*shape{componentButton: button})))}).and(checkRow)
	display := component("content", map[string]*shape{"content": text(1, 4000)})
	thumbnail := component("media", map[string]*shape{"media": media, "description": orNull(text(1, 1024)), "spoiler": orNull(flag())})
	section := component("components accessory", map[string]*shape{
		"components": list(1, 3, typed(map[int]*shape{componentText: display})),
		"accessory":  typed(map[int]*shape{componentButton: button, componentThumbnail: thumbnail}),
	})
	gallery := component("items", map[string]*shape{"items": list(1, 10, object("media", map[string]*shape{
		"media": media, "description": orNull(text(1, 1024)), "spoiler": orNull(flag()),
	}))})
	file := component("file", map[string]*shape{"file": media, "spoiler": orNull(flag())}).and(checkFile)
	separator := component("", map[string]*shape{"spacing": orNull(oneOf(1, 2)), "divider": orNull(flag())})
	inner := map[int]*shape{
		componentRow: row, componentSection: section, componentText: display, componentGallery: gallery,
		componentFile: file, componentSeparator: separator,
	}
	container := component("components", map[string]*shape{
		"components": list(1, 40, typed(inner)), "accent_color": orNull(whole(0, 0xffffff)), "spoiler": orNull(flag()),
	})
	return typed(merge2(inner, map[int]*shape{componentContainer: container}))
}

func merge2(a, b map[int]*shape) map[int]*shape {
	out := map[int]*shape{}
	for k, v := range a {
		out[k] = v
	}
	for k, v := range b {
		out[k] = v
	}
	return out
}

func mediaShape() *shape {
	return object("url", map[string]*shape{"url": text(1, 2048)}).and(func(p *problems, path string, v map[string]any) {
		t, _ := v["url"].(string)
		u, err := url.Parse(t)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "attachment") || u.Host == "" {
			p.add(join(path, "url"), "URL_TYPE_INVALID_SCHEME", fmt.Sprintf("Scheme %q is not supported. Scheme must be one of ('http', 'https', 'attachment').", t))
		}
	})
}

func checkFile(p *problems, path string, v map[string]any) {
	file, _ := v["file"].(map[string]any)
	if t, _ := file["url"].(string); !strings.HasPrefix(t, "attachment://") {
		p.add(join(path, "file.url"), "UNFURLED_MEDIA_ITEM_ATTACHMENT_REQUIRED", "A file component shows an attachment.")
	}
}

func buttonShape() *shape {
	emoji := orNull(object("name", map[string]*shape{"id": orNull(snowflake()), "name": text(1, 32), "animated": orNull(flag())}))
	return component("style", map[string]*shape{
		"custom_id": orNull(text(1, 100)), "style": oneOf(1, 2, 3, 4, 5, 6), "label": orNull(text(0, 80)),
		"disabled": orNull(flag()), "url": orNull(text(0, 512)), "sku_id": orNull(snowflake()), "emoji": emoji,
	}).and(checkButton)
}

func given(v map[string]any, field string) bool { return v[field] != nil && v[field] != "" }

func checkButton(p *problems, path string, v map[string]any) {
	style, _ := v["style"].(float64)
	switch {
	case style >= 1 && style <= 4:
		if !given(v, "custom_id") {
			p.add(join(path, "custom_id"), "BASE_TYPE_REQUIRED", "A custom id is required")
		}
		if given(v, "url") {
			p.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
	case style == 5:
		if given(v, "custom_id") {
			p.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
		u, _ := v["url"].(string)
		if !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "discord://") {
			p.add(join(path, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('discord', 'http', 'https').")
		}
	case style == 6:
		if !given(v, "sku_id") {
			p.add(join(path, "sku_id"), "BASE_TYPE_REQUIRED", "This field is required")
		}
	}
	if style != 6 && !given(v, "label") && v["emoji"] == nil {
		p.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji.")
	}
}

func checkRow(p *problems, path string, v map[string]any) {
	children, _ := v["components"].([]any)
	menus := 0
	for _, c := range children {
		if m, _ := c.(map[string]any); m != nil && m["type"] != float64(componentButton) {
			menus++
		}
	}
	if menus > 0 && len(children) > 1 {
		p.add(join(path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "Component layout width exceeded: a menu stands alone in its row.")
	}
}

// selects are the five menus.
func selects() map[int]*shape {
	base := map[string]*shape{
		"custom_id": text(1, 100), "placeholder": orNull(text(0, 150)), "min_values": orNull(whole(0, 25)),
		"max_values": orNull(whole(1, 25)), "disabled": orNull(flag()), "required": orNull(flag()),
	}
	auto := merge(base, map[string]*shape{"default_values": orNull(list(0, 25, object("id type", map[string]*shape{"id": snowflake(), "type": text(1, 10)})))})
	option := object("label value", map[string]*shape{
		"label": text(1, 100), "value": text(1, 100), "description": orNull(text(0, 100)), "default": orNull(flag()),
		"emoji": orNull(object("name", map[string]*shape{"id": orNull(snowflake()), "name": text(1, 32), "animated": orNull(flag())})),
	})
	return map[int]*shape{
		componentSelect:      component("custom_id options", merge(base, map[string]*shape{"options": list(1, 25, option)})).and(checkSelect),
		componentUserSelect:  component("custom_id", auto),
		componentRoleSelect:  component("custom_id", auto),
		componentMentionable: component("custom_id", auto),
		componentChannels:    component("custom_id", merge(auto, map[string]*shape{"channel_types": {}})),
	}
}

func checkSelect(p *problems, path string, v map[string]any) {
	options, _ := v["options"].([]any)
	seen, chosen := map[string]bool{}, 0
	for i, o := range options {
		m, _ := o.(map[string]any)
		if m == nil {
			continue
		}
		if seen[textOf(m, "value")] {
			p.add(join(path, "options."+strconv.Itoa(i)+".value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[textOf(m, "value")] = true
		if m["default"] == true {
			chosen++
		}
	}
	most := 1.0
	if n, ok := v["max_values"].(float64); ok {
		most = n
	}
	if int(most) > len(options) {
		p.add(join(path, "max_values"), "SELECT_COMPONENT_MAX_VALUES_TOO_MANY", "max_values is more than there are options.")
	}
	if n, ok := v["min_values"].(float64); ok && n > most {
		p.add(join(path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_TOO_MANY", "min_values is more than max_values.")
	}
	if chosen > int(most) {
		p.add(join(path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "More defaults than max_values.")
	}
}

// modalComponents is what may stand in a form.
func modalComponents() *shape {
	fields := map[string]*shape{
		"custom_id": text(1, 100), "style": oneOf(1, 2), "label": orNull(text(1, 45)), "value": orNull(text(0, 4000)),
		"placeholder": orNull(text(0, 100)), "required": orNull(flag()), "min_length": orNull(whole(0, 4000)), "max_length": orNull(whole(1, 4000)),
	}
	input := component("custom_id style", fields).and(checkInput)
	old := component("custom_id style label", merge(fields, map[string]*shape{"label": text(1, 45)})).and(checkInput)
	upload := component("custom_id", map[string]*shape{
		"custom_id": text(1, 100), "min_values": orNull(whole(0, 10)), "max_values": orNull(whole(1, 10)), "required": orNull(flag()),
	})
	label := component("label component", map[string]*shape{
		"label": text(1, 45), "description": orNull(text(1, 100)),
		"component": typed(merge2(selects(), map[int]*shape{componentTextInput: input, componentUpload: upload})),
	})
	return typed(map[int]*shape{
		componentLabel: label,
		componentText:  component("content", map[string]*shape{"content": text(1, 4000)}),
		componentRow:   component("components", map[string]*shape{"components": list(1, 1, typed(map[int]*shape{componentTextInput: old}))}),
	})
}

func checkInput(p *problems, path string, v map[string]any) {
	least, _ := v["min_length"].(float64)
	most, ok := v["max_length"].(float64)
	if !ok {
		most = 4000
	}
	if least > most {
		p.add(join(path, "min_length"), "TEXT_INPUT_MIN_LENGTH_TOO_LARGE", "min_length is more than max_length.")
	}
	if value, _ := v["value"].(string); value != "" && (float64(utf16Len(value)) > most || float64(utf16Len(value)) < least) {
		p.add(join(path, "value"), "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %v and %v in length.", least, most))
	}
}
