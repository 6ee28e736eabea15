import type { LogDriver, MountRequest } from '../../../../src/index.ts';
import { choose, containersOf } from '../move.ts';
import { create, onSome, type Wrong } from './wrong.ts';

/** Refused at once. */
export const creations: readonly Wrong[] = [
  create({ Env: ['=x'] }),
  create({ Hostname: 'here' }, { UTSMode: 'host' }),
  create({ ExposedPorts: { '80/tcp': {} } }, { NetworkMode: 'container:web' }),
  create({}, { NetworkMode: 'container:' }),
  create({ WorkingDir: '/etc/passwd' }),
  create({ WorkingDir: '/etc/passwd/below' }),
  create({}, { RestartPolicy: { Name: 'no', MaximumRetryCount: 3 } }),
  create({}, { Memory: 1000 }),
  create({}, { Binds: ['data:/data:zz'] }),
  create({}, { Binds: ['data:relative'] }),
  create({}, { Binds: ['data:/data', 'other:/data'] }),
  create({}, { CapAdd: ['FLY'] }),
  create({}, { Isolation: 'hyperv' }),
  create({}, { OomScoreAdj: 5000 }),
  create({}, { Tmpfs: { relative: '' } }),
  create({}, { LogConfig: { Type: 'pigeon' as LogDriver, Config: {} } }),
  create({}, { LogConfig: { Type: 'json-file', Config: { colour: 'red' } } }),
  create({}, { MemorySwap: 64_000_000 }),
  create({}, { Memory: 64_000_000, MemoryReservation: 128_000_000 }),
  create({}, { Runtime: 'wings' }),
  create({}, { StorageOpt: { size: '1G' } }),
  create({}, { Mounts: [{ Type: 'npipe' as MountRequest['Type'], Target: '/mnt' }] }),
  create({}, { Mounts: [{ Type: 'volume', Target: '/mnt', ReadOnly: true }] }),
  create({}, { Mounts: [{ Type: 'bind', Source: '/nowhere', Target: '/mnt' }] }, { '/nowhere': 'missing' }),
];

/** Created, and refused at their start; or refused what they ask for once they run. */
export const startables: readonly Wrong[] = [
  create({ User: 'nobodyhere' }),
  create({ User: 'root:nogroup-here' }),
  create({ User: '2147483648' }),
  create({ Cmd: ['/etc/passwd'] }),
  create({}, { NetworkMode: 'no-such-network' }),
  create({}, { Binds: ['/etc/hosts:/tmp'] }, { '/etc/hosts': 'file' }),
  create({}, { IpcMode: 'shouted' }),
  create({}, { Further: { DeviceRequests: [{ Driver: '', Count: -1, Capabilities: [['gpu']] }] } }),
  create({}, { PidsLimit: 1 }),
  create({}, { LogConfig: { Type: 'none', Config: {} } }),
  create({}, { ReadonlyRootfs: true, Binds: ['data:/data:ro'] }),
];

export const starts: readonly Wrong[] = [
  (world, { a }) => {
    const odd = containersOf(world).filter(({ name, state }) => name.startsWith('odd') && state.status !== 'running');
    const it = choose(odd, a);
    return it && { issuer: 'client', type: 'StartContainer', container: it.name };
  },
  onSome((container, { b }) =>
    b % 2
      ? { issuer: 'client', type: 'StartContainer', container }
      : { issuer: 'client', type: 'StopContainer', container, timeout: 0 },
  ),
];

export const silent: readonly Wrong[] = [
  (world, { a }) => {
    const it = choose(
      containersOf(world).filter(({ hostConfig }) => hostConfig.LogConfig?.Type === 'none'),
      a,
    );
    return it && { issuer: 'client', type: 'LogsContainer', container: it.name, stdout: true, stderr: true };
  },
];

/** What a container that waits for its restart has not. */
export const restarting: readonly Wrong[] = [
  (world, { a, b }) => {
    const it = choose(
      containersOf(world).filter(({ state }) => state.status === 'restarting'),
      a,
    );
    if (!it) return undefined;
    return b % 2
      ? { issuer: 'client', type: 'ResizeContainer', container: it.name, height: 24, width: 80 }
      : { issuer: 'client', type: 'RenameContainer', container: it.name, name: 'odd4' };
  },
];

export const looks: readonly Wrong[] = [
  onSome((container) => ({ issuer: 'client', type: 'LogsContainer', container, stdout: false, stderr: false })),
  onSome((container) => ({ issuer: 'client', type: 'LogsContainer', container, stdout: true, stderr: true })),
  onSome((container) => ({ issuer: 'client', type: 'TopContainer', container, psArgs: '-o comm' })),
  onSome((container) => ({ issuer: 'client', type: 'ResizeContainer', container, height: 24, width: 80 })),
  onSome((container) => ({ issuer: 'client', type: 'RemoveContainer', container, link: true })),
  () => ({ issuer: 'client', type: 'ListImages', filters: { bogus: ['x'] } }),
];
