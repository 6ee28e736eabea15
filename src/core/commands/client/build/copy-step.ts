import { type BuildState, environmentOf, withCmd } from '../../../images/build/build-state.ts';
import { cachedStep } from '../../../images/build/cache.ts';
import { type BuildContext, hashOfAll, type Source, sourcesOf } from '../../../images/build/context.ts';
import { copyFiles } from '../../../images/build/copy-files.ts';
import { childConfig } from '../../../images/child-image.ts';
import type { Copy } from '../../../images/dockerfile/instruction.ts';
import { expandAll, shellOf } from '../../../images/dockerfile/metadata.ts';
import { isFlaw } from '../../../images/reference.ts';
import { blobsOf, depthFlaw, layerOfUpper, registerLayer, storeImage } from '../../../images/store-image.ts';
import { topLayerOf } from '../../../indexes.ts';
import type { ImageId } from '../../../kernel/brand.ts';
import type { Blobs, Rejection } from '../../../kernel/decision.ts';
import { randomHex } from '../../../lifecycle/random-hex.ts';
import type { Story } from '../../../lifecycle/story.ts';
import { lowerOf } from '../../../mounts/union-of.ts';
import { emptyTree } from '../../../overlay/index.ts';
import { invalidDockerfile } from '../../../streams/image/rejections.ts';
import type { Context } from '../../context.ts';
import { type Owner, ownerOf } from './owner.ts';

export type Copied = { readonly image: ImageId; readonly cached: boolean; readonly blobs?: Blobs };

/** COPY and ADD run in no container: the files go over the image's layers, and there is always a new layer. */
export const buildCopy = (
  story: Story,
  state: BuildState,
  copy: Copy,
  files: BuildContext,
  context: Context,
): Copied | Rejection => {
  const words = expandAll([...copy.sources, copy.dest], environmentOf(state), '\\');
  if (isFlaw(words)) return invalidDockerfile(words.flaw);
  const [dest = '', names] = [words.at(-1), words.slice(0, -1)];
  const sources = sourcesOf(files, names, context.contents);
  if (isFlaw(sources)) return failed(copy, sources.flaw);
  if (sources.length > 1 && !dest.endsWith('/')) {
    return {
      code: 'CopyFailed',
      status: 500,
      message: `When using ${copy.word} with more than one source file, the destination must be a directory and end with a /`,
    };
  }
  const parent = state.image === undefined ? undefined : story.world.images.get(state.image);
  const union = { lower: lowerOf(story.world, parent && topLayerOf(parent)), upper: emptyTree() };
  const owner = ownerOf(copy.chown, union, mergedOf(context.entropy), context.contents);
  if ('code' in owner) return owner;
  const config = withCmd(state.config, [...shellOf(state.config), comment(copy, sources, dest)]);
  const cached = cachedStep(story.world, state, config);
  if (cached !== undefined) return { image: cached, cached: true };
  return store(story, { ...state, config: state.config }, config, sources, { dest, ...owner }, context);
};

const failed = ({ word }: Copy, why: string): Rejection => ({
  code: 'CopyFailed',
  status: 500,
  message: `${word} failed: ${why}`,
});

/** Two blanks do not stand here, but one does at the end (measured, docs/facts.md). */
const comment = ({ word, chown }: Copy, sources: readonly Source[], dest: string): string => {
  const hashes = sources.map(({ hash }) => hash);
  const shown = hashes.length === 1 ? hashes[0] : hashOfAll('multi', hashes);
  return `#(nop) ${word} ${chown === undefined ? '' : `--chown=${chown}`}${shown} in ${dest} `;
};

/** A file where a directory of the destination would be: the engine says where it looked (measured, docs/facts.md). */
const cannotCopy = (blocked: string, dest: string, errno: string, entropy: Context['entropy']): Rejection => {
  const why = dest.startsWith(`${blocked}/`)
    ? `lstat ${mergedOf(entropy)}${dest}: not a directory`
    : `${blocked}: ${errno}`;
  return { code: 'CopyFailed', status: 500, message: `failed to copy files: ${why}` };
};

/** Where the engine mounts the image to copy into it. */
const mergedOf = (entropy: Context['entropy']): string =>
  `/var/lib/docker/overlay2/${randomHex(entropy, 'copy')}/merged`;

const store = (
  story: Story,
  state: BuildState,
  containerConfig: BuildState['config'],
  sources: readonly Source[],
  target: Owner & { readonly dest: string },
  { contents, entropy }: Context,
): Copied | Rejection => {
  const parent = state.image === undefined ? undefined : story.world.images.get(state.image);
  const flaw = depthFlaw(parent);
  if (flaw) return flaw;
  const lower = lowerOf(story.world, parent && topLayerOf(parent));
  const workingDir = state.config.WorkingDir ?? '';
  const upper = copyFiles(lower, sources, { ...target, workingDir }, contents, entropy);
  if ('errno' in upper) return cannotCopy(upper.path, target.dest, upper.errno, entropy);
  const layer = layerOfUpper(upper, contents);
  if ('code' in layer) return layer;
  const config = childConfig(parent, {
    config: state.config,
    containerConfig,
    diffId: registerLayer(story, parent, layer.content, entropy),
    ...(state.maintainer !== undefined && { author: state.maintainer }),
    at: entropy.now,
  });
  return { image: storeImage(story, config, 'build', entropy, parent?.id), cached: false, blobs: blobsOf(layer) };
};
