import { dataFile } from '../data-file.ts';
import type { FactResult } from '../fact.ts';

/** The tables of the measured facts that this suite reads; everything else in the file is prose. */
export type Facts = {
  readonly test_vectors: readonly Vector[];
  readonly layer_tars_base64_by_diff_id: Readonly<Record<string, string>>;
  readonly commit_changes: {
    readonly refused_400: Readonly<Record<string, string>>;
    readonly examples: Readonly<Record<string, unknown>>;
  };
  readonly commit_errors: readonly (readonly [string, number, string, number])[];
  readonly tag_cases: readonly (readonly [string, string, number, string])[];
  readonly inspect_cases: readonly (readonly [string, number, string])[];
  readonly rmi_cases: readonly RmiCase[];
  readonly pull: { readonly errors: readonly (readonly [string, number, string])[]; readonly [key: string]: unknown };
  readonly push: Readonly<Record<string, unknown>> & { readonly errors: readonly unknown[] };
  readonly load_errors: readonly (readonly [string, string])[];
  readonly save_errors: readonly (readonly [string, number | string, string])[];
  readonly build_classic: readonly Readonly<Record<string, unknown>>[];
  readonly tar_header_facts: Readonly<Record<string, string>>;
  readonly on_disk_examples: Readonly<Record<string, unknown>>;
  readonly corruption_matrix: readonly { readonly corruption: string }[];
  readonly invariants: readonly { readonly code: string; readonly invariant: string }[];
};

export type RmiCase = {
  readonly case: string;
  readonly status: number;
  readonly message?: string;
  readonly rows?: readonly string[];
  readonly events?: readonly string[];
};

export type Vector = {
  readonly n: number;
  readonly repo_tag: string;
  readonly image_id: string;
  readonly config_base64: string;
  readonly layers: readonly {
    readonly diff_id: string;
    readonly chain_id: string;
    readonly legacy_v1_layer_id: string;
    readonly tar_len: number;
    readonly members: readonly { readonly name: string; readonly typeflag: string; readonly linkname: string }[];
  }[];
};

export const facts: Facts = JSON.parse(dataFile('images-and-layers.json.gz'));

/** What was found against what was measured; `undefined` when they are the same. */
export const differs = (found: unknown, measured: unknown): string | undefined => {
  const [a, b] = [JSON.stringify(found), JSON.stringify(measured)];
  return a === b ? undefined : `found ${a}, measured ${b}`;
};

/** One fact by a check that says what differs. A check that throws does not hold. */
export const fact = (id: string, check: () => string | undefined): FactResult => {
  let why: string | undefined;
  try {
    why = check();
  } catch (error) {
    why = String(error);
  }
  return { id, holds: why === undefined, ...(why !== undefined && { why }) };
};

export const left = (id: string, notModelled: string): FactResult => ({ id, holds: false, notModelled });
