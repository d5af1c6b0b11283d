package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

// maxFetch is the largest attachment of a command that the edge downloads.
const maxFetch = 1 << 20

// errTooLarge is a download that is larger than it may be.
var errTooLarge = errors.New("download is too large")

// fetch downloads an attachment that came with a command.
func (r *rest) fetch(ctx context.Context, in *Interaction, name string) error {
	v, given := in.values[name]
	if !given {
		return nil
	}
	var err error
	if v.file.size <= maxFetch {
		v.file.data, err = r.download(ctx, v.file.url, maxFetch)
	}
	if v.file.size > maxFetch || errors.Is(err, errTooLarge) {
		return club.Refuse("That file is too large: I read up to 1 MiB.")
	}
	if err != nil {
		return err
	}
	in.values[name] = v
	return nil
}

// download fetches a file from where Discord keeps it, of at most limit bytes.
func (r *rest) download(ctx context.Context, from string, limit int) ([]byte, error) {
	const route = "GET attachment"
	address, err := url.Parse(from)
	if err != nil || address.Scheme != "https" && !loopback(address.Hostname()) {
		return nil, fmt.Errorf("attachment with an address that is not https")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
	if err != nil {
		return nil, asRequestError(route, err)
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return nil, asRequestError(route, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, &requestError{route: route, status: resp.StatusCode}
	}
	if resp.ContentLength > int64(limit) {
		return nil, errTooLarge
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, int64(limit)+1))
	if err != nil {
		return nil, asRequestError(route, err)
	}
	if len(data) > limit {
		return nil, errTooLarge
	}
	return data, nil
}

// target makes the message that an entry of its menu was used on, with its
// pictures: Discord shows them now and never again.
func (d *dispatcher) target(ctx context.Context, in *Interaction, j *job) error {
	var m payloadTarget
	p := j.p
	there := p.Data.Resolved != nil
	if there {
		m, there = p.Data.Resolved.Messages[p.Data.TargetID]
	}
	if !there {
		return fmt.Errorf("the message of a menu does not come along")
	}
	made, err := discordgo.SnowflakeTimestamp(p.Data.TargetID)
	if err != nil {
		return fmt.Errorf("the target's id: %w", err)
	}
	in.Target = NewTarget(Target{
		ID: p.Data.TargetID, Channel: m.Channel, Author: m.Author.ID, AuthorIsBot: m.Author.Bot, Made: made,
	}, club.Draft(m.Content, in.User), 0)
	if j.action.Judge != nil {
		if err := j.action.Judge(in); err != nil {
			return err
		}
	}
	return d.pictures(ctx, in, m.Attachments)
}

// pictures downloads those of a target that fit, side by side: a form waits
// for them, and nobody knows how long it can.
func (d *dispatcher) pictures(ctx context.Context, in *Interaction, list []wireAttachment) error {
	started := time.Now()
	chosen := choosePictures(list)
	errs, pictures := make([]error, len(chosen)), make([]club.Picture, len(chosen))
	var wg sync.WaitGroup
	for i, a := range chosen {
		wg.Go(func() {
			var data []byte
			data, errs[i] = d.b.rest.download(ctx, a.URL, a.Size)
			pictures[i] = club.Picture{Kind: a.Kind, Alt: club.Draft(a.Alt, in.User), Data: club.Draft(string(data), in.User)}
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err == nil {
			in.Target.pictures = append(in.Target.pictures, pictures[i])
			continue
		}
		d.b.log.Warn("picture not fetched", "guild", in.Guild, "took", time.Since(started), "err", err)
	}
	in.Target.left = len(list) - len(in.Target.pictures)
	return ctx.Err()
}

// choosePictures are those attachments that are taken along: of kinds that are
// kept, as many and as large together as may be, by what Discord says of them.
func choosePictures(list []wireAttachment) []wireAttachment {
	var chosen []wireAttachment
	budget := club.MaxPictureBytes
	for _, a := range list {
		a.Kind, _, _ = strings.Cut(a.Kind, ";")
		if (club.Picture{Kind: a.Kind}).Extension() == "" || a.Size < 1 || a.Size > budget || len(chosen) == club.MaxPictures {
			continue
		}
		budget -= a.Size
		chosen = append(chosen, a)
	}
	return chosen
}
