import { Complaint, type Docker, errorText, Refused, type Verb } from '../docker.ts';
import { FormatError } from '../format/rows.ts';
import { commandOf, groups, helpOf, helpOfGroup } from '../help/help.ts';
import { verbs } from '../verbs/index.ts';
import { wrongCount } from './argument-count.ts';
import { FlagError, parseFlags } from './flags.ts';

/** One `docker` command line, without the word `docker`; answers its exit code. */
export const runDocker = async (docker: Docker, words: readonly string[]): Promise<number> => {
  const [first, second = ''] = words;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    docker.out(helpOfGroup(''));
    return 0;
  }
  if (first.startsWith('-')) return refuseFlag(docker, first);
  if (groups.some((group) => group === first)) return runInGroup(docker, first, second, words);
  const command = commandOf(first);
  if (command === undefined || first.includes(' ')) {
    docker.err(
      beyond.has(first)
        ? `plimsoll: the model has no 'docker ${first}'; Docker has it\n`
        : `docker: '${first}' is not a docker command.\nSee 'docker --help'\n`,
    );
    return 1;
  }
  return runCommand(docker, command, words.slice(1));
};

/** What the client of 20.10 has beside what is modelled. */
const beyond: ReadonlySet<string> = new Set([
  ...['builder', 'config', 'context', 'login', 'logout', 'manifest', 'network'],
  ...['node', 'plugin', 'search', 'secret', 'service', 'stack', 'swarm', 'trust'],
]);

const refuseFlag = (docker: Docker, word: string): number => {
  if (word === '-v' || word === '--version') {
    docker.out('Docker version 20.10.24+dfsg1, build 297e128\n');
    return 0;
  }
  const problem = word.startsWith('--') ? `unknown flag: ${word}` : `unknown shorthand flag: '${word[1]}' in ${word}`;
  docker.err(`${problem}\nSee 'docker --help'.\n${helpOfGroup('')}\n`);
  return 125;
};

const runInGroup = async (docker: Docker, group: string, verb: string, words: readonly string[]): Promise<number> => {
  if (verb === '' || verb === '--help') {
    (verb === '' ? docker.err : docker.out)(helpOfGroup(group));
    return 0;
  }
  const command = commandOf(`${group} ${verb}`);
  if (command !== undefined) return runCommand(docker, command, words.slice(2));
  docker.err(helpOfGroup(group));
  return 1;
};

const runCommand = async (docker: Docker, command: string, words: readonly string[]): Promise<number> => {
  try {
    const options = parseFlags(command, words);
    if (options.is('help')) {
      docker.out(helpOf(command));
      return 0;
    }
    const problem = wrongCount(command, options.args.length);
    if (problem !== undefined) {
      docker.err(problem);
      return 1;
    }
    return await verbOf(command)(docker, options, command);
  } catch (error) {
    if (error instanceof FlagError) {
      docker.err(`${error.message}\nSee 'docker ${command} --help'.\n`);
      return 125;
    }
    if (error instanceof FormatError) {
      docker.err(`${error.message}\n`);
      return 1;
    }
    if (!(error instanceof Refused || error instanceof Complaint)) throw error;
    docker.err(`${errorText(error)}\n`);
    return error instanceof Complaint ? error.exitCode : 1;
  }
};

const unknown: Verb = async (docker, _, command) => {
  docker.err(`plimsoll: docker ${command} is not modelled\n`);
  return 1;
};

const verbOf = (command: string): Verb => (Object.hasOwn(verbs, command) ? (verbs[command] ?? unknown) : unknown);
