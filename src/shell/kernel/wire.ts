import { compareNames } from '../../core/overlay/index.ts';
import type { CaseNode, CaseOp, CaseResult, CaseTree, OverlayCase } from '../overlay-cases/case-format.ts';

/** What is asked of the helper process: layers, an upper directory, calls. */
export type CaseInput = Pick<OverlayCase, 'lowers' | 'upper' | 'ops' | 'readonlyMount' | 'who'>;

/** What the mount shows after the mount itself or after a call. Trees are lines, one an object: see `linesOf`. */
export type Step = { readonly result: CaseResult; readonly merged: string; readonly upper: string };

const plain = /^[!-$&-~]+$/;
const utf8 = new TextEncoder();

/** A field of the wire: printable ASCII as it is, other bytes as %XX, nothing as `-`. */
export const fieldOf = (text: string): string => {
  if (text === '') return '-';
  if (text !== '-' && plain.test(text)) return text;
  return fieldOfBytes(utf8.encode(text));
};

/** An extended attribute's value is latin-1 text of its bytes. */
export const fieldOfLatin1 = (text: string): string => {
  if (text === '') return '-';
  if (text !== '-' && plain.test(text)) return text;
  return fieldOfBytes(Buffer.from(text, 'latin1'));
};

const fieldOfBytes = (bytes: Uint8Array): string => {
  let field = '';
  for (const byte of bytes) {
    const isPlain = byte > 0x20 && byte < 0x7f && byte !== 0x25 && !(byte === 0x2d && bytes.length === 1);
    field += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return field;
};

const bytesOf = (field: string): Buffer =>
  field === '-'
    ? Buffer.alloc(0)
    : Buffer.from(
        field.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
        'latin1',
      );

const textOf = (field: string): string => (field.includes('%') || field === '-' ? bytesOf(field).toString() : field);

/** A case as requests to the helper (`overlay-calls.c` says their form). */
export const requestsOf = ({ lowers, upper, ops, readonlyMount, who }: CaseInput): string => {
  const requests = [`case ${lowers.length}`];
  for (const [layer, tree] of [...lowers, upper].entries()) requests.push(...buildRequests(layer, tree));
  requests.push(`mount ${readonlyMount ? 1 : 0} ${who?.uid ?? 0} ${who?.gid ?? 0}`);
  for (const op of ops) requests.push(requestOf(op));
  requests.push('end', '');
  return requests.join('\n');
};

const buildRequests = (layer: number, tree: CaseTree): readonly string[] => {
  const paths = Object.entries(tree).sort(([a], [b]) => compareNames(a, b));
  const requests = paths.flatMap(([path, node]) => nodeRequests(layer, path, node));
  const times = paths.filter(([, { hardlinkOf }]) => hardlinkOf === undefined).reverse();
  for (const [path, { mtime }] of times) requests.push(`time ${layer} ${fieldOf(path)} ${mtime ?? 0}`);
  if (!Object.hasOwn(tree, '/')) requests.push(`time ${layer} / 0`);
  return requests;
};

const nodeRequests = (layer: number, path: string, node: CaseNode): string[] => {
  const to = `${layer} ${fieldOf(path)}`;
  if (node.hardlinkOf !== undefined) return [`name ${to} ${fieldOf(node.hardlinkOf)}`];
  const { type, mode = type === 'dir' ? '0755' : '0644', uid = 0, gid = 0 } = node;
  const payload = fieldOf(node.content ?? node.target ?? node.rdev ?? '');
  const requests = [`node ${layer} ${type} ${fieldOf(path)} ${mode} ${uid} ${gid} ${payload}`];
  for (const [name, value] of Object.entries(node.xattrs ?? {})) {
    requests.push(`xattr ${to} ${fieldOf(name)} ${fieldOfLatin1(value)}`);
  }
  if (node.opaque) requests.push(`xattr ${to} trusted.overlay.opaque y`);
  return requests;
};

const requestOf = (op: CaseOp): string =>
  [
    'op',
    op.op,
    fieldOf(op.path),
    fieldOf(op.to ?? op.target ?? ''),
    op.mode ?? (op.op === 'mkdir' ? '0755' : '0644'),
    fieldOf(op.data ?? ''),
    fieldOf((op.flags ?? []).join(',')),
    op.size ?? op.mtime ?? 0,
    op.uid ?? -1,
    op.gid ?? -1,
    fieldOf(op.name ?? ''),
    fieldOfLatin1(op.value ?? ''),
    op.fd ?? 0,
    op.rdev ?? '0:0',
  ].join(' ');

/** Reads the helper's answer to a case: a step for the mount and one for each call. */
export const stepsOf = (answer: string, ops: readonly CaseOp[]): readonly Step[] => {
  const steps: Step[] = [];
  let result: CaseResult | undefined;
  let [merged, upper] = ['', ''];
  let [mergedNow, upperNow]: [string[], string[]] = [[], []];
  const finish = (): void => {
    if (!result) return;
    if (mergedNow.length > 0) merged = mergedNow.join('\n');
    if (upperNow.length > 0) upper = upperNow.join('\n');
    steps.push({ result, merged, upper });
    [mergedNow, upperNow] = [[], []];
  };
  for (const line of answer.split('\n')) {
    const mark = line[0];
    if (mark === 'm') mergedNow.push(line.slice(2));
    else if (mark === 'u') upperNow.push(line.slice(2));
    else if (mark === 'r') {
      finish();
      result = resultOf(line.slice(2), ops[steps.length - 1]);
    }
  }
  finish();
  return steps;
};

const resultOf = (line: string, op: CaseOp | undefined): CaseResult => {
  const [ok, ...fields] = line.split(' ');
  if (ok !== 'ok') return { errno: ok ?? '' };
  const value = op && answerOf(op, fields);
  return value === undefined ? { ok: true } : { ok: true, value };
};

const answerOf = ({ op }: CaseOp, fields: readonly string[]): unknown => {
  if (op === 'read' || op === 'fread' || op === 'readlink') return textOf(fields[0] ?? '-');
  if (op === 'getxattr') return bytesOf(fields[0] ?? '-').toString('latin1');
  if (op === 'readdir' || op === 'freaddir' || op === 'listxattr') return fields.map(textOf);
  return op === 'stat' || op === 'lstat' || op === 'fstat' ? statOf(fields) : undefined;
};

const statOf = ([type, mode, uid, gid, nlink, size]: readonly string[]): unknown => ({
  type,
  mode,
  uid: Number(uid),
  gid: Number(gid),
  ...(type !== 'dir' && { nlink: Number(nlink) }),
  ...((type === 'file' || type === 'symlink') && { size: Number(size) }),
});

/** A tree as lines, one an object, in the helper's form: `path type mode uid gid nlink first-name mtime payload (name value)…`. */
export const linesOf = (tree: CaseTree): string => {
  const lines: string[] = [];
  for (const path in tree) {
    const node = tree[path];
    if (node) lines.push(lineOf(path, node));
  }
  return lines.join('\n');
};

const lineOf = (path: string, node: CaseNode): string => {
  const { type, mode = '0777', uid = 0, gid = 0, nlink = 1, mtime = 0 } = node;
  const name = fieldOf(path);
  if (type === 'ghost') return `${name} ghost ${node.errno}`;
  if (type === 'whiteout') return `${name} whiteout`;
  const payload = fieldOf(node.content ?? node.target ?? node.rdev ?? '');
  const first = fieldOf(node.hardlinkOf ?? '');
  const line = `${name} ${type} ${mode} ${uid} ${gid} ${nlink} ${first} ${mtime} ${payload}`;
  if (!node.xattrs && !node.opaque) return line;
  const xattrs = { ...node.xattrs, ...(node.opaque && { 'trusted.overlay.opaque': 'y' }) };
  const shown = Object.entries(xattrs).sort(([a], [b]) => compareNames(a, b));
  return `${line}${shown.map(([key, value]) => ` ${fieldOf(key)} ${fieldOfLatin1(value)}`).join('')}`;
};

/** The tree that such lines describe. */
export const treeOfLines = (lines: string): CaseTree =>
  Object.fromEntries(lines.split('\n').map((line): [string, CaseNode] => nodeOfLine(line.split(' '))));

const nodeOfLine = ([name = '-', type = '', ...rest]: readonly string[]): [string, CaseNode] => {
  const path = textOf(name);
  if (type === 'ghost') return [path, { type, errno: rest[0] ?? '' }];
  if (type === 'whiteout') return [path, { type }];
  const [mode = '', uid, gid, nlink, first = '-', mtime = '0', payload = '-', ...pairs] = rest;
  const xattrs: [string, string][] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    xattrs.push([textOf(pairs[at] ?? ''), bytesOf(pairs[at + 1] ?? '-').toString('latin1')]);
  }
  const seen = xattrs.filter(([key]) => key !== 'trusted.overlay.opaque');
  const node: CaseNode = {
    type: type as CaseNode['type'],
    ...(type !== 'symlink' && { mode }),
    ...(uid !== '0' && { uid: Number(uid) }),
    ...(gid !== '0' && { gid: Number(gid) }),
    ...(type === 'file' && { content: textOf(payload) }),
    ...(type === 'symlink' && { target: textOf(payload) }),
    ...(type === 'chr' && { rdev: payload }),
    ...(nlink !== '1' && { nlink: Number(nlink) }),
    ...(first !== '-' && { hardlinkOf: textOf(first) }),
    ...(seen.length > 0 && { xattrs: Object.fromEntries(seen) }),
    ...(seen.length < xattrs.length && { opaque: true }),
    mtime: mtime === 'now' ? mtime : Number(mtime),
  };
  return [path, node];
};
