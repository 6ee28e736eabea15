import type { ClientCommand } from '../../../src/core/commands/client/index.ts';
import type { DeletedRow } from '../../../src/core/images/remove/remove-image.ts';
import type { ContainerId, Digest, ImageId, Pid, Reference } from '../../../src/core/kernel/brand.ts';
import type { Decision } from '../../../src/core/kernel/decision.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import { epoch } from '../../../src/core/kernel/instant.ts';
import { layerOfTar, type ReadLayer } from '../../../src/core/layers/layer-of-tar.ts';
import { writeLayerTar } from '../../../src/core/layers/layer-tar.ts';
import { treeOfEntries } from '../../../src/core/overlay/index.ts';
import { Session } from '../../../src/shell/session.ts';
import { dockerEvents } from '../../../src/views/docker-events.ts';

type Command<C = ClientCommand> = C extends ClientCommand ? Omit<C, 'issuer'> : never;

/** What a command did: its decision, and Docker's own events of it. */
export type Outcome = { readonly decision: Decision<unknown>; readonly told: readonly string[] };

/** An engine with a few verbs that the measured cases are written in. */
export class Bench {
  readonly session = new Session({ seed: 'facts' });

  client(command: Command): Outcome {
    const before = this.session.world;
    const decision = this.session.perform({ issuer: 'client', ...command } as ClientCommand);
    const told = dockerEvents(before, decision.events).map(({ Type, Action }) => `${Type} ${Action}`);
    return { decision, told };
  }

  /** An image of one layer with a program in it; other marks give other layers. */
  image(repo?: string, mark = 'a', changes: readonly string[] = []): ImageId {
    return this.import(this.layer({ 'bin/sleep': 'ELF', 'bin/sh': 'ELF', [`mark-${mark}`]: mark }), repo, changes);
  }

  import(layer: ReadLayer, repo?: string, changes: readonly string[] = []): ImageId {
    const { slices: _, ...content } = layer;
    const named = repo === undefined ? {} : { repo };
    const { decision } = this.client({ type: 'ImportImage', layer: content, changes, ...named });
    return answer<{ image: ImageId }>(decision).image;
  }

  layer(files: Readonly<Record<string, string>>): ReadLayer {
    const entries = Object.entries(files).map(([path, text]) => {
      const content = this.session.bring(new TextEncoder().encode(text));
      return {
        path,
        node: { kind: 'file', content, size: text.length, mode: 0o755, uid: 0, gid: 0, mtime: epoch } as const,
      };
    });
    const tar = writeLayerTar(treeOfEntries(entries), (digest: Digest) => this.session.blobs.get(digest));
    this.session.bring(tar.bytes);
    const read = layerOfTar(tar.bytes);
    if (typeof read === 'string') throw new Error(read);
    return read;
  }

  create(image: string, name: string, config: object = { Cmd: ['/bin/sleep', '600'] }): ContainerId {
    const { decision } = this.client({
      type: 'CreateContainer',
      name,
      config: { Image: image, ...config },
      hostConfig: { NetworkMode: 'none' },
    });
    return answer<{ id: ContainerId }>(decision).id;
  }

  run(image: string, name: string): ContainerId {
    const id = this.create(image, name);
    const { decision } = this.client({ type: 'StartContainer', container: name });
    answer(decision);
    return id;
  }

  write(container: ContainerId, path: string, data: string): void {
    const state = this.session.world.containers.get(container)?.state;
    const pid = state && 'pid' in state ? state.pid : (0 as Pid);
    const decision = this.session.perform({ issuer: 'process', type: 'WriteFile', pid, path, data });
    answer(decision);
  }

  commit(container: string, more: object = {}): ImageId {
    return answer<{ Id: ImageId }>(this.client({ type: 'CommitContainer', container, ...more }).decision).Id;
  }

  /** A pull by digest of what is here already adds a reference by digest. */
  digestReference(image: ImageId, repository: string): Reference {
    const manifest = `sha256:${'d'.repeat(64)}` as Digest;
    const { bytes, config } = known(this.session.world.images.get(image), 'image');
    const layers = config.diffIds.map((diffId) => ({ diffId, size: 0, entries: [], blob: manifest }));
    const reference = `${repository}@${manifest}`;
    answer(this.client({ type: 'PullImage', reference, fetched: { manifest, config: bytes, layers } }).decision);
    return reference as Reference;
  }

  remove(image: string, more: object = {}): Outcome {
    return this.client({ type: 'RemoveImage', image, ...more });
  }
}

export const answer = <A>(decision: Decision<unknown>): A => {
  if (!decision.accepted) throw new Error(`refused: ${decision.rejection.status} ${decision.rejection.message}`);
  return decision.answer as A;
};

/** `200`, or the status and text of the refusal. */
export const statusOf = ({ decision }: Outcome): number => (decision.accepted ? 200 : decision.rejection.status);
export const messageOf = ({ decision }: Outcome): string => (decision.accepted ? '' : decision.rejection.message);

export const rowsOf = ({ decision }: Outcome): readonly string[] =>
  decision.accepted
    ? (decision.answer as readonly DeletedRow[]).map((row) =>
        'Untagged' in row ? `U ${row.Untagged}` : `D ${row.Deleted}`,
      )
    : [];
