import { millisOf, secondsOf } from '../../core/kernel/instant.ts';
import { type DockerEvent, dockerEvent } from '../../views/docker-events.ts';
import { Complaint, type Docker, type Verb } from '../docker.ts';
import { goJson, goType, TemplateError, template } from '../template/index.ts';
import { filtersOf } from './lists.ts';
import { momentOf } from './look.ts';

/** Everything that Docker has told since the session began. A client that gave no end would wait for ever. */
export const events: Verb = async (docker, options) => {
  const { now } = docker.machine;
  const since = options.one('since');
  const until = options.one('until');
  const filters = filtersOf(options.all('filter'));
  const from = since === undefined ? now : momentOf(since, now);
  const to = until === undefined ? undefined : momentOf(until, now);
  if (to !== undefined && to > now) await docker.machine.pass(millisOf(to) - millisOf(now));
  const format = options.one('format');
  const print = format === undefined ? lineOf : formatted(format);
  for (const event of remembered(docker)) {
    if (event.at < from || (to !== undefined && event.at > to)) continue;
    // Keys that the engine does not know it passes over (docs/facts.md).
    if ([...filters].every(([key, values]) => values.some((value) => tests[key]?.(event, value) ?? true)))
      docker.out(`${print(event)}\n`);
  }
  if (to === undefined) docker.err('plimsoll: docker events ends here: without --until it would wait for ever\n');
  return 0;
};

/** The engine keeps so many of the latest in its memory (measured), and none from before its own start. */
const most = 256;

const remembered = ({ machine }: Docker): readonly DockerEvent[] => {
  let events: DockerEvent[] = [];
  for (const { event, before } of machine.history()) {
    const shown = dockerEvent(before, event);
    if (shown) events.push(shown);
    if (event.type === 'DaemonStarted') events = [];
  }
  return events.slice(-most);
};

const isOf =
  (type: DockerEvent['Type']) =>
  ({ Type, Actor }: DockerEvent, value: string): boolean =>
    Type === type &&
    (Actor.ID === value || Actor.Attributes.name === value || (type !== 'volume' && Actor.ID.startsWith(value)));

const tests: Readonly<Record<string, (event: DockerEvent, value: string) => boolean>> = {
  container: (event, value) =>
    isOf('container')(event, value) || (event.Type !== 'container' && event.Actor.Attributes.container === value),
  image: ({ Type, Actor }, value) =>
    (Type === 'image' && (Actor.ID === value || Actor.Attributes.name === value)) || Actor.Attributes.image === value,
  volume: isOf('volume'),
  network: isOf('network'),
  type: ({ Type }, value) => Type === value,
  event: ({ Action }, value) => Action === value || Action.startsWith(`${value}:`),
  label: ({ Actor }, value) => {
    const [key = '', ...rest] = value.split('=');
    return rest.length === 0 ? Object.hasOwn(Actor.Attributes, key) : Actor.Attributes[key] === rest.join('=');
  },
  scope: (_, value) => value === 'local',
  daemon: () => false,
};

const lineOf = ({ at, Type, Action, Actor }: DockerEvent): string => {
  const attributes = Object.entries(Actor.Attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return `${at} ${Type} ${Action} ${Actor.ID}${attributes.length === 0 ? '' : ` (${attributes.join(', ')})`}`;
};

/** The fields of a message as the API has them, in its order. */
const messageOf = ({ at, Type, Action, Actor }: DockerEvent): Readonly<Record<string, unknown>> => ({
  ...(Type === 'container' || Type === 'image' ? { status: Action, id: Actor.ID } : {}),
  ...(Type === 'container' && Actor.Attributes.image !== undefined && { from: Actor.Attributes.image }),
  Type,
  Action,
  Actor: { ID: Actor.ID, Attributes: Actor.Attributes },
  scope: 'local',
  time: secondsOf(at),
  timeNano: `@${secondsOf(at)}${at.slice(20, 29)}@`,
});

const asked = <T>(run: () => T): T => {
  try {
    return run();
  } catch (error) {
    if (error instanceof TemplateError) throw new Complaint(`Error parsing format: ${error.located()}`, 64);
    throw error;
  }
};

const formatted = (format: string): ((event: DockerEvent) => string) => {
  // A nanosecond time does not fit into a number of this language: it is written as text, without its quotes.
  const exact = (text: string): string => text.replace(/"?@(\d+)@"?/g, '$1');
  if (/^\{\{ *json *\. *\}\}$/.test(format)) return (event) => exact(goJson(messageOf(event)));
  const run = asked(() => template(format));
  return (event) => {
    const message = messageOf(event);
    const { status = '', id = '', from = '', ...rest } = message;
    const fields = { Status: status, ID: id, From: from, Time: rest.time, TimeNano: rest.timeNano, Scope: 'local' };
    return exact(asked(() => run({ ...rest, ...fields, [goType]: '*events.Message' })));
  };
};
