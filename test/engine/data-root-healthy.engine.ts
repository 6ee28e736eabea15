import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fsck, fsckDeep } from '../../src/shell/data-root/fsck/fsck.ts';
import { ownEngine, withBase } from './data-root-engine.ts';

const seed = Number(process.env.PLIMSOLL_SEED ?? 20_261_126);
const steps = Number(process.env.PLIMSOLL_HEALTHY_STEPS ?? 60);
/** Stopped, looked at and started again after so many steps. */
const stopEvery = 20;

const names = ['aa', 'bb', 'cc'] as const;
const images = ['base:1', 'base:1', 'made:1', 'made:2', 'built:1'] as const;
const volumes = ['v1', 'v2'] as const;

const [name, image, volume] = [fc.constantFrom(...names), fc.constantFrom(...images), fc.constantFrom(...volumes)];
const words = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<readonly string[]> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)));
const often = (weight: number, arbitrary: fc.Arbitrary<readonly string[]>) => ({ weight, arbitrary });

const script = fc.constantFrom(
  'echo x >/x; mkdir -p /d/e; echo y >/d/e/f',
  'rm -rf /home; mkdir /home; ln /bin/busybox /twin',
  'chmod 700 /etc; mv /etc/group /g; ln -s /x /link; mknod /null c 1 3; mkfifo /p',
  'rm -f /etc/passwd; rm -rf /d',
);

/** Any of these may be refused; that is part of a history. */
const line = fc.oneof(
  often(
    4,
    words(
      'create',
      '--name',
      name,
      '--network',
      'none',
      '--stop-signal',
      'KILL',
      '--volume',
      volume.map((it) => `${it}:/v`),
      image,
      'sleep',
      '1000',
    ),
  ),
  often(
    4,
    words(
      'run',
      '--detach',
      '--name',
      name,
      '--network',
      'none',
      '--stop-signal',
      'KILL',
      '--volume',
      '/anonymous',
      image,
      'sleep',
      '1000',
    ),
  ),
  often(3, words('run', '--name', name, '--network', 'none', image, 'sh', '-c', script)),
  often(1, words('run', '--rm', '--network', 'none', '--tmpfs', '/t', image, 'sh', '-c', script)),
  often(1, words('run', '--name', name, '--network', 'none', image, '/no/such/program')),
  often(5, words('exec', name, 'sh', '-c', script)),
  often(3, words('start', name)),
  often(2, words('kill', name)),
  often(2, words('stop', '--time', '1', name)),
  often(1, words('restart', '--time', '1', name)),
  often(2, words('pause', name)),
  often(1, words('unpause', name)),
  often(1, words('rename', name, name)),
  often(3, words('rm', '--force', name)),
  often(1, words('rm', '--volumes', name)),
  often(4, words('commit', name, fc.constantFrom('made:1', 'made:2'))),
  often(1, words('tag', image, fc.constantFrom('made:1', 'other.example:5000/x/y:z'))),
  often(
    2,
    words(
      'rmi',
      image.filter((it) => it !== 'base:1'),
    ),
  ),
  often(
    1,
    words(
      'rmi',
      '--force',
      image.filter((it) => it !== 'base:1'),
    ),
  ),
  often(1, words('volume', 'create', '--label', 'a=b', volume)),
  often(1, words('volume', 'rm', volume)),
  often(1, words('container', 'prune', '--force')),
  often(1, words('image', 'prune', '--force')),
  often(1, words('volume', 'prune', '--force')),
  often(1, words('update', '--restart', fc.constantFrom('always', 'no', 'on-failure:3'), name)),
  often(1, words('diff', name)),
  often(
    1,
    words(
      'cp',
      '/etc/debian_version',
      name.map((it) => `${it}:/copied`),
    ),
  ),
  often(1, words('build', '--quiet', '--tag', 'built:1', '-')),
);

const dockerfile = (at: number): string =>
  `FROM base:1\nRUN echo ${at} >/made; rm -rf /home\nLABEL at=${at}\nRUN ln /made /again\n`;

const engine = ownEngine();
beforeAll(() => {
  engine.start();
  withBase(engine);
});
afterAll(() => engine.remove());

test(`fsck raises no alarm on a real engine's root, running or stopped, after each step of a random history (seed ${seed})`, async () => {
  const counted = { running: 0, stopped: 0, accepted: 0, states: new Set<string>() };
  const [history = []] = fc.sample(fc.array(line, { minLength: steps, maxLength: steps, size: 'max' }), {
    seed,
    numRuns: 1,
  });
  const told: string[] = [];
  for (const [at, args] of history.entries()) {
    const { status } = args[0] === 'build' ? built(args, at) : engine.tried(args);
    told.push(`docker ${args.join(' ')}`);
    if (status === 0) counted.accepted += 1;
    const again = `seed ${seed}, after:\n${told.join('\n')}`;
    expect(fsck(engine.root, { live: true }).broken, again).toEqual([]);
    counted.running += 1;
    for (const state of engine.docker(['ps', '--all', '--format', '{{.State}}']).split('\n'))
      if (state !== '') counted.states.add(state);
    if ((at + 1) % stopEvery !== 0) continue;
    engine.stop();
    expect((await fsckDeep(engine.root)).broken, again).toEqual([]);
    counted.stopped += 1;
    engine.start();
  }
  console.log(
    `${counted.running} roots beside a running engine and ${counted.stopped} of a stopped one, no false alarm; ${counted.accepted} of ${steps} steps accepted; states ${[...counted.states].sort().join(', ')} (seed ${seed})`,
  );
  expect(counted.accepted).toBeGreaterThan(steps / 5);
});

const built = (args: readonly string[], at: number): { readonly status: number } => {
  try {
    engine.docker(args, dockerfile(at));
    return { status: 0 };
  } catch {
    return { status: 1 };
  }
};
