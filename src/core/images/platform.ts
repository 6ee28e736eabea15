const systems = new Set([
  'linux',
  'windows',
  'darwin',
  'freebsd',
  'netbsd',
  'openbsd',
  'solaris',
  'aix',
  'android',
  'js',
]);
const architectures = new Set([
  '386',
  'amd64',
  'arm',
  'arm64',
  'mips64',
  'mips64le',
  'ppc64',
  'ppc64le',
  'riscv64',
  's390x',
]);
const nicknames = new Set(['i386', 'x86_64', 'x86-64', 'aarch64', 'armhf', 'armel']);

/** What is wrong with `--platform`, in containerd's words: one word must be a system or an architecture. */
export const platformFlaw = (platform: string): string | undefined => {
  const parts = platform.split('/');
  const strange = parts.find((part) => !/^[A-Za-z0-9_-]+$/.test(part));
  if (strange !== undefined) {
    return `${JSON.stringify(strange)} is an invalid component of ${JSON.stringify(platform)}: platform specifier component must match "^[A-Za-z0-9_-]+$": invalid argument`;
  }
  if (parts.length > 3) return `${JSON.stringify(platform)}: cannot parse platform specifier: invalid argument`;
  const word = platform.toLowerCase();
  if (parts.length > 1 || systems.has(word) || architectures.has(word) || nicknames.has(word)) return undefined;
  return `${JSON.stringify(platform)}: unknown operating system or architecture: invalid argument`;
};
