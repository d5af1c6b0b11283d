package sandbox

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// kind is a JSON type as Discord's specification knows it.
type kind int

const (
	kindAny kind = iota
	kindText
	kindNumber
	kindWhole
	kindBool
	kindArray
	kindObject
	kindMap       // an object whose values are all alike
	kindSnowflake // a string of digits
	kindTyped     // an object whose field "type" says what it is
)

// shape says what a value must look like. Shapes are built once and only read.
type shape struct {
	kind     kind
	null     bool
	min, max float64 // of a number, or of a length; strings count in UTF-16 units
	enum     []int
	fields   map[string]*shape
	need     []string
	items    *shape // of an array or a map
	distinct bool   // the items of an array differ
	by       map[int]*shape
	also     func(p *problems, path string, v map[string]any)
}

func text(least, most int) *shape {
	return &shape{kind: kindText, min: float64(least), max: float64(most)}
}

func whole(least, most float64) *shape { return &shape{kind: kindWhole, min: least, max: most} }

func number(least, most float64) *shape { return &shape{kind: kindNumber, min: least, max: most} }

func oneOf(values ...int) *shape {
	return &shape{kind: kindWhole, min: math.Inf(-1), max: math.Inf(1), enum: values}
}

func flag() *shape { return &shape{kind: kindBool} }

func snowflake() *shape { return &shape{kind: kindSnowflake} }

func list(least, most int, items *shape) *shape {
	return &shape{kind: kindArray, min: float64(least), max: float64(most), items: items}
}

// set is a list whose items differ.
func set(least, most int, items *shape) *shape {
	s := list(least, most, items)
	s.distinct = true
	return s
}

func object(need string, fields map[string]*shape) *shape {
	return &shape{kind: kindObject, need: strings.Fields(need), fields: fields}
}

func typed(by map[int]*shape) *shape { return &shape{kind: kindTyped, by: by} }

// or returns a shape that null fits too.
func orNull(s *shape) *shape {
	t := *s
	t.null = true
	return &t
}

func (s *shape) and(f func(p *problems, path string, v map[string]any)) *shape {
	s.also = f
	return s
}

// problems collects what is wrong with a body.
type problems struct {
	list []problem
	odd  []string // paths of fields that the specification does not name
}

type problem struct{ path, code, text string }

func (p *problems) add(path, code, text string) {
	p.list = append(p.list, problem{path, code, text})
}

func (p *problems) bad() bool { return len(p.list) > 0 }

// tree is Discord's nesting: {"components":{"0":{"label":{"_errors":[...]}}}}.
func (p *problems) tree() map[string]any {
	root := map[string]any{}
	for _, x := range p.list {
		at := root
		if x.path != "" {
			for step := range strings.SplitSeq(x.path, ".") {
				next, ok := at[step].(map[string]any)
				if !ok {
					next = map[string]any{}
					at[step] = next
				}
				at = next
			}
		}
		old, _ := at["_errors"].([]any)
		at["_errors"] = append(old, map[string]any{"code": x.code, "message": x.text})
	}
	return root
}

func join(path, step string) string {
	if path == "" {
		return step
	}
	return path + "." + step
}

func (p *problems) wrongType(path, want string) {
	p.add(path, "BASE_TYPE_BAD_TYPE", "Value is not "+want+".")
}

// check holds a value against its shape.
func (p *problems) check(path string, sh *shape, v any) {
	if v == nil {
		if !sh.null && sh.kind != kindAny {
			p.add(path, "BASE_TYPE_REQUIRED", "This field is required")
		}
		return
	}
	switch sh.kind {
	case kindAny:
	case kindText:
		p.checkText(path, sh, v)
	case kindNumber, kindWhole:
		p.checkNumber(path, sh, v)
	case kindBool:
		if _, ok := v.(bool); !ok {
			p.wrongType(path, "a boolean")
		}
	case kindSnowflake:
		if t, ok := v.(string); !ok || !isSnowflake(t) {
			p.add(path, "NUMBER_TYPE_COERCE", fmt.Sprintf("Value %q is not snowflake.", fmt.Sprint(v)))
		}
	case kindArray:
		p.checkArray(path, sh, v)
	default:
		p.checkObject(path, sh, v)
	}
}

func (p *problems) checkText(path string, sh *shape, v any) {
	t, ok := v.(string)
	if !ok {
		p.wrongType(path, "a string")
		return
	}
	if n := float64(utf16Len(t)); n < sh.min || n > sh.max {
		p.badLength(path, sh)
	}
}

func (p *problems) badLength(path string, sh *shape) {
	if sh.min == 0 {
		p.add(path, "BASE_TYPE_MAX_LENGTH", fmt.Sprintf("Must be %v or fewer in length.", sh.max))
		return
	}
	p.add(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %v and %v in length.", sh.min, sh.max))
}

func (p *problems) checkNumber(path string, sh *shape, v any) {
	n, ok := v.(float64)
	if !ok || (sh.kind == kindWhole && n != math.Trunc(n)) {
		p.wrongType(path, "a number")
		return
	}
	if sh.enum != nil && !slices.Contains(sh.enum, int(n)) {
		p.add(path, "BASE_TYPE_CHOICES", fmt.Sprintf("Value must be one of %v.", sh.enum))
		return
	}
	if n < sh.min || n > sh.max {
		p.add(path, "NUMBER_TYPE_RANGE", fmt.Sprintf("Value should be between %v and %v.", sh.min, sh.max))
	}
}

func (p *problems) checkArray(path string, sh *shape, v any) {
	a, ok := v.([]any)
	if !ok {
		p.wrongType(path, "an array")
		return
	}
	if n := float64(len(a)); n < sh.min || n > sh.max {
		p.badLength(path, sh)
	}
	seen := map[string]bool{}
	for i, x := range a {
		p.check(join(path, strconv.Itoa(i)), sh.items, x)
		if !sh.distinct {
			continue
		}
		if key := fmt.Sprint(x); seen[key] {
			p.add(path, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
		} else {
			seen[key] = true
		}
	}
}

func (p *problems) checkObject(path string, sh *shape, v any) {
	m, ok := v.(map[string]any)
	if !ok {
		p.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
		return
	}
	switch sh.kind {
	case kindMap:
		for k, x := range m {
			p.check(join(path, k), sh.items, x)
		}
		return
	case kindTyped:
		n, ok := m["type"].(float64)
		next := sh.by[int(n)]
		if !ok || next == nil {
			p.add(join(path, "type"), "UNION_TYPE_CHOICES", fmt.Sprintf("Value of field \"type\" must be one of %s.", typeNames(sh.by)))
			return
		}
		p.checkObject(path, next, v)
		return
	}
	for _, k := range sh.need {
		if _, there := m[k]; !there {
			p.add(join(path, k), "BASE_TYPE_REQUIRED", "This field is required")
		}
	}
	for k, x := range m {
		if f := sh.fields[k]; f != nil {
			p.check(join(path, k), f, x)
		} else {
			p.odd = append(p.odd, join(path, k))
		}
	}
	if sh.also != nil {
		sh.also(p, path, m)
	}
}

func typeNames(by map[int]*shape) string {
	names := make([]int, 0, len(by))
	for n := range by {
		names = append(names, n)
	}
	slices.Sort(names)
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(names), " ", ", "), "[]")
}

// utf16Len counts as Discord's client does.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}
