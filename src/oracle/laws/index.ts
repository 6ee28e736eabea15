import { judgeEvents } from '../judge/judge-events.ts';
import { judgeFound } from '../judge/judge-found.ts';
import { containerLaws } from './container-laws.ts';
import { dataRootLaws } from './data-root-laws.ts';
import { fromOutside, notFromOutside } from './from-outside.ts';
import { commitLaws, layerLaws } from './layer-laws.ts';
import type { Moment, Seen } from './outside.ts';

export type { ContainerOutside, Files, Moment, Outside, Views } from './outside.ts';

const looks: Readonly<Record<string, (moment: Moment) => Seen>> = {
  ...layerLaws,
  ...commitLaws,
  ...containerLaws,
  ...dataRootLaws,
};

/** What came of a law on an engine. */
export type LawSeen =
  | { readonly id: string; readonly verdict: 'held'; readonly looks: number }
  | { readonly id: string; readonly verdict: 'broken'; readonly breaches: readonly string[] }
  | { readonly id: string; readonly verdict: 'not seen'; readonly why: string };

/** Holds the laws against what was seen of an engine, moment by moment. */
export class LawWatch {
  private readonly looks = new Map<string, number>();
  private readonly breaches = new Map<string, string[]>();
  private readonly events: Moment['events'][number][] = [];
  private isRead = false;
  private isHosted = false;

  see(moment: Moment): void {
    this.isRead ||= moment.after.dataRoot !== undefined;
    this.isHosted ||= moment.after.host !== undefined;
    for (const [id, look] of Object.entries(looks)) this.note(id, moment.what, look(moment));
    for (const { name, ...found } of moment.after.containers) {
      const wrong = judgeFound(0, name, found).filter(({ rule }) => rule.startsWith('K2'));
      this.note('K2', moment.what, { looks: 1, breaches: wrong.map(({ what }) => what) });
    }
    this.events.push(...moment.events);
  }

  /** Whether anything that one moment shows breaks a law. */
  static breaks(moment: Moment): boolean {
    return Object.values(looks).some((look) => look(moment).breaches.length > 0);
  }

  private note(id: string, what: string, { looks: count, breaches }: Seen): void {
    this.looks.set(id, (this.looks.get(id) ?? 0) + count);
    if (breaches.length > 0)
      this.breaches.set(id, [...(this.breaches.get(id) ?? []), ...breaches.map((breach) => `${what}: ${breach}`)]);
  }

  /** Every law that there is, with what came of it. */
  verdicts(ids: readonly string[]): readonly LawSeen[] {
    const { judged, violations } = judgeEvents(this.events.map((event, at) => ({ line: at + 1, event })));
    const told = Object.values(judged).reduce((sum, count) => sum + count, 0);
    for (const id of ['K1', 'P4'])
      this.note(id, 'events', {
        looks: told,
        breaches: violations
          .filter(({ rule }) => rule.startsWith(id))
          .map(({ what, allowed }) => `${what}, allowed ${allowed}`),
      });
    return ids.map((id) => this.verdict(id));
  }

  private verdict(id: string): LawSeen {
    const breaches = this.breaches.get(id) ?? [];
    if (breaches.length > 0) return { id, verdict: 'broken', breaches };
    const count = this.looks.get(id) ?? 0;
    return count > 0 ? { id, verdict: 'held', looks: count } : { id, verdict: 'not seen', why: this.whyNot(id) };
  }

  private whyNot(id: string): string {
    const never = notFromOutside[id];
    if (never !== undefined) return never;
    if (id === 'I5') return 'it takes a registry that the engine reaches; the vectors bring one';
    if (!this.isRead) return "the engine's data root can not be read from here";
    if (!this.isHosted) return "the engine's processes are not this host's";
    return `nothing happened that shows it: ${fromOutside[id] ?? 'no check from outside'}`;
  }
}
