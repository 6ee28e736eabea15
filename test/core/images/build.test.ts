import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/core/kernel/brand.ts';
import { chainIdsOf } from '../../../src/core/kernel/digest.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import type { LayerEntry } from '../../../src/core/layers/entry.ts';
import { walkTree } from '../../../src/core/overlay/index.ts';
import { buildImage } from '../../../src/shell/build.ts';
import { Bench } from '../../facts/images/bench.ts';

const bench = new Bench();
const mtime = '2026-11-23T23:29:16.000000000Z' as Instant;
const owned = { uid: 0, gid: 0, mtime };
const file = (path: string, text: string, mode = 0o644): LayerEntry => {
  const content = bench.session.bring(new TextEncoder().encode(text));
  return { path, node: { kind: 'file', content, size: text.length, mode, ...owned } };
};
const directory = (path: string, mode: number): LayerEntry => ({ path, node: { kind: 'directory', mode, ...owned } });

/** The context that Docker Engine 20.10.24 was given. */
const context: readonly LayerEntry[] = [
  directory('d', 0o755),
  file('d/a', 'x', 0o600),
  { path: 'd/l', node: { kind: 'symlink', target: 'a', mode: 0o777, ...owned } },
  directory('d/sub', 0o750),
  file('d/sub/b', 'y'),
  file('e', ''),
  file('f', 'hello\n'),
  file('sleepfile', 'ELF'),
];

const dockerfile = `FROM x
ENV A=1 B="two words"
LABEL l="a<b>&c" m=$A
EXPOSE 80 53/udp
HEALTHCHECK --interval=30s --timeout=1m30s --retries=3 CMD curl -f http://x || exit 1
VOLUME /data /more
ARG X=5
SHELL ["/bin/sh","-ec"]
WORKDIR /w/deep
WORKDIR rel
COPY f /c/
COPY d /c/d
COPY f e many/
COPY --chown=3:4 d/a .
ADD e /
COPY . /all/
USER 1:2
STOPSIGNAL SIGTERM
ONBUILD RUN foo
ENTRYPOINT ["e","x y"]
CMD a b
MAINTAINER me <me@x>`;

/** What `docker history --no-trunc` of Docker Engine 20.10.24 says of it, oldest first. */
const measured = `/bin/sh -c #(nop)  ENV A=1 B=two words
/bin/sh -c #(nop)  LABEL l=a<b>&c m=1
/bin/sh -c #(nop)  EXPOSE 53/udp 80
/bin/sh -c #(nop)  HEALTHCHECK &{["CMD-SHELL" "curl -f http://x || exit 1"] "30s" "1m30s" "0s" '\\x03'}
/bin/sh -c #(nop)  VOLUME [/data /more]
/bin/sh -c #(nop)  ARG X=5
/bin/sh -ec #(nop)  SHELL [/bin/sh -ec]
/bin/sh -ec #(nop) WORKDIR /w/deep
/bin/sh -ec #(nop) WORKDIR /w/deep/rel
/bin/sh -ec #(nop) COPY file:7d70391f0d5adb51fc26141f58002b62862a2d7bfeec1389438ea684d00e6046 in /c/ 
/bin/sh -ec #(nop) COPY dir:57de4ebf7cedd9a3fe8ab7562c979f017dad4d726c97dce7695bcfdcb274625e in /c/d 
/bin/sh -ec #(nop) COPY multi:ed619af11e099d870adfa1e9ab18a9686e53d48b96b4581c3aff038cd343df18 in many/ 
/bin/sh -ec #(nop) COPY --chown=3:4file:5aca18815b382213367912f804d50ce9325f9d2d4e79cc843c48fcec46027df1 in . 
/bin/sh -ec #(nop) ADD file:f8d026ed7042d4bf7684b98b64fb16f94cc49d3c22e29f2df5c4a2b29791a969 in / 
/bin/sh -ec #(nop) COPY dir:dd301946e61b4cad8262811b1e384aa8b812cb744c9393d5c2d1b76bfc7e29ce in /all/ 
/bin/sh -ec #(nop)  USER 1:2
/bin/sh -ec #(nop)  STOPSIGNAL SIGTERM
/bin/sh -ec #(nop)  ONBUILD RUN foo
/bin/sh -ec #(nop)  ENTRYPOINT ["e" "x y"]
/bin/sh -ec #(nop)  CMD ["/bin/sh" "-ec" "a b"]
/bin/sh -ec #(nop)  MAINTAINER me <me@x>`.split('\n');

describe('the classic builder', async () => {
  bench.image('x');
  const port = {
    perform: (command: Parameters<typeof bench.session.perform>[0]) => bench.session.perform(command),
    run: async () => 0,
    filesOf: () => [],
  };
  const built = await buildImage(port, dockerfile, context, { tag: 'out' });
  if ('error' in built) throw new Error(built.error.message);
  const image = known(bench.session.world.images.get(built.image), 'image');
  const { history } = image.config;

  for (const [at, row] of measured.entries()) {
    it(row, () => expect(history[at + 1]?.created_by).toBe(row));
  }

  it('makes a layer for each new directory and each copy', () => {
    expect(history.filter((row) => !row.empty_layer)).toHaveLength(9);
  });

  /** Names, modes and owners of the engine's layers: WORKDIR twice, then each copy. */
  const w = ['/w 755', '/w/deep 755'];
  const layers: readonly (readonly string[])[] = [
    w,
    [...w, '/w/deep/rel 755'],
    ['/c 755', '/c/f 644'],
    ['/c 755', '/c/d 755', '/c/d/a 600', '/c/d/l 777', '/c/d/sub 750', '/c/d/sub/b 644'],
    [...w, '/w/deep/rel 755', '/w/deep/rel/many 755', '/w/deep/rel/many/e 644', '/w/deep/rel/many/f 644'],
    [...w, '/w/deep/rel 755', '/w/deep/rel/a 600 3:4'],
    ['/e 644'],
    ['/all 755', '/all/d 755', '/all/d/a 600', '/all/d/l 777', '/all/d/sub 750', '/all/d/sub/b 644'].concat([
      '/all/e 644',
      '/all/f 644',
      '/all/sleepfile 644',
    ]),
  ];
  it('leaves in its layers what the engine leaves', () => {
    const chain = chainIdsOf(image.config.diffIds).slice(1);
    const found = chain.map((id) => [...walkTree(known(bench.session.world.layers.get(id), 'layer').tree)]);
    const shown = found.map((names) =>
      names.map(
        ({ path, inode: { mode, uid, gid } }) => `${path} ${mode.toString(8)}${uid === 0 ? '' : ` ${uid}:${gid}`}`,
      ),
    );
    expect(shown).toEqual(layers);
  });

  it('leaves the container’s host name out of the config, and in the container’s config', () => {
    expect(image.config.config?.Hostname).toBeUndefined();
    expect(image.config.container_config?.Hostname).toBe(image.config.container?.slice(0, 12));
    expect(image.config.author).toBe('me <me@x>');
  });
});
