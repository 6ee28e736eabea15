import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { BadInput } from '../../bad-input.ts';
import { layerTar } from '../ingest/layer-tar.ts';
import type { Tick } from '../survey/count-tree.ts';
import { kindOf, textOf } from '../survey/read-file.ts';
import type { LayerFiles, Survey } from '../survey/survey.ts';
import { digest, type Finding, layerPath, type Rule } from './rule.ts';

/** Needs every byte of every layer, so it is checked only when asked for. */
export const deepRule: Omit<Rule, 'check' | 'stoppedOnly'> = {
  id: 'L10',
  sentence: "a layer's files and its tar-split give the tar that its diff id names",
  severity: 'lost data',
  means:
    'a file was changed behind the engine: containers see that; save and push fail: "file integrity checksum failed"',
  todo: 'remove the images that use it and pull them again',
  reports: ['moby#33991', 'docker/for-linux#1307'],
};

export const deepFindings = async (root: Survey, tick: Tick): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const [name, layer] of root.layers) {
    const found = await flawOf(root, name, layer);
    if (found !== undefined) findings.push({ path: layerPath(name), found });
    tick(1);
  }
  return findings;
};

/** What other rules tell of is left to them. */
const flawOf = async ({ dir }: Survey, name: string, layer: LayerFiles): Promise<string | undefined> => {
  const [said, cacheId] = [textOf(layer.diff), textOf(layer.cacheId)];
  const split = join(dir, layerPath(name), 'tar-split.json.gz');
  if (said === undefined || !digest.test(said) || cacheId === undefined || layer.tarSplit !== 'file') return undefined;
  const files = join(dir, 'overlay2', cacheId, 'diff');
  if (kindOf(files) !== 'directory') return undefined;
  const hash = createHash('sha256');
  try {
    for await (const piece of layerTar(split, files)) hash.update(piece);
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  const found = `sha256:${hash.digest('hex')}`;
  return found === said ? undefined : `its files give ${found}`;
};
