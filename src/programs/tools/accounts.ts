import { type Program, result } from '../call.ts';
import type { Task } from '../task.ts';

type Entry = readonly string[];

/** The lines of `/etc/passwd` or `/etc/group`, split at their colons; none when the file is not there. */
const entries = async (task: Task, file: string): Promise<readonly Entry[]> =>
  (await task.files.readFile(file).catch(() => ''))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(':'));

/** A name or number of an account file; a number need not be there. */
export const numberOf = async (task: Task, file: string, word: string): Promise<number | undefined> => {
  if (/^\d+$/.test(word)) return Number(word);
  const found = (await entries(task, file)).find(([name]) => name === word)?.[2];
  return found === undefined ? undefined : Number(found);
};

/** What the numbers of an account file are called. */
export const namesOf = async (task: Task, file: string): Promise<ReadonlyMap<number, string>> =>
  new Map((await entries(task, file)).map(([name = '', , number]) => [Number(number), name]));

/** `--group-add` */
const addedTo = async (task: Task): Promise<readonly number[]> => {
  const added = task.around.container.hostConfig.GroupAdd ?? [];
  const numbers = await Promise.all(added.map((it) => numberOf(task, '/etc/group', it)));
  return numbers.flatMap((it) => it ?? []);
};

export const id: Program = async (task, { args }) => {
  const [option = ''] = args.filter((arg) => arg.startsWith('-'));
  const [account] = args.filter((arg) => !arg.startsWith('-'));
  const [users, groups] = [await namesOf(task, '/etc/passwd'), await namesOf(task, '/etc/group')];
  let { uid, gid } = task.around;
  if (account !== undefined) {
    const entry = (await entries(task, '/etc/passwd')).find(
      ([name, , number]) => account === name || account === number,
    );
    if (!entry)
      return result(1, '', task.isBusybox ? `id: unknown user ${account}\n` : `id: '${account}': no such user\n`);
    [uid, gid] = [Number(entry[2]), Number(entry[3])];
  }
  const [user, group] = [users.get(uid) ?? '', groups.get(gid) ?? ''];
  const called = (number: number, name: string): string => (name === '' ? `${number}` : `${number}(${name})`);
  const more = account === undefined ? await addedTo(task) : [];
  const all = [gid, ...more.filter((it) => it !== gid)];
  switch (option) {
    case '-u':
      return result(0, `${uid}\n`);
    case '-g':
      return result(0, `${gid}\n`);
    case '-G':
      return result(0, `${all.join(' ')}\n`);
    case '-un':
      return result(0, `${user || uid}\n`);
    case '-gn':
    case '-Gn':
      return result(0, `${group || gid}\n`);
    default:
      return result(
        0,
        `uid=${called(uid, user)} gid=${called(gid, group)} groups=${all.map((it) => called(it, groups.get(it) ?? '')).join(',')}\n`,
      );
  }
};

export const whoami: Program = async (task) => {
  const { uid } = task.around;
  const name = (await namesOf(task, '/etc/passwd')).get(uid);
  if (name !== undefined) return result(0, `${name}\n`);
  const text = task.isBusybox ? `whoami: unknown uid ${uid}\n` : `whoami: cannot find name for user ID ${uid}\n`;
  return result(1, '', text);
};

/** `getent passwd [NAME]` and `getent group [NAME]`: 2 when a name is not there. */
export const getent: Program = async (task, { args: [database = '', ...keys] }) => {
  if (database !== 'passwd' && database !== 'group') return result(1, '', `Unknown database: ${database}\n`);
  const all = await entries(task, `/etc/${database}`);
  const meant =
    keys.length === 0
      ? all
      : all.filter(([name = '', , number = '']) => keys.some((it) => it === name || it === number));
  return result(meant.length < keys.length ? 2 : 0, meant.map((entry) => `${entry.join(':')}\n`).join(''));
};
