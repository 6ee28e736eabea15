import type { Found } from '../trace.ts';
import type { Violation } from './judgement.ts';

/** Whether what inspect says of one container agrees with itself (laws K2, K3); true at every moment. */
export const judgeFound = (line: number, name: string, found: Found): readonly Violation[] => {
  const lives = found.status === 'running' || found.status === 'paused';
  const isZero = (time: string): boolean => time.startsWith('0001-01-01');
  const rows: readonly (readonly [holds: boolean, rule: string, allowed: string])[] = [
    [statuses.includes(found.status), 'K2: a container has one of seven statuses', statuses.join(', ')],
    [
      found.pid > 0 === lives,
      'K3: a container has a process id exactly while it is running or paused',
      lives ? 'a pid' : 'no pid',
    ],
    [
      found.paused === (found.status === 'paused'),
      "K2: a container's status and its facts agree",
      `Paused ${found.status === 'paused'}`,
    ],
    [
      found.running === (lives || found.status === 'restarting'),
      "K2: a container's status and its facts agree",
      `Running ${lives}`,
    ],
    [!(lives && isZero(found.startedAt)), "K2: a container's status and its facts agree", 'a StartedAt'],
    [
      !(found.status === 'exited' && isZero(found.finishedAt)),
      "K2: a container's status and its facts agree",
      'a FinishedAt',
    ],
    [!(lives && found.exitCode !== 0), "K2: a living container's exit code is 0", 'ExitCode 0'],
  ];
  return rows.flatMap(([holds, rule, allowed]) =>
    holds ? [] : [{ line, what: `${name} was found ${JSON.stringify(found)}`, rule, allowed }],
  );
};

const statuses = ['created', 'running', 'paused', 'restarting', 'exited', 'removing', 'dead'];
