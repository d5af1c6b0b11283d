package main

import (
	"fmt"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// volumeOf says on what disk a folder lies.
func volumeOf(folder string) (v volume, err error) {
	folder, err = filepath.Abs(folder)
	if err != nil {
		return v, err
	}
	at, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return v, err
	}
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(folder) + `\`)
	if err != nil {
		return v, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(at, &free, nil, nil); err != nil {
		return v, fmt.Errorf("look at the disk: %w", err)
	}
	v.room = int64(min(free, 1<<62))
	if windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		v.kind, v.away = "a network drive", true
	}
	return v, nil
}
