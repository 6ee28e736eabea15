import { type Container, chainIdsOf, type Image, type ImageId } from '../../src/index.ts';
import { each, eventsOf, type Law, must, type Step, type Violation } from './law.ts';
import { naiveMergedView } from './naive-merged-view.ts';
import { naiveImageView, treesDown } from './stack.ts';

/** What a successful commit joined: the container, the image it ran, and the image that came of it. */
type Commit = { readonly source: Container; readonly parent: Image | undefined; readonly image: Image };

export const commitLaws: readonly Law[] = [
  {
    id: 'C1',
    sentence: 'a commit appends one history row, and one layer, or none and an empty row if nothing was written',
    betweenCommands: true,
    step: (step) =>
      committed(step, ({ parent, image }) => {
        const rows = image.config.history.length - (parent?.config.history.length ?? 0);
        const layers = image.config.diffIds.length - (parent?.config.diffIds.length ?? 0);
        const empty = image.config.history.at(-1)?.empty_layer === true;
        return must(
          rows === 1 && layers === (empty ? 0 : 1),
          () => `${image.id} has ${rows} rows and ${layers} layers more than its parent`,
        );
      }),
  },
  {
    id: 'C2',
    sentence: "the parent's diff ids are the first of the commit's",
    betweenCommands: true,
    step: (step) =>
      committed(step, ({ parent, image }) =>
        must(
          (parent?.config.diffIds ?? []).every((diffId, at) => image.config.diffIds[at] === diffId),
          () => `${image.id} does not stand on its parent's layers`,
        ),
      ),
  },
  {
    id: 'C3',
    sentence: 'a container made from the commit sees what the source saw, mounts aside',
    betweenCommands: true,
    step: (step) => committed(step, (commit) => seesTheSame(step, commit)),
  },
  {
    id: 'C4',
    sentence: 'a commit leaves its source as it was',
    betweenCommands: true,
    step: (step) =>
      committed(step, ({ source }) => {
        const after = step.after.containers.get(source.id);
        return must(
          step.before.writeLayers.get(source.id) === step.after.writeLayers.get(source.id) &&
            after?.state.status === source.state.status &&
            after.image === source.image,
          () => `the commit changed ${source.id}`,
        );
      }),
  },
  {
    id: 'C5',
    sentence: 'a commit records the image of its container as its parent',
    betweenCommands: true,
    step: (step) =>
      committed(step, ({ source, image }) =>
        must((image.parent ?? '') === source.image, () => `${image.id} has the parent ${image.parent}`),
      ),
  },
];

const committed = (step: Step, check: (commit: Commit) => Violation): Violation =>
  step.command.type !== 'CommitContainer' || step.rejection
    ? undefined
    : each(eventsOf(step, 'ImageStored'), ({ id }) => {
        const image = step.after.images.get(id);
        const observed = eventsOf(step, 'ContainerObserved').find(({ action }) => action === 'commit');
        const source = observed && step.before.containers.get(observed.id);
        if (!image || !source) return `a commit stored ${id}, but says not of which container`;
        const parent = source.image === '' ? undefined : step.before.images.get(source.image as ImageId);
        return check({ source, parent, image });
      });

/** The tar keeps whole seconds and drops user attributes, sockets and what is done to the root; so does the comparison. */
const seesTheSame = ({ before, after }: Step, { source, image }: Commit): Violation => {
  const layer = before.writeLayers.get(source.id);
  if (!layer) return `${source.id} has no write layer`;
  const from = naiveMergedView([...treesDown(before, layer.parent), layer.upper]);
  const to = naiveImageView(after, topChain(image));
  const mounted = source.mounts.map(({ destination }) => destination);
  const aside = (path: string): boolean =>
    path === '/' || mounted.some((mount) => path === mount || path.startsWith(`${mount}/`));
  return (
    each(from, ([path, was]) => {
      if (aside(path) || was.kind === 'socket') return undefined;
      const is = to.get(path);
      return must(
        is !== undefined &&
          is.kind === was.kind &&
          is.mode === was.mode &&
          is.uid === was.uid &&
          is.gid === was.gid &&
          contentOf(is) === contentOf(was),
        () => `${path} is not in ${image.id} as ${source.id} saw it`,
      );
    }) ??
    each(to.keys(), (path) =>
      must(aside(path) || from.has(path), () => `${image.id} shows ${path}, ${source.id} did not`),
    )
  );
};

const contentOf = (node: object): string =>
  'content' in node ? String(node.content) : 'target' in node ? String(node.target) : '';

const topChain = (image: Image) => chainIdsOf(image.config.diffIds).at(-1);
