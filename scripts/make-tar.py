#!/usr/bin/env python3
"""Writes tars from a list of descriptions on standard input, one line of base64 each.

A description is `{"format": "gnu" | "pax" | "ustar", "zeros": N, "members": [...]}`, where `zeros` is how many bytes of
zeros follow the end marker, and a member has name, type (the flag of the header), and what else it needs. Python's own
writer is used on purpose: it shares no code with the reader under test.
"""
import base64
import io
import json
import sys
import tarfile

FORMATS = {'gnu': tarfile.GNU_FORMAT, 'pax': tarfile.PAX_FORMAT, 'ustar': tarfile.USTAR_FORMAT}


def tar_of(order):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w', format=FORMATS[order['format']], errors='surrogateescape') as archive:
        for it in order['members']:
            entry = tarfile.TarInfo(it['name'])
            data = base64.b64decode(it.get('content', ''))
            entry.type = it['type'].encode()
            entry.mode, entry.uid, entry.gid, entry.mtime = it['mode'], it['uid'], it['gid'], it['mtime']
            entry.uname, entry.gname = it.get('uname', ''), it.get('gname', '')
            entry.linkname, entry.size = it.get('linkname', ''), len(data)
            entry.devmajor, entry.devminor = it.get('major', 0), it.get('minor', 0)
            # Python writes the text of a record as UTF-8; values are therefore ASCII here.
            entry.pax_headers = {'SCHILY.xattr.' + name: value for name, value in it.get('xattrs', {}).items()}
            archive.addfile(entry, io.BytesIO(data))
    bytes_ = out.getvalue()
    # Without the padding to a record of twenty blocks: two zero blocks, then as many zeros as asked for.
    end = len(bytes_.rstrip(b'\0'))
    end += -end % 512
    return bytes_[:end] + bytes(1024) + bytes(order['zeros'])


if __name__ == '__main__':
    for described in json.load(sys.stdin):
        print(base64.b64encode(tar_of(described)).decode())
