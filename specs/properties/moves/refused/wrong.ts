import type { Command, ContainerConfig, Digest, HostConfig, LayerEntry, World } from '../../../../src/index.ts';
import { choose, containersOf, type Pick, referenceTo } from '../move.ts';

/** Commands that an engine refuses, each for a reason of its own. What the name of a variant says is what is wrong. */
export type Wrong = (world: World, pick: Pick) => Command | undefined;

export const some = (world: World, { a, c }: Pick): string | undefined => {
  const it = choose(containersOf(world), a);
  return it && referenceTo(it, c);
};

export const onSome =
  (make: (container: string, pick: Pick) => Command): Wrong =>
  (world, pick) => {
    const container = some(world, pick);
    return container === undefined ? undefined : make(container, pick);
  };

const spare = ['odd1', 'odd2', 'odd3'] as const;

export const create =
  (config: ContainerConfig, hostConfig: HostConfig = {}, sources: Record<string, 'missing' | 'file'> = {}): Wrong =>
  (_, { a }) => ({
    issuer: 'client',
    type: 'CreateContainer',
    name: choose(spare, a) ?? 'odd1',
    config: { Image: 'busybox', Cmd: ['sh'], ...config },
    hostConfig: { NetworkMode: 'none', ...hostConfig },
    sources,
  });

export const file = (path: string): LayerEntry =>
  ({
    path,
    node: {
      kind: 'file',
      content: emptyFile,
      size: 0,
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: '2024-01-01T00:00:00.000000000Z',
    },
  }) as LayerEntry;
export const directory = (path: string): LayerEntry =>
  ({
    path,
    node: { kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime: '2024-01-01T00:00:00.000000000Z' },
  }) as LayerEntry;
const emptyFile = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' as Digest;
