import { describe, expect, test } from 'vitest';
import {
  type Event,
  emptyWorld,
  evolveAll,
  indexesOf,
  PersistentMap,
  replay,
  replayGrouped,
  sameWorld,
  stateDiff,
  stateOf,
  worldFrom,
} from '../../src/index.ts';
import { Session } from '../../src/shell/session.ts';
import { hostileLabels, liveALittle } from './story.ts';

const history = (): readonly Event[] => {
  const events: Event[] = [];
  const session = new Session({ seed: 'replay', onEntry: ({ event }) => events.push(event) });
  liveALittle(session, 'one');
  liveALittle(session, 'two');
  return events;
};

describe('a history replays', () => {
  const events = history();
  const whole = replay(events);

  test('stream by stream to the same world as event by event', () => {
    expect(sameWorld(replayGrouped(events), whole)).toBe(true);
    expect(stateOf(replayGrouped(events))).toBe(stateOf(whole));
  });

  test('from every prefix on, and from a snapshot of it', () => {
    for (let at = 0; at <= events.length; at += 5) {
      const prefix = replay(events.slice(0, at));
      expect(sameWorld(replayGrouped(events.slice(at), prefix), whole)).toBe(true);
      const snapshot = worldFrom(stateOf(prefix));
      expect(sameWorld(snapshot, prefix)).toBe(true);
      expect(sameWorld(evolveAll(snapshot, events.slice(at)), whole)).toBe(true);
    }
  });

  test('to indexes that equal their recomputation', () => {
    const { indexes, ...aggregates } = whole;
    expect(sameWorld({ ...whole, indexes: indexesOf(aggregates) }, whole)).toBe(true);
    expect(indexes.names.size).toBe(2);
  });

  test('to a world in which every event but the silent ones made a difference that can be named', () => {
    expect(sameWorld(emptyWorld, whole)).toBe(false);
    expect(stateDiff(whole, whole)).toEqual([]);
    const paused = events.findLastIndex(({ type }) => type === 'ContainerPaused');
    const differences = stateDiff(replay(events.slice(0, paused)), replay(events.slice(0, paused + 1)));
    expect(differences).toMatchObject([{ path: 'state.status', before: 'running', after: 'paused' }]);
  });
});

test('a snapshot keeps keys that mean something to JavaScript or to itself', () => {
  const labels = { ...hostileLabels, $map: 'a', $record: 'b' };
  const [created, ...rest] = history().filter(({ type }) => type === 'ContainerCreated');
  expect(rest).toHaveLength(1);
  if (created?.type !== 'ContainerCreated') throw new Error('no container');
  const world = evolveAll(emptyWorld, [{ ...created, config: { Labels: labels } }]);
  const again = worldFrom(stateOf(world));
  expect(sameWorld(again, world)).toBe(true);
  expect(again.containers).toBeInstanceOf(PersistentMap);
  expect(again.containers.get(created.id)?.config.Labels?.$map).toBe('a');
});
