import { openDocker, Script } from '../../src/shell/run/index.ts';

export type Answer = { readonly out: string; readonly err: string; readonly code: number };

/** A docker command line on a fresh model; each call answers what one line printed. */
export const dockerConsole = (seed = 'test') => {
  let out = '';
  let err = '';
  const text = (it: string | Uint8Array): string => (typeof it === 'string' ? it : new TextDecoder().decode(it));
  const { docker } = openDocker({
    seed,
    out: (it) => {
      out += text(it);
    },
    err: (it) => {
      err += text(it);
    },
  });
  const script = new Script(docker);
  const run = async (line: string): Promise<Answer> => {
    out = '';
    err = '';
    await script.runLine(line, 1);
    return { out, err, code: script.exitCode };
  };
  return { docker, run };
};
