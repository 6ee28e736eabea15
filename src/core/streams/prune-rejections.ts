import type { Rejection } from '../kernel/decision.ts';

/** A filter `until` that is neither a time nor a duration; `flaw` is the engine's own reason. */
export const invalidUntil = (flaw: string): Rejection => ({ code: 'InvalidUntil', status: 500, message: flaw });

export const severalUntil = (): Rejection => ({
  code: 'SeveralUntil',
  status: 500,
  message: 'more than one until filter specified',
});
