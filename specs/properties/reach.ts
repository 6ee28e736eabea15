import type { Step } from '../invariants/law.ts';
import { mustReach } from './must-reach.ts';

type Kind = 'command' | 'rejection' | 'event' | 'overlay' | 'state';

/** What generated histories came by: a law that nothing comes near says nothing. */
export class Reach {
  private readonly counts: { readonly [K in Kind]: Map<string, number> } = {
    command: new Map(),
    rejection: new Map(),
    event: new Map(),
    overlay: new Map(),
    state: new Map(),
  };

  see({ after, command, events, rejection }: Step): void {
    this.add('command', command.type);
    if (rejection) this.add('rejection', rejection.code);
    for (const event of events) {
      this.add('event', event.type);
      if (event.type === 'UpperChanged') {
        this.add('overlay', event.operation);
        for (const change of event.changes) {
          if ('node' in change && change.node.kind === 'whiteout') this.add('overlay', 'whiteout');
          if ('node' in change && change.node.kind === 'directory' && change.node.opaque) this.add('overlay', 'opaque');
        }
      }
      if (event.stream !== 'container') continue;
      const status = after.containers.get(event.id)?.state.status;
      if (status) this.add('state', status);
    }
  }

  /** How often histories came by something: `state paused`. */
  count(what: string): number {
    const space = what.indexOf(' ');
    return this.counts[what.slice(0, space) as Kind]?.get(what.slice(space + 1)) ?? 0;
  }

  /** Takes in what others came by. */
  join(rows: ReturnType<Reach['rows']>): void {
    for (const [what, times] of rows) {
      const space = what.indexOf(' ');
      this.add(what.slice(0, space) as Kind, what.slice(space + 1), times);
    }
  }

  /** Everything that was declared and not reached. */
  missing(): readonly string[] {
    return mustReach.filter((what) => this.count(what) === 0);
  }

  rows(): readonly (readonly [what: string, times: number])[] {
    return Object.entries(this.counts)
      .flatMap(([kind, counts]) => [...counts].map(([what, times]) => [`${kind} ${what}`, times] as const))
      .sort(([one], [other]) => (one < other ? -1 : 1));
  }

  private add(kind: Kind, what: string, times = 1): void {
    const counts = this.counts[kind];
    counts.set(what, (counts.get(what) ?? 0) + times);
  }
}
