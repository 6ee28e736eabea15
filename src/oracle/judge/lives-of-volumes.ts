import type { DockerEventLine } from '../trace.ts';
import type { Violation } from './judgement.ts';

type Wrong = Omit<Violation, 'line'>;

/** Who has mounted which volume, as events tell it. */
export class VolumeLives {
  /** Containers that have it mounted, by volume; a volume is known from its creation or its first mount. */
  private readonly mounted = new Map<string, readonly string[]>();
  private readonly gone = new Set<string>();

  hear({ Action, Actor: { ID, Attributes } }: DockerEventLine): Wrong | undefined {
    const container = Attributes?.container ?? '';
    const holders = this.mounted.get(ID);
    const isGone = this.gone.has(ID);
    switch (Action) {
      case 'create':
        this.gone.delete(ID);
        if (!holders) this.mounted.set(ID, []);
        return undefined;
      case 'mount':
        this.mounted.set(ID, [...(holders ?? []), container]);
        return isGone ? wrong(Action, ID, 'W4: a volume is there until it is removed', 'create first') : undefined;
      case 'unmount':
        // A start that fails before the mounts unmounts what was never mounted (measured, docs/facts.md).
        if (holders) this.mounted.set(ID, without(holders, container));
        return undefined;
      case 'destroy':
        this.mounted.delete(ID);
        this.gone.add(ID);
        if (isGone) return wrong(Action, ID, 'W4: a volume is removed once', 'create first');
        return (holders ?? []).length > 0
          ? wrong(Action, ID, 'W4: volumes survive while a container has them mounted', 'unmount first')
          : undefined;
      default:
        return undefined;
    }
  }
}

const wrong = (action: string, volume: string, rule: string, allowed: string): Wrong => ({
  what: `volume ${action} ${volume}`,
  rule,
  allowed,
});

const without = (all: readonly string[], one: string): readonly string[] => {
  const at = all.indexOf(one);
  return at < 0 ? all : [...all.slice(0, at), ...all.slice(at + 1)];
};
