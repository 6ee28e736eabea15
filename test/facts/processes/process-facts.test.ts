import { describe, expect, it } from 'vitest';
import { notModelled } from './not-modelled.ts';
import { processFacts } from './process-facts.ts';

describe('the measured scenarios of processes', () => {
  const results = processFacts();

  it('hold, or are listed with a reason', () => {
    const unexplained = results.filter(({ holds, notModelled: reason }) => !holds && reason === undefined);
    expect(unexplained.map(({ id, why }) => `${id}: ${why}`)).toEqual([]);
  });

  it('hold for at least 85 of 100', () => {
    expect(results.filter(({ holds }) => holds).length / results.length).toBeGreaterThanOrEqual(0.85);
  });

  it('are listed as not modelled only while they do not hold', () => {
    const stale = results.filter(({ id, holds }) => holds && id in notModelled);
    expect(stale.map(({ id }) => id)).toEqual([]);
  });
});
