package bot

import (
	"bytes"
	"cmp"
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

const (
	// maxFetch is how large an attachment of a command may be that the edge
	// downloads, unless the action says otherwise; larger ones are large.
	maxFetch = 1 << 20
	// maxFetchLimit is the most that an action can say.
	maxFetchLimit = 25 << 20
	// largeFiles is how many large ones the bot holds at once.
	largeFiles = 2
	// largeShown is how many messages with pictures of more than maxFetch together
	// it holds at once.
	largeShown = 4

	sayManyFiles = "I am reading other large files just now. Please try again in a minute."
)

// errTooLarge is a download that is larger than it may be.
var errTooLarge = errors.New("download is too large")

// fetch downloads the attachment that the action wants of a command. A large one
// is held until done is called.
func (d *dispatcher) fetch(ctx context.Context, in *Interaction, a *Action) (done func(), err error) {
	done = func() {}
	v, given := in.values[a.Fetches]
	if !given {
		return done, nil
	}
	limit := cmp.Or(a.FetchLimit, maxFetch)
	tooLarge := club.Refuse("That file is too large: I read up to %s.", bytesIn(limit))
	if v.file.size > limit {
		return done, tooLarge
	}
	if v.file.size > maxFetch {
		if !mayHold(ctx, d.b.rest.large, d.b.pace.largeIn) {
			return done, club.Refuse("%s", sayManyFiles)
		}
		done = func() { <-d.b.rest.large }
	} else {
		limit = min(limit, maxFetch)
	}
	data, err := d.b.rest.download(ctx, v.file.url, limit)
	if errors.Is(err, errTooLarge) {
		return done, tooLarge
	}
	if err != nil {
		return done, err
	}
	v.file.data = string(data)
	in.values[a.Fetches] = v
	return done, nil
}

// checkFetch checks what an action says of the file that it wants.
func checkFetch(a *Action, bad func(format string, args ...any)) {
	if a.FetchLimit < 0 || a.FetchLimit > maxFetchLimit || a.FetchLimit != 0 && a.Fetches == "" {
		bad("has a limit of %d bytes for what it fetches", a.FetchLimit)
	}
	if a.Fetches == "" {
		return
	}
	if o := a.option(a.Fetches); o == nil || o.Type != discordgo.ApplicationCommandOptionAttachment {
		bad("fetches %q, which is not an attachment", a.Fetches)
	}
}

// mayHold waits until there is a place for one more, for a while.
func mayHold(ctx context.Context, places chan<- struct{}, wait time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	select {
	case places <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// bytesIn is a size in words, rounded down.
func bytesIn(size int) string {
	if size < 1<<20 {
		return fmt.Sprintf("%d KiB", size>>10)
	}
	return fmt.Sprintf("%d MiB", size>>20)
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
	var data bytes.Buffer
	data.Grow(int(max(resp.ContentLength, 0)) + bytes.MinRead) // a large one is copied once
	if _, err := data.ReadFrom(io.LimitReader(resp.Body, int64(limit)+1)); err != nil {
		return nil, asRequestError(route, err)
	}
	if data.Len() > limit {
		return nil, errTooLarge
	}
	return data.Bytes(), nil
}

// target makes the message that an entry of its menu was used on, with its
// pictures: Discord shows them now and never again. Large ones are held until done
// is called.
func (d *dispatcher) target(ctx context.Context, in *Interaction, j *job) (done func(), err error) {
	done = func() {}
	var m payloadTarget
	p := j.p
	there := p.Data.Resolved != nil
	if there {
		m, there = p.Data.Resolved.Messages[p.Data.TargetID]
	}
	if !there {
		return done, fmt.Errorf("the message of a menu does not come along")
	}
	made, err := discordgo.SnowflakeTimestamp(p.Data.TargetID)
	if err != nil {
		return done, fmt.Errorf("the target's id: %w", err)
	}
	in.Target = NewTarget(Target{
		ID: p.Data.TargetID, Channel: m.Channel, Author: m.Author.ID, AuthorIsBot: m.Author.Bot, Made: made,
	}, club.Draft(m.Content, in.User), 0)
	if j.action.Judge != nil {
		if err := j.action.Judge(in); err != nil {
			return done, err
		}
	}
	size := 0
	for _, a := range choosePictures(m.Attachments) {
		size += a.Size
	}
	if size > maxFetch {
		if !mayHold(ctx, d.b.rest.shown, d.b.pace.picturesIn) {
			return done, club.Refuse("%s", sayManyFiles)
		}
		done = func() { <-d.b.rest.shown }
	}
	return done, d.pictures(ctx, in, m.Attachments)
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
			if data, errs[i] = d.b.rest.download(ctx, a.URL, a.Size); errs[i] == nil {
				a.Kind, errs[i] = pictureKind(data)
			}
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
