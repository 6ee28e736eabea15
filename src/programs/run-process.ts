import type { Pid } from '../core/kernel/brand.ts';
import { defaultPath } from '../core/lifecycle/executable.ts';
import { cleaned } from '../core/lifecycle/resolve-mounts.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { Process } from '../core/streams/host/host.ts';
import type { Flavour, Surroundings } from './call.ts';
import { ContainerFiles } from './container-files.ts';
import type { Actor } from './container-look.ts';
import type { ProgramMachine, RunProgram } from './machine.ts';
import { Task } from './task.ts';

/** Runs what a new process executes: a script, a tool, or a program that just goes on. */
export const runProcess: RunProgram = async (machine, pid) => {
  const process = machine.world.host.processes.get(pid);
  const container = process?.cgroup === undefined ? undefined : machine.world.containers.get(process.cgroup);
  if (!process || !container) return;
  // docker-init only waits; the command is its child, which comes with a birth of its own.
  if (process.argv[0] === '/sbin/docker-init') return machine.scheduler.waitUntil(pid, Number.POSITIVE_INFINITY);
  if (waitsForInput(machine, container, process)) return machine.scheduler.waitUntil(pid, Number.POSITIVE_INFINITY);
  const around = await surroundingsOf(machine, container, process);
  const task = new Task(machine, pid, around);
  const refusal = process.kind === 'ward' ? wardRefusal(task.files, process, around) : undefined;
  if (refusal) {
    machine.print(pid, 'stderr', refusal.words);
    return task.exit(refusal.code);
  }
  const [name = ''] = process.argv;
  const isShell = /^(?:.*\/)?(?:sh|ash|dash|bash)$/.test(name);
  task.exit(isShell ? await task.runShell(process.argv) : await task.runProgram(process.argv));
};

/** What docker-init says of a program that it can not execute, and its exit code (measured, docs/facts.md). */
const wardRefusal = (
  files: ContainerFiles,
  { argv: [name = ''], nsPid }: Process,
  { env, cwd }: Surroundings,
): { readonly words: string; readonly code: number } | undefined => {
  const lookup = files.find(name, env.PATH ?? defaultPath, cwd);
  if (lookup === 'found') return undefined;
  const refused = (reason: string, code: number): { readonly words: string; readonly code: number } => ({
    words: `[FATAL tini (${nsPid})] exec ${name} failed: ${reason}\n`,
    code,
  });
  if (lookup === 'denied') return refused('Permission denied', 126);
  const parents = name.split('/').map((_, at, parts) => parts.slice(0, at).join('/'));
  return parents.some((parent) => parent !== '' && files.isFile(parent, cwd))
    ? refused('Not a directory', 1)
    : refused('No such file or directory', 127);
};

/** A shell on a terminal, or with its input held open, reads commands that never come. */
const waitsForInput = (machine: ProgramMachine, container: Container, { argv, exec }: Process): boolean => {
  const [name = '', ...words] = argv;
  if (!/^(?:.*\/)?(?:sh|ash|dash|bash|cat)$/.test(name) || words.some((word) => !word.startsWith('-'))) return false;
  if (exec !== undefined) return machine.world.containers.get(container.id)?.execs.get(exec)?.config.tty === true;
  const { Tty, OpenStdin, AttachStdin } = container.config;
  return Tty === true || (OpenStdin === true && AttachStdin !== true);
};

/** Files under `/dev`, binds and the like are there until the container's run ends: a new main gets new ones. */
const scratches = new Map<Pid, Map<string, Uint8Array>>();

const surroundingsOf = async (
  machine: ProgramMachine,
  container: Container,
  process: Process,
): Promise<Surroundings> => {
  const main = 'pid' in container.state ? container.state.pid : process.pid;
  const scratch = scratches.get(main) ?? new Map<string, Uint8Array>();
  scratches.set(main, scratch);
  const actor: Actor = { pid: process.pid, uid: 0, gid: 0, container: container.id };
  const files = new ContainerFiles(machine, actor, scratch);
  const exec = process.exec === undefined ? undefined : container.execs.get(process.exec)?.config;
  const { uid, gid, home } = await accountOf(files, exec?.user ?? container.config.User ?? '');
  const hostname = container.config.Hostname ?? container.id.slice(0, 12);
  const pairs = [...(container.config.Env ?? []), ...(exec?.env ?? [])].map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  const env = { PATH: defaultPath, HOSTNAME: hostname, HOME: home, ...Object.fromEntries(pairs) };
  const workingDir = cleaned(exec?.workingDir || container.config.WorkingDir || '/');
  return {
    container,
    env,
    // The kernel's working directory has no links in its name (measured, docs/facts.md).
    cwd: await files.realpath(workingDir).catch(() => workingDir),
    uid,
    gid,
    flavour: await flavourOf(files, process.argv[0] ?? ''),
    scratch,
  };
};

type Account = { readonly uid: number; readonly gid: number; readonly home: string };

/** `user[:group]` by names or numbers. */
const accountOf = async (files: ContainerFiles, text: string): Promise<Account> => {
  const [user = '', group = ''] = text.split(':');
  const entries = async (file: string): Promise<string[][]> =>
    (await files.readFile(file).catch(() => '')).split('\n').map((line) => line.split(':'));
  const wanted = user === '' ? '0' : user;
  const account = (await entries('/etc/passwd')).find(([name, , uid]) => name === wanted || uid === wanted);
  const groups = group === '' ? [] : await entries('/etc/group');
  const named = groups.find(([name, , gid]) => name === group || gid === group)?.[2];
  const gid = group === '' ? Number(account?.[3] ?? 0) : Number(named ?? (Number(group) || 0));
  return { uid: Number(account?.[2] ?? (Number(wanted) || 0)), gid, home: account?.[5] ?? '/' };
};

/** Whose words a shell and its tools use: what the image's shell says it is. */
const flavourOf = async (files: ContainerFiles, shell: string): Promise<Flavour> => {
  if (shell.endsWith('bash')) return 'bash';
  const isBusybox = (await files.exists('/bin/busybox')) || files.says('/bin/sh', 'BusyBox v');
  return isBusybox ? 'busybox' : 'dash';
};
