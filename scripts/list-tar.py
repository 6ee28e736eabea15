#!/usr/bin/env python3
"""Lists a tar stream (standard input) as JSON Lines, one line a path, sorted: what a file tree comparison looks at.

Python's own tar reader is used on purpose: it shares no code with the reader under test. A hard link is listed as the
file that it is, with the same size and digest, and names the entry that holds the content.
"""
import hashlib
import json
import posixpath
import sys
import tarfile

KINDS = {
    tarfile.REGTYPE: 'file', tarfile.AREGTYPE: 'file', tarfile.CONTTYPE: 'file', tarfile.LNKTYPE: 'file',
    tarfile.DIRTYPE: 'directory', tarfile.SYMTYPE: 'symlink',
    tarfile.CHRTYPE: 'char', tarfile.BLKTYPE: 'block', tarfile.FIFOTYPE: 'fifo',
}
XATTR = 'SCHILY.xattr.'


def tidy(name):
    path = posixpath.normpath('/' + name)
    return '/' if path in ('/', '//') else path


def row_of(archive, entry, rows):
    row = {'path': tidy(entry.name), 'type': KINDS[entry.type], 'mode': entry.mode & 0o7777, 'uid': entry.uid,
           'gid': entry.gid, 'size': 0, 'mtime': int(entry.mtime)}
    if entry.islnk():
        first = rows[tidy(entry.linkname)]
        row.update(size=first['size'], sha256=first['sha256'], hardlink=first['path'])
    elif entry.isreg():
        digest = hashlib.sha256()
        content = archive.extractfile(entry)
        while chunk := content.read(1 << 20):
            digest.update(chunk)
        row.update(size=entry.size, sha256='sha256:' + digest.hexdigest())
    elif entry.issym():
        row['linkname'] = entry.linkname
    elif entry.type in (tarfile.CHRTYPE, tarfile.BLKTYPE):
        row.update(major=entry.devmajor, minor=entry.devminor)
    xattrs = {key[len(XATTR):]: value for key, value in entry.pax_headers.items() if key.startswith(XATTR)}
    if xattrs:
        row['xattrs'] = xattrs
    return row


def main():
    rows = {}
    with tarfile.open(fileobj=sys.stdin.buffer, mode='r|*') as archive:
        for entry in archive:
            row = row_of(archive, entry, rows)
            rows[row['path']] = row
    for path in sorted(rows):
        print(json.dumps(rows[path], sort_keys=True))


if __name__ == '__main__':
    main()
