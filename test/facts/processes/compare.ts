import type { World } from '../../../src/core/world.ts';
import type { DockerEvent } from '../../../src/views/docker-events.ts';
import { containerView, type HostRow, hostTree } from '../../../src/views/processes.ts';
import type { HostProcess, OwnProcess, Snapshot, Told } from './scenarios.ts';

type Node = { readonly id: string; readonly parent: string; readonly text: string };

/** Trees up to renaming of numbers: what a process is, and what hangs below it. */
const forest = (nodes: readonly Node[]): string => {
  const known = new Set(nodes.map(({ id }) => id));
  const below = (parent: string): string =>
    nodes
      .filter((it) => it.parent === parent)
      .map((it) => `${it.text}[${below(it.id)}]`)
      .sort()
      .join(' ');
  const outside = [...new Set(nodes.map(({ parent }) => parent))].filter((parent) => !known.has(parent)).sort();
  return outside.map((parent) => `${parent.startsWith('shim') ? 'shim' : parent}: ${below(parent)}`).join('; ');
};

const number = (nsPid: readonly number[]): string => (nsPid.length === 0 ? '' : nsPid[0] === 1 ? '1' : 'n');

const measuredNodes = (rows: readonly HostProcess[]): readonly Node[] =>
  rows
    // The measured host's pid 1 reaps late; on other hosts these zombies are gone at once.
    .filter(({ state, parent }) => !(state === 'Z' && parent === 'hostInit'))
    .map(({ p, parent, comm, state, nspid = [], threads = [] }) => ({
      id: p,
      parent,
      text: `${comm}/${state}/${number(nspid)}/${threads.map((it) => it.comm).join(',')}`,
    }));

const modelNodes = (rows: readonly HostRow[], kindOf: (pid: number) => string): readonly Node[] => {
  const known = new Set(rows.map(({ pid }) => pid));
  return rows.map(({ pid, ppid, comm, state, nsPid, threads }) => ({
    id: String(pid),
    parent: known.has(ppid) ? String(ppid) : kindOf(ppid),
    text: `${comm}/${state}/${number(nsPid.slice(1))}/${threads.map((it) => it.comm).join(',')}`,
  }));
};

/** The host's tree of all containers, and of each alone: a snapshot shows one of these. */
const hostTexts = (world: World): readonly string[] => {
  const rows = hostTree(world);
  const kinds: Readonly<Record<string, string>> = { init: 'hostInit', containerd: 'containerd', shim: 'shim' };
  const kindOf = (pid: number): string => kinds[rows.find((row) => row.pid === pid)?.kind ?? ''] ?? 'other';
  const inside = rows.filter(({ container }) => container !== undefined);
  const owners = [...new Set(inside.map(({ container }) => container))];
  const without = inside.filter(({ kind }) => kind !== 'shim');
  const choices = [
    inside,
    without,
    ...owners.map((owner) => inside.filter(({ container }) => container === owner)),
    ...owners.map((owner) => inside.filter(({ container, kind }) => container === owner || kind !== 'shim')),
  ];
  return choices.map((chosen) => forest(modelNodes(chosen, kindOf)));
};

type OwnLine = { readonly pid: number; readonly ppid: number; readonly comm: string; readonly state: string };

/** A container's own view in the order of its numbers; numbers above 1 by their rank only. */
const ownText = (rows: readonly OwnLine[]): string => {
  const sorted = [...rows].sort((a, b) => a.pid - b.pid);
  const rank = new Map(sorted.map(({ pid }, at) => [pid, pid === 1 ? '1' : `#${at}`]));
  return sorted
    .map((it) => `${rank.get(it.pid)}<${it.ppid === 0 ? '0' : (rank.get(it.ppid) ?? 'outside')} ${it.comm} ${it.state}`)
    .join(', ');
};

const ownTexts = (world: World): readonly string[] => {
  const inContainers = new Set(
    hostTree(world).flatMap(({ pid, container, kind }) => (container && kind !== 'shim' ? pid : [])),
  );
  return [...world.containers.values()].map((container) => {
    const { state } = container;
    const isHost = container.hostConfig.PidMode === 'host';
    if (!('pid' in state)) return '';
    return ownText(containerView(world, container.id).filter(({ pid }) => !isHost || inContainers.has(pid as never)));
  });
};

export const snapshotFits = (world: World, { host, container }: Snapshot): boolean => {
  const wanted = forest(measuredNodes(host));
  if (wanted !== '' && !hostTexts(world).includes(wanted)) return false;
  if (wanted === '' && hostTexts(world)[0] !== '') return false;
  if (container === undefined || container.length === 0) return true;
  return ownTexts(world).includes(ownText(container as readonly OwnProcess[]));
};

/** The snapshots, in order, among the states that the model went through. */
export const snapshotsTrouble = (trace: readonly World[], snapshots: readonly Snapshot[]): string | undefined => {
  let at = 0;
  for (const snapshot of snapshots) {
    if (snapshot.host.some(({ p }) => p === 'shell' || p === 'redis')) continue;
    const from = at;
    while (at < trace.length && !snapshotFits(trace[at] as World, snapshot)) at++;
    if (at < trace.length) continue;
    const last = trace.at(-1) as World;
    const seen = trace.slice(from).map((world) => hostTexts(world)[0]);
    return `no state fits "${snapshot.at}": wanted ${forest(measuredNodes(snapshot.host))} | ${ownText(snapshot.container ?? [])}; last ${seen.at(-1)} | ${ownTexts(last).join(' || ')}`;
  }
  return undefined;
};

/** Of what a command line says, numbers of processes are chance; exit codes and signals are not. */
const shown = (action: string): string => (action.startsWith('exec_') ? alike(action) : action).trim();

const measuredEvent = ({ action, exitCode, signal }: Told): string =>
  `${shown(action)}${exitCode === undefined ? '' : ` ${exitCode}`}${signal === undefined ? '' : ` ${signal}`}`;

const modelEvent = ({ Action, Actor: { Attributes } }: DockerEvent): string =>
  `${shown(Action)}${Attributes.exitCode === undefined ? '' : ` ${Attributes.exitCode}`}${Attributes.signal === undefined ? '' : ` ${Attributes.signal}`}`;

/** The kill event is written after the signal was sent, so it races with exec_die and die (measured). */
const settledOrder = (events: readonly string[]): readonly string[] => {
  const sorted = [...events];
  for (let at = 1; at < sorted.length; at++)
    for (let to = at; to > 0 && sorted[to]?.startsWith('kill ') && /^(exec_die|die) /.test(sorted[to - 1] ?? ''); to--)
      [sorted[to - 1], sorted[to]] = [sorted[to] as string, sorted[to - 1] as string];
  return sorted;
};

export const eventsTrouble = (told: readonly DockerEvent[], wanted: readonly Told[]): string | undefined => {
  const lines = told.filter(({ Type }) => Type === 'container');
  const owners = [undefined, ...new Set(lines.map(({ Actor }) => Actor.ID))];
  const texts = owners.map((owner) =>
    settledOrder(lines.filter(({ Actor }) => owner === undefined || Actor.ID === owner).map(modelEvent)),
  );
  const model = texts[0] ?? [];
  const measured = settledOrder(wanted.filter(({ type }) => type === 'container').map(measuredEvent));
  return texts.some((text) => text.join('; ') === measured.join('; '))
    ? undefined
    : `events: model ${model.join('; ')} | measured ${measured.join('; ')}`;
};

/** Texts with ids and numbers made alike: numbers above 1 by their rank. */
export const alike = (text: string): string => {
  const plain = text
    .replace(/ ([*\d.]+):6379$/gm, '')
    .replace(/[0-9a-f]{64}/g, '<id64>')
    .replace(/<[^>]*>/g, (symbol) => (symbol === '<id64>' || symbol === '<t>' ? symbol : '77'))
    .replace(/\d\d:\d\d\b(?!:)/g, '77')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/gm, '')
    .trim();
  return plain.replace(/\d+/g, (it) => (Number(it) > 1 ? '#' : it));
};
