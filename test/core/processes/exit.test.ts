import { expect, it } from 'vitest';
import type { ContainerId, ExecId } from '../../../src/core/kernel/brand.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import { exitCodeOf } from '../../../src/core/processes/ending.ts';
import { spawnEngine } from '../../../src/core/processes/engine.ts';
import { exitProcess, killed, waitChildren } from '../../../src/core/processes/exit.ts';
import { forkProcess, spawnContainer, spawnExec } from '../../../src/core/processes/spawn.ts';
import { begin } from '../../../src/core/processes/story.ts';
import { bareHost } from '../../../src/core/streams/host/evolve.ts';

const at = instant(0);
const entropy = { now: at, seed: 'exit' };
const [one, other] = ['a'.repeat(64) as ContainerId, 'b'.repeat(64) as ContainerId];

it('the end of a namespace takes the main and the exec of a container that joined it, and both shims', () => {
  const telling = begin(bareHost);
  spawnEngine(telling, false, at);
  const bare = telling.host;
  const base = { argv: ['sleep'], init: false };
  const first = spawnContainer(bare, { ...base, container: one, pidMode: 'own' }, at, entropy);
  const joined = spawnContainer(first.host, { ...base, container: other, pidMode: { of: first.pid } }, at, entropy);
  const run = { container: other, exec: 'e' as ExecId, main: joined.pid, argv: ['sleep'] };
  const exec = spawnExec(joined.host, run, at, entropy);
  const { host, ended } = exitProcess(exec.host, first.pid, killed, at);
  expect(ended.map(({ kind, pid }) => [kind, pid])).toEqual([
    ['main', joined.pid],
    ['exec', exec.pid],
    ['main', first.pid],
  ]);
  expect([...host.processes.keys()].sort()).toEqual([...bare.processes.keys()].sort());
  expect(host.cgroups.size).toBe(0);
});

it('orphans, zombies among them, go to the main of their namespace, and only its wait takes them away', () => {
  const main = spawnContainer(bareHost, { container: one, argv: ['sleep'], pidMode: 'own', init: false }, at, entropy);
  const parent = forkProcess(main.host, main.pid, at);
  const dead = forkProcess(parent.host, parent.pid, at);
  const living = forkProcess(dead.host, parent.pid, at);
  const zombie = exitProcess(living.host, dead.pid, { code: 3 }, at).host;
  expect(zombie.processes.get(dead.pid)).toMatchObject({ state: 'zombie', parent: parent.pid });
  const orphaned = exitProcess(zombie, parent.pid, { code: 0 }, at).host;
  expect(orphaned.processes.get(parent.pid)?.state).toBe('zombie');
  expect(orphaned.processes.get(dead.pid)).toMatchObject({ state: 'zombie', parent: main.pid });
  expect(orphaned.processes.get(living.pid)).toMatchObject({ state: 'sleeping', parent: main.pid });
  const again = exitProcess(orphaned, dead.pid, { code: 4 }, at);
  expect(again.events).toEqual([]);
  const waited = waitChildren(orphaned, main.pid, at);
  expect(waited.events.map((it) => [it.type, 'pid' in it && it.pid])).toEqual([
    ['ProcessReaped', parent.pid],
    ['ProcessReaped', dead.pid],
  ]);
  expect(waited.host.processes.has(living.pid)).toBe(true);
});

it.each([
  [{ code: 0 }, 0],
  [{ code: 7 }, 7],
  [{ code: 255 }, 255],
  [{ code: 256 }, 0],
  [{ code: 300 }, 44],
  [{ code: -1 }, 255],
  [{ signal: 9 }, 137],
  [{ signal: 15 }, 143],
  [{ signal: 11 }, 139],
])('a shell shows %j as %d', (ending, shown) => {
  expect(exitCodeOf(ending)).toBe(shown);
});
