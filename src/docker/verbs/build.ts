import type { Pulled } from '../../core/commands/client/pull-image.ts';
import { isFlaw, parseName } from '../../core/images/reference.ts';
import type { LayerEntry } from '../../core/layers/entry.ts';
import { Complaint, type Docker, type Verb } from '../docker.ts';
import { humanSize } from '../format/human.ts';
import { entriesOf } from './cp.ts';
import { pairsOf } from './host-config.ts';
import { linesOf } from './pull.ts';

/** `docker build` by the classic builder. */
export const build: Verb = async (docker, options) => {
  const [path = ''] = options.args;
  if (!docker.files.look(path, true))
    throw new Complaint(`unable to prepare context: path ${JSON.stringify(path)} not found`);
  const all = entriesOf(docker, path.replace(/\/+$/, '') || '/', '');
  const name = options.one('file');
  const dockerfile = name ?? `${path}/Dockerfile`;
  if (!docker.files.look(dockerfile, true))
    throw new Complaint(
      `unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat ${dockerfile}: no such file or directory`,
    );
  const context = withoutIgnored(docker, path, all);
  const quiet = options.is('quiet');
  const sending = `Sending build context to Docker daemon  ${humanSize(tarSize(context))}\r\r\n`;
  if (!quiet) docker.out(sending);
  const tag = options.one('tag');
  const built = await docker.archives.build({
    dockerfile: new TextDecoder().decode(docker.files.read(dockerfile)),
    context,
    buildArgs: pairsOf(options.all('build-arg')),
    noCache: options.is('no-cache'),
    name: name === undefined ? 'Dockerfile' : name.replace(`${path.replace(/\/+$/, '')}/`, ''),
    pull: async (image) => {
      const pulled = await docker.machine.perform(await docker.pulling(withLatest(image)));
      return pulled.accepted ? linesOf(pulled.answer as Pulled) : pulled.rejection;
    },
    ...(tag !== undefined && { tag }),
  });
  const { lines } = built;
  if ('error' in built) {
    const { message } = built.error;
    if (quiet) docker.out(sending);
    for (const line of lines) docker.out(`${line}\n`);
    const [, code = 1] = /returned a non-zero code: (\d+)$/.exec(message) ?? [];
    // Behind its first line an answer's status has gone out, and an error comes as one more line (measured).
    throw new Complaint(lines.length === 0 ? `Error response from daemon: ${message}` : message, Number(code));
  }
  if (!quiet) for (const line of lines) docker.out(`${line}\n`);
  if (quiet) docker.out(`${built.image}\n`);
  return 0;
};

const withLatest = (image: string): string => {
  const named = parseName(image);
  return isFlaw(named) || named.tag !== undefined || named.digest !== undefined ? image : `${image}:latest`;
};

const tarSize = (entries: readonly LayerEntry[]): number =>
  entries.reduce((sum, { node }) => sum + 512 + (node.kind === 'file' ? Math.ceil(node.size / 512) * 512 : 0), 1024);

/** `.dockerignore`: patterns by line, the last that fits decides, `!` takes back in. */
const withoutIgnored = (docker: Docker, path: string, entries: readonly LayerEntry[]): readonly LayerEntry[] => {
  if (!docker.files.look(`${path}/.dockerignore`, true)) return entries;
  const rules = new TextDecoder()
    .decode(docker.files.read(`${path}/.dockerignore`))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isBack: line.startsWith('!'), form: formOf(line.replace(/^!/, '').replace(/^\/|\/$/g, '')) }));
  const isIgnored = (name: string): boolean =>
    rules.reduce((ignored, { isBack, form }) => (form.test(name) ? !isBack : ignored), false);
  return entries.filter((entry) => ['Dockerfile', '.dockerignore'].includes(entry.path) || !isIgnored(entry.path));
};

const formOf = (pattern: string): RegExp => {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\u0000', '(?:.*/)?');
  return new RegExp(`^${text}(?:/.*)?$`);
};
