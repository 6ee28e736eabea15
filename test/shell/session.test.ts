import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sameWorld } from '../../src/index.ts';
import { Session } from '../../src/shell/session.ts';
import { scratch } from './scratch.ts';
import { ask, liveALittle } from './story.ts';

test('the same seed and commands give the same log, byte for byte', () => {
  const logs = [scratch(), scratch()].map((log) => {
    const session = new Session({ log, seed: 'one' });
    liveALittle(session);
    session.close();
    return readFileSync(log, 'utf8');
  });
  expect(logs[0]).toBe(logs[1]);
  expect(logs[0]).toContain('"time":"2024-01-01T00:00:00.');
});

test('another seed gives other ids', () => {
  const [a, b] = ['one', 'two'].map((seed) => {
    const session = new Session({ seed });
    liveALittle(session);
    return [...session.world.containers.keys()];
  });
  expect(a).not.toEqual(b);
});

test('a session that is opened again goes on where its log ends, and no id is given twice', () => {
  const log = scratch();
  const first = new Session({ log, seed: 'one' });
  liveALittle(first, 'web');
  first.close();
  const second = new Session({ log, seed: 'one' });
  expect(sameWorld(second.world, first.world)).toBe(true);
  expect(second.now).toBe(first.now);
  expect(second.length).toBe(first.length);
  liveALittle(second, 'other');
  second.close();
  expect(second.world.containers.size).toBe(2);
  expect(sameWorld(new Session({ log }).world, second.world)).toBe(true);
});

test('time goes on from command to command', () => {
  const session = new Session({ seed: 'one' });
  const before = session.now;
  session.perform({ issuer: 'client', type: 'ListContainers' });
  const middle = session.now;
  session.pass(5000);
  session.perform({ issuer: 'client', type: 'ListContainers' });
  expect(middle > before).toBe(true);
  expect(Date.parse(session.now) - Date.parse(middle)).toBeGreaterThan(5000);
});

test('a refused command leaves nothing in the log', () => {
  const log = scratch();
  const session = new Session({ log, seed: 'one' });
  const before = readFileSync(log, 'utf8');
  expect(session.perform({ issuer: 'client', type: 'StartContainer', container: 'nobody' }).accepted).toBe(false);
  session.close();
  expect(readFileSync(log, 'utf8')).toBe(before);
});

test('a log has one writer at a time', () => {
  const log = scratch();
  const first = new Session({ log, seed: 'one' });
  expect(() => new Session({ log })).toThrow(/is writing to it/);
  ask(first, { type: 'CreateVolume', name: 'kept' });
  first.close();
  const second = new Session({ log });
  expect(second.world.volumes.size).toBe(1);
  second.close();
});
