/** The two halves of the core, and what each is made of: patterns for Stryker, and the rows of the table of scores. */
export const parts = {
  decide: {
    commands: ['src/core/commands/**/*.ts'],
    lifecycle: ['src/core/lifecycle/*.ts'],
    processes: ['src/core/processes/*.ts'],
    "refusals' words": ['src/core/streams/*/*rejections.ts', 'src/core/streams/*rejections.ts'],
  },
  evolve: {
    'events and states': ['src/core/streams/*/*.ts', '!src/core/streams/*/*rejections.ts'],
    'world, indexes, replay, decide': [
      'src/core/world.ts',
      'src/core/indexes.ts',
      'src/core/replay.ts',
      'src/core/decide.ts',
    ],
  },
};

/** In which row a file counts. */
export const rowOf = (file) => {
  if (file.endsWith('rejections.ts')) return "refusals' words";
  const folder = /^src\/core\/(\w+)\//.exec(file)?.[1];
  if (folder === undefined) return 'world, indexes, replay, decide';
  return folder === 'streams' ? 'events and states' : folder;
};
