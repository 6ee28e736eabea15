import type { Context } from '../commands/context.ts';
import type { Rejection } from '../kernel/decision.ts';
import { mergedOf } from '../mounts/merged.ts';
import { lowerOf, unionOf } from '../mounts/union-of.ts';
import type { Lower, Tree } from '../overlay/index.ts';
import type { Container } from '../streams/container/container.ts';
import {
  noSuchGroup,
  noSuchUser,
  numberOutOfRange,
  tooManyLinks,
  unreadableGroups,
  unreadableUsers,
} from '../streams/container/start-rejections.ts';
import type { World } from '../world.ts';
import { type AccountFile, type AccountLines, accountLines } from './account-files.ts';
import { hasAtTop, topNames } from './search-path.ts';

const passwd = '/etc/passwd';
const group = '/etc/group';
const isText = (lines: AccountLines): lines is Extract<AccountLines, string> => typeof lines === 'string';
/** Who only asks what stands there needs no contents. */
const nothing = (): undefined => undefined;

/**
 * Who a process shall be is looked up in the container's own passwd and group files: names must stand there, numbers need
 * not, and neither file may be a directory or a link that leads to itself. A start looks up root too; an exec as nobody in
 * particular leaves that to the runtime, which has a message of its own and does not mind links (measured, docs/facts.md).
 */
export const userTrouble = (
  world: World,
  container: Container,
  who: string,
  by: 'start' | 'exec',
  context: Context,
): Rejection | undefined => {
  const usual = who === '' && areUsual(world, container);
  if (usual) return undefined;
  const [user = '', groupName = ''] = who.split(':');
  const asked = by === 'start' || who !== '';
  const merged = mergedOf(world, container.id);
  const users = linesOf(world, container, passwd, context.contents);
  if (users === 'directory') return unreadableUsers(user || '0', asked ? merged : undefined);
  if (users === 'loop' && asked) return tooManyLinks(`${merged}${passwd}`);
  const wanted = user || '0';
  const entry = isText(users) ? undefined : users.find(([name, , uid]) => name === wanted || uid === wanted);
  if (!entry && !isNumber(wanted) && users !== 'unknown') return noSuchUser(user);
  if (!entry && isOutOfRange(wanted)) return numberOutOfRange();
  const groups = linesOf(world, container, group, context.contents);
  const spec = entry?.[0] ?? '';
  if (groups === 'directory')
    return unreadableGroups(spec, asked && (groupName !== '' || spec !== '') ? merged : undefined);
  if (groups === 'loop') return asked ? tooManyLinks(`${merged}${group}`) : undefined;
  const isThere = !isText(groups) && groups.some(([name, , gid]) => name === groupName || gid === groupName);
  if (groupName === '' || groups === 'unknown' || isThere) return undefined;
  if (!isNumber(groupName)) return noSuchGroup(groupName);
  return isOutOfRange(groupName) ? numberOutOfRange() : undefined;
};

/** What fits into 64 bits; the engine takes no more than 31 of them (measured, docs/facts.md). */
const isNumber = (text: string): boolean => /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) < 2 ** 63;

const isOutOfRange = (text: string): boolean => isNumber(text) && (Number(text) < 0 || Number(text) > 2 ** 31 - 1);

/** In the root file system alone: what is mounted over the files is not looked at (measured, docs/facts.md). */
const linesOf = (world: World, { id }: Container, file: AccountFile, contents: Context['contents']): AccountLines => {
  const union = unionOf(world, id);
  return union ? accountLines(union, file, contents) : 'missing';
};

/** Neither file is a directory or a loop: asked once of an image, and again of a container that changed anything. */
const areUsual = (world: World, container: Container): boolean => {
  const layer = world.writeLayers.get(container.id);
  if (!layer) return false;
  const lower = lowerOf(world, layer.parent);
  const place = layer.upper.inodes.size === 1 || isAsInImage(lower, layer.upper) ? lower : layer.upper;
  const known = place && remembered.get(place);
  if (known !== undefined) return known;
  const areFiles = ([passwd, group] as const).every(
    (file) => !['loop', 'directory'].includes(String(linesOf(world, container, file, nothing))),
  );
  if (place) remembered.set(place, areFiles);
  return areFiles;
};

/** Nothing that the way to the files leads through was changed. */
const isAsInImage = (lower: Lower | undefined, upper: Tree): boolean =>
  lower !== undefined &&
  ['passwd', 'group'].every((file) => topNames(lower, file, '/etc')?.every((name) => !hasAtTop(upper, name)));

const remembered = new WeakMap<Lower | Tree, boolean>();
