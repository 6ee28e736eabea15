import { type Command, type ContainerId, type Event, emptyWorld, evolve, type World } from '../../src/index.ts';
import { families, laws } from '../invariants/index.ts';
import type { Law, Step, Violation } from '../invariants/law.ts';
import { partAround } from '../invariants/part.ts';
import { isFrozenWrite } from '../properties/check-history.ts';
import { model } from '../properties/live.ts';

/** An event of a log: where it stands, and which command it comes from. */
export type LoggedEvent = {
  readonly seq: number;
  readonly event: Event;
  readonly cause: {
    readonly n: number;
    readonly command: string;
    readonly issuer: Command['issuer'];
    readonly pid?: number;
  };
};

/** A law that does not hold after an event. */
export type BrokenLaw = { readonly law: string; readonly sentence: string; readonly violation: string };

export type LogCheckOptions = {
  /** Parts of the world that hold more files or processes than this are looked at together with the whole world only. */
  readonly largest?: number;
  /** Events between two looks at the whole world, at least: more when the world is large. */
  readonly stretch?: number;
  /** The world that the log begins in; the empty one when absent. */
  readonly from?: World;
};

/** Laws that a log can break. E4 and E5 speak of commands that were refused or are decided again, and a log has neither. */
export const lawsOfLogs: readonly Law[] = laws.filter(({ id }) => id !== 'E4' && id !== 'E5');

const [afterEvents, afterCommands] = [false, true].map((between) =>
  lawsOfLogs.filter(({ betweenCommands = false, step }) => step !== undefined && betweenCommands === between),
);
const ofHistories = lawsOfLogs.filter(({ history }) => history !== undefined);
/** What happens on the host shows in no data root and in no index; a copy of all of its processes waits for the look at the whole. */
const ofHostHistories = ofHistories.filter((law) => (families.Log as readonly Law[]).includes(law) && law.id !== 'E2');

/**
 * Holds the laws against a log as it is folded, in bounded memory: after every event those that an event can break, after
 * the last event of each command those that hold between commands. Laws over a whole history are asked of the part of
 * the world that the event touched, and now and then of the whole; what is found there is traced back to its event.
 */
export class LogCheck {
  private readonly largest: number;
  private readonly least: number;
  private world: World;
  /** Since the last event of the command before. */
  private command: LoggedEvent[] = [];
  private beforeCommand: World;
  /** Since the last look at the whole. */
  private stretch: LoggedEvent[] = [];
  private beforeStretch: World;
  commands = 0;
  events = 0;

  constructor({ largest = 2_000, stretch = 1_000, from = emptyWorld }: LogCheckOptions = {}) {
    this.largest = largest;
    this.least = stretch;
    this.world = from;
    this.beforeCommand = from;
    this.beforeStretch = from;
  }

  /** Folds an event. Answers the laws that it breaks, or that the command before it left broken, and where. */
  see(entry: LoggedEvent): Found | undefined {
    const begins = this.command.length > 0 && this.command[0]?.cause.n !== entry.cause.n;
    return (begins ? this.finishCommand() : undefined) ?? this.fold(entry);
  }

  /** After the last event. */
  end(): Found | undefined {
    return (this.command.length > 0 ? this.finishCommand() : undefined) ?? this.finishStretch();
  }

  /** The name of a container that is or lately was there. */
  nameOf(id: ContainerId): string | undefined {
    const worlds = [this.world, this.beforeCommand, this.beforeStretch];
    return worlds.map(({ containers }) => containers.get(id)?.name).find((name) => name !== undefined);
  }

  private fold(entry: LoggedEvent): Found | undefined {
    const { event } = entry;
    const before = this.world;
    freeze(event);
    this.command.push(entry);
    this.stretch.push(entry);
    this.events += 1;
    const after = folded(before, event);
    if ('law' in after) return this.found(entry, [after]);
    this.world = after;
    const step = stepOf(before, [entry], after);
    const broken = [
      ...(afterEvents ?? []).flatMap((law) => asked(law, law.step?.(step))),
      ...this.ofPart(before, entry, after),
    ];
    return this.found(entry, broken);
  }

  private ofPart(before: World, entry: LoggedEvent, after: World): readonly BrokenLaw[] {
    const part = partAround(before, entry.event, after);
    if (part.size > this.largest) return [];
    return ofHistory(part.before, [entry], part.after, entry.event.stream === 'host' ? ofHostHistories : ofHistories);
  }

  private finishCommand(): Found | undefined {
    const step = stepOf(this.beforeCommand, this.command, this.world);
    const broken = (afterCommands ?? []).flatMap((law) => asked(law, law.step?.(step)));
    const found = this.found(this.command.at(-1), broken);
    if (found) return found;
    this.commands += 1;
    this.command = [];
    this.beforeCommand = this.world;
    return this.stretch.length >= Math.max(this.least, sizeOfWorld(this.world) / 10) ? this.finishStretch() : undefined;
  }

  private finishStretch(): Found | undefined {
    const broken = ofHistory(this.beforeStretch, this.stretch, this.world);
    const found = broken.length > 0 ? this.found(this.traced(broken), broken) : undefined;
    this.stretch = [];
    this.beforeStretch = this.world;
    return found;
  }

  /** The first event of the stretch behind which the whole world breaks one of these laws. */
  private traced(broken: readonly BrokenLaw[]): LoggedEvent | undefined {
    const ids = new Set(broken.map(({ law }) => law));
    const blamed = ofHistories.filter(({ id }) => ids.has(id));
    let [holds, breaks] = [0, this.stretch.length];
    while (breaks - holds > 1) {
      const middle = (holds + breaks) >> 1;
      const events = this.stretch.slice(0, middle);
      const end = events.reduce((world, { event }) => evolve(world, event), this.beforeStretch);
      if (ofHistory(this.beforeStretch, events, end, blamed).length > 0) breaks = middle;
      else holds = middle;
    }
    return this.stretch[breaks - 1];
  }

  private found(entry: LoggedEvent | undefined, broken: readonly BrokenLaw[]): Found | undefined {
    if (!entry || broken.length === 0) return undefined;
    return { entry, command: this.stretch.filter(({ cause }) => cause.n === entry.cause.n), broken };
  }
}

/** The event after which laws are broken, and its command as far as it has been seen. */
export type Found = {
  readonly entry: LoggedEvent;
  readonly command: readonly LoggedEvent[];
  readonly broken: readonly BrokenLaw[];
};

const asked = ({ id, sentence }: Law, violation: Violation): readonly BrokenLaw[] =>
  violation === undefined ? [] : [{ law: id, sentence, violation }];

const ofHistory = (
  start: World,
  entries: readonly LoggedEvent[],
  end: World,
  some: readonly Law[] = ofHistories,
): readonly BrokenLaw[] => {
  const steps = [stepOf(start, entries, end)];
  const history = { steps, events: steps.flatMap(({ events }) => events), start, end, engine: model };
  return some.flatMap((law) => asked(law, law.history?.(history)));
};

/** An event that can not be folded is a violation too: evolve takes any event in any state. */
const folded = (world: World, event: Event): World | BrokenLaw => {
  try {
    return evolve(world, event);
  } catch (error) {
    const defect = error instanceof Error ? error : new Error(String(error));
    const law = laws.find(({ id }) => id === (isFrozenWrite(defect) ? 'E3' : 'X1'));
    if (!law) throw defect;
    return { law: law.id, sentence: law.sentence, violation: `${event.type}: ${defect.message}` };
  }
};

const stepOf = (before: World, entries: readonly LoggedEvent[], after: World): Step => ({
  before,
  command: commandOf(entries),
  events: entries.map(({ event }) => event),
  after,
  context: nobody,
  engine: model,
});

/** A log holds no commands that could be decided again. */
const nobody = { entropy: { now: '', seed: '' }, contents: () => undefined } as unknown as Step['context'];

/**
 * As much of the command as its cause and its events tell: its name, who acted, and, since nothing contradicts it, that a
 * removal was told to take anonymous volumes along.
 */
const commandOf = ([first]: readonly LoggedEvent[]): Command =>
  ({
    issuer: first?.cause.issuer,
    type: first?.cause.command,
    volumes: true,
    pid: first?.cause.pid,
  }) as unknown as Command;

/** What it costs to look at all of a world: the files that each container sees, and the processes. */
const sizeOfWorld = ({ layers, writeLayers, host }: World): number => {
  const files = new Map<string, number>();
  for (const { chainId, parent, tree } of [...layers.values()].sort((a, b) => a.depth - b.depth))
    files.set(chainId, tree.inodes.size + (parent === undefined ? 0 : (files.get(parent) ?? 0)));
  let size = host.processes.size;
  for (const { parent, upper } of writeLayers.values())
    size += upper.inodes.size + (parent === undefined ? 0 : (files.get(parent) ?? 0));
  return size;
};

/** Frozen all the way down, so that a write to an event is an error where it happens (law E3). */
const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
};
