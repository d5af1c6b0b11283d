package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"dogear/bot"
)

// maxShards is how many connections there are at most: enough for two million
// servers, and few enough that a slip of the finger starts no flood.
const maxShards = 1000

// checkShards reads which connections to the gateway this process keeps.
func (s settings) checkShards() (bot.Shards, error) {
	text := strings.TrimSpace(s.Discord.Shards)
	if text == "auto" {
		return bot.Shards{Auto: true}, nil
	}
	m := regexp.MustCompile(`^(?:(\d{1,4})-(\d{1,4})/)?(\d{1,4})$`).FindStringSubmatch(text)
	if m == nil {
		return bot.Shards{}, fmt.Errorf("discord.shards: %q is none of \"auto\", a number such as \"4\", and a part of a number such as \"0-3/16\"", s.Discord.Shards)
	}
	number := func(text string) int {
		n, _ := strconv.Atoi(text) // digits, or nothing
		return n
	}
	first, last, of := number(m[1]), number(m[2]), number(m[3])
	if m[1] == "" {
		last = of - 1
	}
	switch {
	case of < 1 || of > maxShards:
		return bot.Shards{}, fmt.Errorf("discord.shards: %d is not a number of shards from 1 to %d", of, maxShards)
	case first > last || last >= of:
		return bot.Shards{}, fmt.Errorf("discord.shards: %q is no part of %d shards, which are counted from 0 to %d", text, of, of-1)
	}
	return bot.Shards{First: first, Last: last, Of: of}, nil
}
