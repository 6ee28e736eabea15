import { describe, expect, test } from 'vitest';
import {
  type Event,
  emptyWorld,
  evolveAll,
  GroupedReplay,
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

  test('in batches of any size', () => {
    for (const size of [1, 2, 3, 7, 50, 1000]) {
      const grouped = new GroupedReplay();
      for (let at = 0; at < events.length; at += size) grouped.add(events.slice(at, at + size));
      expect(sameWorld(grouped.world(), whole)).toBe(true);
    }
  });

  test('up to the first event that does not fit what came before it', () => {
    const changes = events.flatMap((event, at) => (event.type === 'UpperChanged' ? [at] : []));
    const [first = 0, last = 0] = [changes.at(0), changes.at(-1)];
    const broken = events.map((event, at) =>
      event.type === 'UpperChanged' && (at === first || at === last)
        ? { ...event, changes: [{ in: 999, name: 'x', ino: 1 }] }
        : event,
    );
    expect(first).toBeLessThan(last);
    expect(() => replay(broken.slice(0, first))).not.toThrow();
    expect(() => replay(broken)).toThrow('there is no inode 999');
    for (const [begin, at] of [
      [0, first],
      [first + 1, last - first - 1],
    ] as const) {
      const grouped = new GroupedReplay(replay(events.slice(0, begin)));
      expect(() => grouped.add(broken.slice(begin))).toThrow(
        expect.objectContaining({ message: 'there is no inode 999', at }),
      );
    }
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
