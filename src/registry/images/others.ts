import { known } from '../../core/kernel/impossible.ts';
import { parseInstant } from '../../core/kernel/instant.ts';
import { type BuiltImage, buildImage } from '../build-image.ts';
import { directory, file, hardLink, layerOf, program, symlink } from '../pieces.ts';
import { made, set } from '../steps.ts';
import { baseSteps, path, tools } from './base-system.ts';
import { packageToolsStep } from './package-tools.ts';

const time = (text: string) => known(parseInstant(text), 'time');

/** The base system by itself: shares its layer with redis and app. */
export const debian = buildImage(baseSteps, { Env: [path], Cmd: ['bash'] });

/** A service on the same base and package tools, in two versions. */
export const app = (version: string, built: string): BuiltImage => {
  const at = time(built);
  const layer = layerOf(at, [
    directory('srv'),
    directory('srv/app'),
    file('srv/app/start', `#!/bin/sh\necho "app ${version}"\nexec sleep infinity\n`, 0o755),
    file('srv/app/VERSION', `${version}\n`),
  ]);
  return buildImage(
    [
      ...baseSteps,
      packageToolsStep,
      made(at, '/bin/sh -c #(nop) COPY dir:app in /srv/app ', layer),
      set(at, `LABEL version=${version}`),
      set(at, 'CMD ["/srv/app/start"]'),
    ],
    { Env: [path], Cmd: ['/srv/app/start'], Labels: { version } },
  );
};

/** One program under many names, as hard links: the smallest useful system. */
const busyboxLayer = () => {
  const binary = program('bin/[');
  const names = [...tools, 'ash', 'sh', 'busybox', 'free', 'nc', 'ping', 'top', 'vi', 'wget'].filter(
    (name) => !['[', 'bash', 'dash', 'getent'].includes(name),
  );
  return layerOf(time('2023-09-20T12:00:00Z'), [
    ...['bin', 'dev', 'etc', 'home', 'lib', 'usr', 'usr/bin', 'usr/sbin', 'var', 'var/spool'].map((name) =>
      directory(name),
    ),
    directory('root', 0o700),
    directory('tmp', 0o1777),
    symlink('lib64', 'lib'),
    symlink('usr/bin/env', '../../bin/env'),
    binary,
    ...names.map((name) => hardLink(`bin/${name}`, binary)),
    file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n'),
    file('etc/group', 'root:x:0:\nnogroup:x:65534:\n'),
    file('etc/shadow', 'root:*:::::::\n', 0o640),
  ]);
};

export const busybox = (): BuiltImage => {
  const at = time('2023-09-20T12:00:00Z');
  const layer = busyboxLayer();
  return buildImage(
    [made(at, `/bin/sh -c #(nop) ADD file:${layer.layer.diffId.slice(7)} in / `, layer), set(at, 'CMD ["sh"]')],
    {
      Env: [path],
      Cmd: ['sh'],
    },
  );
};
