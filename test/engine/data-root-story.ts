import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OwnEngine, withBase } from './data-root-engine.ts';

const dockerfile = `FROM base:1
LABEL origin=here
ENV GREETING="hello <you> & me"
RUN mkdir -p /srv/tree/deep && echo one >/srv/tree/one && echo two >/srv/tree/deep/two && ln /srv/tree/one /srv/twin
RUN rm /srv/tree/one && chmod 4755 /srv/twin && chown 1:1 /srv/tree
COPY hello /etc/hello
VOLUME /kept
HEALTHCHECK --interval=1h CMD true
WORKDIR /srv
CMD ["sh", "-c", "echo from cmd"]
`;

/** What containers write: everything that an upper directory can hold. */
const writing = [
  'rm -r /srv/tree && mkdir /srv/tree && echo new >/srv/tree/new',
  'rm /etc/passwd; echo added >>/etc/group',
  'mkfifo /srv/pipe; mknod /srv/null c 1 3; ln -s /nowhere/at/all /srv/link; echo x >/srv/a; ln /srv/a /srv/b',
  "touch \"/srv/$(printf 'not\\377utf8')\"; touch '/srv/a b\\c'; : >/srv/empty",
  'dd if=/dev/zero of=/srv/big bs=1k count=300 2>/dev/null; chmod 1777 /srv/tree; chown 7:8 /srv/big; touch -d @123456789 /srv/big',
  'echo kept >/kept/file; mkdir /kept/dir; ln -s file /kept/dir/link',
  'echo to stdout; echo to stderr >&2; echo -n "no end"',
].join('\n');

/** Fills an engine with images and containers in every state that survives a stop. */
export const liveRichly = (engine: OwnEngine): void => {
  const { docker, tried, dir } = engine;
  withBase(engine);
  const context = join(dir, 'context');
  mkdirSync(join(context), { recursive: true });
  writeFileSync(join(context, 'Dockerfile'), dockerfile);
  writeFileSync(join(context, 'hello'), 'hello\n');
  mkdirSync(join(dir, 'bound'), { recursive: true });
  writeFileSync(join(dir, 'bound/file'), 'bound\n');
  docker(['build', '--quiet', '--tag', 'built:1', context]);
  docker(['tag', 'built:1', 'registry.example:5000/some/built:other']);
  docker(['import', '-', 'nothing:1'], new Uint8Array(1024));
  docker(['build', '--quiet', '--tag', 'labelled:1', '-'], 'FROM base:1\nLABEL only=metadata\n');
  docker(['volume', 'create', '--label', 'a=b', 'named']);
  docker(['volume', 'create', '--opt', 'type=tmpfs', '--opt', 'device=tmpfs', '--opt', 'o=size=1m', 'memory']);
  const run = (name: string, ...args: readonly string[]): void =>
    void tried(['run', '--name', name, ...(args.includes('--network') ? [] : ['--network', 'none']), ...args]);
  docker(['create', '--name', 'created', '--network', 'none', '--hostname', 'myhost', '--env', 'A=1', 'built:1']);
  run('wrote', '--volume', 'named:/kept', 'built:1', 'sh', '-c', writing);
  run('anonymous', '--label', 'l=v', 'built:1', 'sh', '-c', 'echo mine >/kept/mine; exit 3');
  run('bound', '--volume', `${dir}/bound:/bound:ro`, '--tmpfs', '/scratch:size=64k', 'base:1', 'cat', '/bound/file');
  run(
    'filebound',
    '--mount',
    `type=bind,source=${dir}/bound/file,target=/a/file`,
    '--mount',
    'type=volume,target=/v',
    'base:1',
    'true',
  );
  run('readonly', '--read-only', '--user', '1:1', '--workdir', '/tmp', 'base:1', 'touch', '/no');
  run('again', '--restart', 'on-failure:2', '--detach', 'base:1', 'sh', '-c', 'echo try >>/tries; exit 7');
  run('quiet', '--log-driver', 'none', 'base:1', 'echo', 'unheard');
  run(
    'hosts',
    '--network',
    'host',
    '--init',
    '--memory',
    '64m',
    '--cap-add',
    'SYS_TIME',
    '--ulimit',
    'nofile=100',
    '--device',
    '/dev/null',
    'base:1',
    'true',
  );
  run(
    'ports',
    '--publish',
    '127.0.0.1:8080:80',
    '--dns',
    '9.9.9.9',
    '--add-host',
    'a:1.2.3.4',
    '--network',
    'none',
    'base:1',
    'true',
  );
  run('tty', '--tty', 'base:1', 'echo', 'on a terminal');
  run('failed', 'base:1', '/no/such/program');
  run('killed', '--detach', '--stop-signal', 'KILL', 'base:1', 'sleep', '1000');
  docker(['kill', 'killed']);
  run(
    'stopped',
    '--detach',
    '--volumes-from',
    'wrote',
    'built:1',
    'sh',
    '-c',
    'trap "exit 5" TERM; while :; do sleep 0.1; done',
  );
  docker(['stop', 'stopped']);
  run('running', '--detach', '--stop-signal', 'KILL', 'base:1', 'sh', '-c', 'echo begun; exec sleep 1000');
  run('paused', '--detach', '--stop-signal', 'KILL', 'base:1', 'sleep', '1000');
  docker(['pause', 'paused']);
  docker(['rename', 'killed', 'renamed']);
  docker(['commit', '--message', 'what it wrote', '--change', 'CMD ["sh"]', 'wrote', 'committed:1']);
  docker(['create', '--name', 'second', '--network', 'none', 'committed:1', 'cat', '/srv/tree/new']);
  run('orphan', 'labelled:1', 'touch', '/mine');
  docker(['rmi', '--force', 'labelled:1']);
  docker(['commit', 'renamed', 'committed:2']);
};
