import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imageIdOf } from '../../../src/core/kernel/digest.ts';
import { embeddedRegistry } from '../../../src/registry/embedded.ts';
import { blobsBeside } from '../../../src/shell/blobs/blobs-beside.ts';
import { pulling } from '../../../src/shell/load/pulling.ts';
import { Session } from '../../../src/shell/session.ts';

const registry = embeddedRegistry();

const inDirectory = async (run: (dir: string, session: Session) => Promise<void>): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), 'plimsoll-pull-'));
  const session = new Session({ seed: 'pull', blobs: blobsBeside(join(dir, 'log')) });
  try {
    await run(dir, session);
  } finally {
    session.close();
    rmSync(dir, { recursive: true });
  }
};

test('what is pulled is kept beside the log, down to every file', () =>
  inDirectory(async (_, session) => {
    session.perform(await pulling(session, registry, 'redis'));
    for (const layer of session.world.layers.values()) {
      expect(session.blobs.get(layer.diffId)).toBeDefined();
      for (const inode of layer.tree.inodes.values()) {
        if (inode.kind === 'file') expect(session.blobs.get(inode.content)).toHaveLength(inode.size);
      }
    }
  }));

test('an OCI layout is asked before the embedded registry', () =>
  inDirectory(async (dir, session) => {
    const served = registry.find('app', '1');
    if (!served) throw new Error('app:1 is not served');
    const layout = join(dir, 'mine');
    mkdirSync(join(layout, 'blobs', 'sha256'), { recursive: true });
    const put = (digest: string, bytes: Uint8Array | string) =>
      writeFileSync(join(layout, 'blobs', digest.replace(':', '/')), bytes);
    const { manifest, image } = served;
    put(manifest.digest, manifest.bytes);
    put(imageIdOf(image.config), image.config);
    for (const { blob } of image.layers) put(blob, registry.blob(blob) ?? '');
    const annotations = { 'org.opencontainers.image.ref.name': '3' };
    const manifests = [
      { mediaType: manifest.mediaType, digest: manifest.digest, size: manifest.bytes.length, annotations },
    ];
    writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
    const decision = session.perform(await pulling(session, registry, 'mine:3', [dir, layout].slice(1)));
    expect(decision).toMatchObject({ accepted: true, answer: { image: imageIdOf(image.config) } });
    expect(session.world.layers.size).toBe(3);
    const again = session.perform(await pulling(session, registry, 'mine:3', [layout]));
    expect(again).toMatchObject({ accepted: true });
  }));
