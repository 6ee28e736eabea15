import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SavedImage } from '../../core/images/saved.ts';
import { known } from '../../core/kernel/impossible.ts';
import { writeExportTar } from '../../core/layers/export-tar.ts';
import { layerOfTar } from '../../core/layers/layer-of-tar.ts';
import { unionOf } from '../../core/mounts/union-of.ts';
import { lstat, readFile } from '../../core/overlay/index.ts';
import type { ExpectedAnswer } from '../../oracle/vectors/vector.ts';
import { BadInput } from '../bad-input.ts';
import { archivesOf } from '../run/archives.ts';
import { asked, type Bench, type Call, type Kept } from './call.ts';
import type { SmallTar } from './tar-file.ts';

const at = (container: string): string => `/containers/${container}`;

/** A body: an archive of the story's own under a name, or what an earlier step has kept. */
export type Body = string | { readonly name: string; readonly tar: SmallTar };

const fileOf = (body: Body): Pick<Call, 'files'> & { readonly file: string } =>
  typeof body === 'string' ? { file: body } : { file: body.name, files: { [body.name]: body.tar.bytes } };

const bring = ({ model }: Bench, body: Body): Kept => {
  if (typeof body === 'string') return {};
  for (const bytes of body.tar.contents) model.bench.machine.bring(bytes);
  return { bytes: body.tar.bytes, entries: body.tar.entries };
};

const heldBy = (bench: Bench, body: Body): Kept =>
  typeof body === 'string' ? known(bench.kept.get(body), `what was kept as ${body}`) : bring(bench, body);

/** `docker cp - CONTAINER:PATH` */
export const putArchive = (container: string, path: string, body: Body, noOverwriteDirNonDir = false): Call => {
  const { file, files } = fileOf(body);
  return {
    do: 'call',
    line: `docker cp - ${container}:${path} < ${file}`,
    container,
    request: {
      method: 'PUT',
      path: `${at(container)}/archive`,
      query: { path, ...(noOverwriteDirNonDir && { noOverwriteDirNonDir: 'true' }) },
      file,
    },
    ...(files && { files }),
    perform: async (bench) => {
      const { entries = [] } = heldBy(bench, body);
      return asked(bench, { issuer: 'client', type: 'PutArchive', container, path, entries, noOverwriteDirNonDir });
    },
  };
};

/** `docker cp CONTAINER:PATH -`; of a single file, what came can be put elsewhere. */
export const getArchive = (container: string, path: string, keep?: string): Call => ({
  do: 'call',
  line: `docker cp ${container}:${path} -`,
  container,
  request: { method: 'GET', path: `${at(container)}/archive`, query: { path } },
  ...(keep !== undefined && { keep }),
  perform: async (bench) =>
    asked(bench, { issuer: 'client', type: 'GetArchive', container, path }, () => {
      const { machine } = bench.model.bench;
      const id = bench.model.idOf(container);
      const union = id && unionOf(machine.world, id);
      const found = union && lstat(union, path);
      const read = union && readFile(union, path, (digest) => machine.contents(digest));
      if (keep === undefined || !found?.ok || !read?.ok) return;
      const { mode, uid, gid, mtime } = found.value;
      const content = machine.bring(read.value);
      const node = { kind: 'file' as const, content, size: read.value.length, mode, uid, gid, mtime };
      bench.kept.set(keep, { entries: [{ path: path.split('/').at(-1) ?? '', node }] });
    }),
});

export const statArchive = (container: string, path: string): Call => ({
  do: 'call',
  line: `curl --head …/containers/${container}/archive?path=${path}`,
  container,
  request: { method: 'HEAD', path: `${at(container)}/archive`, query: { path } },
  perform: async (bench) =>
    withoutMessage(await asked(bench, { issuer: 'client', type: 'StatArchive', container, path })),
});

/** An answer to HEAD has no body. */
const withoutMessage = ({ status }: ExpectedAnswer): ExpectedAnswer => ({ status });

export const exportContainer = (container: string, keep: string): Call => ({
  do: 'call',
  line: `docker export ${container}`,
  container,
  request: { method: 'GET', path: `${at(container)}/export` },
  keep,
  perform: async (bench) =>
    asked(bench, { issuer: 'client', type: 'ExportContainer', container }, () => {
      const { machine } = bench.model.bench;
      const id = bench.model.idOf(container);
      const union = id && unionOf(machine.world, id);
      if (!union) return;
      const bytes = writeExportTar(union, (digest) => known(machine.contents(digest), `content ${digest}`));
      bench.kept.set(keep, { bytes });
    }),
});

/** `docker import - REPO:TAG` */
export const importImage = (body: Body, repo: string, tag = '', changes: readonly string[] = []): Call => {
  const { file, files } = fileOf(body);
  return {
    do: 'call',
    line: `docker import ${changes.map((it) => `--change '${it}' `).join('')}- ${repo}${tag === '' ? '' : `:${tag}`} < ${file}`,
    request: {
      method: 'POST',
      path: '/images/create',
      query: { fromSrc: '-', repo, tag, ...(changes.length > 0 && { changes: changes.join('\n') }) },
      file,
    },
    ...(files && { files }),
    perform: async (bench) => {
      const { machine } = bench.model.bench;
      const bytes = known(heldBy(bench, body).bytes, 'bytes to import');
      const layer = layerOfTar(bytes);
      if (typeof layer === 'string') return { status: [200], error: layer };
      for (const { offset, size } of layer.slices) machine.bring(bytes.subarray(offset, offset + size));
      machine.bring(bytes);
      const { slices: _, ...content } = layer;
      const named = { repo, ...(tag !== '' && { tag }), ...(changes.length > 0 && { changes }) };
      return asked(bench, { issuer: 'client', type: 'ImportImage', layer: content, source: '-', ...named });
    },
  };
};

export const saveImages = (images: readonly string[], keep?: string): Call => ({
  do: 'call',
  line: `docker save ${images.join(' ')}`,
  request: { method: 'GET', path: '/images/get', query: { names: images } },
  ...(keep !== undefined && { keep }),
  perform: async (bench) =>
    asked(bench, { issuer: 'client', type: 'SaveImages', images }, (saved) => {
      const { machine, blobs } = bench.model.bench;
      const pieces = [...archivesOf(machine, blobs).save(saved as readonly SavedImage[])];
      if (keep !== undefined) bench.kept.set(keep, { bytes: Buffer.concat(pieces) });
    }),
});

/** The words for an archive that can not be read are the engine's, measured; the model's reader has its own. */
export const loadImages = (body: Body, unreadable?: string): Call => {
  const { file, files } = fileOf(body);
  return {
    do: 'call',
    line: `docker load < ${file}`,
    request: { method: 'POST', path: '/images/load', query: { quiet: '1' }, file },
    ...(files && { files }),
    perform: async (bench) => {
      const bytes = known(heldBy(bench, body).bytes, 'bytes to load');
      const { machine, blobs } = bench.model.bench;
      const directory = mkdtempSync(join(tmpdir(), 'plimsoll-vectors-'));
      try {
        const path = join(directory, 'images.tar');
        writeFileSync(path, bytes);
        await archivesOf(machine, blobs).load(path);
        return { status: [200] };
      } catch (error) {
        if (!(error instanceof BadInput || (error instanceof Error && error.name === 'Complaint'))) throw error;
        return { status: [200], error: unreadable ?? error.message };
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  };
};

/** `docker build` by the classic builder, of a context with a Dockerfile. */
export const build = (tag: string, name: string, context: SmallTar, dockerfile: string): Call => ({
  do: 'call',
  line: `docker build -t ${tag} ${name} # ${dockerfile.trim().split('\n').join('; ')}`,
  request: { method: 'POST', path: '/build', query: { t: tag, rm: '1' }, file: name },
  files: { [name]: context.bytes },
  perform: async (bench) => {
    const { machine, blobs } = bench.model.bench;
    bring(bench, { name, tar: context });
    const built = await archivesOf(machine, blobs).build({
      ...{ dockerfile, tag, buildArgs: {}, noCache: false },
      context: context.entries,
    });
    if (!('error' in built)) return { status: [200] };
    const { status, message } = built.error;
    // Before the first step the engine has said nothing yet, and the answer's status can tell.
    return built.lines.length === 0 ? { status: [status], message } : { status: [200], error: message };
  },
});
