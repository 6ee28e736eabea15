import type { EngineUnderTest } from '../../oracle/engine.ts';
import type { Step } from '../../oracle/step.ts';
import type { SessionOptions } from '../session.ts';

/** How often each verb was performed and each refusal met. */
export type Draws = {
  /** By the command's type, or what kind of step it is: `StartContainer`, `exec`, `build`. */
  readonly verbs: Readonly<Record<string, { readonly performed: number; readonly refused: number }>>;
  /** By the model's name for what stood in the way: `ContainerNotFound`. */
  readonly refusals: Readonly<Record<string, number>>;
};

/** Counts what is drawn while it is told to. */
export class Tally {
  private isOn = false;
  private readonly verbs = new Map<string, { performed: number; refused: number }>();
  private readonly refusals = new Map<string, number>();

  /** Counts what happens until the work is done, and nothing before or after it. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.isOn = true;
    try {
      return await work();
    } finally {
      this.isOn = false;
    }
  }

  /** The model, with its steps counted. */
  watching(model: EngineUnderTest): EngineUnderTest {
    return {
      describe: () => model.describe(),
      perform: async (step) => {
        const answer = await model.perform(step);
        if (this.isOn) this.count(verbOf(step), answer.kind === 'refused');
        return answer;
      },
      observe: (focus) => model.observe(focus),
      observed: async () => model.observed?.(),
      reset: () => model.reset(),
      close: () => model.close(),
    };
  }

  /** What a client was refused; what system calls of programs fail with is no refusal of the engine. */
  readonly decided: NonNullable<SessionOptions['onDecision']> = ({ command, decision }) => {
    if (!this.isOn || decision.accepted || command.issuer !== 'client') return;
    const { code } = decision.rejection;
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  };

  get draws(): Draws {
    return {
      verbs: Object.fromEntries([...this.verbs].sort(([a], [b]) => (a < b ? -1 : 1))),
      refusals: Object.fromEntries([...this.refusals].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }

  private count(verb: string, isRefused: boolean): void {
    const { performed, refused } = this.verbs.get(verb) ?? { performed: 0, refused: 0 };
    this.verbs.set(verb, { performed: performed + 1, refused: refused + (isRefused ? 1 : 0) });
  }
}

const verbOf = (step: Step): string => (step.do === 'ask' ? step.command.type : step.do);

/** Two small tables, the most frequent first. */
export const drawsText = ({ verbs, refusals }: Draws): readonly string[] => {
  const rows = Object.entries(verbs).sort(([, a], [, b]) => b.performed - a.performed);
  const met = Object.entries(refusals).sort(([, a], [, b]) => b - a);
  return [
    'performed  refused  verb',
    ...rows.map(
      ([verb, { performed, refused }]) => `${String(performed).padStart(9)}  ${String(refused).padStart(7)}  ${verb}`,
    ),
    '      met  refusal',
    ...met.map(([code, times]) => `${String(times).padStart(9)}  ${code}`),
  ];
};
