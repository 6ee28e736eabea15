import { known } from '../../core/kernel/impossible.ts';
import { parseInstant } from '../../core/kernel/instant.ts';
import { directory, file, layerOf, program } from '../pieces.ts';
import { made } from '../steps.ts';

/** The layer that brings apt and dpkg. */
const at = known(parseInstant('2023-10-04T08:04:10.310022Z'), 'time');

const status = `Package: base-files
Status: install ok installed
Version: 12.4
`;

const layer = layerOf(at, [
  ...['etc', 'usr', 'usr/bin', 'usr/lib', 'var', 'var/cache', 'var/lib'].map((path) => directory(path)),
  ...['etc/apt', 'etc/apt/apt.conf.d', 'usr/lib/apt', 'usr/lib/apt/methods', 'var/cache/apt'].map((path) =>
    directory(path),
  ),
  ...['var/lib/apt', 'var/lib/apt/lists', 'var/lib/dpkg', 'var/lib/dpkg/info'].map((path) => directory(path)),
  ...['apt', 'apt-cache', 'apt-config', 'apt-get', 'apt-mark', 'dpkg', 'dpkg-deb', 'dpkg-query'].map((name) =>
    program(`usr/bin/${name}`),
  ),
  program('usr/lib/apt/methods/http'),
  file('etc/apt/sources.list', 'deb http://deb.debian.org/debian bookworm main\n'),
  file(
    'etc/apt/apt.conf.d/docker-clean',
    'APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };\n',
  ),
  file('var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_Release', 'Suite: stable\nCodename: bookworm\n'),
  file('var/lib/dpkg/status', status),
  file('var/lib/dpkg/info/base-files.list', '/etc\n/etc/debian_version\n'),
]);

export const packageToolsStep = made(at, '/bin/sh -c dpkg --unpack /packages/apt.deb && dpkg --configure apt', layer);
