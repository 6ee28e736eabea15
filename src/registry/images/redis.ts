import { known } from '../../core/kernel/impossible.ts';
import { later, parseInstant } from '../../core/kernel/instant.ts';
import { type BuiltImage, buildImage } from '../build-image.ts';
import { directory, file, hardLink, layerOf, type Piece, program, whiteout } from '../pieces.ts';
import { made, set } from '../steps.ts';
import { baseSteps, group, passwd, path } from './base-system.ts';
import { packageToolsStep } from './package-tools.ts';

/** Redis on the base system and the package tools: the server in its layer, its configuration in the one above. */
export const redis = (version: string, built: string): BuiltImage => {
  const at = known(parseInstant(built), 'time');
  const configured = later(at, 40_000);
  const finished = later(at, 41_000);
  return buildImage(
    [
      ...baseSteps,
      packageToolsStep,
      set(at, `ENV REDIS_VERSION=${version}`),
      made(
        at,
        `/bin/sh -c apt-get install -y redis-server=${version} && rm -r /var/lib/apt/lists/*`,
        server(version, at),
      ),
      made(
        configured,
        `/bin/sh -c #(nop) COPY redis.conf in /usr/local/etc/redis/redis.conf `,
        configuration(configured),
      ),
      set(finished, 'VOLUME [/data]'),
      set(finished, 'WORKDIR /data'),
      set(finished, 'EXPOSE 6379'),
      set(finished, 'CMD ["redis-server"]'),
    ],
    {
      Env: [path, `REDIS_VERSION=${version}`],
      Cmd: ['redis-server'],
      ExposedPorts: { '6379/tcp': {} },
      Volumes: { '/data': {} },
      WorkingDir: '/data',
    },
  );
};

const user = [999, 999] as const;

const server = (version: string, at: Parameters<typeof layerOf>[0]) => {
  const binary: Piece = program('usr/local/bin/redis-server', version);
  return layerOf(at, [
    ...['etc', 'usr', 'usr/local', 'usr/local/bin', 'usr/local/lib', 'var', 'var/lib'].map((name) => directory(name)),
    ...['var/lib/apt', 'var/lib/apt/lists', 'var/lib/dpkg', 'var/lib/dpkg/info'].map((name) => directory(name)),
    directory('data', 0o755, user),
    binary,
    ...['redis-check-aof', 'redis-check-rdb', 'redis-sentinel'].map((name) =>
      hardLink(`usr/local/bin/${name}`, binary),
    ),
    program('usr/local/bin/redis-cli', version),
    program('usr/local/bin/redis-benchmark', version),
    program('usr/local/lib/libjemalloc.so.2'),
    file('etc/passwd', `${passwd}redis:x:999:999::/home/redis:/bin/sh\n`),
    file('etc/group', `${group}redis:x:999:\n`),
    file('var/lib/dpkg/info/redis-server.list', '/usr/local/bin/redis-server\n'),
    whiteout('var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_Release'),
  ]);
};

const settings = `bind 127.0.0.1 -::1
port 6379
dir /data
save 3600 1 300 100 60 10000
appendonly no
maxmemory-policy noeviction
`;

const configuration = (at: Parameters<typeof layerOf>[0]) =>
  layerOf(at, [
    ...['usr', 'usr/local', 'usr/local/etc', 'usr/local/etc/redis'].map((name) => directory(name)),
    file('usr/local/etc/redis/redis.conf', settings),
  ]);
