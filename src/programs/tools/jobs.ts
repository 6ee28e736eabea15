import { type Program, result } from '../call.ts';

export const wait: Program = async (task, { args }) => {
  const meant = args.length === 0 ? task.jobs : task.jobs.filter(({ number }) => args.includes(String(number)));
  while (meant.some(({ code }) => code === undefined)) {
    await task.machine.scheduler.waitUntil(task.acting, Number.POSITIVE_INFINITY);
    await task.traps.run();
  }
  return result(args.length === 0 ? 0 : (meant.at(-1)?.code ?? 127));
};

export const startJob: Program = async (task, { args: [script = ''], env, cwd }) =>
  task.startJob(script, env, cwd) ? result(0) : result(2, '', 'sh: 1: Cannot fork\n');

export const jobNumber: Program = async (task) => result(0, `${task.jobs.at(-1)?.number ?? ''}\n`);

/** Runs its arguments; what it changes about them, the model does not show. */
export const wrapper: Program = async (task, call) =>
  task.replaceBy(
    call.args.filter((arg) => !/^-/.test(arg)),
    call,
  );
