package main

import "strings"

// volume is the disk that a folder lies on.
type volume struct {
	room int64  // that is left to this user, in bytes; -1: it is not known
	kind string // of file system, by the system's own name; "": it does not say
	away bool   // the system says that it is another machine's
}

// far reports whether it is a file system of another machine's.
func (v volume) far() bool {
	switch v.kind {
	case "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "coda", "ncpfs", "lustre", "glusterfs", "beegfs", "gpfs",
		"fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs", "fuse.ceph-fuse", "fuse.gcsfuse", "fuse.goofys",
		"fuse.curlftpfs", "fuse.juicefs", "fuse.smbnetfs":
		return true
	}
	return v.away
}

// foreign reports whether another program or system keeps it, near or far: a
// folder that a virtual machine shares, or a file system in user space of which
// no more is known.
func (v volume) foreign() bool {
	switch v.kind {
	case "fuse.fuse-overlayfs", "fuse.ntfs-3g", "fuse.exfat": // on a disk
		return false
	case "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "drvfs", "fakeowner":
		return true
	}
	return v.kind == "fuse" || strings.HasPrefix(v.kind, "fuse.")
}
