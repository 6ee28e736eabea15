import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fsck } from '../../src/shell/data-root/fsck/fsck.ts';
import { bytesOfLog } from '../../src/shell/data-root/log-bytes.ts';
import { materialize } from '../../src/shell/data-root/write/materialize.ts';
import { runLoad } from '../../src/shell/load/run-load.ts';
import { openWorld } from '../../src/shell/log/open-world.ts';
import { runScript } from '../../src/shell/run/index.ts';
import { ownEngine } from './data-root-engine.ts';
import { docker } from './engine.ts';

/** What happens in the model, and never in an engine. The image is a real one. */
const story = `
docker tag base:1 registry.example:5000/some/base:other
docker create --name created --network none --hostname myhost --env A=1 --label l=v base:1 sleep 1000
docker run --name wrote --network none --volume named:/kept base:1 sh -c 'echo one >/one; mkdir /dir; echo two >/dir/two; rm /etc/passwd; ln -s /nowhere /link; chmod 600 /one; echo kept >/kept/file; echo out; echo err >&2'
docker run --name failed --network none base:1 sh -c 'exit 3'
docker run --name nothing --network none base:1 /no/such/program
docker run --detach --name web --network none --volume /v --restart unless-stopped base:1 sleep 1000
docker exec web sh -c 'echo from exec >/exec; rm -r /home; mkdir /home; echo new >/home/new; ln /exec /twin'
docker commit --message 'what it wrote' wrote committed:1
docker create --name second --network none --read-only committed:1 cat /dir/two
docker kill web
docker rename web renamed
docker run --detach --name paused --network none --tmpfs /t base:1 sleep 1000
docker pause paused
docker unpause paused
docker kill paused
docker volume create --label a=b labelled
`;

const containers = ['created', 'wrote', 'failed', 'nothing', 'renamed', 'second', 'paused'];
const images = ['base:1', 'committed:1'];
const row = '{{.ID}} {{.Names}} {{.Image}} {{.Command}} {{.State}} {{.Labels}} {{.LocalVolumes}} {{.Networks}}';
const historyRow = '{{.ID}} {{.CreatedAt}} {{.CreatedBy}} {{.Size}} {{.Comment}}';

/** Asked of both, in this order: what they hold, then what it does. */
const questions = [
  "docker images --all --no-trunc --digests --format '{{.ID}} {{.Repository}} {{.Tag}} {{.Digest}} {{.Size}}'",
  ...images.map((it) => `docker history --no-trunc --human=false --format '${historyRow}' ${it}`),
  ...images.map((it) => `docker image inspect ${it}`),
  `docker ps --all --no-trunc --format '${row}'`,
  ...containers.map((it) => `docker container inspect ${it}`),
  ...containers.map((it) => `docker diff ${it}`),
  ...containers.map((it) => `docker logs --timestamps ${it}`),
  "docker volume ls --format '{{.Name}} {{.Driver}} {{.Labels}}'",
  ...containers.flatMap((it) => [
    `docker commit ${it} again:${it}`,
    `docker image inspect --format '{{json .RootFS.Layers}}' again:${it}`,
  ]),
  'docker start created',
  'docker start renamed',
  'docker start --attach second',
  'docker start nothing',
  'docker exec renamed cat /exec /home/new /twin',
  'docker exec renamed ls -a /home',
  "docker exec renamed sh -c 'echo more >>/exec; cat /twin'",
  'docker exec created cat /etc/passwd',
  'docker run --rm --network none --volume named:/n committed:1 sh -c "cat /n/file /one; readlink /link; ls /etc/passwd 2>/dev/null"',
  'docker diff renamed',
  `docker ps --format '{{.Names}} {{.State}}'`,
];

type Said = { readonly out: readonly string[]; readonly status: number };

/** New ids and new times are new to both; roots lie elsewhere. Rows of `diff` come in no order, nor do the repositories of one image. */
const plain = (question: string, text: string): readonly string[] => {
  const lines = text.split('\n');
  if (question.endsWith(' inspect') || / inspect [^-]/.test(question)) return jsonOf(text);
  if (question.startsWith('docker commit')) return lines.map((line) => line.replace(/[0-9a-f]{64}/, 'ID'));
  if (question.startsWith('docker images')) return rowsByImage(lines);
  return question.startsWith('docker diff') ? lines.toSorted() : lines;
};

/** The client keeps the repositories of an image in a map, and prints them in another order each time; images keep theirs. */
const rowsByImage = (lines: readonly string[]): readonly string[] => {
  const ids = [...new Set(lines.map((line) => line.split(' ')[0]))];
  return ids.flatMap((id) => lines.filter((line) => line.split(' ')[0] === id).toSorted());
};

/** Key by key. What a client did not set is null, an empty list or an empty map, after the client that made it. */
const jsonOf = (text: string): readonly string[] => {
  const values = text
    .replace(/"SandboxKey": "[^"]*\/netns\//g, '"SandboxKey": "NETNS/')
    .replace(/"NetworkID": "[0-9a-f]{64}"/g, '"NetworkID": "ID"');
  return JSON.stringify(JSON.parse(values), (_, value: unknown) => (isEmpty(value) ? null : value), 1).split('\n');
};

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

describe('a real engine on a root that the model wrote', () => {
  const engine = ownEngine();
  const log = join(engine.dir, 'model.jsonl');
  const answers = new Map<string, { readonly model: Said; readonly engine: Said }>();

  const ofModel = async (script: string): Promise<Said> => {
    const file = join(engine.dir, 'script.docker');
    writeFileSync(file, script);
    const said: string[] = [];
    const take = (text: string | Uint8Array): void => void said.push(Buffer.from(text as string).toString());
    const status = await runScript({ script: file, layouts: [], out: take, err: take, log });
    return { out: plain(script, said.join('').replaceAll('/var/lib/docker', 'ROOT')), status };
  };
  const ofEngine = (line: string): Said => {
    const env = { ...process.env, DOCKER_HOST: `unix://${engine.dir}/docker.sock` };
    const { status, stdout } = spawnSync('bash', ['-c', `${line} 2>&1`], { env, encoding: 'utf8', maxBuffer: 1 << 26 });
    return { out: plain(line, stdout.replaceAll(engine.root, 'ROOT')), status: status ?? -1 };
  };

  beforeAll(async () => {
    const archive = join(engine.dir, 'base.tar');
    docker('save', '--output', archive, 'base:1');
    await runLoad(archive, log);
    await ofModel(story);
    await materialize(openWorld(log, undefined).world, bytesOfLog(log), engine.root);
    expect(fsck(engine.root).broken).toEqual([]);
    engine.start();
    for (const question of questions)
      answers.set(question, { model: await ofModel(question), engine: ofEngine(question) });
  });
  afterAll(() => engine.remove());

  test.each(questions)('%s', (question) => {
    const said = answers.get(question);
    expect(said?.engine).toEqual(said?.model);
  });
});
