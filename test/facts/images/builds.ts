import type { Command } from '../../../src/core/decide.ts';
import type { Event } from '../../../src/core/event.ts';
import type { BuildContext } from '../../../src/core/images/build/context.ts';
import type { ImageId } from '../../../src/core/kernel/brand.ts';
import type { Decision } from '../../../src/core/kernel/decision.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import { epoch } from '../../../src/core/kernel/instant.ts';
import type { Image } from '../../../src/core/streams/image/image.ts';
import { type Built, buildImage } from '../../../src/shell/build.ts';
import { dockerEvents } from '../../../src/views/docker-events.ts';
import type { FactResult } from '../fact.ts';
import { Bench } from './bench.ts';
import { differs, facts } from './table.ts';

/** What one Dockerfile left, and Docker's events on the way. */
type Ran = { readonly built: Built; readonly images: readonly Image[]; readonly told: readonly string[] };

class Builder {
  readonly bench = new Bench();
  /** What each RUN does: by default it writes a file. */
  exit = 0;
  writes = true;

  async build(dockerfile: string, context: BuildContext = []): Promise<Ran> {
    const { session } = this.bench;
    const before = new Set(session.world.images.keys());
    const told: string[] = [];
    const built = await buildImage(
      {
        perform: (command) => this.perform(command, told),
        run: async (container) => {
          this.perform({ issuer: 'client', type: 'StartContainer', container }, told);
          if (this.writes) this.bench.write(container, `/made-${session.length}`, 'x');
          const state = known(session.world.containers.get(container), 'container').state;
          const { pid } = known('pid' in state ? state : undefined, 'process');
          this.perform({ issuer: 'process', type: 'ExitProcess', pid, code: this.exit }, told);
          return this.exit;
        },
        filesOf: () => context,
      },
      dockerfile,
      context,
    );
    const images = [...session.world.images.values()].filter(({ id }) => !before.has(id));
    return { built, told, images: images.sort((a, b) => (a.storedAt < b.storedAt ? -1 : 1)) };
  }

  private perform(command: Command, told: string[]): Decision<Event> {
    const { world } = this.bench.session;
    const decision = this.bench.session.perform(command);
    const lines = dockerEvents(world, decision.events).filter(({ Type }) => Type !== 'network');
    told.push(...lines.map(({ Type, Action }) => `${Type} ${Action}`));
    return decision;
  }

  file(path: string, text: string, mode = 0o644, mtime = epoch): BuildContext[number] {
    const content = this.bench.session.bring(new TextEncoder().encode(text));
    return { path, node: { kind: 'file', content, size: text.length, mode, uid: 0, gid: 0, mtime } };
  }
}

const rowOf = (images: readonly Image[]) => images.at(-1)?.config.history.at(-1);
const layersIn = (images: readonly Image[]) => images.at(-1)?.config.diffIds.length;
const imageOf = (built: Built): ImageId =>
  'image' in built
    ? built.image
    : ((): never => {
        throw new Error(built.error.message);
      })();

type Check = (builder: Builder) => Promise<string | undefined>;

const checks: Readonly<Record<string, Check>> = {
  'FROM x': async (builder) => {
    const base = builder.bench.image('x');
    const { built, images, told } = await builder.build('FROM x');
    return differs([imageOf(built), images.length, told], [base, 0, []]);
  },
  'FROM scratch': async (builder) => {
    const { built, images } = await builder.build('FROM scratch\nCOPY f /f', [builder.file('f', '1')]);
    const { parent } = known(builder.bench.session.world.images.get(imageOf(built)), 'image');
    return differs([images.length, parent], [1, undefined]);
  },
  'ARG LABEL ENV MAINTAINER EXPOSE VOLUME USER STOPSIGNAL HEALTHCHECK SHELL ONBUILD ENTRYPOINT CMD': async (
    builder,
  ) => {
    builder.bench.image('x');
    const lines = ['ARG A=1', 'LABEL a=b', 'ENV E=1', 'MAINTAINER me', 'EXPOSE 80', 'USER root', 'STOPSIGNAL TERM'];
    const more = ['HEALTHCHECK NONE', 'SHELL ["/bin/sh","-c"]', 'ONBUILD RUN x', 'ENTRYPOINT ["e"]', 'CMD ["x"]'];
    const { images, told } = await builder.build(['FROM x', ...lines, ...more].join('\n'));
    const row = rowOf(images);
    return (
      differs(
        [images.length, layersIn(images), row?.created_by, row?.empty_layer],
        [12, 1, '/bin/sh -c #(nop)  CMD ["x"]', true],
      ) ?? differs([...new Set(told)], ['container create', 'container destroy'])
    );
  },
  WORKDIR: async (builder) => {
    builder.bench.image('x');
    const made = await builder.build('FROM x\nWORKDIR /w');
    const again = await builder.build('FROM x\nWORKDIR /bin');
    return differs(
      [rowOf(made.images)?.created_by, layersIn(made.images), layersIn(again.images), rowOf(again.images)?.empty_layer],
      ['/bin/sh -c #(nop) WORKDIR /w', 2, 1, true],
    );
  },
  RUN: async (builder) => {
    builder.bench.image('x');
    const wrote = await builder.build('FROM x\nRUN touch /f');
    builder.writes = false;
    const nothing = await builder.build('FROM x\nRUN true');
    return (
      differs(
        [rowOf(wrote.images)?.created_by, layersIn(wrote.images), layersIn(nothing.images)],
        ['/bin/sh -c touch /f', 2, 1],
      ) ?? differs(nothing.told, ['container create', 'container start', 'container die', 'container destroy'])
    );
  },
  'COPY ADD': async (builder) => {
    builder.bench.image('x');
    const files = [builder.file('f', 'hello\n')];
    const { images, told } = await builder.build('FROM x\nCOPY f /d/\nCOPY f /d/', files);
    const [, last] = images;
    const row = last?.config.history.at(-1)?.created_by ?? '';
    return (
      differs([images.length, last?.config.diffIds.length, last?.config.container, told], [2, 3, undefined, []]) ??
      differs(row.replace(/file:[0-9a-f]{64}/, 'file:<hash>'), '/bin/sh -c #(nop) COPY file:<hash> in /d/ ')
    );
  },
};

/** What chapter 7 says beside the table. */
const prose: Readonly<Record<string, Check>> = {
  'every step is a stored image with a parent link, and config.Image is the step before': async (builder) => {
    const base = builder.bench.image('x');
    const { images } = await builder.build('FROM x\nENV A=1\nENV B=2');
    const [first, second] = images;
    return differs(
      [first?.parent, second?.parent, second?.config.config?.Image, second?.config.config?.Hostname],
      [base, first?.id, first?.id, undefined],
    );
  },
  'the only image event is the final tag': async (builder) => {
    builder.bench.image('x');
    const { told } = await builder.build('FROM x\nENV A=1');
    return differs(
      told.filter((line) => line.startsWith('image')),
      [],
    );
  },
  'the second build comes from the cache': async (builder) => {
    builder.bench.image('x');
    const files = (mtime = epoch) => [builder.file('f', '1', 0o644, mtime)];
    const text = 'FROM x\nENV A=1\nRUN touch /f\nCOPY f /\nCMD ["x"]';
    const first = await builder.build(text, files());
    const later = await builder.build(text, files(builder.bench.session.now));
    return differs([imageOf(later.built), later.images.length], [imageOf(first.built), 0]);
  },
  'a changed mode of a file misses the cache': async (builder) => {
    builder.bench.image('x');
    await builder.build('FROM x\nCOPY f /', [builder.file('f', '1')]);
    const { images } = await builder.build('FROM x\nCOPY f /', [builder.file('f', '1', 0o600)]);
    return differs(images.length, 1);
  },
  'a failed build leaves its steps and its container': async (builder) => {
    builder.bench.image('x');
    builder.exit = 3;
    const { built, images } = await builder.build('FROM x\nENV A=1\nRUN false');
    const error = 'error' in built ? built.error.message : '';
    return differs(
      [images.length, error, builder.bench.session.world.containers.size],
      [1, "The command '/bin/sh -c false' returned a non-zero code: 3", 1],
    );
  },
  'FROM scratch with metadata alone has no layers': async (builder) => {
    const { images } = await builder.build('FROM scratch\nCMD ["x"]');
    return differs(layersIn(images), 0);
  },
  'step 126 is max depth exceeded': async (builder) => {
    const copies = Array.from({ length: 126 }, () => 'COPY f /f').join('\n');
    const { built, images } = await builder.build(`FROM scratch\n${copies}`, [builder.file('f', '1')]);
    return differs([images.length, 'error' in built && built.error.message], [125, 'max depth exceeded']);
  },
  'a build argument shows in every RUN after it': async (builder) => {
    builder.bench.image('x');
    const { images } = await builder.build('FROM x\nARG X=1\nRUN cmd');
    return differs(rowOf(images)?.created_by, '|1 X=1 /bin/sh -c cmd');
  },
};

export const buildFacts = async (): Promise<readonly FactResult[]> => {
  const table = facts.build_classic.map(({ instr }) => [`build: ${instr}`, checks[String(instr)]] as const);
  const all = [...table, ...Object.entries(prose).map(([id, check]) => [`build: ${id}`, check] as const)];
  return Promise.all(
    all.map(async ([id, check]): Promise<FactResult> => {
      const why = check ? await check(new Builder()).catch(String) : 'no check for this row';
      return { id, holds: why === undefined, ...(why !== undefined && { why }) };
    }),
  );
};
