import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginning, drawn, liveAndCheck, model, picks } from '../../specs/index.ts';
import { type EventAt, judgeEvents } from '../../src/oracle/judge/judge-events.ts';
import { dockerEvent } from '../../src/views/docker-events.ts';

const seed = 11;
const numRuns = 150;

test(`the judge allows what the model tells: ${numRuns} random histories of up to 60 commands, seed ${seed}`, () => {
  let told = 0;
  fc.assert(
    fc.property(picks(60), (pickList) => {
      const events: EventAt[] = [];
      let listens = true;
      liveAndCheck(model, [], beginning(), 'judge', drawn(pickList), {
        seen: ({ before, events: happened }) => {
          let world = before;
          for (const event of happened) {
            const line = dockerEvent(world, event);
            // When the daemon ends the stream ends, and what happens then is told to nobody.
            listens = listens && world.host.daemon === 'running';
            if (line && listens) events.push({ line: events.length + 1, event: line });
            world = model.evolve(world, event);
          }
        },
      });
      told += events.length;
      const { violations } = judgeEvents(events);
      const shown = violations.map((it) => ({
        ...it,
        before: events
          .slice(0, it.line)
          .slice(-12)
          .map(
            ({ event }) =>
              `${event.Type} ${event.Action} ${event.Actor.ID.slice(0, 6)} ${JSON.stringify(event.Actor.Attributes)}`,
          ),
      }));
      expect(shown).toEqual([]);
    }),
    { seed, numRuns },
  );
  expect(told).toBeGreaterThan(1000);
}, 60_000);
