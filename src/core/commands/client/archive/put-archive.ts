import type { Event } from '../../../event.ts';
import { accept, fail, reject } from '../../../kernel/decision.ts';
import { isRejection } from '../../../lifecycle/find-container.ts';
import { mountsOfEngine, type Where } from '../../../mounts/where.ts';
import {
  notAnExtractionPoint,
  rootIsReadOnly,
  volumeIsReadOnly,
} from '../../../streams/container/archive-rejections.ts';
import type { Container } from '../../../streams/container/container.ts';
import type { LayerEntry } from '../../../streams/layer/layer.ts';
import type { Verb } from '../../verbs.ts';
import { extract } from './extract.ts';
import { mounted, mounting, refusedCp } from './mounting.ts';
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

/** What lies over the file system that is extracted into: it is busy, and can not be replaced. */
const inTheWay = (container: Container, { kind }: Where): ReadonlySet<string> =>
  new Set(kind === 'write-layer' ? mountsOfEngine(container).map(({ destination }) => destination) : []);

/** `docker cp - CONTAINER:PATH`. Not atomic: what was extracted before an error stays (measured). */
export const putArchive: Verb<PutArchive> = (world, command, context) => {
  const { now } = context.entropy;
  const under = mounted(world, command.container, command.path, now);
  if (under.refusal) return reject(under.refusal);
  const place = placeOf(under.world, command.container, command.path, true);
  if (isRejection(place)) return refusedCp(under, place, now);
  if (place.kind !== 'directory') return refusedCp(under, notAnExtractionPoint(), now);
  const { container, where } = place;
  const extracted: Event = {
    stream: 'container',
    id: container.id,
    type: 'ContainerObserved',
    action: 'extract-to-dir',
    at: now,
  };
  // What a bind of the host holds is not the model's.
  if (where.kind === 'outside') return accept(mounting(under.world, container, now, [...under.made, extracted]));
  if (!where.rw) return refusedCp(under, where.kind === 'volume' ? volumeIsReadOnly() : rootIsReadOnly(), now);
  const named = (path: string): string => (where.kind === 'volume' ? `${where.mount}${path}`.replace(/\/$/, '') : path);
  const busy = inTheWay(container, where);
  const { changes, rejection } = extract(where.union, where.path, command, context, busy, named);
  const change = { operation: 'extract' as const, path: where.path, changes, at: now };
  const changed: readonly Event[] =
    changes.length === 0
      ? []
      : where.kind === 'volume'
        ? [{ stream: 'volume', id: where.id, type: 'VolumeChanged', ...change }]
        : [{ stream: 'write-layer', id: where.id, type: 'UpperChanged', ...change }];
  const told = [...under.made, ...changed];
  if (rejection) return fail(rejection, mounting(under.world, container, now, told));
  return accept(mounting(under.world, container, now, [...told, extracted]));
};
