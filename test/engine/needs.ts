import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = [
  ...['dockerd', 'containerd', 'runc', 'docker', 'curl', 'busybox', 'debootstrap', 'skopeo', 'python3'],
  ...['jq', 'getfattr', 'redis-server'],
];

const isOnPath = (program: string): boolean =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** What the engine suites need that is not on this machine; nothing when they can run. */
export const missingHere = (): readonly string[] => [
  ...(process.platform === 'linux' ? [] : ['Linux']),
  ...(process.getuid?.() === 0 ? [] : ['root']),
  ...programs.filter((program) => !isOnPath(program)),
];

/** The one line that says so. */
export const whatIsMissing = (missing: readonly string[]): string =>
  `engine suites (npm run test:engine) need ${missing.join(', ')}; scripts/install-engine.sh installs the programs on Debian`;
