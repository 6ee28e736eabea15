import { textOf } from '../../survey/read-file.ts';
import type { OverlayDirectory, Survey } from '../../survey/survey.ts';
import { eachWrong, type Rule } from '../rule.ts';
import { belowEach, claimedDirectories } from '../stack.ts';

const at = (name: string): string => `overlay2/${name}`;
const shortName = /^[A-Z2-7]{26}$/;

/** Directories that something uses: the others are O5's. */
const used = (root: Survey): ReadonlyMap<string, OverlayDirectory> => {
  const claimed = claimedDirectories(root);
  return new Map([...root.overlay].filter(([name]) => claimed.has(name)));
};

/** What `lower` must say: the short name of the directory below, then that one's own `lower`. */
const lowerOf = (root: Survey, below: string | undefined): string | undefined => {
  const directory = below === undefined ? undefined : root.overlay.get(below);
  const link = directory && textOf(directory.link);
  if (!directory || link === undefined || !shortName.test(link)) return undefined;
  const further = textOf(directory.lower);
  return further === undefined || further === '' ? `l/${link}` : `l/${link}:${further}`;
};

const init = new Set([
  '/.dockerenv',
  ...['/dev', '/dev/console', '/dev/pts', '/dev/shm', '/proc', '/sys'],
  ...['/etc', '/etc/hostname', '/etc/hosts', '/etc/mtab', '/etc/resolv.conf'],
]);

export const overlayRules: readonly Rule[] = [
  {
    id: 'O1',
    sentence: 'a directory of overlay2 has a short name',
    severity: 'repairable',
    means: 'new containers get overlay2/l itself as a layer; inspect fails: "readlink …/overlay2/l: invalid argument"',
    todo: 'write the name of the entry of overlay2/l that leads to it into "link" while the engine is stopped',
    reports: ['moby#42456', 'moby#35747'],
    check: (root) =>
      eachWrong(used(root), at, ({ link }, name) => {
        if (shortName.test(textOf(link) ?? '')) return undefined;
        const right = [...root.links].find(([, target]) => target === `../${name}/diff`)?.[0];
        return `link is ${'flaw' in link ? link.flaw : link.text === '' ? 'empty' : 'torn'}${right === undefined ? '' : `; it was ${right}`}`;
      }),
  },
  {
    id: 'O2',
    sentence: 'a short name leads to its directory',
    severity: 'repairable',
    means: 'containers on it can not be made, started or inspected: "readlink …/overlay2/l/…: no such file"',
    todo: 'the engine puts a missing link right at its next start of a container; a wrong one must be replaced by ln -s ../<directory>/diff',
    reports: ['moby#35747'],
    check: (root) =>
      eachWrong(used(root), at, ({ link }, name) => {
        const short = textOf(link);
        if (short === undefined || !shortName.test(short)) return undefined;
        if (!root.links.has(short)) return `there is no overlay2/l/${short}`;
        return (
          root.links.get(short) !== `../${name}/diff` &&
          `overlay2/l/${short} leads to ${root.links.get(short) ?? 'nothing'}`
        );
      }),
  },
  {
    id: 'O3',
    sentence: 'a directory of overlay2 has its diff',
    severity: 'lost data',
    means: 'the files of the layer are gone; nothing on it starts',
    todo: 'pull the image again, or make the container again',
    check: (root) => eachWrong(used(root), at, ({ diff }) => diff !== 'directory' && 'diff is missing'),
  },
  {
    id: 'O4',
    sentence: 'a directory has "lower" exactly when it has "work"',
    severity: 'repairable',
    means: 'the container does not start, or its root lacks everything but what it wrote itself',
    todo: 'make "work" (mode 0700), or write "lower" as the directory below has it',
    check: (root) =>
      eachWrong(used(root), at, ({ lower, work }) => {
        const has = textOf(lower);
        if (has === undefined) return work === 'directory' && 'has work and no lower';
        return has === '' ? 'lower is empty' : work !== 'directory' && 'has lower and no work';
      }),
  },
  {
    id: 'O5',
    sentence: 'every directory of overlay2 is claimed by a layer, a container or BuildKit',
    severity: 'repairable',
    means: 'space that docker system df does not show and prune does not free',
    todo: 'delete it and its entry in overlay2/l while the engine is stopped',
    reports: ['moby#45939', 'moby#22207'],
    stoppedOnly: true,
    check: (root) => {
      const claimed = claimedDirectories(root);
      return eachWrong(
        root.overlay,
        at,
        ({ content }, name) => !claimed.has(name) && `${content.objects} objects, ${content.bytes} bytes`,
      );
    },
  },
  {
    id: 'O6',
    sentence: '"merged" exists only while it is mounted',
    severity: 'harmless',
    means: 'the engine or the machine went down hard; the next start makes it good',
    todo: 'nothing',
    check: (root) =>
      eachWrong(
        used(root),
        at,
        ({ merged, isMounted }) => merged !== undefined && !isMounted && 'merged is there and nothing is mounted on it',
      ),
    stoppedOnly: true,
  },
  {
    id: 'O7',
    sentence: 'an entry of overlay2/l belongs to a directory',
    severity: 'harmless',
    means: 'nothing',
    todo: 'nothing; it may be deleted while the engine is stopped',
    stoppedOnly: true,
    check: ({ links, overlay }) => {
      const names = new Set([...overlay.values()].map(({ link }) => textOf(link)));
      return eachWrong(
        links,
        (name) => `overlay2/l/${name}`,
        (target, name) => {
          const owner = /^\.\.\/([^/]+)\/diff$/.exec(target ?? '')?.[1];
          return !names.has(name) && (owner === undefined || !overlay.has(owner)) && `leads to ${target ?? 'nothing'}`;
        },
      );
    },
  },
  {
    id: 'O8',
    sentence: '"lower" names the directories below, from top to base',
    severity: 'repairable',
    means: 'containers see a wrong root: layers are missing or in the wrong order, and no error says so',
    todo: 'write "lower" anew: l/<link of the directory below>, then that one\'s own lower',
    check: (root) => {
      const below = belowEach(root);
      return eachWrong(used(root), at, ({ lower }, name) => {
        const right = lowerOf(root, below.get(name));
        const said = textOf(lower);
        if (!below.has(name) || said === '') return undefined;
        if (below.get(name) === undefined) return said !== undefined && 'is a base and has a lower';
        if (right === undefined) return undefined;
        return (
          said !== right &&
          `${said === undefined ? 0 : said.split(':').length} names, should be ${right.split(':').length}: ${right.slice(0, 60)}`
        );
      });
    },
  },
  {
    id: 'O9',
    sentence: 'a write layer is not marked as committed, and an init layer is',
    severity: 'repairable',
    means: 'a write layer with the mark is mounted read-only',
    todo: 'delete the mark "committed" of a write layer; make an empty one in an init layer',
    check: ({ mounts, overlay }) =>
      eachWrong(
        mounts,
        (id) => `image/overlay2/layerdb/mounts/${id}`,
        ({ mountId, initId }) => {
          const [own, first] = [overlay.get(textOf(mountId) ?? ''), overlay.get(textOf(initId) ?? '')];
          if (own?.committed) return `overlay2/${textOf(mountId)} is marked as committed`;
          return first && !first.committed && `overlay2/${textOf(initId)} is not marked as committed`;
        },
      ),
  },
  {
    id: 'O10',
    sentence: 'an init layer holds placeholders and nothing else',
    severity: 'harmless',
    means: 'somebody wrote into it: containers show what no image and no diff tells of',
    todo: 'delete what is too much; make what is missing',
    check: (root) =>
      eachWrong(new Map([...used(root)].filter(([name]) => name.endsWith('-init'))), at, ({ content, diff }) => {
        const strange = content.first.filter((name) => !init.has(name));
        if (diff !== 'directory') return undefined;
        if (strange.length > 0) return `holds ${strange[0]}`;
        return content.objects > init.size && `holds ${content.objects} objects`;
      }),
  },
  {
    id: 'O11',
    sentence: 'no file of a layer is named like a whiteout of a tar',
    severity: 'harmless',
    means: 'the layer was unpacked by something that does not know whiteouts: deleted files show',
    todo: 'pull the image again',
    check: (root) =>
      eachWrong(used(root), at, ({ content }) => content.whiteoutNames.length > 0 && `diff${content.whiteoutNames[0]}`),
  },
];
