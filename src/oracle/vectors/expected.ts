import type { Answer } from '../engine.ts';
import type { ContainerSeen, Observation } from '../observation.ts';
import type { ExpectedAnswer, ExpectedContainer, ExpectedImage, ExpectedState } from './vector.ts';

/** Numbers for what has other ids on every engine. */
export class Numbering {
  private readonly numbers = new Map<string, number>();

  of(id: string): number {
    const number = this.numbers.get(id) ?? this.numbers.size + 1;
    this.numbers.set(id, number);
    return number;
  }
}

/** What an engine answers where the model answers so. A done request's status is one of the API's for done. */
export const expectedAnswer = (answer: Answer, seen: Observation, isExec: boolean): ExpectedAnswer => {
  switch (answer.kind) {
    case 'refused':
      return {
        status: [answer.status],
        ...(answer.status !== 304 && { message: withoutIds(answer.message, seen) }),
      };
    case 'done':
      return isExec
        ? {
            status: [200],
            ...(answer.exitCode !== undefined && { exitCode: [answer.exitCode] }),
            ...(answer.output !== undefined && { stdout: answer.output }),
          }
        : { status: [200, 201, 204] };
    default:
      return { status: [501] };
  }
};

/** What comes after these words is runc's, and changes with its versions (docs/facts/container-lifecycle.md). */
const runcsWords = /(OCI runtime \w+ failed: ).*$/s;

export const withoutIds = (message: string, seen: Observation): string => {
  const named = Object.entries(seen.containers).reduce(
    (text, [name, { id }]) => text.replaceAll(id, `<id:${name}>`).replaceAll(id.slice(0, 12), `<short:${name}>`),
    message.replace(runcsWords, '$1…'),
  );
  return named.replace(/(?:sha256:)?\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b/g, '<hex>');
};

export const expectedState = (seen: Observation, layers: Numbering, goesRound = false): ExpectedState => {
  const { container = '', diff, logs } = seen.close ?? {};
  return {
    containers: Object.fromEntries(
      Object.entries(seen.containers).map(([name, it]) => [name, containerOf(it, goesRound)]),
    ),
    images: Object.fromEntries(
      seen.images.flatMap((image) =>
        image.tags.map((tag): [string, ExpectedImage] => [
          tag,
          {
            layers: image.layers.map((layer) => layers.of(layer)),
            cmd: image.config.cmd,
            historyRows: image.history.length,
          },
        ]),
      ),
    ),
    volumes: seen.volumes.named,
    ...(diff && { diff: { container, changes: diff } }),
    ...(logs && { logs: { container, ...logs } }),
  };
};

const containerOf = (it: ContainerSeen, goesRound: boolean): ExpectedContainer => ({
  // The moment at which a restart is due is nobody's promise; under this policy it is the last.
  status:
    goesRound && it.status === 'restarting' && it.restartPolicy.startsWith('no') ? [it.status, 'exited'] : [it.status],
  exitCode: [it.exitCode],
  image: it.image,
  command: it.command,
  ...(!goesRound && { restartCount: it.restartCount }),
  hasPid: it.hasPid,
  // A volume without a name is called differently everywhere.
  mounts: it.mounts.map((mount) => mount.replace(/\b[0-9a-f]{64}\b/, '<hex>')),
});
