import { digest, eachWrong, type Finding, hex, imageStore, type Rule } from '../rule.ts';

const mostRecords = 50;

export const storeRules: readonly Rule[] = [
  {
    id: 'V2',
    sentence: 'the database of volumes is one',
    severity: 'repairable',
    means: 'the engine does not start: "error while opening volume store metadata database: invalid database"',
    todo: 'move volumes/metadata.db away: the engine finds local volumes again by their directories; labels are lost',
    check: ({ volumeStore }): readonly Finding[] =>
      volumeStore !== undefined && 'flaw' in volumeStore
        ? [{ path: 'volumes/metadata.db', found: volumeStore.flaw }]
        : [],
  },
  {
    id: 'V3',
    sentence: 'a volume has its _data',
    severity: 'lost data',
    means: 'containers that mount it do not start',
    todo: 'make an empty _data, or restore the volume from a backup',
    check: ({ volumes }) =>
      eachWrong(
        volumes,
        (name) => `volumes/${name}`,
        ({ kind, data }) => (kind === 'directory' ? data !== 'directory' && '_data is missing' : undefined),
      ),
  },
  {
    id: 'V4',
    sentence: 'every volume of the local driver that the database names has its directory',
    severity: 'repairable',
    means: 'the name is taken, but nothing is behind it',
    todo: 'docker volume rm the name',
    check: ({ volumeStore, volumes }): readonly Finding[] =>
      volumeStore === undefined || !('entries' in volumeStore)
        ? []
        : [...volumeStore].flatMap(([name, value]) =>
            isLocal(value) && !volumes.has(name) ? [{ path: `volumes/${name}`, found: 'is missing' }] : [],
          ),
  },
  {
    id: 'N1',
    sentence: 'the database of networks is one',
    severity: 'repairable',
    means: 'the engine does not start: "error obtaining controller instance"',
    todo: 'move network/files/local-kv.db away: networks that you made have to be made again',
    reports: ['moby#46689'],
    check: ({ networkStore }): readonly Finding[] =>
      networkStore ? [{ path: 'network/files/local-kv.db', found: networkStore.flaw }] : [],
  },
  {
    id: 'D1',
    sentence: 'a blob leads to a diff id',
    severity: 'harmless',
    means: 'the layer is downloaded again',
    todo: 'nothing',
    check: ({ diffIds }) =>
      eachWrong(
        diffIds,
        (name) => `${imageStore}/distribution/diffid-by-digest/sha256/${name}`,
        (it, name) => (!hex.test(name) || !('text' in it && digest.test(it.text)) ? 'not a diff id' : undefined),
      ),
  },
  {
    id: 'D2',
    sentence: 'a diff id has a list of at most fifty places',
    severity: 'harmless',
    means: 'the layer is pushed again instead of mounted from another repository',
    todo: 'nothing',
    check: ({ sources }) =>
      eachWrong(
        sources,
        (name) => `${imageStore}/distribution/v2metadata-by-diffid/sha256/${name}`,
        (it) => {
          const records = 'text' in it ? parsed(it.text) : undefined;
          if (!Array.isArray(records)) return 'not a list';
          return records.length > mostRecords && `${records.length} places`;
        },
      ),
  },
];

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isLocal = (text: string): boolean =>
  (parsed(text) as { readonly Driver?: unknown } | undefined)?.Driver === 'local';
