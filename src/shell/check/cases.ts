import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printStep, type Step } from '../../oracle/step.ts';
import { BadInput } from '../bad-input.ts';
import type { Found } from './run-check.ts';

/** A divergence to keep: `check --case FILE` takes its steps again. */
type Case = {
  readonly format: 'plimsoll-case';
  readonly version: 1;
  readonly steps: readonly Step[];
  readonly differences: Found['differences'];
};

/** Each divergence twice: as a case, and as a shell script of docker lines. The names of the files. */
export const saveCases = (directory: string, found: readonly Found[]): readonly string[] =>
  found.flatMap(({ seed, steps, differences }) => {
    const kept: Case = { format: 'plimsoll-case', version: 1, steps, differences };
    const lines = differences.map(
      ({ aspect, at, expected, actual }) => `# ${aspect} ${at}: ${oneLine(expected)} expected, ${oneLine(actual)} seen`,
    );
    const script = ['#!/bin/sh', ...lines, ...steps.map(printStep), ''].join('\n');
    const files = [
      [`seed-${seed}.json`, `${JSON.stringify(kept, undefined, 2)}\n`],
      [`seed-${seed}.sh`, script],
    ] as const;
    return files.map(([name, text]) => {
      const file = join(directory, name);
      try {
        writeFileSync(file, text, { mode: name.endsWith('.sh') ? 0o755 : 0o644 });
      } catch (error) {
        throw new BadInput(`${file}: ${(error as Error).message}`);
      }
      return file;
    });
  });

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);

/** The steps of a saved case. */
export const readCase = (file: string): readonly Step[] => {
  const wrong = (why: string): BadInput => new BadInput(`${file}: ${why}`);
  let kept: Partial<Case> | null;
  try {
    kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Case> | null;
  } catch (error) {
    throw wrong((error as Error).message);
  }
  if (typeof kept !== 'object' || kept?.format !== 'plimsoll-case' || kept.version !== 1 || !Array.isArray(kept.steps))
    throw wrong('not a case of version 1 that plimsoll check has saved');
  for (const [at, step] of (kept.steps as readonly unknown[]).entries())
    if (!isStep(step)) throw wrong(`step ${at + 1} is none`);
  return kept.steps;
};

const isStep = (it: unknown): boolean => {
  if (typeof it !== 'object' || it === null) return false;
  const step = it as Partial<Record<string, unknown>>;
  const areTexts = (...keys: readonly string[]): boolean => keys.every((key) => typeof step[key] === 'string');
  switch (step.do) {
    case 'exec':
      return areTexts('container') && Array.isArray(step.argv) && step.argv.every((word) => typeof word === 'string');
    case 'put':
      return areTexts('container', 'path') && Array.isArray(step.files) && step.files.every(isFile);
    case 'import':
      return areTexts('container', 'repo');
    case 'reload':
      return areTexts('image');
    case 'build':
      return areTexts('dockerfile', 'tag');
    case 'ask': {
      if (typeof step.command !== 'object' || step.command === null) return false;
      const { issuer, type } = step.command as Partial<Record<string, unknown>>;
      return issuer === 'client' && typeof type === 'string';
    }
    default:
      return false;
  }
};

const isFile = (it: unknown): boolean => {
  if (typeof it !== 'object' || it === null) return false;
  const { name, mode, text = '', target = '' } = it as Partial<Record<string, unknown>>;
  return typeof name === 'string' && typeof mode === 'number' && typeof text === 'string' && typeof target === 'string';
};
