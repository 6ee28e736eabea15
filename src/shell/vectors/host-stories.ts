import { host } from './calls.ts';
import { c1, create, pointed, remove, type Story, sh, sleep, start, update } from './story.ts';

const c2 = 'plimsoll-c2';
const c3 = 'plimsoll-c3';

const onHost = (story: Story): Story => ({ ...story, needs: ['host'] });

/** What happens to the engine itself. */
export const hostStories: readonly Story[] = [
  onHost(
    pointed(
      'the daemon stops and starts: containers are stopped, and those start again whose policy says so',
      ...[create(c1, sleep), create(c2, sleep, {}, { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } })],
      ...[start(), start(c2), sh('echo kept > /kept'), host('StopDaemon'), start(), host('StartDaemon')],
      ...[start(), sh('cat /kept'), update('no', c2)],
    ),
  ),
  onHost(
    pointed(
      'the daemon is killed and starts: what ran is ended, and its layer kept',
      ...[create(c1, sleep), create(c3, sleep), start(), sh('echo kept > /kept')],
      ...[host('CrashDaemon'), host('StartDaemon'), start(), sh('cat /kept')],
    ),
  ),
  onHost(
    pointed(
      "a container's main is signalled by the host's root, and killed for memory",
      ...[create(c1, sleep, {}, { Memory: 64 << 20 }), start(), host('SignalHostProcess', c1, 15)],
      ...[host('SignalHostProcess', c1, 9), start(), host('RunOutOfMemory', c1), remove()],
    ),
  ),
];
