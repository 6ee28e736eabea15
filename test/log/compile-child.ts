import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll } from 'vitest';
import { bigEvent, someEvents } from './records.ts';

/** A small program of a test as JavaScript, for a process of its own; Node 20 does not run TypeScript. */
export const compileChild = (source: string): string => {
  mkdirSync('dist', { recursive: true });
  const out = mkdtempSync('dist/child-');
  afterAll(() => rmSync(out, { recursive: true, force: true }));
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [source] }, ts.sys, '.');
  const program = ts.createProgram([source], { ...options, noEmit: false, noCheck: true, rootDir: '.', outDir: out });
  program.emit();
  return resolve(out, source.replace(/\.ts$/, '.js'));
};

/** The events that the child writes: small ones, and a few that take several writes of the disk. */
export const eventsFile = (directory: string): string => {
  const path = join(directory, 'events.json');
  writeFileSync(path, JSON.stringify([...someEvents, bigEvent(300_000), ...someEvents, bigEvent(60_000)]));
  return path;
};
