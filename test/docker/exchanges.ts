import { openDocker, Script } from '../../src/shell/run/index.ts';

/** One command of a session that was recorded on a real engine: scripts/record-docker-session. */
export type Exchange = { readonly line: string; readonly out: string; readonly err: string; readonly code: number };

export const exchangesIn = (recording: string): readonly Exchange[] =>
  recording
    .split(/^\$ /m)
    .slice(1)
    .map((block) => {
      const [line = '', ...rest] = block.split('\n');
      const stream = (mark: string): string =>
        rest
          .filter((it) => it.startsWith(`${mark}| `))
          .map((it) => `${it.slice(3)}\n`)
          .join('');
      const code = Number(rest.find((it) => it.startsWith('= '))?.slice(2));
      return { line, out: stream('1'), err: stream('2'), code };
    });

/** Performs `before` and then the commands of a session on the model; `told` names what has another name on each machine. */
export const performed = async (
  before: readonly string[],
  exchanges: readonly Exchange[],
  told: (text: string) => string,
): Promise<readonly Exchange[]> => {
  let out = '';
  let err = '';
  const text = (it: string | Uint8Array): string => (typeof it === 'string' ? it : new TextDecoder().decode(it));
  const { docker } = openDocker({
    seed: 'session',
    out: (it) => {
      out += text(it);
    },
    err: (it) => {
      err += text(it);
    },
  });
  // Nothing is typed into these commands.
  const script = new Script({ ...docker, stdin: () => new Uint8Array() });
  for (const line of before) await script.runLine(line, 0);
  const answers: Exchange[] = [];
  for (const { line } of exchanges) {
    out = '';
    err = '';
    await script.runLine(line, 0);
    answers.push({ line, out: told(out), err: told(err), code: script.exitCode });
  }
  return answers;
};
