import { evolveEntry, foldEntries } from './fold-entries.ts';
import { atBeginning } from './open-world.ts';
import type { Entry } from './record.ts';
import type { Point } from './snapshots.ts';

/** Commands between two worlds that are kept. */
const keptEvery = 64;

/**
 * Goes forwards and backwards through a history, command by command. A step back is a step forward from an earlier world:
 * every 64th is kept once it has been seen, and worlds share what they have in common.
 */
export class TimeTravel {
  /** The events of each command. */
  private readonly commands: readonly (readonly Entry[])[];
  private readonly kept = new Map<number, Point>([[0, atBeginning]]);
  /** How many commands have happened. */
  private at = 0;
  private here: Point = atBeginning;

  constructor(entries: Iterable<Entry>) {
    this.commands = [...byCommand(entries)];
  }

  get point(): Point {
    return this.here;
  }

  /** How many commands left events in this history. */
  get length(): number {
    return this.commands.length;
  }

  /** The events of the command that led here. */
  get latest(): readonly Entry[] {
    return this.commands[this.at - 1] ?? [];
  }

  forward(commands = 1): Point {
    return this.go(this.at + commands);
  }

  back(commands = 1): Point {
    return this.go(this.at - commands);
  }

  /** To the world after so many commands; the ends hold. */
  go(to: number): Point {
    const target = Math.max(0, Math.min(to, this.commands.length));
    if (target < this.at || target - this.at > keptEvery) this.jump(target);
    while (this.at < target) this.step();
    return this.here;
  }

  /** To the nearest world that is kept, unless where we are is nearer. */
  private jump(target: number): void {
    let nearest = target - (target % keptEvery);
    while (!this.kept.has(nearest)) nearest -= keptEvery;
    if (this.at <= target && this.at >= nearest) return;
    this.at = nearest;
    this.here = this.kept.get(nearest) ?? atBeginning;
  }

  private step(): void {
    const entries = this.commands[this.at] ?? [];
    this.at += 1;
    this.here = after(this.here, entries);
    if (this.at % keptEvery === 0) this.kept.set(this.at, this.here);
  }
}

const after = (before: Point, entries: readonly Entry[]): Point => {
  let { seq, now, commands } = before;
  for (const { seq: number, cause, event } of entries) {
    seq = number;
    if (event.at > now) now = event.at;
    if (cause.n > commands) commands = cause.n;
  }
  const world = entries.length > 100 ? foldEntries(entries, before.world) : entries.reduce(evolveEntry, before.world);
  return { world, seq, hash: before.hash, now, commands };
};

/** The events of each command together. */
export function* byCommand(entries: Iterable<Entry>): Generator<readonly Entry[]> {
  let group: Entry[] = [];
  for (const entry of entries) {
    if (group.length > 0 && group[0]?.cause.n !== entry.cause.n) {
      yield group;
      group = [];
    }
    group.push(entry);
  }
  if (group.length > 0) yield group;
}
