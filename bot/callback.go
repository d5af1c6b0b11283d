package bot

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

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
		w := wireChoice{Name: cut(c.Name, maxMenuText)}
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
			if units(c.Value) > maxMenuText {
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

// answer sends what answers an interaction. Each has limits of its own, so its
// bucket is thrown away: discordgo would keep it for ever, and lets one request
// at a time through a bucket.
func (r *rest) answer(ctx context.Context, c call) error {
	_, err := r.try(ctx, c, discordgo.NewRatelimiter().LockBucket(""))
	return err
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
	return r.answer(ctx, c)
}

// answered asks Discord whether an interaction has an answer.
func (r *rest) answered(ctx context.Context, p *payload) bool {
	return r.answer(ctx, call{
		method: http.MethodGet, url: discordgo.EndpointWebhookToken(p.App, p.Token) + "/messages/@original",
		route: "/webhooks/{application}/{token}/messages/@original",
	}) == nil
}

// maxFetch is the largest attachment that the edge downloads.
const maxFetch = 1 << 20

// fetch downloads an attachment that came with a command.
func (r *rest) fetch(ctx context.Context, in *Interaction, name string) error {
	v, given := in.values[name]
	if !given {
		return nil
	}
	if v.file.Size > maxFetch {
		return club.Refuse("That file is too large: I read up to 1 MiB.")
	}
	address, err := url.Parse(v.file.URL)
	if err != nil || address.Scheme != "https" && !loopback(address.Hostname()) {
		return fmt.Errorf("attachment with an address that is not https")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.file.URL, nil)
	if err != nil {
		return fmt.Errorf("fetch attachment: %w", err)
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return asRequestError("GET attachment", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return &requestError{route: "GET attachment", status: resp.StatusCode}
	}
	v.file.Data, err = io.ReadAll(io.LimitReader(resp.Body, maxFetch+1))
	if err != nil {
		return asRequestError("GET attachment", err)
	}
	if len(v.file.Data) > maxFetch {
		return club.Refuse("That file is too large: I read up to 1 MiB.")
	}
	in.values[name] = v
	return nil
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
