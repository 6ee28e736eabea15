import type { Event } from '../../../core/event.ts';
import { emptyWorld, evolveAll } from '../../../core/world.ts';
import { BadInput } from '../../bad-input.ts';
import { blobsBeside } from '../../blobs/blobs-beside.ts';
import { appendLog } from '../../log/append-log.ts';
import type { Entry } from '../../log/record.ts';
import { ingest } from './ingest.ts';

export type Ingested = {
  readonly events: number;
  readonly images: number;
  readonly layers: number;
  readonly containers: number;
  readonly volumes: number;
};

/** `plimsoll ingest DIR --log LOG`: everything is read before a line is written. */
export const runIngest = async (dir: string, log: string): Promise<Ingested> => {
  const stories: (readonly Event[])[] = [];
  for await (const story of ingest(dir, blobsBeside(log))) if (story.length > 0) stories.push(story);
  const writer = appendLog(log);
  try {
    if (writer.head().seq > 0) throw new BadInput(`${log}: there is a log already`);
    let seq = 0;
    const [install = [], ...rest] = stories;
    // One command brings all of it: between two of its events, a layer may still be nobody's.
    const commands = [install, rest.flat()].map((story, n) =>
      story.map((event): Entry => {
        seq += 1;
        const command = n === 0 ? 'InstallEngine' : 'IngestDataRoot';
        return { seq, cause: { n: n + 1, command, issuer: 'host' }, event };
      }),
    );
    writer.appendAll(commands);
    writer.flush();
  } finally {
    writer.close();
  }
  const world = stories.reduce(evolveAll, emptyWorld);
  return {
    events: stories.reduce((sum, { length }) => sum + length, 0),
    images: world.images.size,
    layers: world.layers.size,
    containers: world.containers.size,
    volumes: world.volumes.size,
  };
};
