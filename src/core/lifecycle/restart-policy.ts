import type { Instant } from '../kernel/brand.ts';
import { later, millisOf } from '../kernel/instant.ts';
import type { RestartPolicy } from '../streams/container/config.ts';
import type { Container } from '../streams/container/container.ts';
import type { Next } from '../streams/container/events.ts';

export const shortestWait = 100;
export const longestWait = 60_000;
/** A run of this length counts as a success: the waiting starts afresh. */
const longRun = 10_000;

export const policyOf = ({ hostConfig }: Container): RestartPolicy =>
  hostConfig.RestartPolicy ?? { Name: '', MaximumRetryCount: 0 };

/** What becomes of a container whose main has ended: the restart manager's decision. */
export const nextAfter = (container: Container, exitCode: number, at: Instant): Next => {
  if (container.restartCancelled || !wantsRestart(container, exitCode)) return { status: 'exited', error: '' };
  const backOff = waitAfter(container, at);
  return { status: 'restarting', dueAt: later(at, backOff), backOff };
};

const wantsRestart = (container: Container, exitCode: number): boolean => {
  const { Name, MaximumRetryCount } = policyOf(container);
  switch (Name) {
    case 'always':
      return true;
    case 'unless-stopped':
      return !container.manuallyStopped;
    case 'on-failure':
      return exitCode !== 0 && (MaximumRetryCount === 0 || container.restartCount < MaximumRetryCount);
    default:
      return false;
  }
};

/** 100 ms, doubled at each exit up to a minute. */
const waitAfter = ({ state, backOff }: Container, at: Instant): number => {
  const ran = 'startedAt' in state && state.startedAt !== undefined ? millisOf(at) - millisOf(state.startedAt) : 0;
  return backOff === 0 || ran >= longRun ? shortestWait : Math.min(backOff * 2, longestWait);
};

/**
 * Whether the daemon starts a stopped container when it comes up. Another rule than after an exit: always and
 * on-failure forget that somebody stopped it (measured, docs/facts.md).
 */
export const startsWithDaemon = (container: Container): boolean => {
  const { state, startedBefore } = container;
  if (!startedBefore || (state.status !== 'exited' && state.status !== 'restarting')) return false;
  return wantsRestart(container, state.exitCode);
};
