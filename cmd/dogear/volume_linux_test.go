package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The kernel's list of mounts, as it looks with disks of many kinds.
const mounts = `22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:25 / /proc rw,nosuid shared:12 - proc proc rw
41 22 0:39 / /srv/my\040books rw,relatime shared:20 - nfs4 10.0.0.2:/books rw,vers=4.2
42 22 0:40 / /mnt/share rw - cifs //nas/share rw
43 22 0:41 / /mnt/far rw,nosuid,nodev shared:31 master:2 - fuse.sshfs host:/home rw,user_id=0
44 22 0:42 / /Users rw - virtiofs mount0 rw
45 22 0:43 /sub /data rw - 9p drvfs rw,dirsync
46 22 0:44 / /merged rw - overlay overlay rw,lowerdir=/a - b
`

func TestKindsOfDisks(t *testing.T) {
	t.Parallel()
	for minor, want := range map[uint32]struct {
		kind         string
		far, foreign bool
	}{
		39: {"nfs4", true, false}, 40: {"cifs", true, false}, 41: {"fuse.sshfs", true, true}, 42: {"virtiofs", false, true},
		43: {"9p", true, false}, 44: {"overlay", false, false}, 99: {"", false, false}, 4: {"", false, false},
	} {
		v := volume{kind: mountedAs(strings.NewReader(mounts), 0, minor)}
		if v.kind != want.kind || v.far() != want.far || v.foreign() != want.foreign {
			t.Errorf("0:%d is %+v, far %v, foreign %v; want %+v", minor, v, v.far(), v.foreign(), want)
		}
	}
	if got := mountedAs(strings.NewReader(mounts), 254, 1); got != "ext4" {
		t.Error(got)
	}
	for kind, want := range map[string]bool{"fuse": true, "fuse.mergerfs": true, "fuseblk": false, "fuse.fuse-overlayfs": false, "xfs": false} {
		if got := (volume{kind: kind}).foreign(); got != want {
			t.Errorf("%s: %v", kind, got)
		}
	}
	if v, err := volumeOf(t.TempDir()); err != nil || v.room <= 0 || v.far() {
		t.Errorf("%+v %v", v, err)
	}
	if v, err := volumeOf("/proc"); err != nil || v.kind != "proc" {
		t.Errorf("%+v %v", v, err)
	}
}

// mountFolder and mountOptions name the variables by which a test that runs itself
// as another process says what disk to mount there, and how.
const (
	mountFolder  = "DOGEAR_TEST_MOUNT"
	mountOptions = "DOGEAR_TEST_OPTIONS"
)

// exitNoMount is the exit code of such a process where nobody may mount anything.
const exitNoMount = 77

// Disks that take no more, or nothing, and are real.
func TestCheckLooksAtTheDisk(t *testing.T) {
	t.Parallel()
	if folder := os.Getenv(mountFolder); folder != "" {
		checkOnDisk(t, folder)
		return
	}
	for options, want := range map[string]string{
		"size=8m":              wrong + "Database: the disk of DATABASE is full: 8 MB are free. Make room there.",
		"size=64m":             notice + "Database: the disk of DATABASE is nearly full: 67 MB are free. Make room there.",
		"size=4k":              wrong + "Database: DATABASE cannot be made: no space left on device. Make room on that disk",
		"size=64m,nr_inodes=1": wrong + "Database: DATABASE cannot be made: no space left on device.",
		"size=64m,ro":          wrong + "Database: DATABASE cannot be made: read-only file system. Mount that disk",
	} {
		t.Run(options, func(t *testing.T) {
			t.Parallel()
			c := newCheckup(t, emptyDatabase(t))
			folder := t.TempDir()
			c.database = filepath.Join(folder, "dogear.db")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCheckLooksAtTheDisk$")
			cmd.Env = append(os.Environ(), mountFolder+"="+folder, mountOptions+"="+options, diskConfig+"="+c.config())
			cmd.SysProcAttr = &syscall.SysProcAttr{
				Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
				UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
				GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
			}
			out, err := cmd.Output()
			var exit *exec.ExitError
			switch {
			case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.ENOSPC), errors.As(err, &exit) && exit.ExitCode() == exitNoMount:
				t.Skip("nobody may mount a disk here")
			case err != nil:
				t.Fatalf("%v\n%s", err, out)
			}
			if line := strings.ReplaceAll(want, "DATABASE", c.database); !strings.Contains(string(out), "\n"+line) {
				t.Errorf("%q is not found:\n%s", line, out)
			}
		})
	}
}

// checkOnDisk mounts a disk, and runs "dogear check" for the database on it.
func checkOnDisk(t *testing.T, folder string) {
	options, flags := os.Getenv(mountOptions), uintptr(0)
	if rest, is := strings.CutSuffix(options, ",ro"); is {
		options, flags = rest, syscall.MS_RDONLY
	}
	if err := syscall.Mount("tmpfs", folder, "tmpfs", flags, options); err != nil {
		t.Log(err)
		os.Exit(exitNoMount)
	}
	run(t.Context(), []string{"check", "-config", os.Getenv(diskConfig)}, process{environment(nil), os.Stdout, os.Stdout})
}
