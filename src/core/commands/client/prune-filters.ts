import type { Instant } from '../../kernel/brand.ts';
import type { Rejection } from '../../kernel/decision.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import { invalidFilter } from '../../streams/image/rejections.ts';
import { invalidUntil, severalUntil } from '../../streams/prune-rejections.ts';

/** `--filter` by name, as the client typed the values. */
export type Filters = Readonly<Record<string, readonly string[]>>;

/** Whether something with these labels, made then, is left to prune. */
export type IsChosen = (labels: Readonly<Record<string, string>> | undefined, createdAt: Instant) => boolean;

/** The first filter that a prune does not know. */
export const unknownFilter = (filters: Filters, known: readonly string[]): Rejection | undefined => {
  const unknown = Object.keys(filters).find((key) => !known.includes(key));
  return unknown === undefined ? undefined : invalidFilter(unknown);
};

/**
 * What `label`, `label!` and `until` leave. All values of `label` must be there; of `label!` only what has all of them is
 * spared (measured, docs/facts.md).
 */
export const chosenBy = (filters: Filters, now: Instant): IsChosen | Rejection => {
  const { until = [], label = [], 'label!': spared = [] } = filters;
  if (until.length > 1) return severalUntil();
  const latest = until[0] === undefined ? undefined : timestampOf(until[0], now);
  if (typeof latest === 'object') return invalidUntil(latest.flaw);
  return (labels = {}, createdAt) =>
    (latest === undefined || createdAt <= latest) &&
    label.every((wanted) => hasLabel(labels, wanted)) &&
    !(spared.length > 0 && spared.every((wanted) => hasLabel(labels, wanted)));
};

/** `key`, or `key=value`. */
export const hasLabel = (labels: Readonly<Record<string, string>>, wanted: string): boolean => {
  const at = wanted.indexOf('=');
  if (at < 0) return Object.hasOwn(labels, wanted);
  const key = wanted.slice(0, at);
  return Object.hasOwn(labels, key) && labels[key] === wanted.slice(at + 1);
};
