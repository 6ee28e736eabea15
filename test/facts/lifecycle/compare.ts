import type { Rejection } from '../../../src/core/kernel/decision.ts';
import type { Container, State } from '../../../src/core/streams/container/container.ts';
import { type DockerEvent, networkIdOf } from '../../../src/views/docker-events.ts';
import type { RowEvent, RowState } from './rows.ts';

/** Ids of one run by the names that stand for them in the rows. */
export type Placeholders = ReadonlyMap<string, string>;

export const named = (text: string, names: Placeholders): string => {
  let result = text;
  for (const [id, name] of names) if (id !== '') result = result.split(id).join(name);
  return result;
};

/** A container's state in the form of the rows. */
export const rowState = (it: Container, names: Placeholders): RowState => {
  const { state } = it;
  const { status } = state;
  return {
    Status: status,
    Running: status === 'running' || status === 'paused' || status === 'restarting',
    Paused: status === 'paused',
    Restarting: status === 'restarting',
    OOMKilled: it.oomKilled,
    Dead: status === 'dead' || status === 'removing',
    Pid: 'pid' in state ? 'nonzero' : 0,
    ExitCode: 'exitCode' in state ? state.exitCode : 0,
    Error: named('error' in state ? state.error : '', names),
    StartedAt: isSet(state, 'startedAt') ? 'set' : 'zero',
    FinishedAt: isSet(state, 'finishedAt') ? 'set' : 'zero',
    RestartCount: it.restartCount,
    Name: `/${it.name}`,
  };
};

const isSet = (state: State, key: 'startedAt' | 'finishedAt'): boolean =>
  (state as Partial<Record<typeof key, unknown>>)[key] !== undefined;

export const rowEvent = ({ Type, Action, Actor }: DockerEvent, names: Placeholders): RowEvent => ({
  Type,
  Action,
  ActorID: Actor.ID === networkIdOf('none') ? '<NONE-NETWORK-ID>' : named(Actor.ID, names),
  Attributes: Object.fromEntries(Object.entries(Actor.Attributes).map(([key, value]) => [key, named(value, names)])),
});

const sorted = (record: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))));

export const eventText = ({ Attributes, ...rest }: RowEvent): string =>
  sorted({ ...rest, Attributes: sorted(Attributes) });

export const stateText = (state: RowState | null | undefined): string => (state ? sorted(state) : 'gone');

export const messageOf = ({ message }: Rejection, names: Placeholders): string => named(message, names).trim();
