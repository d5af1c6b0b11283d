package sandbox

import (
	"fmt"
	"strconv"
	"strings"
)

// eachComponent calls f for every component in a tree with its path, parents
// first. It stops where the tree is not one.
func eachComponent(path string, tree any, f func(path string, c map[string]any)) {
	switch t := tree.(type) {
	case []any:
		for i, x := range t {
			eachComponent(join(path, strconv.Itoa(i)), x, f)
		}
	case map[string]any:
		if _, ok := t["type"].(float64); !ok {
			return
		}
		f(path, t)
		for _, k := range [...]string{"components", "accessory", "component"} {
			if t[k] != nil {
				eachComponent(join(path, k), t[k], f)
			}
		}
	}
}

func typeOf(c map[string]any) int {
	n, _ := c["type"].(float64)
	return int(n)
}

// media returns the objects with a url in a component: of a thumbnail, a file
// or the pictures of a gallery.
func media(c map[string]any) []map[string]any {
	var out []map[string]any
	add := func(v any) {
		if m, ok := v.(map[string]any); ok {
			out = append(out, m)
		}
	}
	switch typeOf(c) {
	case componentThumbnail:
		add(c["media"])
	case componentFile:
		add(c["file"])
	case componentGallery:
		items, _ := c["items"].([]any)
		for _, it := range items {
			if m, ok := it.(map[string]any); ok {
				add(m["media"])
			}
		}
	}
	return out
}

// checkLayout holds a message's components together: how many, which kind
// goes with the flags, custom ids that differ.
func checkLayout(p *problems, components []any, v2 bool) {
	if !v2 && len(components) > 5 {
		p.add("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
	}
	total, letters := 0, 0
	customIDs, ids := map[string]bool{}, map[float64]bool{}
	eachComponent("components", components, func(path string, c map[string]any) {
		total++
		kind := typeOf(c)
		if !v2 && kind >= componentSection && strings.Count(path, ".") == 1 {
			p.add(path, "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,): Components V2 need the flag IS_COMPONENTS_V2.")
		}
		if kind == componentText {
			t, _ := c["content"].(string)
			letters += utf16Len(t)
		}
		if id, _ := c["custom_id"].(string); id != "" {
			if customIDs[id] {
				p.add(join(path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
			}
			customIDs[id] = true
		}
		if id, _ := c["id"].(float64); id != 0 {
			if ids[id] {
				p.add(join(path, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
			}
			ids[id] = true
		}
	})
	if total > 40 && v2 {
		p.add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", fmt.Sprintf("The total number of components cannot exceed 40 (there are %d)", total))
	}
	if letters > 4000 {
		p.add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", fmt.Sprintf("The total displayable text cannot exceed 4000 characters (there are %d)", letters))
	}
}

// numberComponents gives ids to the components that have none and fills in
// defaults, as Discord does.
func numberComponents(tree []any) {
	used := map[float64]bool{}
	eachComponent("", tree, func(_ string, c map[string]any) {
		if id, _ := c["id"].(float64); id != 0 {
			used[id] = true
		}
	})
	next := 0.0
	eachComponent("", tree, func(_ string, c map[string]any) {
		if id, _ := c["id"].(float64); id != 0 {
			return
		}
		for next++; used[next]; next++ {
			continue
		}
		c["id"] = next
	})
	eachComponent("", tree, func(_ string, c map[string]any) {
		for k, v := range componentDefaults(typeOf(c)) {
			if _, there := c[k]; !there {
				c[k] = v
			}
		}
	})
}

// componentDefaults are the fields that Discord adds where a bot left them out.
func componentDefaults(kind int) map[string]any {
	switch kind {
	case componentContainer:
		return map[string]any{"accent_color": nil, "spoiler": false}
	case componentSeparator:
		return map[string]any{"divider": true, "spacing": 1.0}
	case componentSelect:
		return map[string]any{"min_values": 1.0, "max_values": 1.0}
	}
	return nil
}

// texts are what a person reads in components, buttons aside.
func texts(tree []any) []string {
	var out []string
	eachComponent("", tree, func(_ string, c map[string]any) {
		if t, _ := c["content"].(string); typeOf(c) == componentText && t != "" {
			out = append(out, t)
		}
	})
	return out
}

// find returns the component with that custom id.
func findComponent(tree []any, match func(map[string]any) bool) map[string]any {
	var out map[string]any
	eachComponent("", tree, func(_ string, c map[string]any) {
		if out == nil && match(c) {
			out = c
		}
	})
	return out
}
