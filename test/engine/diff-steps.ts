import fc from 'fast-check';
import type { Instant } from '../../src/core/kernel/brand.ts';
import { instant } from '../../src/core/kernel/instant.ts';
import {
  appendFile,
  applyChanges,
  type Context,
  chmod,
  chown,
  isErrno,
  lchown,
  link,
  lstat,
  mkdir,
  mkfifo,
  mknod,
  type Outcome,
  readdir,
  rename,
  resolve,
  rmdir,
  root,
  stat,
  symlink,
  truncate,
  type Union,
  unlink,
  utimes,
  writeFile,
} from '../../src/core/overlay/index.ts';
import { contents, keep } from './layers-rows.ts';

/** One line of a history: what the shell in the container is told, and what the model does. */
export type Step = {
  readonly line: string;
  /** Whether the line is one system call and nothing that would block. */
  readonly isPlain: (union: Union) => boolean;
  readonly run: (union: Union) => Outcome;
  readonly toString: () => string;
};

/** Later than every clock: a time that nobody chose. */
const context: Context = { uid: 0, gid: 0, umask: 0o022, now: instant(4e12), contents, put: keep };

const quoted = (text: string): string => `'${text}'`;
const always = (): boolean => true;
const step = (line: string, run: Step['run'], isPlain: Step['isPlain'] = always): Step => ({
  line,
  run,
  isPlain,
  toString: () => line,
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const kindAt = (union: Union, path: string): string | undefined => {
  const seen = stat(union, path);
  return seen.ok ? seen.value.kind : undefined;
};
/** A FIFO blocks its writer, and a device swallows what is written. */
const isNoPipe =
  (path: string) =>
  (union: Union): boolean =>
    [undefined, 'file', 'directory'].includes(kindAt(union, path));
const isThere =
  (path: string) =>
  (union: Union): boolean =>
    stat(union, path).ok;

/** `rm -f` is silent about what is not there, but not about a file on the way. */
const isReachable =
  (path: string) =>
  (union: Union): boolean => {
    const seen = lstat(union, path);
    return seen.ok || seen.errno === 'ENOENT';
  };

const name = fc.constantFrom('a', 'a', 'b');
const path = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.array(name, { minLength: 1, maxLength: 3, size: 'max' }).map((it) => `/${it.join('/')}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('/.dockerenv', '/etc/a', '/home', '/home/a', '/root', '/tmp/a') },
);
const text = fc.constantFrom('', 'x', 'yy', 'zzz');
const id = fc.constantFrom(0, 1, 1000);
const time = fc.constantFrom<readonly [number, Instant]>([1, instant(1_000)], [2, instant(2_000)]);

const removeAll = (union: Union, at: string): Outcome => {
  const seen = lstat(union, at);
  if (!seen.ok) return { ok: true, changes: [], value: undefined };
  if (seen.value.kind !== 'directory') return unlink(union, at, context);
  const names = readdir(union, at);
  let now = union;
  const changes = [...(names.ok ? names.value : [])].flatMap((it) => {
    const outcome = removeAll(now, `${at}/${it}`);
    now = after(now, outcome);
    return outcome.changes ?? [];
  });
  const last = rmdir(now, at, context);
  return last.ok ? { ...last, changes: [...changes, ...last.changes] } : last;
};

export const after = (union: Union, outcome: Outcome): Union =>
  outcome.changes ? { lower: union.lower, upper: applyChanges(union.upper, outcome.changes) } : union;

const two = fc.tuple(path, path);
/** Lines of busybox's shell that each do one thing. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(path, text)
      .map(([at, data]) =>
        step(`printf %s ${quoted(data)} > ${at}`, (it) => writeFile(it, at, bytes(data), context), isNoPipe(at)),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(path, text)
      .map(([at, data]) =>
        step(`printf %s ${quoted(data)} >> ${at}`, (it) => appendFile(it, at, bytes(data), context), isNoPipe(at)),
      ),
  },
  { weight: 3, arbitrary: path.map((at) => step(`unlink ${at}`, (it) => unlink(it, at, context))) },
  { weight: 2, arbitrary: path.map((at) => step(`rmdir ${at}`, (it) => rmdir(it, at, context))) },
  { weight: 4, arbitrary: path.map((at) => step(`mkdir ${at}`, (it) => mkdir(it, at, context, 0o777))) },
  { weight: 3, arbitrary: path.map((at) => step(`rm -rf ${at}`, (it) => removeAll(it, at), isReachable(at))) },
  {
    weight: 4,
    arbitrary: two.map(([from, to]) =>
      step(
        `mv -T ${from} ${to}`,
        (it) => rename(it, from, to, context),
        (it) => isOneRename(it, from, to),
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: two.map(([from, to]) =>
      step(
        `ln -T ${from} ${to}`,
        (it) => link(it, from, to, context),
        (it) => kindOf(it, from) !== 'symlink',
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: two.map(([target, at]) => step(`ln -sT ${target} ${at}`, (it) => symlink(it, target, at, context))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(path, fc.constantFrom(0o644, 0o755, 0o4755))
      .map(([at, mode]) => step(`chmod ${mode.toString(8)} ${at}`, (it) => chmod(it, at, mode, context))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, id, id)
      .map(([at, uid, gid]) => step(`chown ${uid}:${gid} ${at}`, (it) => chown(it, at, { uid, gid }, context))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, id, id)
      .map(([at, uid, gid]) => step(`chown -h ${uid}:${gid} ${at}`, (it) => lchown(it, at, { uid, gid }, context))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(path, time)
      .map(([at, [seconds, moment]]) =>
        step(`touch -c -d @${seconds} ${at}`, (it) => utimes(it, at, moment, context), isThere(at)),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(path, fc.nat(3)).map(([at, size]) =>
      step(
        `truncate -c -s ${size} ${at}`,
        (it) => truncate(it, at, size, context),
        (it) => kindAt(it, at) === 'file',
      ),
    ),
  },
  { weight: 1, arbitrary: path.map((at) => step(`mkfifo ${at}`, (it) => mkfifo(it, at, context, 0o666))) },
  {
    weight: 1,
    arbitrary: path.map((at) =>
      step(`mknod ${at} c 1 3`, (it) => mknod(it, at, { device: 'char', major: 1, minor: 3 }, context, 0o666)),
    ),
  },
);

const kindOf = (union: Union, at: string): string | undefined => {
  const seen = lstat(union, at);
  return seen.ok ? seen.value.kind : undefined;
};

/** Where `rename` answers EXDEV, `mv` copies and deletes; and it gives up before when it can not look at the target. */
const isOneRename = (union: Union, from: string, to: string): boolean => {
  const target = stat(union, to);
  if (!target.ok && target.errno !== 'ENOENT') return false;
  if (isErrno(resolve(union, from, root, false))) return true;
  const outcome = rename(union, from, to, context);
  return outcome.ok || outcome.errno !== 'EXDEV';
};
