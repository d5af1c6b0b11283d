package bot

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	idVersion   = "v1/"
	maxCustomID = 100
	// Room for the tag of a work row: "#", an int64 in base 36, "." and the
	// seconds of the next 2,000 years.
	maxTag = 22
	// argDigits is how many digits a number of a custom id is counted with:
	// enough for seconds since 1970, and for a row a second for 3,000 years.
	argDigits = 11
)

// CustomID makes the custom id of a button, a menu or a form: the name of its
// action and its numbers, as in "v1/note/open/123". It panics on a name that
// is not of the form "feature/verb", and on an id that Discord would refuse:
// both are programmer's errors.
func CustomID(name string, args ...int64) string {
	if !isRoute(name) {
		panic(fmt.Sprintf("bot: custom id of %q, which is not a feature/verb", name))
	}
	b := make([]byte, 0, maxCustomID)
	b = append(append(b, idVersion...), name...)
	for _, n := range args {
		b = strconv.AppendInt(append(b, '/'), n, 10)
	}
	if len(b) > maxCustomID-maxTag {
		panic(fmt.Sprintf("bot: custom id of %q is too long", name))
	}
	return string(b)
}

// isRoute reports whether a name has the form "feature/verb".
func isRoute(name string) bool {
	slash := 0
	for i := range len(name) {
		switch c := name[i]; {
		case c == '/' && i > 0 && i < len(name)-1:
			slash++
		case c >= 'a' && c <= 'z', i > 0 && c >= '0' && c <= '9', i > 0 && c == '-':
		default:
			return false
		}
	}
	return slash == 1
}

// parseCustomID takes a custom id apart. It is false for what this version
// does not make: ids of other versions, wrong forms, numbers that are none.
func parseCustomID(id string) (name string, args []int64, ok bool) {
	if i := strings.IndexByte(id, '#'); i >= 0 {
		id = id[:i]
	}
	rest, ok := strings.CutPrefix(id, idVersion)
	if !ok {
		return "", nil, false
	}
	first := strings.IndexByte(rest, '/')
	if first < 0 {
		return "", nil, false
	}
	second := strings.IndexByte(rest[first+1:], '/')
	if second < 0 {
		return rest, nil, isRoute(rest)
	}
	name, rest = rest[:first+1+second], rest[first+second+2:]
	for part := range strings.SplitSeq(rest, "/") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return "", nil, false
		}
		args = append(args, n)
	}
	return name, args, isRoute(name)
}

// rowTag is what every button of a message carries that the worker posts for a
// row, so that the message can be found again. The row's next post has another:
// what it posted before is never taken for it.
func rowTag(t Task) string { return "#" + nonce(t) }

// hasTag reports whether a custom id carries the tag.
func hasTag(id, tag string) bool { return strings.HasSuffix(id, tag) }
