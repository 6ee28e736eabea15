import { accept, fail, type Rejection, reject } from '../../../kernel/decision.ts';
import { isRejection } from '../../../lifecycle/find-container.ts';
import { ofContainer, type Story } from '../../../lifecycle/story.ts';
import {
  notAnExtractionPoint,
  rootIsReadOnly,
  volumeIsReadOnly,
} from '../../../streams/container/archive-rejections.ts';
import type { Container } from '../../../streams/container/container.ts';
import type { LayerEntry } from '../../../streams/layer/layer.ts';
import type { Context } from '../../context.ts';
import type { Verb } from '../../verbs.ts';
import { extract } from './extract.ts';
import { mounted, unmount } from './mounting.ts';
import { openedFor, placeIn } from './place.ts';

export type PutArchive = {
  readonly issuer: 'client';
  readonly type: 'PutArchive';
  readonly container: string;
  /** An existing directory inside the container. */
  readonly path: string;
  /** The objects of the tar in its order; contents are stored beside the log already. */
  readonly entries: readonly LayerEntry[];
  /** What the CLI always asks for: no directory over a file, no file over a directory. */
  readonly noOverwriteDirNonDir?: boolean;
};

/** `docker cp - CONTAINER:PATH`. Not atomic: what was extracted before an error stays (measured). */
export const putArchive: Verb<PutArchive> = (world, command, context) => {
  const { now } = context.entropy;
  const container = openedFor(world, command.container, command.path);
  if (isRejection(container)) return reject(container);
  const story = mounted(world, container, now);
  const rejection = put(story, container, command, context);
  unmount(story, container, now);
  return rejection ? fail(rejection, story.events) : accept(story.events);
};

const put = (story: Story, container: Container, command: PutArchive, context: Context): Rejection | undefined => {
  const { now } = context.entropy;
  const place = placeIn(story.world, container, command.container, command.path, true);
  if (isRejection(place)) return place;
  if (place.kind !== 'directory') return notAnExtractionPoint();
  const { where } = place;
  // Under a tmpfs or an engine mount the files land where no process ever sees them; they are not kept.
  if (where.kind !== 'outside') {
    if (!where.rw) return where.kind === 'volume' ? volumeIsReadOnly() : rootIsReadOnly();
    const { changes, rejection } = extract(where.union, where.path, command, context);
    const change = { operation: 'extract' as const, path: where.path, changes, at: now };
    if (changes.length > 0)
      story.tell(
        where.kind === 'volume'
          ? { stream: 'volume', id: where.id, type: 'VolumeChanged', ...change }
          : { stream: 'write-layer', id: where.id, type: 'UpperChanged', ...change },
      );
    if (rejection) return rejection;
  }
  story.tell(ofContainer(container.id, now, 'ContainerObserved', { action: 'extract-to-dir' }));
  return undefined;
};
