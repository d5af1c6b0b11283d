package main

import (
	"reflect"
	"slices"
	"strings"
)

// knownKeys lists the keys of settings with their sections: "discord",
// "discord.token" and so on.
func knownKeys() []string {
	var keys []string
	for section := range reflect.TypeFor[settings]().Fields() {
		name := section.Tag.Get("toml")
		keys = append(keys, name)
		for key := range section.Type.Fields() {
			keys = append(keys, name+"."+key.Tag.Get("toml"))
		}
	}
	return keys
}

// nearestKey is the known key that was most likely meant. A key that stands in
// the wrong section is found by its last word.
func nearestKey(key string, known []string) string {
	last := func(k string) string { return k[strings.LastIndexByte(k, '.')+1:] }
	return slices.MinFunc(known, func(a, b string) int {
		return min(distance(key, a), distance(last(key), last(a))+1) -
			min(distance(key, b), distance(last(key), last(b))+1)
	})
}

// nearest is the candidate that takes the fewest edits to get to from word.
func nearest(word string, candidates []string) string {
	return slices.MinFunc(candidates, func(a, b string) int {
		return distance(word, a) - distance(word, b)
	})
}

// distance counts the letters to insert, drop, replace or swap with their
// neighbour to make b of a.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1) // rows[i][j]: from s[:i] to t[:j]
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			edit := 0
			if s[i-1] != t[j-1] {
				edit = 1
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+edit)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(s)][len(t)]
}
