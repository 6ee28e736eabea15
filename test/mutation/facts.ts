import { describe, expect, it } from 'vitest';
import type { FactResult } from '../facts/fact.ts';
import { buildFacts } from '../facts/images/builds.ts';
import { changeFacts, commitErrorFacts, commitFacts } from '../facts/images/commits.ts';
import { loadFacts, pullFacts } from '../facts/images/distribution.ts';
import { inspectFacts, saveFacts, tagFacts } from '../facts/images/references.ts';
import { listFacts, rmiFacts } from '../facts/images/removal.ts';
import { differenceOf as rowDifference } from '../facts/lifecycle/lifecycle-facts.ts';
import { type Row, readRows } from '../facts/lifecycle/rows.ts';
import { notModelled } from '../facts/processes/not-modelled.ts';
import { differenceOf as scenarioDifference } from '../facts/processes/process-facts.ts';
import { readScenarios } from '../facts/processes/scenarios.ts';

// The measured facts, each inside a test of its own: what runs while tests are collected is counted for none of them.

const rowsByState = new Map<string, Row[]>();
for (const row of readRows()) {
  const group = `${row.section} ${row.state}`;
  rowsByState.set(group, [...(rowsByState.get(group) ?? []), row]);
}

describe('row', () => {
  for (const [group, rows] of rowsByState)
    it(group, () => {
      for (const row of rows) expect(rowDifference(row), row.operation).toBeUndefined();
    });
});

describe('scenario', () => {
  const scenarios = readScenarios().filter(({ id }) => !(id in notModelled));
  for (const scenario of scenarios) it(scenario.id, () => expect(scenarioDifference(scenario)).toBeUndefined());
});

describe('image', () => {
  const tables: Readonly<Record<string, () => readonly FactResult[] | Promise<readonly FactResult[]>>> = {
    tags: tagFacts,
    inspect: inspectFacts,
    rmi: rmiFacts,
    list: listFacts,
    changes: changeFacts,
    'refused commits': commitErrorFacts,
    commits: commitFacts,
    save: saveFacts,
    load: loadFacts,
    pull: pullFacts,
    builds: buildFacts,
  };
  for (const [name, table] of Object.entries(tables))
    it(name, async () => {
      const results = await table();
      const broken = results.filter(({ holds, notModelled: reason }) => !holds && reason === undefined);
      expect(broken).toEqual([]);
    });
});
