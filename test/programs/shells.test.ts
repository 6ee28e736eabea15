import { describe, expect, test } from 'vitest';
import { dockerConsole } from './console.ts';

/** What busybox 1.35 printed in containers of Docker Engine 20.10.24, both streams (docs/facts.md, measured since). */
const recorded: readonly (readonly [script: string, printed: string])[] = [
  [`trap "echo x" TERM; trap; trap - TERM; trap; echo end`, `trap -- 'echo x' TERM\nend\n`],
  [`trap "" HUP; trap "echo bye" EXIT; trap`, `trap -- 'echo bye' EXIT\ntrap -- '' HUP\nbye\n`],
  [`trap "echo a'b" 15; trap`, `trap -- 'echo a'"'"'b' TERM\n`],
  [`trap nonsense 2>&1; echo "rc $?"`, `sh: trap: line 0: nonsense: invalid signal specification\nrc 1\n`],
  [`trap "echo bye" EXIT; (echo sub); sh -c "echo inner"; trap - EXIT; echo last`, 'sub\ninner\nlast\n'],
  [`trap "echo bye" 0; exec true`, ''],
  [`sh -c "trap; echo a"`, 'a\n'],
  [`sh -c trap`, ''],
  [`x=$(sh -c "echo in"); echo "got $x"; echo abc | sh -c cat; sh -c "exit 4"; echo $?`, 'got in\nabc\n4\n'],
];

describe('a shell of busybox', () => {
  test.each(recorded)('%s', async (script, printed) => {
    const { run } = dockerConsole();
    const { out } = await run(`docker run --network none busybox sh -c '${script.replaceAll("'", "'\\''")}'`);
    expect(out).toBe(printed);
  });

  test.each([
    ['trap "echo bye; exit 5" EXIT; false', 'bye\n', 5],
    ['trap "echo bye" EXIT; exit 3', 'bye\n', 3],
  ])('%s', async (script, printed, code) => {
    const { run } = dockerConsole();
    expect(await run(`docker run --network none busybox sh -c '${script}'`)).toMatchObject({ out: printed, code });
  });
});

describe('docker-init says why it can not execute a program', () => {
  test.each([
    ['nosuch', 'No such file or directory', 127],
    ['./nosuch', 'No such file or directory', 127],
    ['/etc/passwd', 'Permission denied', 126],
    ['/bin', 'Permission denied', 126],
    ['/etc/passwd/x', 'Not a directory', 1],
  ])('%s', async (program, reason, code) => {
    const { run } = dockerConsole();
    const { err, code: exit } = await run(`docker run --init --network none busybox ${program}`);
    expect(err).toMatch(new RegExp(`^\\[FATAL tini \\(\\d+\\)\\] exec ${program} failed: ${reason}$`, 'm'));
    expect(exit).toBe(code);
  });
});
