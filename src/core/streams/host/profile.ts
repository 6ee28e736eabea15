/** What differs between engines, each measured on the engine it is named after. */
export type Profile = {
  readonly name: ProfileName;
  readonly engine: string;
  /** Who is a shim's parent: `containerd` in the classic picture, the host's pid 1 since shim v2. */
  readonly shimParent: 'containerd' | 'init';
  /** `containerd-shim-runc-v2` or `containerd-shim`; `comm` is the same for both. */
  readonly shimCommand: string;
  /** Who starts containerd: dockerd itself, or the host's service manager. */
  readonly containerdParent: 'dockerd' | 'init';
  /** Layers that an image may have. */
  readonly maxDepth: number;
};

export type ProfileName = 'docker-20.10' | 'docker-20.10-system-containerd' | 'docker-20.10-shim-v1';

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  'docker-20.10': {
    name: 'docker-20.10',
    engine: 'Docker Engine 20.10.24 that starts its own containerd 1.6.20',
    shimParent: 'init',
    shimCommand: 'containerd-shim-runc-v2',
    containerdParent: 'dockerd',
    maxDepth: 125,
  },
  'docker-20.10-system-containerd': {
    name: 'docker-20.10-system-containerd',
    engine: 'Docker Engine 20.10.24 with --containerd, as distributions run it',
    shimParent: 'init',
    shimCommand: 'containerd-shim-runc-v2',
    containerdParent: 'init',
    maxDepth: 125,
  },
  'docker-20.10-shim-v1': {
    name: 'docker-20.10-shim-v1',
    engine: 'Docker Engine 20.10.24 with --runtime io.containerd.runtime.v1.linux',
    shimParent: 'containerd',
    shimCommand: 'containerd-shim',
    containerdParent: 'dockerd',
    maxDepth: 125,
  },
};
