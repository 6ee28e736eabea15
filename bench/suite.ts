import { runProperties } from '../specs/run/run-properties.ts';
import { count, type Row } from './measure.ts';

/** Generated histories with every law held against every step. */
export const suiteRows = (): readonly Row[] => {
  const clock = (): number => performance.now();
  runProperties({ seed: 1, runs: 20, clock });
  const run = runProperties({ seed: 2, runs: 150, clock });
  if (run.breach) throw new Error(`${run.breach.law}: ${run.breach.violation}`);
  const rate = run.commands / (run.milliseconds / 1000);
  return [
    {
      what: `property suite, all laws, ${count(run.commands)} commands`,
      measured: `${count(rate)}/s`,
      goal: '20,000/s',
      met: rate >= 20_000,
    },
  ];
};
