//go:build !linux && !darwin && !windows

package main

// volumeOf says on what disk a folder lies: here, nothing of it.
func volumeOf(string) (volume, error) { return volume{room: -1}, nil }
