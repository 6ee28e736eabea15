import { describe, expect, it } from 'vitest';
import { ownerOf } from '../../../src/core/commands/client/build/owner.ts';
import type { Digest } from '../../../src/core/kernel/brand.ts';
import { digestOf } from '../../../src/core/kernel/digest.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import { type Entry, treeOfEntries, type Union } from '../../../src/core/overlay/index.ts';

// `COPY --chown` of the classic builder (measured, docs/facts.md); whole builds of it are in test/docker/builds.test.ts.

const contents = new Map<Digest, Uint8Array>();
const owned = { uid: 0, gid: 0, mtime: instant(0) };
const file = (path: string, text: string): Entry => {
  const bytes = new TextEncoder().encode(text);
  const content = digestOf(text);
  contents.set(content, bytes);
  return { path, node: { kind: 'file', mode: 0o644, content, size: bytes.length, ...owned } };
};
const image = (...entries: readonly Entry[]): Union => ({ lower: undefined, upper: treeOfEntries(entries) });
const accounts = image(
  file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nweb:x:12:34:w:/:/bin/sh\nalone:x:5:5::/:\n:x:77:77::/:\n'),
  file('etc/group', 'root:x:0:\nweb:x:99:\n'),
);
const told = (chown: string | undefined, union = accounts) => {
  const owner = ownerOf(chown, union, '/m', (digest) => contents.get(digest));
  return 'code' in owner ? `${owner.code} ${owner.status} ${owner.message}` : `${owner.uid}:${owner.gid}`;
};
const refused = (why: string): string =>
  `UnknownOwner 500 unable to convert uid/gid chown string to host mapping: ${why}`;

describe('whose a copied file is', () => {
  it.each<[string | undefined, string]>([
    [undefined, '0:0'],
    ['web', '12:99'],
    ['web:root', '12:0'],
    ['root:web', '0:99'],
    ['7', '7:7'],
    ['7:8', '7:8'],
    ['web:8', '12:8'],
    ['+7:web', '7:99'],
    ['-1', '0:0'],
    ['4294967296', '0:0'],
    ['4294967301:1', '5:1'],
    ['nobodyx', refused("can't find uid for user nobodyx: no such user: nobodyx")],
    ['web:nogroup', refused("can't find gid for group nogroup: no such group: nogroup")],
    ['alone', refused("can't find gid for group alone: no such group: alone")],
    [':web', refused("can't find uid for user : no such user: ")],
    ['1:2x', refused("can't find gid for group 2x: no such group: 2x")],
    [
      '99999999999999999999',
      refused("can't find uid for user 99999999999999999999: no such user: 99999999999999999999"),
    ],
    ['1:2:3', refused('invalid chown string format: 1:2:3')],
  ])('--chown=%s is %s', (chown, answer) => expect(told(chown)).toBe(answer));

  it('the files may be missing, directories or links in a circle; numbers do without them', () => {
    const directory = { kind: 'directory', mode: 0o755, ...owned } as const;
    const link = { kind: 'symlink', mode: 0o777, target: 'passwd', ...owned } as const;
    expect(told('web', image())).toBe(
      refused("can't find uid for user web: open /m/etc/passwd: no such file or directory"),
    );
    expect(told('1:web', image())).toBe(
      refused("can't find gid for group web: open /m/etc/group: no such file or directory"),
    );
    expect(told('web', image({ path: 'etc/passwd', node: directory }))).toBe(
      refused("can't find uid for user web: read /m/etc/passwd: is a directory"),
    );
    expect(told('web', image({ path: 'etc/passwd', node: link }))).toBe(
      refused(
        "can't resolve /etc/passwd path in container rootfs: evalSymlinksInScope: too many links in /m/etc/passwd",
      ),
    );
    expect(told('1:2', image())).toBe('1:2');
    expect(told('web', image(file('etc/passwd', '')))).toBe(refused("can't find uid for user web: no such user: web"));
  });
});
