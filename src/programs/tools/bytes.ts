import { type Program, result } from '../call.ts';
import { absolute } from '../paths.ts';
import { failure } from './errors.ts';
import { operands } from './options.ts';

const suffixes: Readonly<Record<string, number>> = {
  c: 1,
  w: 2,
  b: 512,
  k: 1024,
  K: 1024,
  M: 1_048_576,
  G: 1_073_741_824,
};

const amount = (text: string | undefined): number | undefined => {
  const [, digits, suffix = 'c'] = /^(\d+)([cwbkKMG])?$/.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) * (suffixes[suffix] ?? 1);
};

/** No tool shall fill the memory of the model. */
const most = 64 * 1_048_576;

/** `dd if= of= bs= count= skip= seek= conv=notrunc`, from /dev/zero too. */
export const dd: Program = async (task, { args, cwd, stdin }) => {
  const words = operands(args);
  const [from, to] = [words.get('if'), words.get('of')];
  const size = amount(words.get('bs') ?? '512') ?? 512;
  const count = amount(words.get('count'));
  if (from === '/dev/zero' && (count === undefined || count * size > most))
    return result(1, '', `dd: error writing '${to ?? 'standard output'}': No space left on device\n`);
  let bytes: Uint8Array;
  try {
    if (from === undefined) bytes = Uint8Array.from(stdin, (char) => char.charCodeAt(0) & 0xff);
    else if (from === '/dev/zero') bytes = new Uint8Array((count ?? 0) * size);
    else bytes = task.files.bytes(absolute(cwd, from));
  } catch (error) {
    return failure('dd', task.isBusybox ? `can't open '${from}'` : `failed to open '${from}'`, error);
  }
  const skip = (amount(words.get('skip')) ?? 0) * size;
  const taken = bytes.subarray(skip, count === undefined ? undefined : skip + count * size);
  const blocks = `${Math.floor(taken.length / size)}+${taken.length % size === 0 ? 0 : 1}`;
  // The time that a copy takes is nothing that the model knows: coreutils' last line is left out.
  const told = `${blocks} records in\n${blocks} records out\n`;
  if (to === undefined) return result(0, Array.from(taken, (byte) => String.fromCharCode(byte)).join(''), told);
  const path = absolute(cwd, to);
  try {
    const seek = (amount(words.get('seek')) ?? 0) * size;
    const before = (await task.files.exists(path)) ? task.files.bytes(path) : new Uint8Array();
    const keeps = (words.get('conv') ?? '').split(',').includes('notrunc');
    const after = new Uint8Array(Math.max(seek + taken.length, keeps ? before.length : 0));
    after.set(before.subarray(0, keeps ? before.length : seek));
    after.set(taken, seek);
    await task.files.writeFile(path, after);
  } catch (error) {
    return failure('dd', task.isBusybox ? `can't open '${to}'` : `failed to open '${to}'`, error);
  }
  return result(0, '', told);
};

/** The first byte that differs; 2 when a file can not be read. */
export const cmp: Program = async (task, { args, cwd }) => {
  const isSilent = args.includes('-s');
  const [one = '', other = ''] = args.filter((arg) => !arg.startsWith('-'));
  try {
    const [a, b] = [task.files.bytes(absolute(cwd, one)), task.files.bytes(absolute(cwd, other))];
    const at = a.findIndex((byte, index) => byte !== b[index]);
    if (at < 0 && a.length === b.length) return result(0);
    if (isSilent) return result(1);
    if (at < 0 || at >= b.length) {
      const [short, name] = a.length < b.length ? [a, one] : [b, other];
      const empty = short.length === 0 && !task.isBusybox ? ' which is empty' : '';
      return result(1, '', `cmp: EOF on ${name}${empty}\n`);
    }
    const line = a.subarray(0, at).filter((byte) => byte === 10).length + 1;
    return result(1, `${one} ${other} differ: char ${at + 1}, line ${line}\n`);
  } catch (error) {
    const { stderr } = failure('cmp', one, error);
    return result(2, '', isSilent ? '' : stderr);
  }
};
