import type { ContainerId, ExecId, Instant, Pid } from '../kernel/brand.ts';
import type { Ending } from '../streams/host/host.ts';

/**
 * The end of a process that a container is told about, in the order in which the engine hears of it: the execs of an
 * own pid namespace before its main, because the kernel reports pid 1 last; in a joined one after it (measured,
 * docs/facts.md).
 */
export type ProcessEnding =
  | {
      readonly kind: 'main';
      readonly pid: Pid;
      readonly container: ContainerId;
      readonly ending: Ending;
      /** The moment; a shim's death kills its container a little later. */
      readonly at: Instant;
      /** Its shim was dead: Docker's die event says 255, the state says the real code. */
      readonly shimLost: boolean;
    }
  | {
      readonly kind: 'exec';
      readonly pid: Pid;
      readonly container: ContainerId;
      readonly exec: ExecId;
      readonly ending: Ending;
      readonly at: Instant;
      /** Its main was gone before: Docker has forgotten the exec and reports 127. */
      readonly forgotten: boolean;
      /** Its shim was dead: Docker hears nothing. */
      readonly shimLost: boolean;
    };

/** The exit code that a shell or Docker shows: n mod 256, or 128 plus the signal. */
export const exitCodeOf = (ending: Ending): number =>
  'signal' in ending ? 128 + ending.signal : ((ending.code % 256) + 256) % 256;
