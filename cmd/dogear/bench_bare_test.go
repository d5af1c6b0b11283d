package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/bwmarrin/discordgo"
)

// bareBot is the program that Dogear's speed is held against: the least that a
// bot on discordgo can be, with all of the library's defaults. It answers
// /progress with a constant, and neither looks at what was typed nor keeps it.
func bareBot() {
	if err := serveBare(os.Getenv("DISCORD_TOKEN"), os.Getenv("API_BASE")); err != nil {
		fmt.Fprintln(os.Stderr, "bare bot:", err)
		os.Exit(1)
	}
}

func serveBare(token, base string) error {
	// The library's addresses are variables: this process is nobody else's, and
	// so the requests go the library's own way down to the socket.
	discordgo.EndpointAPI = base + "/api/v" + discordgo.APIVersion + "/"
	discordgo.EndpointGateway = discordgo.EndpointAPI + "gateway"
	discordgo.EndpointApplications = discordgo.EndpointAPI + "applications"

	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return err
	}
	s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		err := s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: "You have read to somewhere.", Flags: discordgo.MessageFlagsEphemeral},
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, "bare bot:", err)
		}
	})
	if err := s.Open(); err != nil {
		return err
	}
	_, err = s.ApplicationCommandCreate(s.State.Application.ID, "", &discordgo.ApplicationCommand{
		Name: "progress", Description: "Say how far you are",
		Options: []*discordgo.ApplicationCommandOption{
			{Name: "at", Description: "Where", Type: discordgo.ApplicationCommandOptionString},
		},
	})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	return nil
}
