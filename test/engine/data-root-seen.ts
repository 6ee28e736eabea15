import { createHash } from 'node:crypto';
import type { OwnEngine } from './data-root-engine.ts';

type Json = { readonly [key: string]: unknown };

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
const hashOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const each = <T>(ids: readonly string[], of: (id: string) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(ids.map((id) => [id, of(id)]));

/** What belongs to the machine and to the moment, not to the data root: the engine's own directory, its networks. */
const plainly = ({ dir }: OwnEngine, text: string): string =>
  text
    .replaceAll(`${dir}/root`, 'ROOT')
    .replace(/"SandboxKey": "[^"]*\/netns\//g, '"SandboxKey": "NETNS/')
    .replace(/"NetworkID": "[0-9a-f]{64}"/g, '"NetworkID": "ID"');

/** Everything that an engine says of what it holds. */
export const seenBy = (engine: OwnEngine): Readonly<Record<string, unknown>> => {
  const { docker, tried } = engine;
  const inspect = (kind: string, ids: readonly string[]): readonly Json[] =>
    ids.length === 0 ? [] : (JSON.parse(plainly(engine, docker([kind, 'inspect', ...ids]))) as readonly Json[]);
  const images = [...new Set(linesOf(docker(['images', '--all', '--quiet', '--no-trunc'])))].toSorted();
  const containers = linesOf(docker(['ps', '--all', '--quiet', '--no-trunc']));
  const volumes = linesOf(docker(['volume', 'ls', '--quiet'])).toSorted();
  const imageRow = '{{.ID}} {{.Repository}} {{.Tag}} {{.Digest}} {{.Size}}';
  const row = '{{.ID}} {{.Names}} {{.Image}} {{.Command}} {{.State}} {{.Size}} {{.Labels}}';
  return {
    images: linesOf(docker(['images', '--all', '--no-trunc', '--digests', '--format', imageRow])).toSorted(),
    history: each(images, (id) =>
      linesOf(docker(['history', '--no-trunc', '--human=false', '--format', '{{json .}}', id])),
    ),
    'inspect of images': inspect('image', images),
    ps: linesOf(docker(['ps', '--all', '--no-trunc', '--size', '--format', row])),
    'inspect of containers': inspect('container', containers).map((it) => ({
      ...it,
      Mounts: (it.Mounts as readonly Json[]).toSorted((a, b) =>
        String(a.Destination) < String(b.Destination) ? -1 : 1,
      ),
    })),
    diff: each(containers, (id) => linesOf(docker(['diff', id])).toSorted()),
    logs: each(containers, (id) => {
      const { status, out, err } = tried(['logs', '--timestamps', id]);
      return [status, out, plainly(engine, err)];
    }),
    // When the engine's directory of a volume was last changed: no program can set that time.
    'inspect of volumes': inspect('volume', volumes).map((it) => ({ ...it, CreatedAt: '' })),
    export: each(containers, (id) => hashOf(engine.bytes(['export', id]))),
    save: each(images, (id) => hashOf(engine.bytes(['save', id]))),
  };
};

/** Every object but directories, with all that `stat` tells. */
const listing = [
  'cd / && find . -xdev -path ./proc -prune -o -path ./sys -prune -o -path ./dev -prune -o ! -type d -print0',
  'sort -z',
  'xargs -0 stat -c "%n %F %a %u:%g %h %s %Y"; cat /etc/group /srv/tree/new 2>&1',
].join(' | ');

/** Made anew at each create, or at each start. */
const untimed = (text: string): string =>
  text.replace(/^(\.\/(?:\.dockerenv|etc\/(?:hostname|hosts|mtab|resolv\.conf)) .*) \d+$/gm, '$1 NOW');

/** Starts, looks into, and commits what can be; answers that must not depend on which of two engines gave them. */
export const doneBy = ({ docker, tried }: OwnEngine): Readonly<Record<string, unknown>> => {
  const plain = (text: string): string => text.replace(/[0-9a-f]{64}/g, 'ID').replace(/\/tmp\/pl-r\.\w+/g, 'DIR');
  const commit = (name: string): string | readonly string[] => {
    const { status, err } = tried(['commit', name, `again:${name}`]);
    if (status !== 0) return plain(err);
    const layers = docker(['image', 'inspect', '--format', '{{json .RootFS.Layers}}', `again:${name}`]);
    return JSON.parse(layers) as readonly string[];
  };
  const sh = (name: string, script: string): readonly [number, string] => {
    const { status, out } = tried(['exec', name, 'sh', '-c', script]);
    return [status, untimed(out)];
  };
  const names = linesOf(docker(['ps', '--all', '--format', '{{.Names}}'])).toSorted();
  return {
    commit: each(names, commit),
    start: each(names, (name) => {
      const { status, out, err } = tried(['start', name]);
      return [status, out, plain(err)];
    }),
    exec: each(['running', 'paused', 'renamed', 'stopped'], (name) => [
      sh(name, listing),
      sh(name, 'stat -c "%n %F %a %u:%g %s" /kept/* /kept/*/*; cat /kept/file'),
    ]),
    'a new container': untimed(
      docker(['run', '--rm', '--network', 'none', '--volumes-from', 'wrote', 'committed:1', 'sh', '-c', listing]),
    ),
  };
};
