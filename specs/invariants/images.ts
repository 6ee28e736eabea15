import { digestOf, membersOf } from '../../src/index.ts';
import { each, eventsOf, type Law, must } from './law.ts';

export const imageLaws: readonly Law[] = [
  {
    id: 'I1',
    sentence: "an image's id is the sha256 of its config's bytes",
    step: (step) =>
      each(eventsOf(step, 'ImageStored'), ({ id, bytes }) =>
        must(digestOf(bytes) === id, () => `the config stored as ${id} hashes to ${digestOf(bytes)}`),
      ),
  },
  {
    id: 'I2',
    sentence: "an image's diff ids match the rows of its history that are not empty, and its layers exist",
    step: (step) =>
      each(eventsOf(step, 'ImageStored'), ({ id, bytes }) => {
        const config = JSON.parse(bytes) as {
          readonly rootfs: { readonly diff_ids?: readonly string[] };
          readonly history?: readonly { readonly empty_layer?: boolean }[];
        };
        const layers = config.rootfs.diff_ids?.length ?? 0;
        const rows = config.history?.filter((row) => !row.empty_layer).length;
        return must(
          rows === undefined || rows === layers,
          () => `${id} has ${layers} layers and ${rows} rows for them`,
        );
      }),
  },
  {
    id: 'I3',
    sentence: 'every reference points to an image',
    step: ({ before, after }) =>
      before.references === after.references && before.images === after.images
        ? undefined
        : each(after.references.values(), ({ reference, image }) =>
            must(after.images.has(image), () => `${reference} points to ${image}, which is not there`),
          ),
  },
  {
    id: 'I4',
    sentence: 'an image in use by a living container, or with children, is not removed',
    step: (step) =>
      each(eventsOf(step, 'ImageRemoved'), ({ id }) => {
        const living = membersOf(step.before.indexes.imageContainers, id).filter((container) => {
          const status = step.before.containers.get(container)?.state.status;
          return (status === 'running' || status === 'paused') && step.after.containers.has(container);
        });
        const children = membersOf(step.after.indexes.imageChildren, id);
        return (
          must(living.length === 0, () => `${id} was removed under the living container ${living[0]}`) ??
          must(children.length === 0, () => `${id} was removed under its child ${children[0]}`)
        );
      }),
  },
  {
    id: 'I5',
    sentence: 'pulling again changes nothing',
    step: (step) => {
      if (step.command.type !== 'PullImage' || step.rejection) return undefined;
      const pulled = eventsOf(step, 'ImagePulled')[0];
      if (!pulled || step.before.references.get(pulled.id as never)?.image !== pulled.image)
        return sameImages(step, pulled);
      return must(
        step.before.images === step.after.images && step.before.layers === step.after.layers,
        () => `a second pull of ${pulled.reference} changed images or layers`,
      );
    },
  },
];

/** A pull of an image that is already here, whatever its tag did, stores neither image nor layer. */
const sameImages = (
  { before, after }: Parameters<NonNullable<Law['step']>>[0],
  pulled: { readonly image: string } | undefined,
) =>
  must(
    pulled === undefined || !before.images.has(pulled.image as never) || before.layers === after.layers,
    () => `a pull of the known image ${pulled?.image} registered layers`,
  );
