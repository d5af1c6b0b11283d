package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

// callbackBody is the first answer to an interaction.
type callbackBody struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// callbackMessageData is what Discord allows of a message that will come.
type callbackMessageData struct {
	Flags int `json:"flags"`
}

type choicesData struct {
	Choices []wireChoice `json:"choices"`
}

type wireChoice struct {
	Name  string `json:"name"`
	Value any    `json:"value"` // a string or a number, as the option is
}

// wireChoices makes choices as Discord takes them: at most 25, names cut,
// values that do not fit left out.
func wireChoices(list []Choice, kind discordgo.ApplicationCommandOptionType) []wireChoice {
	out := make([]wireChoice, 0, min(len(list), maxChoices))
	for _, c := range list {
		if len(out) == maxChoices {
			break
		}
		w := wireChoice{Name: club.Cut(c.Name, maxMenuText)}
		switch kind {
		case discordgo.ApplicationCommandOptionInteger:
			n, err := strconv.ParseInt(c.Value, 10, 64)
			if err != nil {
				continue
			}
			w.Value = n
		case discordgo.ApplicationCommandOptionNumber:
			n, err := strconv.ParseFloat(c.Value, 64)
			if err != nil {
				continue
			}
			w.Value = n
		default:
			if club.Units(c.Value) > maxMenuText {
				continue
			}
			w.Value = c.Value
		}
		if w.Name != "" {
			out = append(out, w)
		}
	}
	return out
}

// answer sends what answers an interaction, past discordgo: an answer's limits
// are its own and end with it, while the library would keep a bucket for each
// for ever and let one request at a time through. ctx must have a deadline.
func (r *rest) answer(ctx context.Context, c call) error {
	route := c.method + " " + c.route
	req, err := http.NewRequestWithContext(ctx, c.method, c.url, bytes.NewReader(c.body))
	if err != nil {
		return asRequestError(route, err)
	}
	req.Header = http.Header{"Authorization": {r.session.Token}, "User-Agent": {r.session.UserAgent}}
	if c.body != nil {
		req.Header["Content-Type"] = []string{c.contentType}
	}
	resp, err := r.client.Transport.RoundTrip(req)
	if err != nil {
		return asRequestError(route, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode < 300 {
		_, _ = io.Copy(io.Discard, resp.Body) // or the connection is not used again
		return nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return asRequestError(route, err)
	}
	return refusedAnswer(route, resp.StatusCode, body)
}

// refusedAnswer is the error of an answer that Discord did not take.
func refusedAnswer(route string, status int, body []byte) error {
	var said struct {
		Code    int     `json:"code"`
		Message string  `json:"message"`
		After   float64 `json:"retry_after"` // seconds
	}
	_ = json.Unmarshal(body, &said) // what is no JSON says nothing
	return &requestError{
		route: route, status: status, code: said.Code, message: club.Cut(said.Message, 200),
		retryAfter: time.Duration(said.After * float64(time.Second)),
	}
}

// callback sends the callback of an interaction; files are those of its data.
func (r *rest) callback(ctx context.Context, p *payload, c callbackBody, files *body) error {
	if files == nil {
		files = &body{}
	}
	contentType, data, err := files.encode(c)
	if err != nil {
		return err
	}
	return r.answer(ctx, call{
		method: http.MethodPost, url: discordgo.EndpointInteractionResponse(p.ID, p.Token),
		route:       "/interactions/{interaction}/{token}/callback",
		contentType: contentType, body: data,
	})
}

// webhook edits the answer to an interaction (PATCH) or adds one (POST).
func (r *rest) webhook(ctx context.Context, p *payload, method string, b *body) error {
	contentType, data, err := b.encode(b)
	if err != nil {
		return err
	}
	c := call{
		method: method, url: discordgo.EndpointWebhookToken(p.App, p.Token), route: "/webhooks/{application}/{token}",
		contentType: contentType, body: data,
	}
	if method == http.MethodPatch {
		c.url, c.route = c.url+"/messages/@original", c.route+"/messages/@original"
	}
	limit := r.client.Timeout
	if len(b.files) > 0 {
		limit *= 3
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return r.answer(ctx, c)
}

// answered asks Discord whether an interaction has an answer.
func (r *rest) answered(ctx context.Context, p *payload) bool {
	return r.answer(ctx, call{
		method: http.MethodGet, url: discordgo.EndpointWebhookToken(p.App, p.Token) + "/messages/@original",
		route: "/webhooks/{application}/{token}/messages/@original",
	}) == nil
}

// option finds an option by its name, nil if there is none.
func (a *Action) option(name string) *Option {
	for i := range a.Options {
		if a.Options[i].Name == name {
			return &a.Options[i]
		}
	}
	return nil
}
