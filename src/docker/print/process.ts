import type { ProcessCommand } from '../../core/commands/process/index.ts';
import { never } from '../../core/kernel/impossible.ts';
import { signalNumbers } from '../../core/streams/host/signals.ts';
import { comment, docker, pasted, word } from './words.ts';

/** Where a process is that acts: in which container, and whether as its main process. */
export type Within = { readonly container: string; readonly isMain: boolean };

/**
 * What a process does: as `docker exec` where any process of its container could do it, else as a comment that says who
 * does what.
 */
export const processLine = (command: ProcessCommand, within: Within | undefined): string => {
  const { script, byAnyone } = deedOf(command);
  if (byAnyone && within) {
    const { uid, gid } = command as { readonly uid?: number; readonly gid?: number };
    const user = (uid ?? 0) === 0 && (gid ?? 0) === 0 ? undefined : `-u ${uid ?? 0}:${gid ?? 0}`;
    return docker('exec', user, pasted(within.container), 'sh -c', pasted(script));
  }
  const who = within
    ? `${within.isMain ? 'main' : `process ${command.pid}`} of ${within.container}`
    : `process ${command.pid}`;
  return comment(`${who}: ${script}`);
};

/** A line of shell with this effect, and whether it has it whichever process of the container runs it. */
type Deed = { readonly script: string; readonly byAnyone: boolean };

const anyone = (script: string): Deed => ({ script, byAnyone: true });
const itself = (script: string): Deed => ({ script, byAnyone: false });

const deedOf = (command: ProcessCommand): Deed => {
  switch (command.type) {
    case 'WriteFile':
      return anyone(`${printed(command)} > ${word(command.path)}`);
    case 'CreateFile':
      return anyone(`set -C; ${printed(command)} > ${word(command.path)}`);
    case 'AppendFile':
      return anyone(`${printed(command)} >> ${word(command.path)}`);
    case 'TruncateFile':
      return anyone(`truncate -s ${command.size} ${word(command.path)}`);
    case 'RemoveFile':
      return anyone(`unlink ${word(command.path)}`);
    case 'RemoveDirectory':
      return anyone(`rmdir ${word(command.path)}`);
    case 'MakeDirectory':
      return anyone(`mkdir ${mode(command.mode)}${word(command.path)}`);
    case 'RenameFile':
      return anyone(`mv -T ${word(command.path)} ${word(command.to)}`);
    case 'LinkFile':
      return anyone(`ln ${word(command.path)} ${word(command.to)}`);
    case 'SymlinkFile':
      return anyone(`ln -s ${word(command.target)} ${word(command.path)}`);
    case 'ChmodFile':
      return anyone(`chmod ${command.mode.toString(8)} ${word(command.path)}`);
    case 'ChownFile':
      return anyone(
        `chown ${command.link ? '-h ' : ''}${command.owner ?? ''}:${command.group ?? ''} ${word(command.path)}`,
      );
    case 'TouchFile':
      return anyone(`touch ${command.mtime === undefined ? '' : `-d ${word(command.mtime)} `}${word(command.path)}`);
    case 'SetXattr':
      return anyone(`setfattr -n ${word(command.name)} -v ${word(command.value)} ${word(command.path)}`);
    case 'RemoveXattr':
      return anyone(`setfattr -x ${word(command.name)} ${word(command.path)}`);
    case 'MakeSpecialFile':
      return special(command);
    case 'SignalProcess':
      return anyone(`kill -${signalName(command.signal)} ${command.target === -1 ? '-- -1' : command.target}`);
    case 'SetPidMax':
      return anyone(`echo ${command.max} > /proc/sys/kernel/pid_max`);
    case 'PrintOutput':
      return printOut(command);
    case 'ForkProcess':
      return itself(`${command.argv ? command.argv.map(word).join(' ') : (command.comm ?? 'itself')} &`);
    case 'ExecuteProgram':
      return itself(`exec ${command.argv.map(word).join(' ')}`);
    case 'SpawnThread':
      return itself(`pthread_create: a thread ${command.comm}`);
    case 'ExitProcess':
      return itself(
        command.fault === undefined ? `exit ${command.code}` : `dies of a fault: ${signalName(command.fault)}`,
      );
    case 'SetDisposition':
      return itself(dispositionText(command));
    case 'SetSubreaper':
      return itself('prctl(PR_SET_CHILD_SUBREAPER)');
    case 'WaitChildren':
      return itself(
        command.forever === undefined
          ? 'wait'
          : command.forever
            ? 'waits for its children from now on'
            : 'no longer waits for its children',
      );
    default:
      return never(command);
  }
};

type Bytes = { readonly data?: string; readonly content?: string };

/** What is brought along by its digest stands in no command. */
const printed = ({ data, content }: Bytes): string =>
  data === undefined
    ? `cat${content === undefined ? '' : ` ${content}`}`
    : data === ''
      ? ':'
      : `printf %s ${word(data)}`;

const mode = (bits: number | undefined): string => (bits === undefined ? '' : `-m ${bits.toString(8)} `);

const special = ({
  special: what,
  path,
  mode: bits,
}: Extract<ProcessCommand, { readonly type: 'MakeSpecialFile' }>): Deed => {
  if (what === 'fifo') return anyone(`mkfifo ${mode(bits)}${word(path)}`);
  if (what === 'socket') return itself(`bind: a socket ${word(path)}`);
  return anyone(`mknod ${mode(bits)}${word(path)} ${what.device === 'char' ? 'c' : 'b'} ${what.major} ${what.minor}`);
};

/** Main's output goes to the log, whoever writes it; any other's to who listens to it. */
const printOut = ({ text, output, toMain }: Extract<ProcessCommand, { readonly type: 'PrintOutput' }>): Deed => {
  const words = printed({ data: text });
  if (toMain) return anyone(`${words} > /proc/1/fd/${output === 'stdout' ? 1 : 2}`);
  return itself(output === 'stdout' ? words : `${words} >&2`);
};

const dispositionText = ({
  signal,
  disposition,
}: Extract<ProcessCommand, { readonly type: 'SetDisposition' }>): string => {
  const name = signalName(signal);
  if (!disposition) return `trap - ${name}`;
  switch (disposition.action) {
    case 'ignore':
      return `trap '' ${name}`;
    case 'handle':
      return `trap : ${name}`;
    case 'exit':
      return `trap 'exit ${disposition.code}' ${name}`;
  }
};

const namesOfSignals = new Map(Object.entries(signalNumbers).map(([name, number]) => [number, name]));

/** `TERM`, or the number of one that has no name. */
export const signalName = (signal: number): string => namesOfSignals.get(signal) ?? String(signal);
