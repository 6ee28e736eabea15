import type { Survey } from '../survey/survey.ts';

/** How bad it is: nothing to do, can be put right without loss, something is gone for good. */
export type Severity = 'harmless' | 'repairable' | 'lost data';

/** One thing that is wrong: where, below the root, and what was found there. */
export type Finding = { readonly path: string; readonly found: string };

/** What must hold in a data root. Ids are those of docs/facts/data-root.md, section 5. */
export type Rule = {
  readonly id: string;
  readonly sentence: string;
  readonly severity: Severity;
  /** What it means for who uses the engine. */
  readonly means: string;
  readonly todo: string;
  /** Holds of a stopped engine only: a running one breaks it all the time and means no harm. */
  readonly stoppedOnly?: true;
  /** Public reports of such damage. */
  readonly reports?: readonly string[];
  readonly check: (root: Survey) => Iterable<Finding>;
};

export const imageStore = 'image/overlay2';
export const hex = /^[0-9a-f]{64}$/;
export const digest = /^sha256:[0-9a-f]{64}$/;
/** BuildKit gives its directories 25 characters of its own. */
export const cacheId = /^(?:[0-9a-f]{64}|[0-9a-z]{25})$/;
export const hexOf = (text: string): string => text.replace(/^sha256:/, '');
export const imagePath = (id: string): string => `${imageStore}/imagedb/content/sha256/${id}`;
export const metadataPath = (id: string): string => `${imageStore}/imagedb/metadata/sha256/${id}`;
export const layerPath = (chain: string): string => `${imageStore}/layerdb/sha256/${chain}`;
export const mountPath = (id: string): string => `${imageStore}/layerdb/mounts/${id}`;

/** Findings of each entry of a map that a condition names. */
export function* eachWrong<T>(
  map: ReadonlyMap<string, T>,
  pathOf: (name: string) => string,
  wrong: (value: T, name: string) => string | undefined | false,
): Generator<Finding> {
  for (const [name, value] of map) {
    const found = wrong(value, name);
    if (found) yield { path: pathOf(name), found };
  }
}
