import { printStep } from '../../oracle/step.ts';
import { xml } from '../text/xml.ts';
import { checkSummary, notCompared } from './check-text.ts';
import type { CheckReport, Found } from './run-check.ts';

/** The report as one page that needs nothing else: no scripts, no other files. */
export const checkHtml = (report: CheckReport): string => {
  const { engine, found, unsteady, gone, known } = report;
  const title = `${engine.name} ${engine.version} held against the model`;
  const others = [
    ...Object.entries(known).map(([id, times]) => `known difference ${id}: ${times} times`),
    ...gone.map((id) => `known difference ${id}: no longer there`),
    ...notCompared(report),
  ];
  return [
    '<!doctype html>',
    `<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>${xml(title)}</title>`,
    `<style>${style}</style>`,
    `<h1>${xml(title)}</h1>`,
    `<p class="${found.length + gone.length > 0 ? 'bad' : 'good'}">${xml(checkSummary(report))}</p>`,
    ...(others.length > 0 ? ['<ul>', ...others.map((it) => `<li>${xml(it)}</li>`), '</ul>'] : []),
    ...found.map((it) => divergence(it, 'Difference')),
    ...unsteady.map((it) => divergence(it, 'Seen once only')),
    '</html>',
    '',
  ].join('\n');
};

const divergence = ({ seed, steps, differences }: Found, kind: string): string =>
  [
    `<section><h2>${kind}, seed ${seed}</h2>`,
    `<pre>${xml(steps.map(printStep).join('\n'))}</pre>`,
    '<table><tr><th>what<th>the model<th>the engine</tr>',
    ...differences.map(
      ({ aspect, at, expected, actual }) =>
        `<tr><td>${xml(`${aspect} ${at}`)}<td><code>${xml(expected)}</code><td><code>${xml(actual)}</code></tr>`,
    ),
    '</table></section>',
  ].join('\n');

const style = [
  'body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}',
  'pre,code{font:14px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}',
  'pre{background:#f3f3f3;padding:.75rem}table{border-collapse:collapse;width:100%}',
  'th,td{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top}',
  '.good{border-left:.4rem solid #2a7d2a;padding-left:.6rem}.bad{border-left:.4rem solid #b3261e;padding-left:.6rem}',
].join('');
