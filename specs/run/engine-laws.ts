import { Chance } from '../../src/oracle/chance.ts';
import { type LawSeen, LawWatch, type Moment, type Outside, type Views } from '../../src/oracle/laws/index.ts';
import { nextStep } from '../../src/oracle/moves.ts';
import { baseImages } from '../../src/oracle/names.ts';
import { printStep, type Step } from '../../src/oracle/step.ts';
import { demultiplexed } from '../../src/shell/oracle/demultiplex.ts';
import { DockerEngine } from '../../src/shell/oracle/docker-engine.ts';
import { type Address, EngineClient } from '../../src/shell/oracle/http.ts';
import { foldedFiles, isDirectory, mountedFiles, textAt, withoutSockets } from '../../src/shell/oracle/look-merged.ts';
import { OutsideObserver } from '../../src/shell/oracle/look-outside.ts';
import { ModelEngine } from '../../src/shell/oracle/model-engine.ts';
import { treeOfTar } from '../../src/shell/oracle/tree-of-tar.ts';
import { hostPrograms, twinArchive } from '../../src/shell/twin/twin-images.ts';
import { laws } from '../invariants/index.ts';
import { afterViews, beforeViews } from './engine-law-steps.ts';
import type { Console } from './run-chapter.ts';

/** Alters what is seen, for whoever wants to see a law broken. */
export type Tamper = (seen: Outside) => Outside;

/** Looks at an engine after each thing that is done to it, and holds the laws against what it sees. */
export class EngineWatch {
  private readonly watch = new LawWatch();
  private readonly observer: OutsideObserver;
  readonly client: EngineClient;
  private readonly tamper: Tamper;
  private last: Outside | undefined;
  private since = Date.now();

  private constructor(client: EngineClient, observer: OutsideObserver, tamper: Tamper) {
    this.client = client;
    this.observer = observer;
    this.tamper = tamper;
  }

  static async on(address: Address, tamper: Tamper = (seen) => seen): Promise<EngineWatch> {
    const client = new EngineClient(address);
    return new EngineWatch(client, await OutsideObserver.of(client), tamper);
  }

  /** Something else has changed the engine: what comes next begins from here. */
  async begin(): Promise<void> {
    this.since = Date.now();
    this.last = this.tamper(await this.observer.look());
  }

  /** What was just done; a breach counts when it is still there after a while, for an engine may be on its way. */
  async saw(what: string, refused: boolean, views?: Views): Promise<void> {
    const before = this.last ?? this.tamper(await this.observer.look());
    let moment = await this.moment(what, refused, before, views);
    for (let again = 0; again < 4 && LawWatch.breaks(moment); again++) {
      await pause(400);
      moment = await this.moment(what, refused, before, views);
    }
    this.watch.see(moment);
    this.last = moment.after;
    this.since = Date.now();
  }

  private async moment(what: string, refused: boolean, before: Outside, views?: Views): Promise<Moment> {
    const after = this.tamper(await this.observer.look());
    const events = await this.observer.events(this.since, Date.now());
    return { what, refused, events, before, after, ...(views && { views }) };
  }

  /** The files of a container, by all the ways that there are to see them. */
  async viewsOf(name: string, commit: string): Promise<Views | undefined> {
    const seen = (await this.observer.look()).containers;
    const container = seen.find((it) => it.name === name);
    if (!container) return undefined;
    const folded = isDirectory(container.upper) ? foldedFiles(container) : undefined;
    const exported = await this.exported(name);
    const inside = await this.inside(name, container.top.length);
    return {
      container: name,
      exported,
      ...(folded && { folded, mounted: mountedFiles(container), ...copiedIn(container) }),
      ...(seen.some((it) => it.name === commit) && { committed: await this.exported(commit) }),
      ...(inside && { inside }),
    };
  }

  private async exported(name: string): Promise<Views['exported']> {
    const { body } = await this.client.call({ method: 'GET', path: `/containers/${name}/export` });
    return withoutSockets(treeOfTar(body));
  }

  private async inside(name: string, shown: number): Promise<Views['inside']> {
    const body = { Cmd: ['ps', '-o', 'pid'], AttachStdout: true };
    const made = await this.client.call({ method: 'POST', path: `/containers/${name}/exec`, body });
    if (made.status >= 300) return undefined;
    const { Id } = JSON.parse(made.body.toString('utf8')) as { readonly Id: string };
    const printed = await this.client.call({ method: 'POST', path: `/exec/${Id}/start`, body: { Detach: false } });
    // A heading, and ps itself.
    const seen = (demultiplexed(printed.body).stdout.match(/\d+/g) ?? []).length - 1;
    return { seen, shown };
  }

  verdicts(): readonly LawSeen[] {
    return this.watch.verdicts(laws.map(({ id }) => id));
  }

  close(): void {
    this.client.close();
  }
}

/** A file of the image that was only appended to: what it was and what it is, owner and mode in front. */
const copiedIn = ({ lowers, upper }: Outside['containers'][number]): Pick<Views, 'copied'> => {
  const below = lowers.map((lower) => textAt(`${lower}${appended}`)).find((it) => it !== undefined);
  const above = textAt(`${upper}${appended}`);
  return below !== undefined && above !== undefined ? { copied: { path: appended, below, above } } : {};
};

const appended = '/etc/passwd';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A console whose lines are watched, where they may change something. */
export const watched = (console: Console, watch: EngineWatch): Console => ({
  kind: console.kind,
  run: async (prompt, command) => {
    const answer = await console.run(prompt, command);
    if (changes.test(command)) await watch.saw(`${prompt} ${command}`, answer.exitCode !== 0);
    return answer;
  },
});

const changes =
  /\bdocker (?:(?:container|image|volume) )?(?:run|create|start|stop|kill|restart|pause|unpause|rm|rmi|remove|commit|exec|cp|rename|tag|update|build|load|import|pull|prune)\b|^kill /;

/** A story that comes by what chance might miss; then sequences of chance. */
export const watchSequences = async (
  address: Address,
  watch: EngineWatch,
  { seed, sequences, length }: { readonly seed: number; readonly sequences: number; readonly length: number },
  progress: (text: string) => void = () => {},
): Promise<void> => {
  const archive = twinArchive(baseImages, hostPrograms(false));
  const engine = new DockerEngine(address, archive);
  const model = await ModelEngine.open(archive);
  const perform = async (step: Step): Promise<void> => {
    const answer = await engine.perform(step);
    await watch.saw(printStep(step), answer.kind === 'refused' && answer.status !== 304);
  };
  try {
    await engine.reset();
    await watch.begin();
    for (const step of beforeViews) await perform(step);
    await watch.saw('a look at the files', false, await watch.viewsOf('plimsoll-c1', 'plimsoll-c2'));
    for (const step of afterViews) await perform(step);
    for (let at = 0; at < sequences; at++) {
      await engine.reset();
      await watch.begin();
      const chance = new Chance(seed + at);
      await model.reset();
      for (let n = 0; n < length; n++) {
        progress(`laws, sequence ${at + 1}/${sequences}, step ${n + 1}/${length}`);
        const step = nextStep(model.world, chance);
        await model.perform(step);
        await perform(step);
      }
    }
  } finally {
    await engine.close();
  }
};
