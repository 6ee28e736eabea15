import type { DockerEventLine } from '../trace.ts';
import type { Judgement, Violation } from './judgement.ts';
import { actionOf, allowedNow, isDockersAction, type Life, lifeOf, livedOn, mayHappen } from './life-of-container.ts';
import { VolumeLives } from './lives-of-volumes.ts';

export type EventAt = { readonly line: number; readonly event: DockerEventLine };

/**
 * Whether a stream of Docker's events can be: the order in the life of each container, names, exit codes, volumes. What a
 * stream does not tell (what was asked, files, layers, processes) is not judged.
 */
export const judgeEvents = (events: readonly EventAt[], before: readonly Life[] = []): Judgement => {
  const judge = new EventJudge(before);
  for (const { line, event } of events) judge.hear(line, event);
  return judge.end();
};

const rules = {
  action: 'events: an engine tells of a container in the words of docs/facts/container-lifecycle.md, section 9',
  order: 'K1: a container goes only where its life allows it to go',
  name: 'K4: a name belongs to one container',
  sameName: 'events: every event carries the present name of its container',
  gone: 'K5: a removed container leaves nothing anywhere',
  killed: 'P4: a signal n gives the exit code 128+n',
  code: 'events: an exit code is a number from 0 to 255',
  restart: 'events: a restart is told once its start was told',
  exec: 'K1: an exec is created, starts and dies, in this order, once',
} as const;

const short = (id: string): string => id.slice(0, 12);

export class EventJudge {
  private readonly lives: Map<string, Life>;
  private readonly volumes = new VolumeLives();
  private readonly violations: Violation[] = [];
  private readonly judged = new Map<string, number>();
  private readonly notJudged = new Map<string, number>();

  constructor(before: readonly Life[] = []) {
    this.lives = new Map(before.map((life) => [life.id, life]));
  }

  hear(line: number, event: DockerEventLine): void {
    if (event.Type === 'container') this.ofContainer(line, event);
    else if (event.Type === 'volume') {
      count(this.judged, 'volume events');
      const wrong = this.volumes.hear(event);
      if (wrong) this.violations.push({ line, ...wrong });
    } else count(this.notJudged, `events of type ${event.Type}`);
  }

  end(): Judgement {
    return {
      judged: Object.fromEntries(this.judged),
      violations: this.violations,
      notJudged: Object.fromEntries(this.notJudged),
      known: {},
    };
  }

  private ofContainer(line: number, event: DockerEventLine): void {
    const action = actionOf(event);
    const id = event.Actor.ID;
    if (action === 'prune' || id === '') {
      count(this.notJudged, 'prunes');
      return;
    }
    const life = this.lives.get(id);
    if (action === 'create') this.created(line, event, life);
    else if (life) this.later(line, event, life);
    else count(this.notJudged, 'first events of containers that were there before the stream began');
    const after = action === 'create' ? lifeOf(id, 'created', event.Actor.Attributes?.name) : undefined;
    this.lives.set(id, after ?? livedOn(life ?? lifeOf(id, 'unknown'), event));
    if (life || action === 'create') count(this.judged, 'container events');
  }

  private created(line: number, event: DockerEventLine, life: Life | undefined): void {
    if (life) this.wrong(line, event, rules.order, `one create in its life; it is ${life.status}`);
    this.free(line, event);
  }

  /** A name that is given must not be another living container's. */
  private free(line: number, event: DockerEventLine): void {
    const name = event.Actor.Attributes?.name;
    const holder = [...this.lives.values()].find(
      (other) => other.id !== event.Actor.ID && other.status !== 'gone' && other.name === name,
    );
    if (name !== undefined && holder)
      this.wrong(line, event, rules.name, `any name but ${name}, which is that of ${short(holder.id)}`);
  }

  private later(line: number, event: DockerEventLine, life: Life): void {
    const action = actionOf(event);
    if (life.status === 'gone') {
      this.wrong(line, event, rules.gone, 'nothing after destroy');
      return;
    }
    if (!isDockersAction(action)) {
      this.wrong(line, event, rules.action, listed(life));
      return;
    }
    if (!mayHappen(action, life.status) || (life.isStopping && !['die', 'kill', 'unpause', 'stop'].includes(action))) {
      this.wrong(line, event, rules.order, `${listed(life)} (it is ${life.status})`);
      return;
    }
    this.named(line, event, life);
    if (action === 'die') this.died(line, event, life);
    if (action === 'restart' && life.status !== 'unknown' && life.newStarts === 0)
      this.wrong(line, event, rules.restart, 'start before restart');
    if (action.startsWith('exec_')) this.exec(line, event, life);
  }

  private named(line: number, event: DockerEventLine, life: Life): void {
    const { name, oldName } = event.Actor.Attributes ?? {};
    if (actionOf(event) === 'rename') {
      this.free(line, event);
      if (life.name !== undefined && oldName !== undefined && oldName !== `/${life.name}`)
        this.wrong(line, event, rules.sameName, `oldName=/${life.name}`);
    } else if (life.name !== undefined && name !== undefined && name !== life.name)
      this.wrong(line, event, rules.sameName, `name=${life.name}`);
  }

  private died(line: number, event: DockerEventLine, life: Life): void {
    const text = event.Actor.Attributes?.exitCode;
    const code = Number(text);
    if (text === undefined || !/^\d+$/.test(text) || code > 255) {
      this.wrong(line, event, rules.code, 'exitCode from 0 to 255');
      return;
    }
    // With another signal before it (`docker stop -t 0`) main may have answered that one already.
    if (life.signals[0] === 9 && code !== 137)
      this.wrong(line, event, rules.killed, 'exitCode=137, for it was sent signal 9');
  }

  private exec(line: number, event: DockerEventLine, life: Life): void {
    const { execID, exitCode } = event.Actor.Attributes ?? {};
    if (execID === undefined) {
      count(this.notJudged, 'events of execs without an id');
      return;
    }
    const stands = Object.hasOwn(life.execs, execID) ? life.execs[execID] : undefined;
    const needs = {
      exec_create: undefined,
      exec_start: 'created',
      exec_die: 'started',
      exec_detach: 'started',
    } as const;
    const action = actionOf(event) as keyof typeof needs;
    if (stands === undefined && action !== 'exec_create' && life.status === 'unknown') return;
    if (stands !== needs[action])
      this.wrong(line, event, rules.exec, `an exec that is ${needs[action] ?? 'new'}; it is ${stands ?? 'not there'}`);
    if (action === 'exec_die' && exitCode !== undefined && (!/^\d+$/.test(exitCode) || Number(exitCode) > 255))
      this.wrong(line, event, rules.code, 'exitCode from 0 to 255');
  }

  private wrong(line: number, event: DockerEventLine, rule: string, allowed: string): void {
    this.violations.push({ line, what: told(event), rule, allowed });
  }
}

const listed = (life: Life): string => allowedNow(life).join(', ');

const told = ({ Type, Action, Actor: { ID, Attributes } }: DockerEventLine): string => {
  const details = ['name', 'exitCode', 'signal', 'oldName'].flatMap((key) =>
    Attributes?.[key] === undefined ? [] : [`${key}=${Attributes[key]}`],
  );
  return [Type, Action, short(ID), ...details].join(' ');
};

const count = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
