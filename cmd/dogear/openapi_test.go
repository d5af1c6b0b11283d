package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"dogear/bot/sandbox"
)

// Every request of the whole stories is one that Discord's published
// specification describes: its method and path, its query, its body, and not a
// field more.
func TestStoryKeepsToDiscordsSpecification(t *testing.T) {
	t.Parallel()
	spec := openSpec(t)
	var requests []sandbox.Request
	t.Run("stories", func(t *testing.T) {
		var mu sync.Mutex
		for name, tell := range map[string]func(*testing.T) *play{
			"a club": func(t *testing.T) *play { return tellWholeStory(t, sandbox.Options{Record: true}) },
			"a plan": tellOfEvents,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p := tell(t)
				mu.Lock()
				requests = append(requests, p.discord.Requests()...)
				mu.Unlock()
			})
		}
	})
	kinds := map[string]int{}
	for _, r := range requests {
		kinds[spec.check(t, r)]++
	}
	for _, must := range []string{
		"get /gateway", "put /applications/{application_id}/commands",
		"post /channels/{channel_id}/messages", "patch /channels/{channel_id}/messages/{message_id}",
		"delete /channels/{channel_id}/messages/{message_id}",
		"post /interactions/{interaction_id}/{interaction_token}/callback",
		"post /guilds/{guild_id}/scheduled-events", "patch /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}",
		"delete /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", "post /users/@me/channels",
		"put /guilds/{guild_id}/members/{user_id}/roles/{role_id}", "delete /guilds/{guild_id}/members/{user_id}/roles/{role_id}",
	} {
		if kinds[must] == 0 {
			t.Errorf("the stories made no request %q", must)
		}
	}
	t.Logf("%d requests: %v", len(requests), kinds)
}

// knownDifferences are where the specification says one thing and Discord's
// documentation, which is as right, another. Each mends one property.
func knownDifferences() []difference {
	return []difference{{
		"ApplicationCommandUpdateRequest", "default_member_permissions",
		map[string]any{"type": []any{"string", "null"}, "pattern": "^[0-9]+$"},
		"the specification has an integer, which JSON cannot carry above 2^53; the documentation and every library send a string",
	}}
	// Paths differ too: the specification's are those of v10, the library's of
	// v9. The sandbox records them without the version.
}

type difference struct {
	schema, property string
	instead          map[string]any
	why              string
}

// spec is Discord's OpenAPI file.
type spec struct {
	paths    map[string]any
	compiler *jsonschema.Compiler
}

const specName = "https://discord.example/openapi.json"

// openSpec finds the file, which is not part of this repository.
func openSpec(t *testing.T) *spec {
	t.Helper()
	data, err := findSpec()
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("Discord's OpenAPI file is not here (%v): set DISCORD_OPENAPI to its path; "+
			"it is at https://github.com/discord/discord-api-spec, specs/openapi.json", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	doc := parsed.(map[string]any)
	for _, d := range knownDifferences() {
		properties := doc["components"].(map[string]any)["schemas"].(map[string]any)[d.schema].(map[string]any)["properties"].(map[string]any)
		if properties[d.property] == nil {
			t.Errorf("%s has no property %s any more (%s)", d.schema, d.property, d.why)
		}
		properties[d.property] = d.instead
	}
	shut(doc)
	s := &spec{paths: doc["paths"].(map[string]any), compiler: jsonschema.NewCompiler()}
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	if err := s.compiler.AddResource(specName, doc); err != nil {
		t.Fatal(err)
	}
	return s
}

// findSpec reads the file named by DISCORD_OPENAPI or, beside the module, in
// ../shared/facts.
func findSpec() ([]byte, error) {
	if path := os.Getenv("DISCORD_OPENAPI"); path != "" {
		return os.ReadFile(path)
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return os.ReadFile(filepath.Join(dir, "..", "shared", "facts", "discord-openapi.json"))
		}
		if dir == filepath.Dir(dir) {
			return nil, fs.ErrNotExist
		}
		dir = filepath.Dir(dir)
	}
}

// shut closes every object that lists its properties: what it does not list is
// a mistake. The specification composes no objects, so this is safe.
func shut(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, is := v["properties"].(map[string]any); is && v["additionalProperties"] == nil {
			v["additionalProperties"] = false
		}
		for _, inner := range v {
			shut(inner)
		}
	case []any:
		for _, inner := range v {
			shut(inner)
		}
	}
}

// check checks a request, and returns what kind it is: "post /channels/{id}".
func (s *spec) check(t *testing.T, r sandbox.Request) string {
	t.Helper()
	path, query, _ := strings.Cut(r.Path, "?")
	template, item := s.find(path)
	method := strings.ToLower(r.Method)
	operation, _ := item[method].(map[string]any)
	if operation == nil {
		t.Errorf("%s %s: the specification has no such request", r.Method, path)
		return ""
	}
	kind := method + " " + template
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Errorf("%s: %v", kind, err)
	}
	for name := range values {
		if !slices.ContainsFunc(parametersOf(operation), func(p map[string]any) bool { return p["name"] == name && p["in"] == "query" }) {
			t.Errorf("%s: the specification has no parameter %q", kind, name)
		}
	}
	if len(r.Body) == 0 {
		return kind
	}
	body, err := payload(r.Body)
	if err != nil {
		t.Errorf("%s: %v", kind, err)
		return kind
	}
	at := []string{"paths", template, method, "requestBody", "content", "application/json", "schema"}
	for i, step := range at {
		at[i] = strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", "@", "%40").Replace(step)
	}
	schema, err := s.compiler.Compile(specName + "#/" + strings.Join(at, "/"))
	if err != nil {
		t.Errorf("%s: %v", kind, err)
		return kind
	}
	if err := schema.Validate(body); err != nil {
		t.Errorf("%s: %v\nof %s", kind, err, r.Body)
	}
	return kind
}

// find finds the template of a path: the one with the most literal steps.
func (s *spec) find(path string) (template string, item map[string]any) {
	steps, most := strings.Split(path, "/"), -1
	for name, v := range s.paths {
		pattern := strings.Split(name, "/")
		literal := 0
		fits := len(pattern) == len(steps)
		for i := 0; fits && i < len(steps); i++ {
			switch {
			case pattern[i] == steps[i]:
				literal++
			case !strings.HasPrefix(pattern[i], "{"):
				fits = false
			}
		}
		if fits && literal > most {
			template, most = name, literal
			item, _ = v.(map[string]any)
		}
	}
	return template, item
}

func parametersOf(operation map[string]any) []map[string]any {
	var list []map[string]any
	all, _ := operation["parameters"].([]any)
	for _, p := range all {
		if p, ok := p.(map[string]any); ok {
			list = append(list, p)
		}
	}
	return list
}

// payload is the JSON of a body: the body itself or, of one with files, its
// part payload_json.
func payload(body []byte) (any, error) {
	if json.Valid(body) {
		return jsonschema.UnmarshalJSON(bytes.NewReader(body))
	}
	boundary, _, _ := bytes.Cut(body, []byte("\r\n"))
	_, params, err := mime.ParseMediaType("multipart/form-data; boundary=" + strings.TrimPrefix(string(boundary), "--"))
	if err != nil {
		return nil, fmt.Errorf("neither JSON nor files: %w", err)
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(1 << 20)
	if err != nil {
		return nil, err
	}
	if len(form.Value["payload_json"]) != 1 || len(form.Value) != 1 || len(form.File) == 0 {
		return nil, fmt.Errorf("not one payload_json and files but %d values and %d files", len(form.Value), len(form.File))
	}
	return jsonschema.UnmarshalJSON(strings.NewReader(form.Value["payload_json"][0]))
}
