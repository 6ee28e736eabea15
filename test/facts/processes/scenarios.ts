import { dataFile } from '../data-file.ts';

export type HostProcess = {
  readonly p: string;
  readonly parent: string;
  readonly comm: string;
  readonly state: string;
  readonly nspid?: readonly number[];
  readonly threads?: readonly { readonly comm: string; readonly nsTid: number | string }[];
};

export type OwnProcess = {
  readonly p: string;
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string;
  readonly state: string;
};

export type Snapshot = {
  readonly at: string;
  readonly host: readonly HostProcess[];
  readonly container?: readonly OwnProcess[];
};

export type Line = {
  readonly cmd?: string;
  readonly action?: string;
  readonly rc?: number | null;
  readonly stdout?: string;
  readonly stderr?: string;
};

export type Told = {
  readonly type: string;
  readonly action: string;
  readonly exitCode?: string;
  readonly signal?: string;
};

/** One event of the kernel's process connector. */
export type Stage = { readonly ev: string; readonly parent?: string; readonly child?: string; readonly proc?: string };

export type StateAfter = Readonly<Record<string, unknown>>;

/** One measured scenario: what was typed, the process trees seen on the way, the state and the events afterwards. */
export type Scenario = {
  readonly id: string;
  readonly description: string;
  readonly commands: readonly Line[];
  readonly snapshots?: readonly Snapshot[];
  readonly exitCode: number | null;
  readonly stateAfter: StateAfter | null;
  readonly events: readonly Told[];
  readonly processEvents?: readonly Stage[];
};

/** The 203 scenarios as they were measured on Docker Engine 20.10.24. */
export const readScenarios = (): readonly Scenario[] =>
  (JSON.parse(dataFile('processes.json.gz')) as { readonly scenarios: readonly Scenario[] }).scenarios;
