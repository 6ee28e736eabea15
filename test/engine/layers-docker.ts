import { spawnSync } from 'node:child_process';
import { posix } from 'node:path';
import { digestOf } from '../../src/core/kernel/digest.ts';
import { epoch } from '../../src/core/kernel/instant.ts';
import { encodeHeader } from '../../src/core/layers/encode-header.ts';
import { concat } from '../../src/core/layers/raw-text.ts';
import { paddingOf } from '../../src/core/layers/tar-header.ts';
import { engineSocket } from './engine.ts';

/** What a run of the `docker` command left behind. */
export type Ran = { readonly status: number; readonly stdout: Buffer; readonly stderr: string };

export const runDocker = (args: readonly string[], input?: Uint8Array | string): Ran => {
  const { status, stdout, stderr } = spawnSync('docker', args, {
    env: { ...process.env, DOCKER_HOST: `unix://${engineSocket()}` },
    maxBuffer: 1 << 28,
    ...(input !== undefined && { input }),
  });
  return { status: status ?? -1, stdout, stderr: stderr.toString('utf8') };
};

/** The same where a refusal is a failure of the test. */
export const dockerGives = (args: readonly string[], input?: Uint8Array | string): Buffer => {
  const { status, stdout, stderr } = runDocker(args, input);
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout;
};

const member = (name: string, content: Uint8Array): Uint8Array => {
  const frame = { uid: 0, gid: 0, uname: '', gname: '', devmajor: 0, devminor: 0, linkname: '', mtime: epoch };
  const header = encodeHeader({ ...frame, type: '0', mode: 0o644, name, size: content.length });
  return concat([header, content, new Uint8Array(paddingOf(content.length))]);
};

/** An image to be made: its tag and its layers, bottom first. */
export type Made = { readonly tag: string; readonly layers: readonly Uint8Array[] };

/** An archive for `docker load`. */
export const archiveOf = (images: readonly Made[]): Uint8Array => {
  const files = images.flatMap(({ layers }, image) => [
    member(`${image}.json`, Buffer.from(configOf(layers))),
    ...layers.map((layer, at) => member(`${image}-${at}.tar`, layer)),
  ]);
  const manifest = images.map(({ tag, layers }, image) => ({
    Config: `${image}.json`,
    RepoTags: [tag],
    Layers: layers.map((_, at) => `${image}-${at}.tar`),
  }));
  return concat([...files, member('manifest.json', Buffer.from(JSON.stringify(manifest))), new Uint8Array(1024)]);
};

const configOf = (layers: readonly Uint8Array[]): string =>
  JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['sh'] },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => digestOf(layer)) },
  });

type Inspected = {
  readonly Id: string;
  readonly Size: number;
  readonly RootFS: { readonly Layers: readonly string[] };
  readonly GraphDriver: { readonly Data: { readonly UpperDir: string; readonly LowerDir?: string } };
};

export const inspect = (type: 'image' | 'container', ...names: readonly string[]): readonly Inspected[] =>
  JSON.parse(dockerGives([type, 'inspect', ...names]).toString('utf8')) as readonly Inspected[];

/** The members of a tar by name, with Node alone: archives of `docker save` have plain headers. */
export const filesOf = (tar: Uint8Array): ReadonlyMap<string, Uint8Array> => {
  const found = new Map<string, Uint8Array>();
  const links = new Map<string, string>();
  const text = (at: number, size: number): string => {
    const field = Buffer.from(tar.subarray(at, at + size)).toString('latin1');
    return field.split('\0', 1)[0] ?? '';
  };
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const [name, size] = [text(at, 100), Number.parseInt(text(at + 124, 12), 8)];
    if (text(at + 156, 1) === '2') links.set(name, posix.join(posix.dirname(name), text(at + 157, 100)));
    else found.set(name, tar.subarray(at + 512, at + 512 + size));
    at += 512 + size + paddingOf(size);
  }
  // A layer that the archive has already stands there once more as a symlink to the first.
  for (const [name, target] of links) {
    const content = found.get(target);
    if (content) found.set(name, content);
  }
  return found;
};

/** The layer tars of saved images, each bottom first. */
export const savedLayers = (...tags: readonly string[]): ReadonlyMap<string, readonly Uint8Array[]> => {
  const files = filesOf(dockerGives(['save', ...tags]));
  const images = JSON.parse(Buffer.from(files.get('manifest.json') ?? []).toString('utf8')) as readonly {
    readonly RepoTags: readonly string[] | null;
    readonly Layers: readonly string[];
  }[];
  return new Map(
    images.flatMap(({ RepoTags, Layers }) => {
      const layers = Layers.map((name) => files.get(name) ?? new Uint8Array());
      return (RepoTags ?? []).map((tag) => [tag, layers] as const);
    }),
  );
};
