/** A value of type `T` that the domain tells apart from every other `T`. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** `sha256:` and 64 lower-case hex digits. */
export type Digest = Brand<string, 'Digest'>;
/** Digest of a layer's uncompressed tar. */
export type DiffId = Digest & { readonly __diff: true };
/** Digest that names a layer together with everything below it (law L2). */
export type ChainId = Digest & { readonly __chain: true };
/** Digest of an image's config bytes (law I1). */
export type ImageId = Digest & { readonly __image: true };
/** 64 lower-case hex digits that name a directory under `overlay2/`. */
export type CacheId = Brand<string, 'CacheId'>;
/** 64 lower-case hex digits. */
export type ContainerId = Brand<string, 'ContainerId'>;
/** 64 lower-case hex digits that name an exec instance. */
export type ExecId = Brand<string, 'ExecId'>;
/** A process number as the host sees it. */
export type Pid = Brand<number, 'Pid'>;
/** A process number as seen inside a pid namespace; main is 1 in its own. */
export type NamespacePid = Brand<number, 'NamespacePid'>;
/** The name of a pid namespace; `host` is the host's. */
export type NamespaceId = Brand<string, 'NamespaceId'>;
/** RFC 3339 in UTC with exactly nine digits of a second, so that text order is time order. */
export type Instant = Brand<string, 'Instant'>;
/** Familiar form with its tag or digest: `redis:latest`, `127.0.0.1:5000/a@sha256:…`. */
export type Reference = Brand<string, 'Reference'>;
export type VolumeName = Brand<string, 'VolumeName'>;
