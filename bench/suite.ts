import { runProperties } from '../specs/run/run-properties.ts';
import { count, type Row } from './measure.ts';

/** Generated histories: every law held against every step and every end, and the same histories without any law. */
export const suiteRows = (): readonly Row[] => {
  const clock = (): number => performance.now();
  runProperties({ seed: 1, runs: 20, clock });
  const run = runProperties({ seed: 2, runs: 150, clock });
  const bare = runProperties({ seed: 2, runs: 150, laws: [], clock });
  if (run.breach) throw new Error(`${run.breach.law}: ${run.breach.violation}`);
  const rate = run.commands / (run.milliseconds / 1000);
  const without = bare.commands / (bare.milliseconds / 1000);
  return [
    {
      what: `property suite, all laws, ${count(run.commands)} commands`,
      measured: `${count(rate)}/s; ${count(without)}/s without any law`,
      goal: '20,000/s',
      met: rate >= 20_000,
    },
  ];
};
