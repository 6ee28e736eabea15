/** What one layer says of one path: content, or that something below is gone. */
export type Line = {
  readonly path: string;
  readonly kind: 'directory' | 'whiteout' | 'other';
  /** Bytes as Docker counts them; a further name of the same file counts nothing. */
  readonly size: number;
  readonly opaque?: true;
};

export type Told = {
  readonly chainId: string;
  readonly diffId: string;
  readonly size: number;
  readonly createdBy?: string;
  readonly lines: Iterable<Line>;
};

export type LayerStory = {
  readonly number: number;
  readonly chainId: string;
  readonly diffId: string;
  readonly size: number;
  readonly createdBy?: string;
  /** Paths that no layer below has. */
  readonly adds: Tally;
  /** Paths that are in a layer below too: the bytes are those of this layer. */
  readonly changes: Tally;
  /** What lower layers hold and this one deletes: the bytes are theirs. */
  readonly hides: Tally;
};

export type Tally = { readonly objects: number; readonly bytes: number };

export type Waste = {
  readonly path: string;
  readonly bytes: number;
  /** The layer that holds it, and the one that hides it. */
  readonly in: number;
  readonly by: number;
  readonly how: 'replaced' | 'deleted';
};

export type StackStory = {
  readonly layers: readonly LayerStory[];
  readonly size: number;
  /** Bytes that a container sees. */
  readonly visible: number;
  /** Bytes in layers that upper ones replace or delete. */
  readonly wasted: number;
  /** The largest of them first. */
  readonly waste: readonly Waste[];
};

type Shown = { readonly size: number; readonly layer: number; readonly isDirectory: boolean };

/** What each layer of a stack adds to those below it, base first. */
export const storyOfStack = (stack: readonly Told[], most = 10): StackStory => {
  const state = new Visible();
  const waste: Waste[] = [];
  const layers = stack.map(({ lines, ...told }, at): LayerStory => {
    const number = at + 1;
    const [adds, changes, hides] = [counter(), counter(), counter()];
    const gone = (path: string, { size, layer, isDirectory }: Shown, how: Waste['how']): void => {
      if (how === 'deleted') hides.count(size);
      if (size > 0 && !isDirectory) waste.push({ path, bytes: size, in: layer, by: number, how });
    };
    for (const { path, kind, size, opaque } of lines) {
      const before = state.at(path, number);
      if (kind === 'whiteout') {
        for (const [name, it] of state.take(path, number, true)) gone(name, it, 'deleted');
        continue;
      }
      if (opaque) for (const [name, it] of state.take(path, number, false)) gone(name, it, 'deleted');
      if (before?.isDirectory && kind !== 'directory')
        for (const [name, it] of state.take(path, number, false)) gone(name, it, 'deleted');
      if (before && !before.isDirectory) gone(path, before, 'replaced');
      (before ? changes : adds).count(size);
      state.put(path, { size, layer: number, isDirectory: kind === 'directory' });
    }
    return { number, ...told, adds: adds.tally(), changes: changes.tally(), hides: hides.tally() };
  });
  return {
    layers,
    size: layers.reduce((sum, { size }) => sum + size, 0),
    visible: state.bytes(),
    wasted: waste.reduce((sum, { bytes }) => sum + bytes, 0),
    waste: waste.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, most),
  };
};

const counter = () => {
  let [objects, bytes] = [0, 0];
  return {
    count: (size: number): void => {
      objects += 1;
      bytes += size;
    },
    tally: (): Tally => ({ objects, bytes }),
  };
};

type Name = { shown?: Shown; readonly below: Map<string, Name> };

/** The merged view so far, as a tree of names: what a whiteout takes away is one branch of it. */
class Visible {
  private readonly root: Name = { below: new Map() };

  /** What layers below this one show at a path. */
  at(path: string, layer: number): Shown | undefined {
    const shown = this.find(path)?.shown;
    return shown && shown.layer < layer ? shown : undefined;
  }

  put(path: string, shown: Shown): void {
    let name = this.root;
    for (const part of partsOf(path)) {
      const next: Name = name.below.get(part) ?? { below: new Map() };
      name.below.set(part, next);
      name = next;
    }
    name.shown = shown;
  }

  /** Takes out what layers below have there and further down; with the path itself or without. */
  *take(path: string, layer: number, itself: boolean): Generator<readonly [path: string, shown: Shown]> {
    const name = this.find(path);
    if (!name) return;
    if (itself && name.shown && name.shown.layer < layer) {
      yield [path, name.shown];
      delete name.shown;
    }
    for (const part of [...name.below.keys()]) yield* this.take(`${path}/${part}`, layer, true);
  }

  bytes(): number {
    const sum = ({ shown, below }: Name): number => {
      let all = shown?.size ?? 0;
      for (const name of below.values()) all += sum(name);
      return all;
    };
    return sum(this.root);
  }

  private find(path: string): Name | undefined {
    let name: Name | undefined = this.root;
    for (const part of partsOf(path)) name = name?.below.get(part);
    return name;
  }
}

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');
