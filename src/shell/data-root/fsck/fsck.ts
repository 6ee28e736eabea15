import { BadInput } from '../../bad-input.ts';
import { allowed } from '../survey/allowed.ts';
import type { Tick } from '../survey/count-tree.ts';
import { engineOn } from '../survey/engine-on.ts';
import { textOf } from '../survey/read-file.ts';
import { readRoot } from '../survey/read-root.ts';
import type { Survey } from '../survey/survey.ts';
import { deepFindings, deepRule } from './deep.ts';
import type { Finding, Rule, Severity } from './rule.ts';
import { rules } from './rules/index.ts';
import { claimedDirectories, neededLayers } from './stack.ts';

export type Broken = Omit<Rule, 'check' | 'stoppedOnly'> & { readonly findings: readonly Finding[] };

export type Report = {
  readonly dir: string;
  readonly rules: number;
  readonly counts: {
    readonly images: number;
    readonly layers: number;
    readonly containers: number;
    readonly volumes: number;
    readonly objects: number;
  };
  readonly broken: readonly Broken[];
  /** Bytes in directories that nothing claims, and in layers that nothing uses. */
  readonly orphaned: { readonly directories: number; readonly bytes: number };
  readonly worst: Severity | undefined;
};

export type FsckOptions = {
  /** An engine runs on it: what it breaks and mends all the time is not looked at, and a finding must be there twice. */
  readonly live?: boolean;
  readonly tick?: Tick;
};

/** The same, and every byte of every layer against its digest (rule L10). */
export const fsckDeep = async (dir: string, options: FsckOptions = {}): Promise<Report> => {
  const report = fsck(dir, options);
  const { live = false, tick = () => {} } = options;
  const look = () => deepFindings(readRoot(dir, tick, false), tick);
  const first = await look();
  const again = live && first.length > 0 ? new Set((await look()).map(({ path }) => path)) : undefined;
  const findings = first.filter(({ path }) => again?.has(path) ?? true);
  const broken = findings.length > 0 ? [...report.broken, { ...deepRule, findings }] : report.broken;
  return { ...report, rules: report.rules + 1, broken, worst: worstOf(broken) };
};

/** Holds a data root against every rule. Reads, and writes nothing. */
export const fsck = (dir: string, { live = false, tick }: FsckOptions = {}): Report => {
  const engine = live ? undefined : engineOn(dir);
  if (engine !== undefined)
    throw new BadInput(`${dir}: an engine runs on it (pid ${engine}): stop it, or check beside it with --live`);
  const root = allowed(dir, () => readRoot(dir, tick));
  const first = brokenIn(root, live);
  return reportOf(root, live && first.length > 0 ? twice(first, brokenIn(readRoot(dir), live)) : first, live);
};

export const brokenIn = (root: Survey, live = false): readonly Broken[] =>
  rules
    .filter(({ stoppedOnly }) => !(live && stoppedOnly))
    .map(({ check, stoppedOnly: _, ...rule }) => ({ ...rule, findings: [...check(root)] }))
    .filter(({ findings }) => findings.length > 0);

/** A running engine was in the midst of something, unless it is still so. */
const twice = (first: readonly Broken[], second: readonly Broken[]): readonly Broken[] =>
  first.flatMap((rule) => {
    const again = new Set(
      second.find(({ id }) => id === rule.id)?.findings.map(({ path, found }) => `${path}\n${found}`),
    );
    const findings = rule.findings.filter(({ path, found }) => again.has(`${path}\n${found}`));
    return findings.length > 0 ? [{ ...rule, findings }] : [];
  });

const order: readonly Severity[] = ['harmless', 'repairable', 'lost data'];

const worstOf = (broken: readonly Broken[]): Severity | undefined =>
  order.findLast((severity) => broken.some((it) => it.severity === severity));

const reportOf = (root: Survey, broken: readonly Broken[], live: boolean): Report => {
  const orphans = live ? [] : orphansOf(root);
  const overlay = [...root.overlay.values()];
  return {
    dir: root.dir,
    rules: rules.filter(({ stoppedOnly }) => !(live && stoppedOnly)).length,
    counts: {
      images: root.images.size,
      layers: root.layers.size,
      containers: root.containers.size,
      volumes: root.volumes.size,
      objects: [...overlay.map(({ content }) => content), ...root.volumes.values()].reduce(
        (sum, { objects }) => sum + objects,
        0,
      ),
    },
    broken,
    orphaned: {
      directories: orphans.length,
      bytes: orphans.reduce((sum, name) => sum + (root.overlay.get(name)?.content.bytes ?? 0), 0),
    },
    worst: worstOf(broken),
  };
};

const orphansOf = (root: Survey): readonly string[] => {
  const claimed = claimedDirectories(root);
  const needed = neededLayers(root);
  const unused = [...root.layers]
    .filter(([name]) => !needed.has(name))
    .flatMap(([, { cacheId }]) => textOf(cacheId) ?? [])
    .filter((name) => root.overlay.has(name) && !root.buildkit.has(name));
  const lonely = [...root.mounts]
    .filter(([id]) => !root.containers.has(id))
    .flatMap(([, { mountId, initId }]) => [textOf(mountId) ?? [], textOf(initId) ?? []].flat())
    .filter((name) => root.overlay.has(name));
  return [...new Set([...[...root.overlay.keys()].filter((name) => !claimed.has(name)), ...unused, ...lonely])];
};
