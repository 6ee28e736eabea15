/**
 * What lies where, told the same way of a world and of a real data root: containers with the layers that they see
 * through, uppermost first, and images with theirs.
 */
export type Estate = {
  /** Where the engine has its data root. */
  readonly root: string;
  readonly containers: readonly PlacedContainer[];
  readonly images: readonly PlacedImage[];
  readonly volumes: readonly string[];
};

export type Kind = 'file' | 'directory' | 'symlink' | 'device' | 'fifo' | 'socket' | 'whiteout';

/** One object as it lies in one layer, volume or host directory. */
export type Found = {
  readonly kind: Kind;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: string;
  /** Of a file: bytes. */
  readonly size?: number;
  /** Of a symlink. */
  readonly target?: string;
  /** Of a directory: what lower layers have of it does not show. */
  readonly opaque?: true;
  /** In an upper directory: the kernel copied it up from a lower layer, nobody made it anew. Absent when nothing says so. */
  readonly origin?: true;
};

export type Look = (path: string) => Found | undefined;

export type Role = 'write layer' | 'init layer' | 'image layer';

/** One layer of a container's stack. */
export type Face = {
  readonly role: Role;
  /** Its directory under `overlay2/`. */
  readonly directory: string;
  readonly look: Look;
  /** Which of the image's layers it is, the base being 1. */
  readonly layer?: PlacedLayer;
};

export type PlacedLayer = {
  readonly chainId: string;
  readonly diffId: string;
  readonly directory: string;
  readonly size: number;
  readonly number: number;
  readonly of: number;
  /** The row of the image's history that made it. */
  readonly createdBy?: string;
};

export type PlacedImage = {
  readonly id: string;
  readonly names: readonly string[];
  /** Base first. */
  readonly layers: readonly PlacedLayer[];
};

export type PlacedMount = {
  readonly type: 'volume' | 'bind' | 'tmpfs';
  readonly destination: string;
  readonly rw: boolean;
  /** Where it is on the host; a tmpfs is nowhere. */
  readonly source?: string;
  readonly name?: string;
  readonly anonymous?: true;
  /** What it holds; absent for what the model does not know. */
  readonly look?: Look;
};

export type PlacedContainer = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** Names of its image, or its id. */
  readonly image: string;
  readonly faces: readonly Face[];
  readonly mounts: readonly PlacedMount[];
  /** `merged/` is mounted. */
  readonly mounted: boolean;
  /** It was started once: hosts, hostname and resolv.conf are in its own directory. */
  readonly prepared: boolean;
  readonly readOnly: boolean;
  /** `--rm`. */
  readonly autoRemove: boolean;
};
