import { foldEntries } from '../../src/shell/log/fold-entries.ts';
import { readLog } from '../../src/shell/log/read-log.ts';
import { stateHash } from '../../src/shell/log/snapshots.ts';

// Reads a log as a built program does, with a second thread where it is long: node ahead-child.js LOG
try {
  const world = foldEntries(readLog(process.argv[2] ?? ''));
  console.log(stateHash(world));
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
