import type { ContainerEvent } from './streams/container/events.ts';
import type { DistributionEvent } from './streams/distribution/distribution.ts';
import type { HostEvent } from './streams/host/events.ts';
import type { ImageEvent } from './streams/image/image.ts';
import type { LayerEvent } from './streams/layer/layer.ts';
import type { ReferenceEvent } from './streams/reference/reference.ts';
import type { VolumeEvent } from './streams/volume/volume.ts';
import type { WriteLayerEvent } from './streams/write-layer/write-layer.ts';

/** Everything that can have happened. Each event belongs to one stream and touches one aggregate. */
export type Event =
  | ContainerEvent
  | HostEvent
  | WriteLayerEvent
  | LayerEvent
  | ImageEvent
  | ReferenceEvent
  | VolumeEvent
  | DistributionEvent;

/** `container/<id>`: the name of the story that an event belongs to. */
export const streamOf = (event: Event): string =>
  event.stream === event.id ? event.stream : `${event.stream}/${event.id}`;
