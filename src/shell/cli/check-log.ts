import type { BrokenLaw, Found } from '../../../specs/run/check-log.ts';
import { causedLine } from '../../docker/caused-line.ts';
import type { Entry } from '../log/record.ts';

/** Which laws a log breaks first, behind which event, and the command that this event came from. */
export type Breach = {
  readonly seq: number;
  readonly type: string;
  readonly command: { readonly n: number; readonly name: string; readonly line: string };
  readonly broken: readonly BrokenLaw[];
};

export type Checked = {
  readonly events: number;
  readonly commands: number;
  readonly laws: number;
  readonly breach?: Breach;
};

/** Holds every law against a log, event by event, up to the first that breaks one. Tells now and then how far it is. */
export const checkLog = async (entries: Iterable<Entry>, progress: (events: number) => void): Promise<Checked> => {
  const { LogCheck, lawsOfLogs } = await import('../../../specs/run/check-log.ts');
  const check = new LogCheck();
  const rest = entries[Symbol.iterator]();
  for (;;) {
    const { value: entry, done } = rest.next();
    const found = done ? check.end() : check.see(entry);
    const counts = { events: check.events, commands: check.commands, laws: lawsOfLogs.length };
    if (found) {
      const others = found.command.at(-1) === entry ? restOfCommand(found, rest) : [];
      rest.return?.();
      return { ...counts, breach: breachOf(found, others, (id) => check.nameOf(id)) };
    }
    if (done) return counts;
    if (check.events % 100 === 0) progress(check.events);
  }
};

/** A command is told by all of its events, also by those that follow the one that breaks a law. */
const restOfCommand = ({ entry }: Found, rest: Iterator<Entry>): readonly Entry[] => {
  const others: Entry[] = [];
  for (let next = rest.next(); !next.done && next.value.cause.n === entry.cause.n; next = rest.next())
    others.push(next.value);
  return others;
};

const breachOf = (
  { entry, command, broken }: Found,
  others: readonly Entry[],
  nameOf: Parameters<typeof causedLine>[2],
): Breach => {
  const { seq, cause, event } = entry;
  const events = [...command, ...others].map((it) => it.event);
  const line = causedLine(cause, events, nameOf);
  return { seq, type: event.type, command: { n: cause.n, name: cause.command, line }, broken };
};
