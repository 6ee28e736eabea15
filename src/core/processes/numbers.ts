import type { NamespaceId, NamespacePid, Pid } from '../kernel/brand.ts';
import type { Entropy } from '../kernel/entropy.ts';
import { known } from '../kernel/impossible.ts';
import type { PersistentMap } from '../kernel/persistent-map.ts';
import { type Host, hostNamespace } from '../streams/host/host.ts';

/** Below this the kernel gives no number a second time (RESERVED_PIDS): a search that comes to the end goes on here. */
const reserved = 300;

/** The next number that the host gives. Threads hold numbers too. */
export const freePid = (host: Host): Pid =>
  known(free(numbersOf(host, hostNamespace)), 'free number of the host') as Pid;

/** The next number inside a namespace; in the host's it is the host's own number. */
export const freeNamespacePid = (host: Host, namespace: NamespaceId, pid: Pid): NamespacePid =>
  (namespace === hostNamespace
    ? pid
    : known(free(numbersOf(host, namespace)), 'free number of a namespace')) as NamespacePid;

/**
 * Whether so many more processes and threads surely find a number on the host, and the first of them one in its
 * namespace. Where they do not, fork answers EAGAIN (measured, docs/facts.md).
 */
export const hasRoomFor = (host: Host, namespace: NamespaceId, count: number): boolean => {
  if (!isRoomy(numbersOf(host, hostNamespace), count)) return false;
  if (!host.namespaces.has(namespace)) return true;
  const numbers = numbersOf(host, namespace);
  return isRoomy(numbers, count) || free(numbers) !== undefined;
};

/** The numbers of one namespace: where the search for the next begins, where it ends, and which are given. */
type Numbers = {
  readonly next: number;
  readonly max: number;
  readonly ofProcesses: PersistentMap<number, unknown>;
  readonly ofThreads: PersistentMap<number, unknown>;
};

const numbersOf = (host: Host, id: NamespaceId): Numbers => {
  const { next, max, members, threads } = known(host.namespaces.get(id), 'namespace');
  return id === hostNamespace
    ? { next: host.next, max, ofProcesses: host.processes, ofThreads: host.threads }
    : { next, max, ofProcesses: members, ofThreads: threads };
};

const isGiven = ({ ofProcesses, ofThreads }: Numbers, it: number): boolean => ofProcesses.has(it) || ofThreads.has(it);

/** The kernel's search (`idr_alloc_cyclic`): from the next number to the end, then once more from the start. */
const free = (numbers: Numbers): number | undefined => {
  const { next, max } = numbers;
  for (let it = next; it < max; it++) if (!isGiven(numbers, it)) return it;
  const stop = Math.min(next, max);
  for (let it = startOf(next); it < stop; it++) if (!isGiven(numbers, it)) return it;
  return undefined;
};

const startOf = (next: number): number => (next > reserved ? reserved : 1);

/** Wherever the search begins, it comes by all numbers from the reserved ones on. */
const isRoomy = ({ max, ofProcesses, ofThreads }: Numbers, count: number): boolean =>
  max - reserved - ofProcesses.size - ofThreads.size >= count;

/** The process that a number means inside a namespace; a thread's number means its process. */
export const ownerOf = (host: Host, id: NamespaceId, number: NamespacePid): Pid | undefined => {
  if (id === hostNamespace) {
    const pid = number as number as Pid;
    return host.processes.has(pid) ? pid : host.threads.get(pid);
  }
  const namespace = host.namespaces.get(id);
  return namespace?.members.get(number) ?? namespace?.threads.get(number);
};

/** A small number from entropy, by a hash that is cheap (FNV-1a): starts happen by the thousand. */
export const drawFrom = ({ seed }: Entropy, purpose: string, below: number): number => {
  let hash = 0x811c9dc5;
  for (const text of [seed, '\n', purpose])
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) >>> 8) % below;
};

/**
 * The first number that main's program can give: its runtime's start-up threads took 2 to 5, 6 or 7.
 * Of 39 starts measured 10 began at 6, 19 at 7, 10 at 8.
 */
export const firstNumberOfMain = (entropy: Entropy): number =>
  6 + ([0, 1, 1, 2] as const)[drawFrom(entropy, 'main', 4) as 0];

/** How many numbers an exec's start-up burns after its own: its first child, or the next exec, was 5 to 7 above it. */
export const burntByExec = (entropy: Entropy): number => 4 + drawFrom(entropy, 'exec', 3);
