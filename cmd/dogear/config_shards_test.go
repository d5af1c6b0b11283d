package main

import (
	"testing"

	"dogear/bot"
)

func TestShardsAreRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bot.Shards{
		"1":         {Of: 1},
		" 4 ":       {Last: 3, Of: 4},
		"auto":      {Auto: true},
		"0-3/16":    {Last: 3, Of: 16},
		"12-15/16":  {First: 12, Last: 15, Of: 16},
		"7-7/8":     {First: 7, Last: 7, Of: 8},
		"0-999/999": {},
	} {
		s := defaultSettings()
		s.Discord.Shards = text
		cfg, err := s.check()
		if cfg.shards != want || (err != nil) != (want == bot.Shards{}) {
			t.Errorf("%q: %+v, %v", text, cfg.shards, err)
		}
	}
}

func TestShardsThatAreNone(t *testing.T) {
	t.Parallel()
	const none = ` is none of "auto", a number such as "4", and a part of a number such as "0-3/16"`
	for text, want := range map[string]string{
		"":          `discord.shards: ""` + none,
		"Auto":      `discord.shards: "Auto"` + none,
		"-1":        `discord.shards: "-1"` + none,
		"4 of 16":   `discord.shards: "4 of 16"` + none,
		"3/16":      `discord.shards: "3/16"` + none,
		"0-3/16/2":  `discord.shards: "0-3/16/2"` + none,
		"12345":     `discord.shards: "12345"` + none,
		"0":         `discord.shards: 0 is not a number of shards from 1 to 1000`,
		"1001":      `discord.shards: 1001 is not a number of shards from 1 to 1000`,
		"0-0/0":     `discord.shards: 0 is not a number of shards from 1 to 1000`,
		"0-4/4":     `discord.shards: "0-4/4" is no part of 4 shards, which are counted from 0 to 3`,
		"3-2/4":     `discord.shards: "3-2/4" is no part of 4 shards, which are counted from 0 to 3`,
		"1-1/1":     `discord.shards: "1-1/1" is no part of 1 shards, which are counted from 0 to 0`,
		"0-999/999": `discord.shards: "0-999/999" is no part of 999 shards, which are counted from 0 to 998`,
	} {
		s := defaultSettings()
		s.Discord.Shards = text
		if _, err := s.check(); err == nil || err.Error() != want {
			t.Errorf("\ngot  %v\nwant %s", err, want)
		}
	}
}
