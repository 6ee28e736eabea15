import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandOf, picks } from '../../specs/index.ts';
import {
  type Command,
  type Digest,
  embeddedRegistry,
  emptyWorld,
  pullCommand,
  replay,
  sameWorld,
  streamOf,
  type World,
} from '../../src/index.ts';
import { foldEntries } from '../../src/shell/log/fold-entries.ts';
import { forkLog } from '../../src/shell/log/fork-log.ts';
import { openWorld } from '../../src/shell/log/open-world.ts';
import { readLog } from '../../src/shell/log/read-log.ts';
import { stateHash } from '../../src/shell/log/snapshots.ts';
import { TimeTravel } from '../../src/shell/log/time-travel.ts';
import { Session } from '../../src/shell/session.ts';
import { besideLog } from '../../src/shell/stores/open-store.ts';
import { kinds } from './stores.ts';

/** Random histories for each store; PLIMSOLL_HISTORIES=200 for more. */
const histories = Number(process.env.PLIMSOLL_HISTORIES ?? 5);
const seed = Number(process.env.PLIMSOLL_SEED ?? Math.floor(Math.random() * 2 ** 31));

const registry = embeddedRegistry();
const kept = new Map<Digest, Uint8Array>();
const blobs = {
  get: (digest: Digest) => kept.get(digest) ?? registry.contents(digest),
  put: (digest: Digest, bytes: Uint8Array) => void kept.set(digest, bytes),
};
const quiet = { warn: () => {} };

/** Where a session stood after a command that left events, and the commands that came after it. */
type Stand = { readonly seq: number; readonly world: World; readonly at: number };

const lived = (log: string, drawn: Parameters<typeof commandOf>[1][]) => {
  const session = new Session({ log, seed: 'random', sync: 'batch', blobs });
  const commands: Command[] = [];
  const stands: Stand[] = [];
  const perform = (command: Command): void => {
    const before = session.length;
    session.perform(command);
    commands.push(command);
    if (session.length > before) stands.push({ seq: session.length, world: session.world, at: commands.length });
  };
  for (const image of ['busybox', 'redis']) perform(pullCommand(registry, session.world.distribution, image));
  for (const pick of drawn) {
    const command = commandOf(session.world, pick);
    if (command) perform(command);
  }
  session.close();
  return { commands, stands, world: session.world };
};

describe.each(kinds)('$kind, random histories', ({ kind, fresh }) => {
  test(`of ${histories}: replay, snapshots, steps back, forks and other orders of streams lead to the live state`, () => {
    let [events, points] = [0, 0];
    fc.assert(
      fc.property(picks(80), (drawn) => {
        const log = fresh();
        const { commands, stands, world } = lived(log, [...drawn]);
        const entries = [...readLog(log)];
        events += entries.length;
        points += stands.length;

        // Prefix by prefix.
        let folded = emptyWorld;
        let from = 0;
        for (const { seq, world: live } of stands) {
          folded = replay(
            entries.slice(from, seq).map(({ event }) => event),
            folded,
          );
          expect(sameWorld(folded, live)).toBe(true);
          from = seq;
        }

        // From the nearest snapshot on, which the first opening has made.
        openWorld(log, undefined, { ...quiet, every: 10 });
        expect(readdirSync(besideLog(log, 'snapshots')).length).toBeGreaterThan(0);
        for (const { seq, world: live } of stands.filter((_, at) => at % 5 === 0)) {
          const opened = openWorld(log, { seq }, { ...quiet, every: 10 });
          expect(opened.seq).toBe(seq);
          expect(stateHash(opened.world)).toBe(stateHash(live));
        }

        // Backwards.
        const travel = new TimeTravel(entries);
        travel.go(travel.length);
        for (const { world: live } of [...stands].reverse()) {
          expect(sameWorld(travel.point.world, live)).toBe(true);
          travel.back();
        }

        // A fork in the middle, and then the same commands.
        const stand = stands[Math.floor(stands.length / 2)];
        if (!stand) throw new Error('a history without events');
        const fork = fresh();
        forkLog(log, fork, stand.seq);
        const session = new Session({ log: fork, seed: 'random', sync: 'batch', blobs });
        expect(sameWorld(session.world, stand.world)).toBe(true);
        for (const command of commands.slice(stand.at)) session.perform(command);
        session.close();
        expect(sameWorld(session.world, world)).toBe(true);

        // One stream after the other.
        const byStream = [...entries].sort((a, b) =>
          streamOf(a.event) < streamOf(b.event) ? -1 : streamOf(a.event) > streamOf(b.event) ? 1 : a.seq - b.seq,
        );
        expect(sameWorld(foldEntries(byStream), world)).toBe(true);
      }),
      { numRuns: histories, seed, endOnFailure: true },
    );
    console.log(`${kind}: ${histories} histories, ${events} events, ${points} prefixes (PLIMSOLL_SEED=${seed})`);
    expect(points).toBeGreaterThan(histories);
  }, 600_000);

  test('a log of an older version leads to the same state wherever it lies', () => {
    const [old, log] = ['test/shell/data/died-v1.jsonl', fresh()];
    forkLog(old, log);
    expect(sameWorld(openWorld(log).world, replay([...readLog(old)].map(({ event }) => event)))).toBe(true);
    expect([...readLog(log)].some(({ event }) => event.type === 'ContainerDied' && event.reported === 137)).toBe(true);
  });
});
