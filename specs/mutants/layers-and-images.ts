import { type ChainId, type DiffId, digestOf, type Event, type ImageId } from '../../src/index.ts';
import { folds, type Mutant, tells, tellsEvents } from './mutant.ts';

const other = digestOf('something else');
const isA = <T extends Event['type']>(event: Event, type: T): event is Extract<Event, { readonly type: T }> =>
  event.type === type;

/** The history of a config with one more or one other row; its bytes go along. */
const rewritten = (
  event: Extract<Event, { readonly type: 'ImageStored' }>,
  change: (config: { history: object[] }) => void,
): Event => {
  const raw = JSON.parse(event.bytes) as { history: object[] };
  change(raw);
  const bytes = JSON.stringify(raw);
  return {
    ...event,
    bytes,
    id: digestOf(bytes) as ImageId,
    config: { ...event.config, history: raw.history as never },
  };
};

export const layerMutants: readonly Mutant[] = [
  folds('L1', 'a tag changes the size of a layer', (_, event, after) => {
    const first = [...after.layers.values()][0];
    return event.type === 'ReferenceSet' && first
      ? { ...after, layers: after.layers.set(first.chainId, { ...first, size: first.size + 1 }) }
      : after;
  }),
  tellsEvents('L2', 'a layer is named after another diff id', (event) =>
    isA(event, 'LayerRegistered') && event.parent ? { ...event, diffId: other as unknown as DiffId } : event,
  ),
  tellsEvents('L3', 'a layer is freed before its child', (event, world) => {
    if (!isA(event, 'LayerReleased')) return event;
    const parent = world.layers.get(event.id)?.parent;
    return parent === undefined ? undefined : { ...event, id: parent };
  }),
  tellsEvents('L4', 'layers are never freed', (event) => (isA(event, 'LayerReleased') ? undefined : event)),
  tellsEvents('L5', 'every layer goes to the same directory', (event, world) => {
    const cacheId = [...world.layers.values()][0]?.cacheId;
    return isA(event, 'LayerRegistered') && cacheId ? { ...event, cacheId } : event;
  }),
  tellsEvents('L6', 'a new layer lies where its parent lies', (event) =>
    isA(event, 'LayerRegistered') && event.parent ? { ...event, depth: event.depth - 1 } : event,
  ),
];

export const commitMutants: readonly Mutant[] = [
  tellsEvents('C1', 'a commit writes two history rows', (event) =>
    isA(event, 'ImageStored') && event.origin === 'commit'
      ? rewritten(event, (config) => config.history.push({ empty_layer: true }))
      : event,
  ),
  tellsEvents('C2', 'a commit forgets the layers below', (event) =>
    isA(event, 'ImageStored') && event.origin === 'commit'
      ? { ...event, config: { ...event.config, diffIds: event.config.diffIds.slice(1) } }
      : event,
  ),
  tellsEvents('C3', 'whiteouts are dropped on commit', (event, _, command) =>
    isA(event, 'LayerRegistered') && command.type === 'CommitContainer'
      ? { ...event, entries: event.entries.filter(({ node }) => node.kind !== 'whiteout') }
      : event,
  ),
  folds('C4', 'a commit empties the write layer of its source', (_, event, after) => {
    if (event.type !== 'ContainerObserved' || event.action !== 'commit') return after;
    const layer = after.writeLayers.get(event.id);
    return layer ? { ...after, writeLayers: after.writeLayers.set(event.id, { ...layer, upper: layer.init }) } : after;
  }),
  tellsEvents('C5', 'a commit forgets its parent', (event) => {
    if (!isA(event, 'ImageStored') || event.origin !== 'commit') return event;
    const { parent: _, ...orphan } = event;
    return orphan;
  }),
];

export const imageMutants: readonly Mutant[] = [
  tellsEvents('I1', "an image's bytes differ from those that were hashed", (event) =>
    isA(event, 'ImageStored') ? { ...event, bytes: `${event.bytes} ` } : event,
  ),
  tellsEvents('I2', 'an empty row is written as if it had a layer', (event) =>
    isA(event, 'ImageStored') ? rewritten(event, (config) => config.history.push({ created_by: 'nothing' })) : event,
  ),
  tellsEvents('I3', 'a removed image keeps its references', (event) =>
    isA(event, 'ReferenceRemoved') ? undefined : event,
  ),
  tells('I4', 'an image in use is removed all the same', (decision, world, command) => {
    if (decision.accepted || command.type !== 'RemoveImage') return decision;
    const image =
      [...world.images.keys()].find((id) => id.startsWith(command.image)) ??
      world.references.get(command.image as never)?.image;
    const at = world.containers.size > 0 ? [...world.containers.values()][0]?.createdAt : undefined;
    return image && at
      ? { accepted: true, answer: undefined, events: [{ stream: 'image', id: image, type: 'ImageRemoved', at }] }
      : decision;
  }),
  tells('I5', 'a second pull stores the layers again', (decision, world, command) => {
    if (!decision.accepted || command.type !== 'PullImage') return decision;
    const known = decision.events.find((event) => event.type === 'ImagePulled');
    const layer = [...world.layers.values()][0];
    if (!known || !layer || decision.events.some((event) => event.type === 'LayerRegistered')) return decision;
    const { chainId, diffId, parent, size, cacheId, link, depth } = layer;
    const again: Event = {
      stream: 'layer',
      id: chainId as ChainId,
      type: 'LayerRegistered',
      at: known.at,
      diffId,
      size,
      cacheId,
      link,
      depth,
      entries: [],
      ...(parent !== undefined && { parent }),
    };
    return { ...decision, events: [...decision.events, again] };
  }),
];
