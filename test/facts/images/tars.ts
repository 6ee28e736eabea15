import type { Instant } from '../../../src/core/kernel/brand.ts';
import type { LayerEntry } from '../../../src/core/layers/entry.ts';
import { writeLayerTar } from '../../../src/core/layers/layer-tar.ts';
import { TarReader } from '../../../src/core/layers/read-tar.ts';
import type { TarHeader } from '../../../src/core/layers/tar-header.ts';
import { applyChanges, emptyTree, treeOfEntries } from '../../../src/core/overlay/index.ts';
import type { FactResult } from '../fact.ts';
import { differs, fact, facts, left } from './table.ts';

const at = '2026-11-23T19:25:36.690977037Z' as Instant;
const common = { mode: 0o755, uid: 0, gid: 0, mtime: at };
const nothing = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const file = (path: string, more: object = {}): LayerEntry =>
  ({ path, node: { kind: 'file', content: nothing, size: 0, ...common, ...more } }) as LayerEntry;
const directory = (path: string, more: object = {}): LayerEntry => ({
  path,
  node: { kind: 'directory', ...common, ...more },
});

const headersOf = (bytes: Uint8Array): readonly TarHeader[] => {
  const headers: TarHeader[] = [];
  const reader = new TarReader({ entry: (header) => headers.push(header), data: () => {}, end: () => {} });
  reader.write(bytes);
  return headers;
};
const tarOf = (...entries: readonly LayerEntry[]): readonly TarHeader[] =>
  headersOf(writeLayerTar(treeOfEntries(entries), () => new Uint8Array()).bytes);

/** Two deletes of one mount: hard links to one whiteout. */
const sharedWhiteouts = (): readonly TarHeader[] => {
  const node = { kind: 'whiteout', ...common, mode: 0 } as const;
  const changes = [
    { make: 2, node, shared: true } as const,
    { in: 1, name: 'a', ino: 2 },
    { in: 1, name: 'b', ino: 2 },
  ];
  return headersOf(writeLayerTar(applyChanges(emptyTree(), changes), () => undefined).bytes);
};

const checks: Readonly<Record<string, () => string | undefined>> = {
  uname_gname: () => {
    const names = tarOf(file('a', { uid: 1, gid: 2 }), file('b', { uid: 12345, gid: 12345 })).map(
      ({ uname, gname }) => [uname, gname],
    );
    return differs(names, [
      ['daemon', 'bin'],
      ['', ''],
    ]);
  },
  mtime: () => differs(tarOf(file('a'))[0]?.mtime, '2026-11-23T19:25:36.000000000Z'),
  mode: () =>
    differs(
      tarOf(directory('d'), file('f', { mode: 0o4755 })).map(({ mode }) => mode),
      [0o40755, 0o104755],
    ),
  xattrs: () => {
    const xattrs = { 'user.x': '1', 'security.capability': '\u0001\u0000\u0000\u0002' };
    return differs(Object.keys(tarOf(file('a', { xattrs }))[0]?.xattrs ?? {}), ['security.capability']);
  },
  order: () =>
    differs(
      tarOf(file('b'), file('a/z'), directory('a'), file('a.b')).map(({ name }) => name),
      ['a/', 'a/z', 'a.b', 'b'],
    ),
  whiteout: () =>
    differs(
      sharedWhiteouts().map(({ name, type, mode, linkname }) => [name, type, mode, linkname]),
      [
        ['.wh.a', '0', 0o600, ''],
        ['.wh.b', '0', 0o600, 'a'],
      ],
    ),
  opaque: () =>
    differs(
      tarOf(directory('d', { opaque: true }), file('d/a')).map(({ name, mtime }) => [name, mtime.slice(0, 10)]),
      [
        ['d/', '2026-11-23'],
        ['d/.wh..wh..opq', '1970-01-01'],
        ['d/a', '2026-11-23'],
      ],
    ),
};

export const tarFacts = (): readonly FactResult[] =>
  Object.keys(facts.tar_header_facts).map((key) =>
    fact(`tar header: ${key}`, checks[key] ?? (() => 'no check for this fact')),
  );

/** Damage to a data root and the checker's invariants belong to a later part; they are counted apart. */
export const laterFacts = (): readonly FactResult[] => [
  ...facts.corruption_matrix.map(({ corruption }) => left(`corruption: ${corruption}`, later)),
  ...facts.invariants.map(({ code, invariant }) => left(`invariant ${code}: ${invariant}`, later)),
];

const later = 'the data-root checker is a part of its own';
