import { digestOf } from '../../index.ts';
import {
  build,
  exportContainer,
  getArchive,
  importImage,
  loadImages,
  putArchive,
  saveImages,
  statArchive,
} from './archive-calls.ts';
import {
  app,
  box,
  c1,
  commit,
  create,
  exec,
  lookAt,
  pointed,
  remove,
  rmi,
  type Story,
  sh,
  sleep,
  start,
  zeros,
} from './story.ts';
import { type Small, smallTar } from './tar-file.ts';

const body = (name: string, ...objects: readonly Small[]) => ({ name, tar: smallTar(objects) });
const raw = (name: string, text: string) => ({ name, tar: { bytes: Buffer.from(text), entries: [], contents: [] } });

const note = body('a note', { path: 'note', text: 'a note\n' });
const built = (tag: string, name: string, dockerfile: string, ...more: readonly Small[]) =>
  build(tag, name, smallTar([{ path: 'Dockerfile', text: dockerfile }, ...more]), dockerfile);

/** An image of a hundred and twenty-five layers, each with a file of its own: the deepest that the engine takes. */
const deepest = 125;

const deep = () => {
  const layers = Array.from({ length: deepest }, (_, at) => smallTar([{ path: `f${at}`, text: `${at}\n` }]).bytes);
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['/f0'] },
    rootfs: { type: 'layers', diff_ids: layers.map((bytes) => digestOf(bytes)) },
    history: layers.map((_, at) => ({ created: '2024-01-01T00:00:00Z', created_by: `layer ${at}` })),
  });
  const manifest = JSON.stringify([
    { Config: 'config.json', RepoTags: ['plimsoll-i1:deep'], Layers: layers.map((_, at) => `${at}.tar`) },
  ]);
  return body(
    'a deep image',
    { path: 'config.json', text: config },
    ...layers.map((bytes, at): Small => ({ path: `${at}.tar`, text: bytes })),
    { path: 'manifest.json', text: manifest },
  );
};

const told: readonly Story[] = [
  {
    name: 'files go in and out of a container, running or not',
    from: 'chapter 3, one file, two paths',
    steps: [
      create(c1, sleep, {}, { Binds: ['plimsoll-v1:/data'] }),
      putArchive(c1, '/tmp', note),
      statArchive(c1, '/tmp/note'),
      getArchive(c1, '/tmp/note', 'copied'),
      start(),
      exec(['cat', '/tmp/note']),
      putArchive(c1, '/data', 'copied'),
      exec(['cat', '/data/note']),
      sh('echo more >> /tmp/note; ln -s note /tmp/link; rm -r /srv/*; mkdir /srv/new'),
      statArchive(c1, '/tmp/link'),
      getArchive(c1, '/tmp/link'),
      getArchive(c1, '/srv'),
      remove({ force: true }),
    ],
  },
  {
    name: 'an image is saved, removed and loaded, and is the same image',
    from: 'chapter 5, what the engine knows of images',
    steps: [
      create(c1, sleep, {}, {}, app),
      start(),
      sh('echo kept > /kept'),
      commit('plimsoll-i1'),
      remove({ force: true }),
      lookAt('HistoryImage', 'plimsoll-i1'),
      saveImages(['plimsoll-i1', app], 'saved'),
      rmi('plimsoll-i1'),
      loadImages('saved'),
      lookAt('HistoryImage', 'plimsoll-i1'),
      create(c1, ['cat', '/kept'], {}, {}, 'plimsoll-i1'),
      start(),
    ],
  },
  {
    name: 'a container is exported and imported: one layer, no history, no command',
    from: 'chapter 9, images are chains',
    steps: [
      create(c1, sleep),
      start(),
      sh('echo flat > /flat; rm -f /etc/motd'),
      exportContainer(c1, 'exported'),
      importImage('exported', 'plimsoll-i1', 'flat'),
      importImage('exported', 'plimsoll-i2', 'told', ['CMD ["cat", "/flat"]']),
      create('plimsoll-c2', [], {}, {}, 'plimsoll-i1:flat'),
      create('plimsoll-c2', [], {}, {}, 'plimsoll-i2:told'),
      start('plimsoll-c2'),
    ],
  },
  {
    name: 'a build adds an image for each step',
    from: 'chapter 9, images are chains',
    steps: [
      built(
        'plimsoll-i1:built',
        'a context',
        `FROM ${box}\nCOPY hello /hello\nENV A=1\nRUN echo made > /made\nCMD ["cat", "/hello", "/made"]\n`,
        { path: 'hello', text: 'hello\n' },
      ),
      lookAt('HistoryImage', 'plimsoll-i1:built'),
      create(c1, [], {}, {}, 'plimsoll-i1:built'),
      start(),
      remove(),
      rmi('plimsoll-i1:built'),
    ],
  },
];

const refused: readonly Story[] = [
  pointed(
    'copies that no engine makes',
    ...[getArchive(c1, '/tmp'), statArchive(c1, '/tmp'), putArchive(c1, '/tmp', note)],
    create(c1, sleep, {}, { Binds: ['plimsoll-v1:/data:ro'] }),
    ...[getArchive(c1, ''), getArchive(c1, '/not/there'), statArchive(c1, '/not/there'), putArchive(c1, '/not', note)],
    ...[putArchive(c1, '/etc/passwd', note), putArchive(c1, '/data', note)],
    putArchive(c1, '/tmp', body('a way out', { path: '../../out', text: 'out\n' })),
    putArchive(c1, '/', body('a file over a directory', { path: 'tmp', text: 'tmp\n' }), true),
    putArchive(c1, '/tmp', body('a file and what is below it', { path: 'x', text: 'x' }, { path: 'x/y', text: 'y' })),
    start(),
    sh('ln -s loop /loop'),
    getArchive(c1, '/loop/x'),
    create('plimsoll-c2', sleep, {}, { ReadonlyRootfs: true }),
    putArchive('plimsoll-c2', '/tmp', note),
  ),
  pointed(
    'archives that are none',
    loadImages(raw('no archive', 'no archive at all'), 'Error processing tar file(exit status 1): unexpected EOF'),
    loadImages(
      body('no manifest', { path: 'note', text: 'a note\n' }),
      'open …/repositories: no such file or directory',
    ),
    loadImages(
      body(
        'a manifest without layers',
        { path: 'config.json', text: JSON.stringify({ os: 'linux', rootfs: { type: 'layers', diff_ids: [zeros] } }) },
        { path: 'manifest.json', text: JSON.stringify([{ Config: 'config.json', RepoTags: [], Layers: [] }]) },
      ),
    ),
    importImage(note, `plimsoll-i1@${zeros}`),
    importImage(note, 'Not Valid'),
    importImage(note, 'plimsoll-i1', '', ['NONSENSE']),
    ...[saveImages(['plimsoll-nobody']), saveImages(['plimsoll-nobody:1']), saveImages([zeros])],
    ...[exportContainer(c1, 'nothing')],
  ),
  pointed(
    'builds that fail',
    built('plimsoll-i1:1', 'a word that is none', 'NONSENSE\n'),
    built('plimsoll-i1:1', 'no stage', 'RUN true\n'),
    built('plimsoll-i1:1', 'an owner that nobody is', `FROM ${box}\nCOPY --chown=nobody-here note /note\n`, {
      path: 'note',
      text: 'a note\n',
    }),
    built('plimsoll-i1:1', 'a file that is not there', `FROM ${box}\nCOPY nobody /nobody\n`),
    built('plimsoll-i1:1', 'below a file', `FROM ${app}\nCOPY note /etc/passwd/note\n`, { path: 'note', text: 'x' }),
    built('plimsoll-i1:empty', 'nothing at all', 'FROM scratch\nLABEL empty=yes\n'),
    saveImages(['plimsoll-i1:empty']),
  ),
  pointed(
    'a hundred and twenty-five layers, and one more',
    loadImages(deep()),
    create(c1, [], {}, {}, 'plimsoll-i1:deep'),
    putArchive(c1, '/', note),
    commit('plimsoll-i2'),
  ),
];

export const archiveStories: readonly Story[] = [...told, ...refused];
