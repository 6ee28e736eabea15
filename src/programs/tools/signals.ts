import { signalNumbers } from '../../core/streams/host/signals.ts';
import { type Program, result } from '../call.ts';

/** The number of a signal by its name or number, with or without SIG. */
export const signalOf = (word: string): number | undefined =>
  /^\d+$/.test(word) ? Number(word) : signalNumbers[word.toUpperCase().replace(/^SIG/, '')];

export const kill: Program = async (task, { args }) => {
  const words = [...args];
  let signal: number | undefined = 15;
  if (words[0] === '-s' || words[0] === '-n') signal = signalOf(words.splice(0, 2)[1] ?? '');
  else if (words[0] === '-l') return result(0, `${Object.keys(signalNumbers).join(' ')}\n`);
  else if (/^-[A-Za-z0-9]+$/.test(words[0] ?? '') && words.length > 1)
    signal = signalOf((words.shift() ?? '').slice(1));
  if (words[0] === '--') words.shift();
  if (signal === undefined) return result(1, '', 'sh: 1: kill: Illegal number\n');
  let code = 0;
  let told = '';
  for (const word of words) {
    const sent = task.machine.act({
      issuer: 'process',
      type: 'SignalProcess',
      pid: task.acting,
      target: Number(word),
      signal,
    });
    if (sent.accepted) continue;
    code = 1;
    told += task.isBusybox ? `sh: can't kill pid ${word}: No such process\n` : 'sh: 1: kill: No such process\n\n';
  }
  return result(code, '', told);
};

/** The traps that are set, as a shell could read them again (measured, docs/facts.md). */
const told = (bodies: ReadonlyMap<number, string>): string =>
  [...bodies]
    .sort(([a], [b]) => a - b)
    .map(([signal, body]) => `trap -- '${body.replaceAll("'", `'"'"'`)}' ${signalName(signal)}\n`)
    .join('');

const signalName = (signal: number): string =>
  signal === 0
    ? 'EXIT'
    : (Object.entries(signalNumbers).find(([, number]) => number === signal)?.[0] ?? String(signal));

/** `trap 'exit 42' TERM`: what the model must know of it is whether the process goes on. */
export const trap: Program = async (task, { args }) => {
  const words = args[0] === '--' ? args.slice(1) : args;
  if (words.length === 0) return result(0, told(task.traps.bodies));
  // A lone word, or a number in front, is a signal that shall do what it does by itself.
  const resets = words.length === 1 || /^\d+$/.test(words[0] ?? '');
  const [body = '', ...signals] = resets ? ['-', ...words] : words;
  for (const word of signals) {
    const signal = /^(?:EXIT|0)$/i.test(word) ? 0 : signalOf(word);
    if (signal === undefined)
      return task.isBusybox
        ? result(1, '', `sh: trap: line 0: ${word}: invalid signal specification\n`)
        : result(1, '', `sh: 1: trap: ${word}: bad trap\n`);
    task.traps.set(signal, body);
  }
  return result(0);
};
