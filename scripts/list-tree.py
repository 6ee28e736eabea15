#!/usr/bin/env python3
"""Lists a directory tree as it lies on disk, as JSON Lines: `list-tree.py DIR`.

Depth first, siblings bytewise, the root left out. An overlay's private marks are shown as what they are: a character
device 0:0 as a whiteout, `trusted.overlay.opaque` as opaque; its other private attributes are left out. Names that are
not UTF-8 stand with lone surrogates, values of attributes as latin-1 text of their bytes.
"""
import base64
import json
import os
import stat
import sys

KINDS = {
    stat.S_IFREG: 'file', stat.S_IFDIR: 'directory', stat.S_IFLNK: 'symlink', stat.S_IFIFO: 'fifo',
    stat.S_IFSOCK: 'socket', stat.S_IFCHR: 'char', stat.S_IFBLK: 'block',
}


def xattrs_of(path, row):
    kept = {}
    for name in os.listxattr(path, follow_symlinks=False):
        value = os.getxattr(path, name, follow_symlinks=False)
        if name == 'trusted.overlay.opaque':
            row['opaque'] = value == b'y'
        elif not name.startswith('trusted.overlay.'):
            kept[name] = value.decode('latin-1')
    if kept:
        row['xattrs'] = kept


def row_of(path, shown):
    found = os.lstat(path)
    kind = KINDS[stat.S_IFMT(found.st_mode)]
    row = {'path': os.fsdecode(shown), 'type': kind, 'mode': stat.S_IMODE(found.st_mode), 'uid': found.st_uid,
           'gid': found.st_gid, 'ino': found.st_ino, 'seconds': found.st_mtime_ns // 10**9,
           'nanos': found.st_mtime_ns % 10**9}
    if kind == 'file':
        with open(path, 'rb') as file:
            row['content'] = base64.b64encode(file.read()).decode()
    elif kind == 'symlink':
        row['target'] = os.fsdecode(os.readlink(path))
    elif kind in ('char', 'block'):
        major, minor = os.major(found.st_rdev), os.minor(found.st_rdev)
        row.update({'type': 'whiteout'} if kind == 'char' and major == minor == 0 else {'major': major, 'minor': minor})
    if kind != 'socket':
        xattrs_of(path, row)
    return row


def walk(path, shown):
    for name in sorted(os.listdir(path)):
        below = os.path.join(path, name)
        print(json.dumps(row_of(below, shown + b'/' + name)))
        if stat.S_ISDIR(os.lstat(below).st_mode):
            walk(below, shown + b'/' + name)


if __name__ == '__main__':
    walk(os.fsencode(sys.argv[1]), b'')
