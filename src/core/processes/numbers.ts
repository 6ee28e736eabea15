import type { NamespaceId, NamespacePid, Pid } from '../kernel/brand.ts';
import type { Entropy } from '../kernel/entropy.ts';
import { known } from '../kernel/impossible.ts';
import { type Host, hostNamespace, type PidNamespace } from '../streams/host/host.ts';

const hostMax = (host: Host): number => known(host.namespaces.get(hostNamespace), 'namespace of the host').max;

/** After the wrap the kernel looks for the lowest free number from here (RESERVED_PIDS), not from 2. */
const reserved = 300;

/** The next number that the host gives. Threads hold numbers too. */
export const freePid = (host: Host): Pid =>
  free(host.next, hostMax(host), (pid) => host.processes.has(pid as Pid) || host.threads.has(pid as Pid)) as Pid;

/** The next number inside a namespace; in the host's it is the host's own number. */
export const freeNamespacePid = (namespace: PidNamespace, pid: Pid): NamespacePid =>
  (namespace.id === hostNamespace
    ? pid
    : free(
        namespace.next,
        namespace.max,
        (it) => namespace.members.has(it as NamespacePid) || namespace.threads.has(it as NamespacePid),
      )) as NamespacePid;

/** The process that a number means inside a namespace; a thread's number means its process. */
export const ownerOf = (host: Host, id: NamespaceId, number: NamespacePid): Pid | undefined => {
  if (id === hostNamespace) {
    const pid = number as number as Pid;
    return host.processes.has(pid) ? pid : host.threads.get(pid);
  }
  const namespace = host.namespaces.get(id);
  return namespace?.members.get(number) ?? namespace?.threads.get(number);
};

const free = (next: number, max: number, isTaken: (candidate: number) => boolean): number => {
  let candidate = next < max ? next : reserved;
  while (isTaken(candidate)) candidate = candidate + 1 < max ? candidate + 1 : reserved;
  return candidate;
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
