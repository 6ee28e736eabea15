/** Every container, image and volume of the oracle begins so; nothing else is ever touched. */
export const ownPrefix = 'plimsoll-';

/** Every container and volume of the oracle carries it, and every image made of one: prunes are asked for these alone. */
export const ownLabel = 'plimsoll.check';

/**
 * Podman keeps a name that says no registry below `localhost/`, or with Docker's registry before it
 * (docs/engines/podman.md): the same name for an oracle.
 */
export const unqualified = (reference: string): string => reference.replace(/^(?:localhost|docker\.io\/library)\//, '');

/** Names that sequences use. */
export const containerNames = ['c1', 'c2', 'c3', 'c4'].map((name) => `${ownPrefix}${name}`);
export const volumeNames = ['v1', 'v2'].map((name) => `${ownPrefix}${name}`);
export const imageNames = ['i1', 'i2', 'i3'].map((name) => `${ownPrefix}${name}`);

/** The images that every sequence begins with: the embedded ones, with programs that run. */
export const baseImages = [
  { of: 'busybox:latest', as: `${ownPrefix}base-box:1` },
  { of: 'debian:latest', as: `${ownPrefix}base-system:1` },
  { of: 'app:1.0', as: `${ownPrefix}base-app:1` },
  { of: 'app:1.1', as: `${ownPrefix}base-app:2` },
] as const;
