import type { DockerEventLine } from '../trace.ts';

/** What events have told of one container. */
export type Life = {
  readonly id: string;
  readonly name: string | undefined;
  readonly status: 'unknown' | 'created' | 'running' | 'paused' | 'exited' | 'gone';
  /** Signals that it was sent since it last started. */
  readonly signals: readonly number[];
  /** `stop` was told before `die`, as newer engines do: `die` must be the next. */
  readonly isStopping: boolean;
  /** Starts that no `restart` has told of yet. */
  readonly newStarts: number;
  readonly execs: Readonly<Record<string, 'created' | 'started' | 'ended'>>;
};

export const lifeOf = (id: string, status: Life['status'], name?: string): Life => ({
  id,
  name,
  status,
  signals: [],
  isStopping: false,
  newStarts: 0,
  execs: {},
});

/** Where each event may happen, and where it leads; the rows of K1 as the event stream tells them. */
type Row = { readonly from: readonly Life['status'][]; readonly to?: Life['status'] };

const living = ['running', 'paused'] as const;
const resting = ['created', 'exited'] as const;
const anywhere = [...living, ...resting] as const;

const rows: Readonly<Record<string, Row>> = {
  start: { from: resting, to: 'running' },
  die: { from: living, to: 'exited' },
  pause: { from: ['running'], to: 'paused' },
  unpause: { from: ['paused'], to: 'running' },
  kill: { from: living },
  stop: { from: ['exited', ...living] },
  restart: { from: ['running', 'exited', 'paused'] },
  oom: { from: living },
  destroy: { from: resting, to: 'gone' },
  exec_create: { from: ['running'] },
  exec_start: { from: ['running'] },
  exec_detach: { from: anywhere },
  exec_die: { from: anywhere },
  attach: { from: anywhere },
  detach: { from: anywhere },
  commit: { from: anywhere },
  copy: { from: anywhere },
  'archive-path': { from: anywhere },
  'extract-to-dir': { from: anywhere },
  export: { from: anywhere },
  rename: { from: anywhere },
  resize: { from: anywhere },
  top: { from: living },
  update: { from: anywhere },
  health_status: { from: anywhere },
};

/** `exec_create: sh -c true` and `health_status: healthy` say more than their name. */
export const actionOf = ({ Action }: DockerEventLine): string => Action.split(':')[0] ?? Action;

export const isDockersAction = (action: string): boolean => action === 'create' || Object.hasOwn(rows, action);

export const mayHappen = (action: string, status: Life['status']): boolean =>
  status === 'unknown' || (rows[action]?.from.includes(status) ?? false);

/** Everything that may be told of a container now. */
export const allowedNow = ({ status, isStopping }: Life): readonly string[] =>
  isStopping ? ['die'] : Object.keys(rows).filter((action) => rows[action]?.from.includes(status));

/** The life after an event, whether it was allowed or not: one mistake shall not make all that follows wrong. */
export const livedOn = (life: Life, event: DockerEventLine): Life => {
  const action = actionOf(event);
  const { name = life.name, execID, signal } = event.Actor.Attributes ?? {};
  const to = rows[action]?.to ?? life.status;
  const told = { ...life, name, status: to === 'unknown' ? statusAfter(action) : to };
  switch (action) {
    case 'start':
      return { ...told, signals: [], isStopping: false, newStarts: life.newStarts + 1 };
    case 'restart':
      return { ...told, newStarts: 0 };
    case 'kill':
      return { ...told, signals: [...life.signals, Number(signal)] };
    case 'die':
      return { ...told, isStopping: false };
    case 'stop':
      return { ...told, isStopping: life.status === 'running' || life.status === 'paused' };
    case 'exec_create':
    case 'exec_start':
    case 'exec_die':
      return { ...told, execs: { ...life.execs, ...(execID !== undefined && { [execID]: execAfter[action] }) } };
    default:
      return told;
  }
};

const execAfter = { exec_create: 'created', exec_start: 'started', exec_die: 'ended' } as const;

/** What an event says of a container that nothing was known of. */
const statusAfter = (action: string): Life['status'] =>
  action === 'kill' || action === 'exec_create' || action === 'exec_start' || action === 'top' ? 'running' : 'unknown';
