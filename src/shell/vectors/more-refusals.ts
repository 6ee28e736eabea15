import type { HostConfig } from '../../core/streams/container/config.ts';
import { attach, createExec, inspectAmbiguous, inspectExec, prune, startExec } from './calls.ts';
import {
  app,
  ask,
  box,
  c1,
  commit,
  create,
  exec,
  kill,
  look,
  pause,
  pointed,
  remove,
  rename,
  rmi,
  type Story,
  sh,
  sleep,
  start,
  tag,
  update,
  zeros,
} from './story.ts';

const c2 = 'plimsoll-c2';
const nobody = 'f'.repeat(64);
const label = { 'plimsoll.vector': 'pruned' };
const labelled = { label: ['plimsoll.vector=pruned'] };

const resize = ask({ issuer: 'client', type: 'ResizeContainer', container: c1, height: 24, width: 80 });
const logs = ask({ issuer: 'client', type: 'LogsContainer', container: c1, stdout: true, stderr: true });

const settings = (hostConfig: HostConfig, name = c1) => create(name, sleep, {}, hostConfig);

export const moreRefusals: readonly Story[] = [
  {
    ...pointed(
      'it restarts for ever',
      create(c1, ['sh', '-c', 'exit 1'], {}, { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }),
      ...[start(), pause(), exec(['true']), resize, rename(c2), remove(), attach(c1), look('TopContainer')],
      update('no'),
      remove({ force: true }),
    ),
    goesRound: true,
  },
  pointed(
    'an exec runs once',
    ...[createExec(c1, ['true'], 'none'), create(c1, sleep), createExec(c1, ['true'], 'none'), start()],
    ...[createExec(c1, ['true'], 'short'), inspectExec('<short>'), startExec('<short>', false)],
    ...[startExec('<short>', true), createExec(c1, sleep, 'long'), startExec('<long>', true)],
    ...[startExec('<long>', true), inspectExec('<long>'), inspectExec(nobody), startExec(nobody, true)],
    ...[createExec(c1, ['true'], 'late'), pause(), startExec('<late>', true), attach(c1)],
  ),
  pointed(
    'what was printed is read again',
    create(c1, ['sh', '-c', 'echo out; echo err >&2']),
    ...[attach(c2), start(), attach(c1)],
    create(c2, sleep, {}, { LogConfig: { Type: 'none', Config: {} } }),
    start(c2),
    ask({ issuer: 'client', type: 'LogsContainer', container: c2, stdout: true, stderr: true }),
  ),
  pointed(
    'a prefix of two ids',
    ...Array.from({ length: 17 }, (_, at) => create(`plimsoll-m${at}`, sleep)),
    inspectAmbiguous(),
  ),
  pointed(
    'prunes of what carries a label',
    create(c1, ['true'], { Labels: label }),
    create(c2, sleep, { Labels: label }),
    start(c2),
    sh('true'),
    commit('plimsoll-i1', c2, ['LABEL plimsoll.vector=pruned']),
    commit('plimsoll-i1', c2, ['LABEL plimsoll.vector=pruned', 'CMD ["true"]']),
    ask({ issuer: 'client', type: 'CreateVolume', name: 'plimsoll-v1', labels: label }),
    ask({ issuer: 'client', type: 'CreateVolume', name: 'plimsoll-v2' }),
    prune('PruneContainers', labelled),
    prune('PruneImages', labelled),
    prune('PruneVolumes', labelled),
    prune('PruneContainers', { nonsense: ['1'] }),
    prune('PruneContainers', { ...labelled, until: ['nonsense'] }),
    prune('PruneContainers', { ...labelled, until: ['1h', '2h'] }),
  ),
  pointed(
    'names and digests',
    ask({ issuer: 'client', type: 'TagImage', image: box, repo: `plimsoll-i1@${zeros}` }),
    ...[tag(box, 'sha256', '0'), rmi(`plimsoll-i1@${zeros}`), rmi(zeros)],
    ...[create(c1, sleep), commit('plimsoll-i1', ''), commit('plimsoll-i1', c1, ['NONSENSE 1'])],
  ),
  pointed(
    'mounts that no engine makes',
    ask({
      issuer: 'client',
      type: 'CreateContainer',
      name: c1,
      config: { Image: box, Cmd: sleep },
      hostConfig: { NetworkMode: 'none', Mounts: [{ Type: 'bind', Source: '/plimsoll/not/there', Target: '/data' }] },
      sources: { '/plimsoll/not/there': 'missing' },
    }),
    create(c1, sleep, {}, { Binds: ['/etc:/etc/passwd'] }, app),
    start(),
    create(c2, sleep, {}, { Binds: ['plimsoll-v1:/data:rw,ro'] }),
    ask({ issuer: 'client', type: 'CreateVolume', name: 'plimsoll-v1', driver: 'plimsoll-nobody' }),
  ),
  pointed(
    'networks',
    ...[create(c1, sleep), start()],
    create(c2, sleep, { Hostname: 'other' }, { NetworkMode: `container:${c1}` }),
    create(c2, sleep, { ExposedPorts: { '80/tcp': {} } }, { NetworkMode: `container:${c1}` }),
    create(c2, sleep, {}, { NetworkMode: 'container:' }),
    create(c2, sleep, { Hostname: 'other' }, { UTSMode: 'host' }),
    create(c2, sleep, {}, { NetworkMode: 'plimsoll-nobody' }),
    start(c2),
  ),
  pointed(
    'programs that go too far',
    create(c1, sleep, {}, { PidsLimit: 30 }),
    start(),
    sh('mkdir /etc/passwd/x; cat /not/there; kill -9 4711'),
    sh('for i in 1 2 3 4 5 6 7 8 9 10; do sleep 100 & sleep 100 & sleep 100 & sleep 100 & done'),
    kill(),
  ),
  pointed(
    'settings that no engine takes',
    ...[settings({ OomScoreAdj: 5000 }), settings({ CapAdd: ['NONSENSE'] }), settings({ Isolation: 'hyperv' })],
    ...[settings({ Runtime: 'plimsoll-nobody' }), settings({ Tmpfs: { scratch: '' } })],
    settings({ Memory: 8 * 1024 * 1024, MemorySwap: 7 * 1024 * 1024 }),
    settings({ LogConfig: { Type: 'plimsoll-nobody' as 'none', Config: {} } }),
    settings({ LogConfig: { Type: 'json-file', Config: { nonsense: '1' } } }),
    settings({ Mounts: [{ Type: 'nonsense' as 'bind', Source: '/', Target: '/data' }] }),
    settings({ IpcMode: 'nonsense' }),
    start(),
    settings({ Further: { DeviceRequests: [{ Driver: '', Count: 1, Capabilities: [['gpu']] }] } }, c2),
    start(c2),
    remove(),
    ...[create(c1, sleep), start(), createExec(c1, ['true'], 'lost', '/not/there'), startExec('<lost>', true)],
  ),
  pointed('logs of nobody', logs, resize, attach(c1), prune('PruneVolumes', { nonsense: ['1'] })),
];
