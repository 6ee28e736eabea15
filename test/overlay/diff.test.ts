import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../src/core/kernel/instant.ts';
import {
  type DiffRow,
  diff,
  emptyTree,
  type InodeData,
  stackOf,
  treeOfEntries,
  type Union,
  walkMerged,
} from '../../src/core/overlay/index.ts';
import { afterwards, layer, perform, played, put, script } from './arbitrary.ts';

/** Docker's algorithm over two whole views (moby 20.10, pkg/archive/changes.go), written down again. */
type Info = { readonly path: string; stat?: InodeData; readonly children: Map<string, Info>; added: boolean };

const infoOf = (union: Union): Info => {
  const info: Info = { path: '', children: new Map(), added: false };
  for (const { path, node } of walkMerged(union)) {
    let at = info;
    for (const name of path.slice(1).split('/')) {
      const next = at.children.get(name) ?? { path: `${at.path}/${name}`, children: new Map(), added: false };
      at.children.set(name, next);
      at = next;
    }
    at.stat = node.inode;
  }
  return info;
};

const format: Readonly<Record<string, number>> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  fifo: 0o010000,
  socket: 0o140000,
  char: 0o020000,
  block: 0o060000,
};
const modeOf = (it: InodeData): number => (format[it.kind === 'device' ? it.device : it.kind] ?? 0) | it.mode;
const isDir = ({ stat }: Info): boolean => stat === undefined || (modeOf(stat) & 0o040000) !== 0;
const sizeOf = (it: InodeData): number => (it.kind === 'file' ? it.size : it.kind === 'symlink' ? it.target.length : 0);
const rdev = (it: InodeData): string => (it.kind === 'device' ? `${it.major}:${it.minor}` : '');
const sameTime = (a: string, b: string): boolean =>
  a.slice(0, 20) === b.slice(0, 20) && (a === b || /\.0{9}Z/.test(a) || /\.0{9}Z/.test(b));

const statDifferent = (a: InodeData, b: InodeData): boolean =>
  modeOf(a) !== modeOf(b) ||
  a.uid !== b.uid ||
  a.gid !== b.gid ||
  rdev(a) !== rdev(b) ||
  ((modeOf(a) & 0o040000) === 0 && (!sameTime(a.mtime, b.mtime) || sizeOf(a) !== sizeOf(b)));

const addChanges = (info: Info, old: Info | undefined, rows: DiffRow[]): void => {
  const start = rows.length;
  if (!old) {
    rows.push({ path: info.path, kind: 'A' });
    info.added = true;
  }
  const oldChildren = new Map(old && isDir(info) ? old.children : []);
  for (const [name, child] of info.children) {
    const oldChild = oldChildren.get(name);
    if (oldChild?.stat && child.stat) {
      const capability = 'security.capability';
      if (
        statDifferent(oldChild.stat, child.stat) ||
        oldChild.stat.xattrs?.[capability] !== child.stat.xattrs?.[capability]
      ) {
        rows.push({ path: child.path, kind: 'C' });
        child.added = true;
      }
      oldChildren.delete(name);
    }
    addChanges(child, oldChild, rows);
  }
  for (const { path } of oldChildren.values()) rows.push({ path, kind: 'D' });
  if (rows.length > start && isDir(info) && !info.added && info.path !== '') {
    rows.splice(start, 0, { path: info.path, kind: 'C' });
  }
};

const naiveDiff = (union: Union): readonly DiffRow[] => {
  const rows: DiffRow[] = [];
  addChanges(infoOf(union), infoOf({ lower: union.lower, upper: emptyTree() }), rows);
  return rows;
};

const file = (data: string, more: Partial<InodeData> = {}): InodeData => {
  const bytes = new TextEncoder().encode(data);
  const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: instant(1_000), ...more };
  return { kind: 'file', content: put(bytes), size: bytes.length, ...attributes } as InodeData;
};

const image = stackOf([
  treeOfEntries([
    { path: '/data/f', node: file('old') },
    { path: '/data/g', node: file('new') },
    { path: '/etc/conf', node: file('x') },
  ]),
]);
const fresh: Union = { lower: image, upper: emptyTree() };
const rowsAfter = (...ops: Parameters<typeof played>[1]): readonly string[] =>
  diff(played(fresh, ops)).map(({ kind, path }) => `${kind} ${path}`);

describe('docker diff', () => {
  test("agrees row for row with Docker's walk over two whole views", () => {
    const stacks = fc.record({ lowers: fc.array(layer, { maxLength: 4 }), upper: layer, ops: script });
    fc.assert(
      fc.property(stacks, ({ lowers, upper, ops }) => {
        const union = played({ lower: stackOf(lowers), upper }, ops);
        expect(diff(union)).toEqual(naiveDiff(union));
      }),
      { numRuns: 500 },
    );
  });

  test('lists nothing for a fresh container, nor for a copied-up but unchanged file', () => {
    expect(diff(fresh)).toEqual([]);
    expect(rowsAfter({ op: 'open', path: '/data/f', flags: ['O_WRONLY'] })).toEqual([]);
    expect(rowsAfter({ op: 'chmod', path: '/data/f', mode: '0644' })).toEqual([]);
  });

  test('lists only the top of a removed subtree, and every object of an added one', () => {
    expect(
      rowsAfter(
        { op: 'unlink', path: '/data/f' },
        { op: 'unlink', path: '/data/g' },
        { op: 'rmdir', path: '/data' },
        { op: 'mkdir', path: '/new' },
        { op: 'create', path: '/new/k' },
      ),
    ).toEqual(['A /new', 'A /new/k', 'D /data']);
  });

  test('does not see a swap of two files of the same size, mode and time', () => {
    expect(rowsAfter({ op: 'rename2', path: '/data/f', to: '/data/g', flags: ['EXCHANGE'] })).toEqual([]);
  });

  test('lists the parents of a change, and a deletion after its siblings', () => {
    expect(rowsAfter({ op: 'write', path: '/data/g', data: 'longer' }, { op: 'unlink', path: '/data/f' })).toEqual([
      'C /data',
      'C /data/g',
      'D /data/f',
    ]);
  });

  test('a command that fails leaves no row', () => {
    const outcome = perform(fresh, { op: 'rename', path: '/data', to: '/moved' });
    expect(outcome).toEqual({ ok: false, errno: 'EXDEV' });
    expect(diff(afterwards(fresh, outcome))).toEqual([]);
  });
});
