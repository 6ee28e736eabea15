import type { Event } from '../../../event.ts';
import { accept, fail, reject } from '../../../kernel/decision.ts';
import { isRejection } from '../../../lifecycle/find-container.ts';
import {
  notAnExtractionPoint,
  rootIsReadOnly,
  volumeIsReadOnly,
} from '../../../streams/container/archive-rejections.ts';
import type { LayerEntry } from '../../../streams/layer/layer.ts';
import type { Verb } from '../../verbs.ts';
import { extract } from './extract.ts';
import { mounting } from './mounting.ts';
import { placeOf } from './place.ts';

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
  const place = placeOf(world, command.container, command.path, true);
  if (isRejection(place)) return reject(place);
  if (place.kind !== 'directory') return reject(notAnExtractionPoint());
  const { container, where } = place;
  const extracted: Event = {
    stream: 'container',
    id: container.id,
    type: 'ContainerObserved',
    action: 'extract-to-dir',
    at: now,
  };
  // Under a tmpfs or an engine mount the files land where no process ever sees them; they are not kept.
  if (where.kind === 'outside') return accept(mounting(world, container, now, [extracted]));
  if (!where.rw) return reject(where.kind === 'volume' ? volumeIsReadOnly() : rootIsReadOnly());
  const { changes, rejection } = extract(where.union, where.path, command, context);
  const change = { operation: 'extract' as const, path: where.path, changes, at: now };
  const changed: readonly Event[] =
    changes.length === 0
      ? []
      : where.kind === 'volume'
        ? [{ stream: 'volume', id: where.id, type: 'VolumeChanged', ...change }]
        : [{ stream: 'write-layer', id: where.id, type: 'UpperChanged', ...change }];
  if (rejection) return fail(rejection, mounting(world, container, now, changed));
  return accept(mounting(world, container, now, [...changed, extracted]));
};
