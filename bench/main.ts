import { cpus } from 'node:os';
import { commandRows } from './commands.ts';
import { evolveRows } from './evolving.ts';
import { hostRows } from './hosts.ts';
import { loadRows } from './load.ts';
import { logRows } from './log.ts';
import { lookupRows } from './lookup.ts';
import type { Row } from './measure.ts';
import { overlayRows } from './overlay.ts';
import { overlayCaseRows } from './overlay-cases.ts';
import { suiteRows } from './suite.ts';

const sections: readonly (readonly [name: string, rows: () => Promise<readonly Row[]> | readonly Row[]])[] = [
  ['commands', commandRows],
  ['evolve', evolveRows],
  ['lookup', lookupRows],
  ['overlay', async () => [...(await overlayRows()), ...(await overlayCaseRows())]],
  ['suite', suiteRows],
  ['load', loadRows],
  ['log', logRows],
  ['hosts', hostRows],
];

const print = ({ what, measured, goal, met }: Row): void =>
  console.log(
    `${what.padEnd(54)} ${measured.padEnd(42)} ${goal.padEnd(14)} ${met === undefined ? '' : met ? 'met' : 'NOT MET'}`,
  );

const asked = process.argv.slice(2);
const { model = 'unknown processor' } = cpus()[0] ?? {};
console.log(`${cpus().length} x ${model}, node ${process.version}\n`);
for (const [name, rows] of sections) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const row of await rows()) print(row);
}
