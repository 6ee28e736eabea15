import { type LayerEntry, rootIno } from '../../../../src/index.ts';
import { choose, containersOf } from '../move.ts';
import { directory, file, onSome, type Wrong } from './wrong.ts';

const put = (path: string, entry: LayerEntry): Wrong =>
  onSome((container) => ({
    issuer: 'client',
    type: 'PutArchive',
    container,
    path,
    entries: [entry],
    noOverwriteDirNonDir: true,
  }));

export const archives: readonly Wrong[] = [
  onSome((container) => ({ issuer: 'client', type: 'GetArchive', container, path: '' })),
  onSome((container) => ({ issuer: 'client', type: 'GetArchive', container, path: '/no/such/path' })),
  onSome((container) => ({ issuer: 'client', type: 'StatArchive', container, path: '/loop/x' })),
  put('/etc/passwd', file('x')),
  put('/tmp', file('../x')),
  put('/etc', directory('passwd')),
  put('/', file('etc')),
  put('/', file('etc/passwd/below')),
  put('/data', file('x')),
  put('/tmp', file('x')),
];

/** A container in which a link leads to itself, or where one can be made. */
export const loops: readonly Wrong[] = [
  (world, { a }) => {
    const looped = containersOf(world).filter(({ id }) =>
      world.writeLayers.get(id)?.upper.inodes.get(rootIno)?.entries?.has('loop'),
    );
    const it = choose(looped, a);
    return it && { issuer: 'client', type: 'StatArchive', container: it.name, path: '/loop/x' };
  },
  (world, { a }) => {
    const it = choose(
      containersOf(world).filter(({ state }) => state.status === 'running'),
      a,
    );
    return it && 'pid' in it.state
      ? { issuer: 'process', type: 'SymlinkFile', pid: it.state.pid, path: '/loop', target: '/loop' }
      : undefined;
  },
];
