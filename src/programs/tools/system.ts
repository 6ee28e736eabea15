import { type Program, result } from '../call.ts';

export const hostname: Program = async (task) => result(0, await task.files.readFile('/etc/hostname'));

export const uname: Program = async (task, { args }) => {
  const host = (await task.files.readFile('/etc/hostname')).trim();
  const fields: Readonly<Record<string, string>> = { s: 'Linux', n: host, r: '6.1.0', m: 'x86_64', o: 'GNU/Linux' };
  const letters = (args[0] ?? '-s').slice(1);
  const shown = letters === 'a' ? 'snrmo' : letters;
  return result(0, `${[...shown].map((letter) => fields[letter] ?? '').join(' ')}\n`);
};

/** What was exported: the shell's own variables are not for its children. */
export const env: Program = async (task, call) => {
  const words = call.args.filter((arg) => arg !== '-i' && arg !== '-');
  const assigned = words.filter(
    (word, at) => words.slice(0, at + 1).every((it) => it.includes('=')) && word.includes('='),
  );
  const command = words.slice(assigned.length);
  if (command.length > 0) return call.builtin ? call.builtin(call.args) : task.replaceBy(command, call);
  const from = call.args.some((arg) => arg === '-i' || arg === '-') ? {} : call.exported;
  const all = { ...from, ...Object.fromEntries(assigned.map((pair) => pair.split(/=(.*)/s).slice(0, 2))) };
  return result(
    0,
    Object.entries(all)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
};

/** `umask [MODE]`: which bits new files never get. */
export const umask: Program = async (task, { args: [mode] }) => {
  if (mode === undefined) return result(0, `${task.files.umask.toString(8).padStart(4, '0')}\n`);
  if (!/^[0-7]{1,4}$/.test(mode)) return result(2, '', `sh: 1: Illegal number: ${mode}\n`);
  task.files.umask = Number.parseInt(mode, 8);
  return result(0);
};

/** The terminal that the engine has given to the container or to the exec. */
/** `test -t N`; the three streams are the terminal's, or none is. */
export const isTerminal: Program = async (task, { args }) =>
  result(task.hasTerminal && ['0', '1', '2'].includes(args[1] ?? '') ? 0 : 1);

export const tty: Program = async (task) => (task.hasTerminal ? result(0, '/dev/pts/0\n') : result(1, 'not a tty\n'));
