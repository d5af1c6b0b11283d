package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// volumeOf says on what disk a folder lies.
func volumeOf(folder string) (v volume, err error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(folder, &disk); err != nil {
		return v, fmt.Errorf("look at the disk: %w", err)
	}
	v.room = int64(disk.Bavail) * int64(cmp.Or(disk.Frsize, disk.Bsize)) //nolint:unconvert // the types differ between machines
	if disk.Files > 0 && disk.Ffree == 0 {
		v.room = 0 // no file can be made
	}
	var at unix.Stat_t
	if err := unix.Stat(folder, &at); err != nil {
		return v, fmt.Errorf("look at the folder: %w", err)
	}
	mounts, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return v, nil // a small container may have no such list: of what kind it is stays open
	}
	defer func() { _ = mounts.Close() }()
	device := uint64(at.Dev) //nolint:unconvert // the types differ between machines
	v.kind = mountedAs(mounts, unix.Major(device), unix.Minor(device))
	return v, nil
}

// mountedAs finds the kind of a device's file system in the kernel's list of
// mounts, of which each line is like
//
//	36 35 0:52 / /data rw,noatime master:1 - nfs4 server:/export rw
func mountedAs(list io.Reader, major, minor uint32) string {
	device := fmt.Sprintf("%d:%d", major, minor)
	for lines := bufio.NewScanner(list); lines.Scan(); {
		mount, kind, _ := strings.Cut(lines.Text(), " - ")
		if fields := strings.Fields(mount); len(fields) > 2 && fields[2] == device {
			kind, _, _ = strings.Cut(kind, " ")
			return kind
		}
	}
	return ""
}
