import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { EngineEvent } from './engine.ts';

/** A container as the recorded rows describe it: what may differ from run to run is reduced to its shape. */
export type Shape = Readonly<Record<string, string | number | boolean>>;

export type EventRow = {
  readonly Type: string;
  readonly Action: string;
  readonly ActorID: string;
  readonly Attributes: Readonly<Record<string, string>>;
};

/** One cell of the matrix state × operation, as it was measured. */
export type Row = {
  readonly section: string;
  readonly state: string;
  readonly operation: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string | number>> | null;
    readonly body: unknown;
  };
  readonly status: number;
  readonly blocks: boolean;
  readonly message: string | null;
  readonly stateBefore: Shape | null;
  readonly stateAfter: Shape | null;
  readonly events: readonly EventRow[];
  readonly note?: string;
};

const file = new URL('../facts/data/container-lifecycle.json.gz', import.meta.url);

/** Every cell of the matrix. */
export const matrix = (): readonly Row[] =>
  (JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as readonly Row[]).filter(
    ({ section }) => section === 'matrix',
  );

/** What `docker inspect` answers, as far as the rows look. */
export type Inspected = {
  readonly Id: string;
  readonly Name: string;
  readonly RestartCount: number;
  readonly State: Readonly<Record<string, string | number | boolean>>;
};

const flags = ['Status', 'Running', 'Paused', 'Restarting', 'OOMKilled', 'Dead', 'ExitCode'] as const;

/** Whether a time is Docker's zero time. */
const timeShape = (time: unknown): string => (time === '0001-01-01T00:00:00Z' ? 'zero' : 'set');

/** The shape of an inspected container, comparable with a row's `stateBefore` and `stateAfter`. */
export const shapeOf = ({ Name, RestartCount, State }: Inspected, mask: (text: string) => string): Shape => ({
  ...Object.fromEntries(flags.map((flag) => [flag, State[flag] ?? ''])),
  Pid: State.Pid === 0 ? 0 : 'nonzero',
  Error: mask(String(State.Error)),
  StartedAt: timeShape(State.StartedAt),
  FinishedAt: timeShape(State.FinishedAt),
  RestartCount,
  Name,
});

/** Replaces ids by the placeholders of the recorded rows. */
export const masking =
  (known: ReadonlyMap<string, string>) =>
  (text: string): string =>
    [...known].reduce((masked, [id, placeholder]) => masked.replaceAll(id, placeholder), text);

/** The placeholder of an id that a request made: `<NEWID>` for a container, `<NEWIMAGEID>`, `<NEWEXECID>`. */
export const placeholderOfNew = ({ operation }: Row): string =>
  operation.startsWith('commit') ? '<NEWIMAGEID>' : operation.startsWith('exec') ? '<NEWEXECID>' : '<NEWID>';

/** An engine's event in the form of the rows. */
export const eventRow = ({ Type, Action, Actor }: EngineEvent, mask: (text: string) => string): EventRow => ({
  Type,
  Action,
  ActorID: mask(Actor.ID),
  Attributes: Object.fromEntries(Object.entries(Actor.Attributes).map(([key, value]) => [key, mask(value)])),
});
