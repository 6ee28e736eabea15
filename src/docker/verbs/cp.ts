import { type Place, placeOf } from '../../core/commands/client/archive/place.ts';
import { known } from '../../core/kernel/impossible.ts';
import type { LayerEntry } from '../../core/layers/entry.ts';
import { writeArchiveTar } from '../../core/layers/export-tar.ts';
import { layerOfTar } from '../../core/layers/layer-of-tar.ts';
import { engineWalk, whereEngineLooks } from '../../core/mounts/where.ts';
import { lstat, readdir, readFile, readlink, resolve, root } from '../../core/overlay/index.ts';
import { ask, Complaint, type Docker, Refused, type Verb } from '../docker.ts';

/** `CONTAINER:PATH`, or a path of the client's machine; `-` is a tar on a stream. */
type End = { readonly container?: string; readonly path: string };

const endOf = (text: string): End => {
  const at = text.indexOf(':');
  const isLocal = text === '-' || text.startsWith('/') || text.startsWith('.') || at < 0;
  return isLocal ? { path: text } : { container: text.slice(0, at), path: text.slice(at + 1) };
};

export const cp: Verb = async (docker, options) => {
  const [source = '', destination = ''] = options.args;
  const from = endOf(source);
  const to = endOf(destination);
  if (from.container !== undefined && to.container !== undefined)
    throw new Complaint('copying between containers is not supported');
  if (from.container === undefined && to.container === undefined)
    throw new Complaint('must specify at least one container source');
  const follows = options.is('follow-link');
  if (from.path === '-' && to.container !== undefined) await streamIn(docker, to.container, to.path);
  else if (from.container === undefined) await copyIn(docker, from.path, to.container ?? '', to.path, follows);
  else {
    const path = follows ? await followed(docker, from.container, from.path) : from.path;
    if (to.path === '-') await streamOut(docker, from.container, path);
    else await copyOut(docker, from.container, path, to.path, baseOf(from.path));
  }
  return 0;
};

/** What the engine says of a path, and where a symlink leads. */
const statOf = async (docker: Docker, container: string, path: string): Promise<Place | undefined> => {
  const stat = await docker.machine.perform({ issuer: 'client', type: 'StatArchive', container, path });
  const place = stat.accepted ? placeOf(docker.machine.world, container, path, false) : undefined;
  return place && 'code' in place ? undefined : place;
};

/** The path itself, or where the symlink that stands there leads. */
const throughLink = ({ machine: { world } }: Docker, place: Place | undefined, path: string): string => {
  const container = place?.isLink ? world.containers.get(place.container.id) : undefined;
  const walked = container && engineWalk(world, container, path);
  return walked && 'at' in walked ? walked.at : path;
};

/** `-L`: what a symlink of the container leads to is asked for in its place. */
const followed = async (docker: Docker, container: string, path: string): Promise<string> =>
  throughLink(docker, await statOf(docker, container, path), path);

const orNotThere = async <T>(asking: Promise<T>, container: string, path: string): Promise<T> => {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Refused && error.rejection.status === 404)
      throw new Complaint(`Error: No such container:path: ${container}:${path}`);
    throw error;
  }
};

const baseOf = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) ?? '';

const copyOut = async (docker: Docker, container: string, path: string, to: string, name: string): Promise<void> => {
  await orNotThere(ask(docker, { issuer: 'client', type: 'StatArchive', container, path }), container, path);
  await orNotThere(ask(docker, { issuer: 'client', type: 'GetArchive', container, path }), container, path);
  const place = placeOf(docker.machine.world, container, path, false);
  if ('code' in place) return;
  const target =
    docker.files.look(to, true)?.kind === 'directory' && !path.endsWith('/.') ? `${to.replace(/\/$/, '')}/${name}` : to;
  writeOut(docker, place, place.real, target);
};

/** `docker cp CONTAINER:PATH -` */
const streamOut = async (docker: Docker, container: string, path: string): Promise<void> => {
  await orNotThere(ask(docker, { issuer: 'client', type: 'GetArchive', container, path }), container, path);
  const { machine } = docker;
  const place = placeOf(machine.world, container, path, false);
  if ('code' in place || place.where.kind === 'outside') return;
  const { where } = place;
  const found = resolve(where.union, where.path, root, false);
  if (typeof found === 'string') return;
  const plain = (path.startsWith('/') ? path : `/${path}`).replace(/\/\.?$/, '') || '/';
  const name = path.endsWith('/.') || plain === '/' ? '.' : baseOf(plain);
  docker.bytesOut(
    writeArchiveTar(where.union, found, name, (digest) => known(machine.contents(digest), `content ${digest}`)),
  );
};

/** `docker cp - CONTAINER:PATH` */
const streamIn = async (docker: Docker, container: string, path: string): Promise<void> => {
  const { world } = docker.machine;
  const place = placeOf(world, container, path, true);
  if ('code' in place && place.code === 'ContainerNotFound') throw new Refused(place);
  if ('code' in place || place.kind !== 'directory')
    throw new Complaint(`destination "${container}:${path}" must be a directory`);
  const tar = docker.stdin();
  // An archive of nothing at all is none, and no mistake either (measured).
  const read = tar.length === 0 ? { entries: [], slices: [] } : layerOfTar(tar);
  if (typeof read === 'string') throw new Complaint(`Error response from daemon: ${read}`);
  for (const { offset, size } of read.slices) docker.machine.bring(tar.subarray(offset, offset + size));
  const put = { container, path, entries: read.entries, noOverwriteDirNonDir: true };
  await orNotThere(ask(docker, { issuer: 'client', type: 'PutArchive', ...put }), container, path);
};

const writeOut = (docker: Docker, place: Place, path: string, to: string): void => {
  const { machine, files } = docker;
  const container = machine.world.containers.get(place.container.id);
  const where = container && whereEngineLooks(machine.world, container, path.replace(/\/\.?$/, '') || '/');
  if (!where || where.kind === 'outside') return;
  const found = lstat(where.union, where.path);
  if (!found.ok) return;
  const { kind, mode } = found.value;
  if (kind === 'directory') {
    if (files.look(to)?.kind !== 'directory') files.makeDirectory(to, mode);
    const names = readdir(where.union, where.path);
    for (const name of names.ok ? names.value : [])
      writeOut(docker, place, `${path.replace(/\/\.?$/, '')}/${name}`, `${to}/${name}`);
    return;
  }
  if (kind === 'symlink') {
    const target = readlink(where.union, where.path);
    if (target.ok) files.link(to, target.value);
    return;
  }
  const bytes = readFile(where.union, where.path, (digest) => machine.contents(digest));
  if (bytes.ok) files.write(to, bytes.value, mode);
};

const copyIn = async (
  docker: Docker,
  from: string,
  container: string,
  path: string,
  follows: boolean,
): Promise<void> => {
  const named = from.replace(/\/\.$/, '');
  const read = follows ? ledTo(docker, named) : named;
  const source = docker.files.look(read);
  if (!source) {
    const where = follows ? read : from;
    throw new Complaint(`lstat ${where.lastIndexOf('/') === 0 ? `/${where}` : where}: no such file or directory`);
  }
  const { at, kind } = await destinationOf(docker, container, path);
  if (source.kind === 'directory' && kind === 'other') throw new Complaint('cannot copy directory');
  const { directory, name } = placeIn(at, kind, from, source.kind === 'directory');
  const entries = entriesOf(docker, read, name);
  const put = { container, path: directory, entries, noOverwriteDirNonDir: true };
  await orNotThere(ask(docker, { issuer: 'client', type: 'PutArchive', ...put }), container, directory);
};

/** A symlink stands for what it leads to; whatever can not be looked at counts as not there. */
const destinationOf = async (docker: Docker, container: string, path: string) => {
  const first = await statOf(docker, container, path);
  const at = throughLink(docker, first, path);
  const place = first?.isLink ? await statOf(docker, container, at) : first;
  return { at, kind: place?.kind };
};

/** What a symlink of the client's machine leads to. */
const ledTo = ({ files }: Docker, path: string): string => {
  let at = path;
  for (let found = files.look(at); found?.kind === 'symlink'; found = files.look(at)) {
    const { target = '' } = found;
    at = target.startsWith('/') ? target : `${at.slice(0, at.lastIndexOf('/') + 1)}${target}`;
  }
  return at;
};

/** Into an existing directory under the source's name; else the last part of the path is the new name. */
const placeIn = (
  path: string,
  kind: Place['kind'] | undefined,
  from: string,
  isDirectory: boolean,
): { readonly directory: string; readonly name: string } => {
  if (kind === 'directory') return { directory: path, name: from.endsWith('/.') ? '' : baseOf(from) };
  if ((path === '' || path.endsWith('/')) && !isDirectory) throw new Complaint('no such directory');
  const plain = path.replace(/\/+$/, '');
  return { directory: plain.slice(0, Math.max(0, plain.lastIndexOf('/'))) || '/', name: baseOf(plain) };
};

/** A file tree of the client's machine as members of a tar, owned by root. */
export const entriesOf = ({ files, machine }: Docker, path: string, name: string): readonly LayerEntry[] => {
  const entries: LayerEntry[] = [];
  const add = (at: string, as: string): void => {
    const found = files.look(at);
    if (!found) return;
    const common = { mode: found.mode, uid: 0, gid: 0, mtime: found.mtime };
    if (found.kind === 'directory') {
      if (as !== '') entries.push({ path: as, node: { kind: 'directory', ...common } });
      for (const child of files.list(at)) add(`${at}/${child}`, as === '' ? child : `${as}/${child}`);
    } else if (found.kind === 'symlink')
      entries.push({ path: as, node: { kind: 'symlink', target: found.target ?? '', ...common } });
    else if (found.kind === 'file') {
      const bytes = files.read(at);
      entries.push({ path: as, node: { kind: 'file', content: machine.bring(bytes), size: bytes.length, ...common } });
    }
  };
  add(path, name);
  return entries;
};
