package sandbox_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
)

// BenchmarkInteractions measures the sandbox together with a bare discordgo
// bot that answers a constant: an upper bound of what it can push.
func BenchmarkInteractions(b *testing.B) {
	sb, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = sb.Close() }()
	g := sb.AddGuild("Guild")
	g.AddChannel("general")
	people := make([]*sandbox.Person, 64)
	for i := range people {
		people[i] = g.AddMember(fmt.Sprint("reader ", i))
	}
	s := session(b, sb)
	if _, err := s.RequestWithBucketID("PUT", discordgo.EndpointApplicationGlobalCommands(sb.AppID()), []obj{{"name": "progress", "description": "d"}}, ""); err != nil {
		b.Fatal(err)
	}
	s.Client.Transport.(*rewrite).next.(*http.Transport).MaxIdleConnsPerHost = 256
	s.AddHandler(func(s *discordgo.Session, in *discordgo.InteractionCreate) {
		_ = s.InteractionRespond(in.Interaction, &discordgo.InteractionResponse{
			Type: 4, Data: &discordgo.InteractionResponseData{Content: "constant", Flags: 64},
		})
	})
	if err := s.Open(); err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	work := make(chan struct{})
	var wg sync.WaitGroup
	b.ResetTimer()
	for _, p := range people {
		wg.Go(func() {
			for range work {
				if _, err := p.SlashWith(b.Context(), "progress", nil); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for b.Loop() {
		work <- struct{}{}
	}
	close(work)
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}
