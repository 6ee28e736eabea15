import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findImage } from '../../core/images/find-image.ts';
import type { ContainerId } from '../../core/kernel/brand.ts';
import type { Rejection } from '../../core/kernel/decision.ts';
import { isDigest } from '../../core/kernel/digest.ts';
import type { LayerEntry } from '../../core/layers/entry.ts';
import { type Archives, Complaint } from '../../docker/docker.ts';
import type { ProgramMachine } from '../../programs/index.ts';
import { tree, unionOfImage } from '../../views/tree.ts';
import { BadInput } from '../bad-input.ts';
import { buildImage } from '../build.ts';
import { loadImage } from '../load/load-image.ts';
import { saveArchive } from '../save.ts';
import type { BlobStore } from '../session.ts';

/** Loading, saving and building for one machine; new blobs go to `store`. */
export const archivesOf = (machine: ProgramMachine, store: BlobStore): Archives => ({
  load: async (path) => {
    const session = {
      get world() {
        return machine.world;
      },
      perform: machine.act.bind(machine),
      blobs: store,
    };
    try {
      return await fromFile(path, (file) => loadImage(file, session));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      throw new Complaint(error.message.replace(/^[^:]*: /, ''));
    }
  },
  save: (images) => saveArchive(machine.world, images, (digest) => machine.contents(digest)),
  build: ({ dockerfile, context, pull, tag, ...options }) =>
    buildImage(
      {
        perform: (command) => machine.perform(command),
        run: (container, say) => runToItsEnd(machine, container, say),
        filesOf: (image) => filesOf(machine, image),
        ...(pull && { fetch: async (image) => ('image' in findImage(machine.world, image) ? [] : pull(image)) }),
      },
      dockerfile,
      context,
      { ...options, ...(tag !== undefined && { tag }) },
    ),
});

/** What comes through standard input is kept in a file as long as it is read. */
const fromFile = async <T>(path: string | undefined, use: (path: string) => Promise<T>): Promise<T> => {
  if (path !== undefined) return use(path);
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  try {
    const file = join(directory, 'image.tar');
    writeFileSync(file, readFileSync(0));
    return await use(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const runToItsEnd = async (
  machine: ProgramMachine,
  id: ContainerId,
  say: (line: string) => void,
): Promise<number | Rejection> => {
  let code: number | undefined;
  const stop = machine.watch((event) => {
    if (event.stream !== 'container' || event.id !== id) return;
    if (event.type === 'OutputPrinted') for (const line of event.text.replace(/\n$/, '').split('\n')) say(line);
    if (event.type === 'ContainerDied') code = event.exitCode;
  });
  try {
    const started = await machine.perform({ issuer: 'client', type: 'StartContainer', container: id });
    if (!started.accepted) return started.rejection;
    await machine.until(() => code !== undefined);
    return code ?? 0;
  } finally {
    stop();
  }
};

/** Everything that an image shows, for `COPY --from`. */
const filesOf = ({ world }: ProgramMachine, reference: string): readonly LayerEntry[] => {
  const found = findImage(world, reference);
  if (!('image' in found)) return [];
  return (tree(unionOfImage(world, found.image)) ?? []).flatMap((row): LayerEntry[] => entryOf(row));
};

type Row = NonNullable<ReturnType<typeof tree>>[number];

const entryOf = ({ path, type, mode, uid, gid, mtime, ...row }: Row): LayerEntry[] => {
  const name = path.replace(/^\//, '');
  const common = { mode, uid, gid, mtime };
  if (type === 'directory') return [{ path: name, node: { kind: 'directory', ...common } }];
  if (type === 'symlink') return [{ path: name, node: { kind: 'symlink', target: row.linkname ?? '', ...common } }];
  const content = row.digest ?? '';
  if (type !== 'file' || !isDigest(content)) return [];
  return [{ path: name, node: { kind: 'file', content, size: row.size, ...common } }];
};
