package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// volumeOf says on what disk a folder lies.
func volumeOf(folder string) (v volume, err error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(folder, &disk); err != nil {
		return v, fmt.Errorf("look at the disk: %w", err)
	}
	return volume{
		room: int64(disk.Bavail) * int64(disk.Bsize),
		kind: unix.ByteSliceToString(disk.Fstypename[:]),
		away: disk.Flags&unix.MNT_LOCAL == 0,
	}, nil
}
