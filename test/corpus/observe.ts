import { digestOf } from '../../src/core/kernel/digest.ts';
import { instant } from '../../src/core/kernel/instant.ts';
import type { Member } from '../../src/core/layers/layer-tar.ts';
import {
  applyChanges,
  type Context,
  entriesOfTree,
  type InodeData,
  type Outcome,
  type Union,
} from '../../src/core/overlay/index.ts';
import { blobs, contents, type Driver, fresh, layerOf } from './driver.ts';
import type { Step } from './history.ts';

/** What one step shows to whoever looks: the answer, and everything that can be seen afterwards. */
type Seen = { readonly what: string; readonly text: string };

/** Time passes from step to step, so that what was written later can be told by its time. */
export const contextAt = (second: number): Context => ({
  uid: 0,
  gid: 0,
  umask: 0o022,
  now: instant(1_000_000 + second * 1_000, 5),
  contents,
  put: (bytes) => {
    const digest = digestOf(bytes);
    blobs.set(digest, bytes);
    return digest;
  },
});

const shown = (path: string, { kind, mode, uid, gid, mtime, ...rest }: InodeData): string => {
  const what = 'content' in rest ? `${rest.content.slice(7, 15)}` : 'target' in rest ? `-> ${rest.target}` : '';
  const mark = 'opaque' in rest && rest.opaque ? 'opaque ' : '';
  return kind === 'whiteout'
    ? `${path} whiteout`
    : `${path} ${mark}${kind} ${mode.toString(8)} ${uid}:${gid} ${mtime} ${what}`;
};

const answerOf = (outcome: Outcome): string => (outcome.ok ? 'ok' : outcome.errno);

const after = (union: Union, { changes }: Outcome): Union =>
  changes ? { ...union, upper: applyChanges(union.upper, changes) } : union;

const memberText = ({ header: { name, type, mode, uid, gid, size, linkname, mtime } }: Member): string =>
  `${name} ${type} ${mode.toString(8)} ${uid}:${gid} ${size} ${linkname} ${mtime}`;

/** Plays a history on a driver and tells what is seen, step by step. */
export function* seen(driver: Driver, history: readonly Step[]): Generator<Seen> {
  let union = fresh(undefined);
  for (const [at, it] of history.entries()) {
    const ctx = contextAt(at);
    if (it.step === 'commit') {
      const committed = commit(driver, union, it.sparse ?? false);
      yield* committed.told;
      union = committed.union;
    } else if (it.step === 'call') {
      const outcome = driver.call(union, it.call, ctx);
      yield { what: 'answer', text: answerOf(outcome) };
      union = after(union, outcome);
    } else {
      const removed = removeAll(driver, union, it.path, ctx);
      yield { what: 'answer', text: removed.answer };
      union = removed.union;
    }
    yield* look(driver, union);
  }
}

function* look(driver: Driver, union: Union): Generator<Seen> {
  const view = [...driver.view(union)].map(({ path, node }) =>
    shown(path, { ...node.inode, opaque: undefined } as never),
  );
  yield { what: 'view', text: view.sort().join('\n') };
  yield {
    what: 'upper',
    text: entriesOfTree(union.upper)
      .map(({ path, node }) => shown(path, node))
      .join('\n'),
  };
  yield {
    what: 'diff',
    text: driver
      .rows(union)
      .map(({ kind, path }) => `${kind} ${path}`)
      .join('\n'),
  };
}

/** `rm -r`, as a program does it: it looks, and calls. */
const removeAll = (driver: Driver, before: Union, path: string, ctx: Context): { union: Union; answer: string } => {
  let union = before;
  const answers: string[] = [];
  const under = [...driver.view(union)].filter((it) => it.path === path || it.path.startsWith(`${path}/`));
  for (const { path: at, node } of under.reverse()) {
    const op = node.inode.kind === 'directory' ? 'rmdir' : 'unlink';
    const outcome = driver.call(union, { op, path: at }, ctx);
    answers.push(answerOf(outcome));
    union = after(union, outcome);
  }
  return { union, answer: answers.join(' ') };
};

/** A new image, and a new container of it. Without anything in upper there is no new layer. */
const commit = (
  driver: Driver,
  union: Union,
  sparse: boolean,
): { readonly told: readonly Seen[]; readonly union: Union } => {
  const packed = sparse ? withoutParents(driver.pack(union)) : driver.pack(union);
  const told = [{ what: 'layer', text: packed.map(memberText).join('\n') }];
  if (packed.length === 0) return { told, union: fresh(union.lower) };
  const entries = driver.unpack(packed);
  if (typeof entries === 'string') return { told: [...told, { what: 'refusal', text: entries }], union };
  return { told, union: fresh(driver.lay(union.lower, layerOf(entries))) };
};

/** The same layer without the directories that have something below them. */
const withoutParents = (all: readonly Member[]): readonly Member[] =>
  all.filter(({ header: { name, type } }) => type !== '5' || !all.some((it) => isInside(it.header.name, name)));

const isInside = (name: string, directory: string): boolean => name !== directory && name.startsWith(directory);

/** The first thing in which two drivers differ on a history. */
export const difference = (expected: Driver, broken: Driver, history: readonly Step[]): string | undefined => {
  const theirs = seen(broken, history);
  for (const ours of seen(expected, history)) {
    const found = theirs.next();
    if (found.done || found.value.what !== ours.what || found.value.text !== ours.text) return ours.what;
  }
  return undefined;
};
