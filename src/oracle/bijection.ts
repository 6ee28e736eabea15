/**
 * Which id of one engine stands for which of the other, kept for a whole sequence: the same id must always mean the same,
 * and no two the same one.
 */
export class Bijection {
  private there = new Map<string, string>();
  private back = new Map<string, string>();
  private layers = new Map<string, string>();

  /** Whether two ids may stand for each other; if so, from now on they do. The first 12 digits are the id. */
  matches(one: string, other: string): boolean {
    const [a, b] = [short(one), short(other)];
    const [known, reverse] = [this.there.get(a), this.back.get(b)];
    if (known !== undefined || reverse !== undefined) return known === b && reverse === a;
    this.there.set(a, b);
    this.back.set(b, a);
    return true;
  }

  /**
   * Whether a layer may have this content. Layers of one content but for its times may be one digest or several, as the
   * second went by between their writings on each side; layers of two contents are never one digest.
   */
  layerMatches(content: string, diffId: string): boolean {
    const known = this.layers.get(diffId);
    if (known === undefined) this.layers.set(diffId, content);
    return known === undefined || known === content;
  }

  /** What is learnt from an attempt must not outlive it: it may have looked too early. */
  copy(): Bijection {
    const copy = new Bijection();
    copy.there = new Map(this.there);
    copy.back = new Map(this.back);
    copy.layers = new Map(this.layers);
    return copy;
  }

  take({ there, back, layers }: Bijection): void {
    this.layers = layers;
    this.there = there;
    this.back = back;
  }

  /** Whether two texts are the same but for ids in them. */
  textMatches(one: string, other: string): boolean {
    if (one === other) return true;
    const [a, b] = [split(users(one)), split(users(other))];
    return (
      a.length === b.length && a.every((part, at) => (at % 2 === 0 ? part === b[at] : this.matches(part, b[at] ?? '')))
    );
  }
}

const short = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);

/**
 * Where an object has several users an engine names any one of them, or all in any order (measured, docs/oracle.md): that
 * there are users, and of lists how many, is what counts.
 */
const users = (text: string): string =>
  text
    .replace(/(?<=^remove .*: volume is in use - \[).*(?=\]$)/, (ids) => `${ids.split(', ').length} containers`)
    .replace(/(?<=^conflict: .* container )[0-9a-f]{12}(?= is using|$)/, 'some');

/** Text and ids in turn; where an engine keeps its data is its own affair. */
const split = (text: string): readonly string[] =>
  text
    .replace(/(?:\/[^\s/]+)+(?=\/(?:overlay2\/[0-9a-f]{64}|image\/overlay2\/imagedb)\/)/g, '/var/lib/docker')
    .split(/((?:sha256:)?\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b)/);
