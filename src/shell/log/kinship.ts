import { chainIdsOf } from '../../core/kernel/digest.ts';
import type { Entry } from './record.ts';

/** What was made from what in a history, of things that are gone, too. */
export type Kinship = {
  /** By id: the image, and the event that made it. */
  readonly containers: ReadonlyMap<string, { readonly image: string; readonly seq: number }>;
  readonly images: ReadonlyMap<string, ImageKin>;
  /** Every image that a reference ever led to. */
  readonly references: ReadonlyMap<string, ReadonlySet<string>>;
  readonly volumes: ReadonlySet<string>;
  /** Of an event of the host's stream that tells of a container's process, by its number: the container. */
  readonly containerOfProcess: ReadonlyMap<number, string>;
  /** By the latest that had the name, or by the beginning of the id. */
  readonly container: (typed: string) => string | undefined;
  readonly image: (typed: string) => string | undefined;
  readonly layer: (typed: string) => string | undefined;
};

type ImageKin = {
  /** Chain ids, base first. */
  readonly layers: readonly string[];
  readonly parent: string | undefined;
  /** That it was committed from. */
  readonly container: string | undefined;
  readonly seq: number;
};

export const kinshipOf = (history: Iterable<Entry>): Kinship => {
  const containers = new Map<string, { readonly image: string; readonly seq: number }>();
  const images = new Map<string, ImageKin>();
  const references = new Map<string, Set<string>>();
  const volumes = new Set<string>();
  const names = new Map<string, string>();
  const layers = new Map<string, string>();
  const processes = new Map<number, string>();
  const containerOfProcess = new Map<number, string>();
  for (const { seq, event } of history) {
    switch (event.type) {
      case 'ContainerCreated':
        containers.set(event.id, { image: event.image, seq });
        names.set(event.name, event.id);
        break;
      case 'ContainerRenamed':
        names.set(event.to, event.id);
        break;
      case 'ImageStored': {
        const { container, diffIds } = event.config;
        const isOwn = event.origin === 'commit' || event.origin === 'build';
        const made = isOwn && container !== undefined && containers.has(container) ? container : undefined;
        images.set(event.id, { layers: chainIdsOf(diffIds), parent: event.parent, container: made, seq });
        break;
      }
      case 'ReferenceSet':
        references.set(event.id, (references.get(event.id) ?? new Set()).add(event.image));
        break;
      case 'LayerRegistered':
        layers.set(event.id, event.diffId);
        break;
      case 'VolumeCreated':
        volumes.add(event.id);
        break;
      case 'ProcessSpawned':
        if (event.cgroup === undefined) processes.delete(event.pid);
        else processes.set(event.pid, event.cgroup);
        break;
    }
    const container = event.stream === 'host' && 'pid' in event ? processes.get(event.pid) : undefined;
    if (container !== undefined) containerOfProcess.set(seq, container);
  }
  return {
    containers,
    images,
    references,
    volumes,
    containerOfProcess,
    container: (typed) => names.get(typed.replace(/^\//, '')) ?? beginning(containers.keys(), typed, ''),
    image: (typed) => [...(tagged(references, typed) ?? [])].at(-1) ?? beginning(images.keys(), typed, 'sha256:'),
    layer: (typed) =>
      beginning(layers.keys(), typed, 'sha256:') ?? [...layers].find(([, diffId]) => diffId === typed)?.[0],
  };
};

const tagged = (references: ReadonlyMap<string, ReadonlySet<string>>, typed: string) => {
  for (const name of [typed, `${typed}:latest`])
    for (const full of [name, `docker.io/${name}`, `docker.io/library/${name}`]) {
      const images = references.get(full);
      if (images) return images;
    }
  return undefined;
};

/** The only one that begins so. */
const beginning = (ids: Iterable<string>, typed: string, prefix: string): string | undefined => {
  const hex = typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
  if (!/^[0-9a-f]{1,64}$/.test(hex)) return undefined;
  const found = [...ids].filter((id) => id.startsWith(prefix + hex));
  return found.length === 1 ? found[0] : undefined;
};
