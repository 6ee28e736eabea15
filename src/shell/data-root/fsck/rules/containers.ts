import { kindOf } from '../../survey/read-file.ts';
import type { ContainerFiles, Survey } from '../../survey/survey.ts';
import { eachWrong, type Finding, type Rule } from '../rule.ts';

const at = (id: string): string => `containers/${id}`;

type Stored = {
  readonly ID?: unknown;
  readonly Name?: unknown;
  readonly LogPath?: unknown;
  readonly State?: Readonly<Record<string, unknown>>;
  readonly MountPoints?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null;
};

const stored = ({ config }: ContainerFiles): Stored => (typeof config === 'string' ? {} : (config as Stored));

/** A path of the engine's own, as it is called under this root: the engine may see the root somewhere else. */
const below = (id: string, path: unknown): string | undefined => {
  const found = typeof path === 'string' ? path.indexOf(`/containers/${id}/`) : -1;
  return found < 0 ? undefined : String(path).slice(found + 1);
};

const has = (root: Survey, id: string, path: unknown): boolean => {
  const inside = below(id, path);
  return inside === undefined || kindOf(root.dir, inside) !== undefined;
};

export const containerRules: readonly Rule[] = [
  {
    id: 'C1',
    sentence: "a container's config is JSON and carries its id",
    severity: 'lost data',
    means: 'the container vanishes from all lists; its directory, mount and write layer stay',
    todo: 'save what is wanted of overlay2/<mount-id>/diff and make the container again',
    reports: ['moby#41190', 'moby#41845'],
    check: ({ containers }) =>
      eachWrong(containers, at, (it, id) => {
        if (typeof it.config === 'string') return `config.v2.json: ${it.config}`;
        return stored(it).ID !== id && `config.v2.json is that of ${String(stored(it).ID)}`;
      }),
  },
  {
    id: 'C2',
    sentence: "a container's host config is JSON",
    severity: 'repairable',
    means: 'the container vanishes from all lists; without the file it comes back with default settings',
    todo: 'delete hostconfig.json while the engine is stopped, then make the container again with its settings',
    check: ({ containers }) =>
      eachWrong(containers, at, ({ hostConfig }) => typeof hostConfig === 'string' && `hostconfig.json: ${hostConfig}`),
  },
  {
    id: 'C3',
    sentence: 'names of containers begin with a slash and are unique',
    severity: 'repairable',
    means: 'one of the two vanishes from all lists: "name is reserved"',
    todo: 'change "Name" in one config.v2.json while the engine is stopped',
    check: function* ({ containers }): Generator<Finding> {
      const first = new Map<string, string>();
      for (const [id, it] of containers) {
        const name = stored(it).Name;
        if (typeof it.config === 'string') continue;
        if (typeof name !== 'string' || !name.startsWith('/'))
          yield { path: at(id), found: `its name is ${JSON.stringify(name)}` };
        else if (first.has(name)) yield { path: at(id), found: `${name} is also the name of ${first.get(name)}` };
        else first.set(name, id);
      }
    },
  },
  {
    id: 'C5',
    sentence: 'no container of a stopped engine runs, is being removed or is dead',
    severity: 'repairable',
    means: 'the engine went down hard: at the next start it counts as exited; a dead one can only be removed',
    todo: 'start the engine; docker rm what is dead',
    reports: ['moby#36242'],
    stoppedOnly: true,
    check: ({ containers }) =>
      eachWrong(containers, at, (it) => {
        const flags = ['Running', 'Paused', 'Restarting', 'RemovalInProgress', 'Dead'].filter(
          (flag) => stored(it).State?.[flag] === true,
        );
        return flags.length > 0 && `its state says ${flags.join(', ')}`;
      }),
  },
  {
    id: 'C9',
    sentence: 'a container has a process id exactly while it runs, and is paused only while it runs',
    severity: 'harmless',
    means: 'the config was torn or edited; the next start puts it right',
    todo: 'nothing',
    check: ({ containers }) =>
      eachWrong(containers, at, (it) => {
        const state = stored(it).State;
        if (!state) return undefined;
        const { Running, Paused, Restarting, Pid } = state;
        if (Paused === true && Running !== true) return 'is paused and does not run';
        if (Running === true && Pid === 0 && Restarting !== true) return 'runs without a process id';
        return Running !== true && typeof Pid === 'number' && Pid !== 0 && `does not run and has the process id ${Pid}`;
      }),
  },
  {
    id: 'C6',
    sentence: "a container's log is where its config says",
    severity: 'harmless',
    means: 'older output is gone; the next start makes a new file',
    todo: 'nothing',
    check: (root) =>
      eachWrong(root.containers, at, (it, id) => !has(root, id, stored(it).LogPath) && 'the log is missing'),
  },
  {
    id: 'C7',
    sentence: 'hostname, hosts and resolv.conf are where the config says',
    severity: 'harmless',
    means: 'the next start writes them anew',
    todo: 'nothing',
    check: (root) =>
      eachWrong(root.containers, at, ({ config }, id) => {
        if (typeof config === 'string') return undefined;
        const missing = ['HostnamePath', 'HostsPath', 'ResolvConfPath'].filter((key) => !has(root, id, config[key]));
        return missing.length > 0 && `missing: ${missing.join(', ')}`;
      }),
  },
  {
    id: 'C8',
    sentence: 'every line of a json log is a record',
    severity: 'harmless',
    means: 'docker logs stops or warns at that line: "error while decoding json"',
    todo: 'nothing; docker logs --tail shows what follows',
    check: ({ containers }) =>
      eachWrong(containers, at, ({ tornLog }) => tornLog && `line ${tornLog.line} of the log is no record`),
  },
  {
    id: 'V1',
    sentence: 'the local volumes that a container mounts are there',
    severity: 'lost data',
    means: 'the container does not start: "no such volume"',
    todo: 'what was in the volume is gone; docker volume create gives an empty one of that name',
    check: (root) =>
      eachWrong(root.containers, at, (it) => {
        const missing = Object.values(stored(it).MountPoints ?? {}).find(
          ({ Type, Driver, Name }) =>
            Type === 'volume' && Driver === 'local' && typeof Name === 'string' && !root.volumes.has(Name),
        );
        return missing && `there is no volumes/${String(missing.Name)}`;
      }),
  },
];
