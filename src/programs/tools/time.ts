import { type Program, result } from '../call.ts';
import type { Task } from '../task.ts';

const units: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What `sleep` says without a word (measured, docs/facts.md). */
const usage = (task: Task): string =>
  task.isBusybox
    ? `${task.files.busyboxVersion()} multi-call binary.\n\nUsage: sleep [N]...\n\n` +
      'Pause for a time equal to the total of the args given, where each arg can\n' +
      'have an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays\n'
    : "sleep: missing operand\nTry 'sleep --help' for more information.\n";

export const sleep: Program = async (task, { args }) => {
  if (args.length === 0) return result(1, '', usage(task));
  let millis = 0;
  for (const arg of args) {
    const [, number, unit = ''] = /^(\d+(?:\.\d*)?|\.\d+|infinity)([smhd])?$/.exec(arg) ?? [];
    if (number === undefined)
      return result(1, '', `sleep: invalid ${task.isBusybox ? 'number' : 'time interval'} '${arg}'\n`);
    millis += number === 'infinity' ? Number.POSITIVE_INFINITY : Number(number) * (units[unit] ?? 1000);
  }
  await task.wait(millis);
  return result(0);
};

export const date: Program = async (task, call) => {
  // The session's clock, not the host's.
  if (call.args.length === 1 && call.args[0]?.startsWith('+%s'))
    return result(0, `${Math.floor(Date.parse(task.machine.now) / 1000)}\n`);
  const now = new Date(Date.parse(`${task.machine.now.slice(0, 19)}Z`));
  if (call.args.length === 0) {
    const [day = '', , month = '', year = ''] = now.toUTCString().split(' ');
    return result(
      0,
      `${day.replace(',', '')} ${month} ${String(now.getUTCDate()).padStart(2)} ${task.machine.now.slice(11, 19)} UTC ${year}\n`,
    );
  }
  return call.builtin ? call.builtin(call.args) : result(0);
};
