import pc from 'picocolors';

/** Where a command prints, and how it ends. */
export type Io = {
  readonly out: (text: string | Uint8Array) => void;
  readonly err: (text: string | Uint8Array) => void;
  readonly colours: Colours;
  /** Progress is shown and questions are asked only there. */
  readonly isTerminal: boolean;
};

export type Colours = ReturnType<typeof pc.createColors>;

/** 0 it holds, 1 something is violated, 2 bad usage or bad input, 3 what it needs is not on this machine. */
export type ExitCode = number;

export const ioOf = (out: NodeJS.WriteStream, err: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Io => ({
  out: (text) => void out.write(text),
  err: (text) => void err.write(text),
  isTerminal: out.isTTY === true,
  colours: pc.createColors(out.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'),
});
