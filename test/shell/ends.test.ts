import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/src/shell/cli/main.js', import.meta.url));

test.skipIf(!existsSync(main))(
  'the command ends although a container still runs (needs npm run build)',
  () => {
    const printed = execFileSync('node', [main, 'run', '-', '--seed', 'ends'], {
      input: 'docker run -d redis\ndocker ps -q\n',
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: 20_000,
    }).toString();
    const [id = '', short = ''] = printed.split('\n');
    expect(id).toHaveLength(64);
    expect(id.startsWith(short)).toBe(true);
  },
  25_000,
);
