#!/usr/bin/env node
import { ioOf } from './io.ts';
import { runCli } from './program.ts';

// Whoever reads our output may stop reading, as `head` does. That is no error of ours.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });

process.exitCode = await runCli(process.argv.slice(2), ioOf(process.stdout, process.stderr, process.env));

// Programs that still run in modelled containers hold timers of their interpreter; nobody waits for those.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
