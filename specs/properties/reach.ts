import type { Step } from '../invariants/law.ts';
import { mustReach } from './must-reach.ts';

/** What generated histories came by: a law that nothing comes near says nothing. */
export class Reach {
  private readonly counts = new Map<string, number>();

  see({ after, command, events, rejection }: Step): void {
    this.add(`command ${command.type}`);
    if (rejection) this.add(`rejection ${rejection.code}`);
    for (const event of events) {
      this.add(`event ${event.type}`);
      if (event.type === 'UpperChanged') {
        this.add(`overlay ${event.operation}`);
        for (const change of event.changes) {
          if ('node' in change && change.node.kind === 'whiteout') this.add('overlay whiteout');
          if ('node' in change && change.node.kind === 'directory' && change.node.opaque) this.add('overlay opaque');
        }
      }
      if (event.stream !== 'container') continue;
      const status = after.containers.get(event.id)?.state.status;
      if (status) this.add(`state ${status}`);
    }
  }

  count(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  /** Takes in what others came by. */
  join(rows: ReturnType<Reach['rows']>): void {
    for (const [what, times] of rows) this.add(what, times);
  }

  /** Everything that was declared and not reached. */
  missing(): readonly string[] {
    return mustReach.filter((what) => !this.counts.has(what));
  }

  rows(): readonly (readonly [what: string, times: number])[] {
    return [...this.counts].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  private add(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }
}
