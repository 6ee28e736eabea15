import { InMemoryFs } from 'just-bash';
import { type Contents, dataRoot, hostTree, mountOptions, type PathNode, type World } from '../../src/index.ts';

type Row = ReturnType<typeof hostTree>[number];

/** The host's files as its root sees them at this moment: the data root, and of `/proc` what the chapters read. */
export const hostFiles = async (world: World, contents: Contents): Promise<InMemoryFs> => {
  const files = new InMemoryFs();
  for (const path of ['/tmp', '/etc']) await files.mkdir(path, { recursive: true });
  for (const [path, node] of dataRoot(world)) await put(files, path, node, contents);
  for (const row of hostTree(world)) await putProcess(files, row);
  await write(files, '/proc/mounts', mounts(world));
  return files;
};

const put = async (files: InMemoryFs, path: string, node: PathNode, contents: Contents): Promise<void> => {
  switch (node.type) {
    case 'directory':
      await files.mkdir(path, { recursive: true });
      break;
    case 'symlink':
      await files.mkdir(parentOf(path), { recursive: true });
      await files.symlink(node.target ?? '', path);
      return;
    default:
      await write(files, path, node.content ?? (node.digest && contents(node.digest)) ?? '');
  }
  await files.chmod(path, node.mode & 0o7777);
};

const putProcess = async (files: InMemoryFs, row: Row): Promise<void> => {
  const path = `/proc/${row.pid}`;
  await write(files, `${path}/status`, statusOf(row));
  await write(files, `${path}/comm`, `${row.comm}\n`);
  const namespace = row.nsPid.length > 1 ? row.pid : undefined;
  for (const { tid, comm } of [{ tid: row.pid, comm: row.comm }, ...row.threads])
    await write(files, `${path}/task/${tid}/comm`, `${comm}\n`);
  // The root of a process behind pivot_root reads as `/`, from the host too (measured, docs/facts.md).
  await files.symlink('/', `${path}/root`);
  if (namespace !== undefined) await write(files, `${path}/cgroup`, `0::/docker/${row.container}\n`);
};

const statusOf = ({ pid, ppid, comm, state, nsPid, threads }: Row): string =>
  [
    `Name:\t${comm}`,
    `State:\t${state}`,
    `Tgid:\t${pid}`,
    `Pid:\t${pid}`,
    `PPid:\t${ppid}`,
    `NSpid:\t${nsPid.join('\t')}`,
    `Threads:\t${threads.length + 1}`,
    '',
  ].join('\n');

/** `/proc/mounts` shows an overlay without `index=off` (measured, docs/facts.md). */
const mounts = (world: World): string =>
  [...world.writeLayers.values()]
    .filter(({ mounted }) => mounted)
    .map(({ container, mountId }) => {
      const options = (mountOptions(world, container) ?? '').replace('index=off,', '');
      return `overlay /var/lib/docker/overlay2/${mountId}/merged overlay rw,relatime,${options} 0 0\n`;
    })
    .join('');

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

const write = async (files: InMemoryFs, path: string, content: string | Uint8Array): Promise<void> => {
  await files.mkdir(parentOf(path), { recursive: true });
  await files.writeFile(path, content);
};
