import { expect, it } from 'vitest';
import type { ContainerId, ExecId } from '../../../src/core/kernel/brand.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import { spawnEngine } from '../../../src/core/processes/engine.ts';
import { exitProcess, killed } from '../../../src/core/processes/exit.ts';
import { spawnContainer, spawnExec } from '../../../src/core/processes/spawn.ts';
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
