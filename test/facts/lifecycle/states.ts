import { known } from '../../../src/core/kernel/impossible.ts';
import { ofContainer } from '../../../src/core/lifecycle/story.ts';
import type { HostConfig } from '../../../src/core/streams/container/config.ts';
import type { Bench } from './bench.ts';
import type { Body } from './rows.ts';

/** Main of most rows: TERM ends it with 42, USR1 it survives. */
export const obeying = ['sh', '-c', 'trap "exit 42" TERM; echo up; while :; do sleep 0.05; done'];

export const create = (bench: Bench, body: Body, name = 'web') => {
  const { HostConfig, ...config } = body;
  const hostConfig: HostConfig = HostConfig ?? { NetworkMode: 'none' };
  return bench.perform({ issuer: 'client', type: 'CreateContainer', name, config, hostConfig });
};

export const start = (bench: Bench, name = 'web') =>
  bench.perform({ issuer: 'client', type: 'StartContainer', container: name });

/** What a script's traps say; the model does not run scripts, so somebody has to tell it. */
export const setTraps = (bench: Bench, cmd: readonly string[], name = 'web'): void => {
  const script = cmd.at(-1) ?? '';
  const code = /trap "exit (\d+)" TERM/.exec(script)?.[1];
  if (code !== undefined) bench.trap(15, { action: 'exit', code: Number(code) }, name);
  if (script.includes('USR1') || code !== undefined) bench.trap(10, { action: 'handle' }, name);
};

export const runObeying = (bench: Bench, cmd: readonly string[] = obeying, name = 'web'): void => {
  start(bench, name);
  setTraps(bench, cmd, name);
};

const base = (Cmd: readonly string[], HostConfig: HostConfig = {}): Body => ({
  Image: 'base:1',
  Cmd,
  HostConfig: { NetworkMode: 'none', ...HostConfig },
});

/** A step that some rows want taken while the container still runs: making an exec. */
type WhileRunning = () => void;

const exited = (bench: Bench, code: number, whileRunning: WhileRunning): void => {
  create(bench, base(['sh', '-c', `exit ${code}`]));
  start(bench);
  whileRunning();
  bench.exit(code);
};

/** How the container `web` comes into each state of the matrix. */
export const enter: Readonly<Record<string, (bench: Bench, whileRunning: WhileRunning, restarts: number) => void>> = {
  absent: () => undefined,
  created: (bench) => void create(bench, base(obeying)),
  running: (bench, whileRunning) => {
    create(bench, base(obeying));
    runObeying(bench);
    whileRunning();
  },
  'running (main process ignores TERM)': (bench) => {
    create(bench, base(['sleep', '1000']));
    start(bench);
  },
  paused: (bench, whileRunning) => {
    create(bench, base(obeying));
    runObeying(bench);
    whileRunning();
    bench.perform({ issuer: 'client', type: 'PauseContainer', container: 'web' });
  },
  'exited(0)': (bench, whileRunning) => exited(bench, 0, whileRunning),
  'exited(3)': (bench, whileRunning) => exited(bench, 3, whileRunning),
  restarting: (bench, whileRunning, restarts) => {
    create(bench, base(['sh', '-c', 'exit 3'], { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }));
    start(bench);
    for (let run = 1; run < restarts; run++) {
      bench.exit(3);
      bench.restartDue();
    }
    whileRunning();
    bench.exit(3);
  },
  'start-failed(127)': (bench) => {
    create(bench, base(['/nope']));
    start(bench);
  },
  'start-failed(126)': (bench) => {
    create(bench, base(['/bin/notexec']));
    start(bench);
  },
  dead: (bench) => {
    exited(bench, 3, () => undefined);
    const { id } = known(bench.container(), 'web');
    bench.happen(ofContainer(id, bench.now, 'DirectoryHeld', { held: true }));
    bench.perform({ issuer: 'client', type: 'RemoveContainer', container: 'web' });
  },
  // A removal is over within one command here; its middle is reached by its first event alone.
  removing: (bench) => {
    exited(bench, 3, () => undefined);
    const { id } = known(bench.container(), 'web');
    bench.happen(ofContainer(id, bench.now, 'RemovalStarted', {}));
  },
};

/** The rest of a removal that was caught in the middle. */
export const finishRemoval = (bench: Bench): void => {
  const { id } = known(bench.container(), 'web');
  bench.happen({ stream: 'write-layer', id, type: 'WriteLayerDiscarded', at: bench.now });
  bench.happen(ofContainer(id, bench.now, 'ContainerRemoved', {}));
};
