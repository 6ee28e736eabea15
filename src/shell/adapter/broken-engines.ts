import type { Answer, EngineUnderTest } from '../../oracle/engine.ts';
import type { ContainerSeen, Observation } from '../../oracle/observation.ts';
import { containerOf, type Step } from '../../oracle/step.ts';

/** A way to be wrong: what it does to steps, to answers, to what is seen. */
type Fault = {
  /** What the engine does wrong, as a sentence. */
  readonly sentence: string;
  /** Further steps that the engine takes by itself after one that was done. */
  readonly more?: (step: Step, seen: Observation) => readonly Step[];
  readonly answer?: (answer: Answer, step: Step) => Answer;
  readonly seen?: (seen: Observation, past: readonly Step[]) => Observation;
};

type Edit = (container: ContainerSeen, name: string) => ContainerSeen;

const containers = (seen: Observation, edit: Edit): Observation => ({
  ...seen,
  containers: Object.fromEntries(Object.entries(seen.containers).map(([name, it]) => [name, edit(it, name)])),
});

const events = (seen: Observation, edit: (lines: readonly string[]) => readonly string[]): Observation => ({
  ...seen,
  events: Object.fromEntries(Object.entries(seen.events).map(([name, lines]) => [name, edit(lines)])),
});

const asks = (step: Step, type: string): boolean => step.do === 'ask' && step.command.type === type;

const wasAsked = (past: readonly Step[], type: string, container: string): boolean =>
  past.some((step) => asks(step, type) && containerOf(step) === container);

/** Engines that are wrong in one thing each: whoever holds engines against the model must find every one. */
export const brokenEngines: Readonly<Record<string, Fault>> = {
  'loses-write-layer': {
    sentence: 'a restart gives the container a fresh write layer',
    seen: (seen, past) =>
      seen.close && wasAsked(past, 'RestartContainer', seen.close.container)
        ? { ...seen, close: { ...seen.close, diff: [] } }
        : seen,
  },
  'commits-two-layers': {
    sentence: 'a commit adds two layers',
    seen: (seen) => ({
      ...seen,
      images: seen.images.map((image) =>
        image.tags.some((tag) => /^plimsoll-i\d/.test(tag))
          ? { ...image, layers: [...image.layers, ...image.layers.slice(-1)] }
          : image,
      ),
    }),
  },
  'shares-write-layer': {
    sentence: 'what one container writes stands in another too',
    more: (step, seen) => {
      const other = Object.entries(seen.containers).find(
        ([name, { status }]) => step.do === 'exec' && name !== step.container && status === 'running',
      );
      return step.do === 'exec' && other ? [{ ...step, container: other[0] }] : [];
    },
  },
  'forgets-whiteouts': {
    sentence: 'a removed file of the image is not told by diff',
    seen: (seen) =>
      seen.close?.diff
        ? { ...seen, close: { ...seen.close, diff: seen.close.diff.filter((line) => !line.startsWith('D ')) } }
        : seen,
  },
  'kills-with-one': {
    sentence: 'a container that was killed ends with 1, not 137',
    seen: (seen) => containers(seen, (it) => (it.exitCode === 137 ? { ...it, exitCode: 1 } : it)),
  },
  'misses-die': {
    sentence: 'the event die is missing',
    seen: (seen) => events(seen, (lines) => lines.filter((line) => !line.startsWith('container die'))),
  },
  'tells-the-end-first': {
    sentence: 'the event die comes before the kill that it answers',
    seen: (seen) =>
      events(seen, (lines) => {
        const die = lines.findIndex((line) => line.startsWith('container die'));
        const kill = lines.findIndex((line) => line.startsWith('container kill'));
        return kill < 0 || die < kill ? lines : lines.toSpliced(die, 1).toSpliced(kill, 0, lines[die] ?? '');
      }),
  },
  'empties-volumes': {
    sentence: 'a container takes its named volumes with it',
    more: (step, seen) =>
      asks(step, 'RemoveContainer')
        ? seen.volumes.named.map(
            (volume): Step => ({ do: 'ask', command: { issuer: 'client', type: 'RemoveVolume', volume } }),
          )
        : [],
  },
  'hides-pauses': {
    sentence: 'a paused container is said to run',
    seen: (seen) => containers(seen, (it) => (it.status === 'paused' ? { ...it, status: 'running' } : it)),
  },
  'says-otherwise': {
    sentence: 'a name that is taken is refused with other words',
    answer: (answer) =>
      answer.kind === 'refused' && answer.message.includes('is already in use')
        ? { ...answer, message: 'name already exists' }
        : answer,
  },
  'keeps-old-names': {
    sentence: 'a renamed container is there under its old name too',
    seen: (seen, past) => {
      const last = past.at(-1);
      if (last?.do !== 'ask' || last.command.type !== 'RenameContainer') return seen;
      const { container: old, name } = last.command;
      const now = seen.containers[name];
      return now && !seen.containers[old] ? { ...seen, containers: { ...seen.containers, [old]: now } } : seen;
    },
  },
  'drops-logs': {
    sentence: 'a second start empties the logs',
    seen: (seen, past) =>
      seen.close &&
      past.filter((step) => asks(step, 'StartContainer') && containerOf(step) === seen.close?.container).length > 1
        ? { ...seen, close: { ...seen.close, logs: { stdout: '', stderr: '' } } }
        : seen,
  },
  'leaves-directories': {
    sentence: 'a removed container leaves its directory on the disk',
    seen: (seen, past) =>
      seen.disk && past.some((step) => asks(step, 'RemoveContainer'))
        ? { ...seen, disk: { ...seen.disk, left: [...seen.disk.left, 'containers/of-one-that-is-gone'] } }
        : seen,
  },
  'stays-mounted': {
    sentence: 'merged stays mounted after the end',
    seen: (seen, past) => {
      const { disk } = seen;
      if (!disk || !past.some((step) => asks(step, 'StartContainer'))) return seen;
      const mounted = (lines: readonly string[]): readonly string[] =>
        lines.map((line) => line.replace(/^(overlay2\/MOUNT: .*link lower) work$/, '$1 merged work'));
      return {
        ...seen,
        disk: {
          ...disk,
          containers: Object.fromEntries(Object.entries(disk.containers).map(([name, it]) => [name, mounted(it)])),
        },
      };
    },
  },
  'shows-the-shim': {
    sentence: 'a container sees a process of the host',
    seen: (seen) =>
      seen.close?.inside
        ? { ...seen, close: { ...seen.close, inside: [...seen.close.inside, 'n below 0: containerd-shim'] } }
        : seen,
  },
  'prunes-nothing': {
    sentence: 'a prune of containers says that it has deleted none',
    answer: (answer, step) =>
      answer.kind === 'done' && asks(step, 'PruneContainers') ? { ...answer, output: '0 deleted, 0 bytes' } : answer,
  },
  'restarts-for-ever': {
    sentence: 'restarts are not counted',
    seen: (seen) => containers(seen, (it) => ({ ...it, restartCount: 0 })),
  },
};

/** A sound engine with one fault put before it. */
export const broken = (engine: EngineUnderTest, { more, answer, seen }: Fault): EngineUnderTest => {
  /** Steps that were done. */
  let past: Step[] = [];
  /** What a look of its own has taken away from whoever looks next. */
  let early: Observation['events'] = {};
  const goOn = async (step: Step): Promise<void> => {
    if (!more) return;
    const now = await engine.observe({ files: false });
    early = now.events;
    for (const further of more(step, now)) await engine.perform(further);
  };
  return {
    describe: () => engine.describe(),
    perform: async (step) => {
      const told = await engine.perform(step);
      if (told.kind === 'done') {
        past.push(step);
        await goOn(step);
      }
      return answer ? answer(told, step) : told;
    },
    observe: async (focus) => {
      const there = await engine.observe(focus);
      const events: Record<string, readonly string[]> = { ...early };
      for (const [name, lines] of Object.entries(there.events)) events[name] = [...(events[name] ?? []), ...lines];
      early = {};
      return seen ? seen({ ...there, events }, past) : { ...there, events };
    },
    observed: async () => engine.observed?.(),
    reset: async () => {
      past = [];
      early = {};
      await engine.reset();
    },
    close: () => engine.close(),
  };
};
