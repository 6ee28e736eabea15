import type { BeginStage, Begun, BuildStep, Stepped } from '../core/commands/client/build/build-step.ts';
import type { ClientCommand } from '../core/commands/client/index.ts';
import type { BuildState } from '../core/images/build/build-state.ts';
import type { BuildContext } from '../core/images/build/context.ts';
import { expand } from '../core/images/dockerfile/expand.ts';
import { type Instruction, instructionOf } from '../core/images/dockerfile/instruction.ts';
import { type Line, parseLines } from '../core/images/dockerfile/lines.ts';
import { isFlaw, parseName } from '../core/images/reference.ts';
import type { ContainerId, ImageId } from '../core/kernel/brand.ts';
import type { Decision, Rejection } from '../core/kernel/decision.ts';
import { shortId } from '../core/kernel/digest.ts';

/** The engine that a build goes to. */
export type BuildPort = {
  readonly perform: (command: ClientCommand) => Decision<unknown> | Promise<Decision<unknown>>;
  /** Starts a RUN's container and waits for its end, or why it can not start; `say` takes each line that it prints. */
  readonly run: (container: ContainerId, say: (line: string) => void) => Promise<number | Rejection>;
  /** The whole file system of an image, for `COPY --from`. */
  readonly filesOf: (image: string) => BuildContext;
  /** Takes an image from a registry if it is not there, and gives what that tells; without it there is no registry. */
  readonly fetch?: (image: string) => Promise<readonly string[] | Rejection>;
};

export type BuildOptions = {
  readonly tag?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  /** The Dockerfile's path in the context. */
  readonly name?: string;
};

/** What `docker build` of the classic builder prints, and what came of it. */
export type Built =
  | { readonly lines: readonly string[]; readonly image: ImageId }
  | { readonly lines: readonly string[]; readonly error: Rejection };

/** Runs a Dockerfile step by step. A build that fails leaves the images of its steps, as the engine does. */
export const buildImage = async (
  port: BuildPort,
  dockerfile: string,
  context: BuildContext,
  options: BuildOptions = {},
): Promise<Built> => {
  const build = new Build(port, context, options);
  const error = await build.all(dockerfile);
  const image = build.state?.image;
  if (error) return { lines: build.lines, error };
  if (image === undefined)
    return { lines: build.lines, error: refusal('No image was generated. Is your Dockerfile empty?') };
  build.warnOfArguments();
  build.lines.push(`Successfully built ${shortId(image)}`);
  if (options.tag === undefined) return { lines: build.lines, image };
  const tagged = await port.perform({ issuer: 'client', type: 'TagImage', image, repo: options.tag });
  if (!tagged.accepted) return { lines: build.lines, error: tagged.rejection };
  build.lines.push(`Successfully tagged ${options.tag.includes(':') ? options.tag : `${options.tag}:latest`}`);
  return { lines: build.lines, image };
};

/** Arguments that every build has; `ALL_PROXY` is none of them (measured, docs/facts.md). */
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

const refusal = (message: string, status = 400): Rejection => ({ code: 'InvalidDockerfile', status, message });

type Step = { readonly line: Line; readonly instruction: Instruction };

class Build {
  readonly lines: string[] = [];
  state: BuildState | undefined;
  private readonly stages = new Map<string, ImageId>();
  private readonly declared = new Set<string>(proxies);
  private count = 0;
  private escapeChar = '\\';
  private readonly globals: string[] = [];
  private stageName: string | undefined;
  private readonly port: BuildPort;
  private readonly context: BuildContext;
  private readonly options: BuildOptions;

  constructor(port: BuildPort, context: BuildContext, options: BuildOptions) {
    this.port = port;
    this.context = context;
    this.options = options;
  }

  async all(dockerfile: string): Promise<Rejection | undefined> {
    const steps = this.parse(dockerfile);
    if (!Array.isArray(steps)) return steps as Rejection;
    for (const [at, step] of (steps as readonly Step[]).entries()) {
      this.lines.push(`Step ${at + 1}/${steps.length} : ${step.line.original}`);
      const error = await this.step(step.instruction);
      if (error) return error;
      this.lines.push(this.state?.image === undefined ? ' ---> ' : ` ---> ${shortId(this.state.image)}`);
    }
    return undefined;
  }

  /** Everything is parsed before anything runs. */
  private parse(dockerfile: string): readonly Step[] | Rejection {
    if (dockerfile === '') return refusal(`the Dockerfile (${this.options.name ?? 'Dockerfile'}) cannot be empty`);
    const parsed = parseLines(dockerfile);
    if (isFlaw(parsed)) return refusal(`failed to parse Dockerfile: ${parsed.flaw}`);
    this.escapeChar = parsed.escapeChar;
    const steps: Step[] = [];
    for (const line of parsed.lines) {
      const instruction = instructionOf(line, parsed.escapeChar);
      if (isFlaw(instruction)) return refusal(`dockerfile parse error line ${line.number}: ${instruction.flaw}`);
      if (steps.every((it) => it.instruction.word === 'ARG') && !['FROM', 'ARG'].includes(instruction.word)) {
        return refusal('no build stage in current context');
      }
      steps.push({ line, instruction });
    }
    return steps;
  }

  /** Arguments that no ARG names; the engine lists them in no order (measured, docs/facts.md). */
  warnOfArguments(): void {
    const left = Object.keys(this.options.buildArgs ?? {}).filter((name) => !this.declared.has(name));
    if (left.length > 0) this.lines.push(`[Warning] One or more build-args [${left.join(' ')}] were not consumed`);
  }

  private step(instruction: Instruction): Promise<Rejection | undefined> {
    if (instruction.word === 'ARG') this.declared.add(instruction.name);
    if (instruction.word === 'FROM') return this.from(instruction.image, instruction.name);
    if (this.state) return this.inStage(this.state, instruction);
    if (instruction.word === 'ARG') {
      const byDefault = expand(instruction.value ?? '', this.globals, this.escapeChar);
      if (typeof byDefault !== 'string') return Promise.resolve(refusal(byDefault.flaw));
      const value =
        this.options.buildArgs?.[instruction.name] ?? (instruction.value === undefined ? undefined : byDefault);
      if (value !== undefined) this.globals.push(`${instruction.name}=${value}`);
    }
    return Promise.resolve(undefined);
  }

  private async from(typed: string, name: string | undefined): Promise<Rejection | undefined> {
    this.closeStage();
    const expanded = expand(typed, this.globals, this.escapeChar);
    if (typeof expanded !== 'string') return refusal(expanded.flaw);
    const from = this.stages.get(expanded) ?? expanded;
    const { buildArgs, noCache } = this.options;
    const command: BeginStage = {
      issuer: 'client',
      type: 'BeginStage',
      from,
      ...(buildArgs && { buildArgs }),
      ...(noCache !== undefined && { noCache }),
    };
    const missing = from === 'scratch' ? undefined : await this.fetch(from);
    if (missing) return missing;
    const begun = await this.port.perform(command);
    if (!begun.accepted) return begun.rejection;
    const { state, triggers } = begun.answer as Begun;
    this.state = state;
    this.stageName = name;
    return this.onBuild(triggers);
  }

  /** An image that is not there is pulled, and the pull is told in between. */
  private async fetch(image: string): Promise<Rejection | undefined> {
    const told = isFlaw(parseName(image)) ? undefined : await this.port.fetch?.(image);
    if (told === undefined) return undefined;
    if ('code' in told) return told;
    this.lines.push(...told);
    return undefined;
  }

  /** A stage can be named by its name and by its number. */
  private closeStage(): void {
    if (!this.state) return;
    if (this.state.image !== undefined) {
      this.stages.set(String(this.count), this.state.image);
      if (this.stageName !== undefined) this.stages.set(this.stageName, this.state.image);
    }
    this.count += 1;
  }

  private async onBuild(triggers: readonly string[]): Promise<Rejection | undefined> {
    for (const trigger of triggers) {
      const steps = this.parse(`FROM scratch\n${trigger}`);
      if (!Array.isArray(steps)) return steps as Rejection;
      for (const { instruction } of steps.slice(1) as readonly Step[]) {
        const error = await this.step(instruction);
        if (error) return error;
      }
    }
    return undefined;
  }

  private async inStage(
    state: BuildState,
    instruction: Exclude<Instruction, { word: 'FROM' }>,
  ): Promise<Rejection | undefined> {
    const from = 'from' in instruction ? instruction.from : undefined;
    if (from !== undefined && !this.stages.has(from.toLowerCase())) {
      const missing = await this.fetch(from);
      if (missing) return { ...missing, message: `invalid from flag value ${from}: ${missing.message}` };
    }
    const command: BuildStep = { issuer: 'client', type: 'BuildStep', state, instruction, escapeChar: this.escapeChar };
    const files =
      instruction.word === 'COPY' || instruction.word === 'ADD' ? { context: this.filesFor(instruction.from) } : {};
    const decision = await this.port.perform({ ...command, ...files });
    if (!decision.accepted) return decision.rejection;
    const stepped = decision.answer as Stepped;
    if (stepped.run) return this.finish(stepped.state, stepped.run);
    if (stepped.cached) this.lines.push(' ---> Using cache');
    if (stepped.container !== undefined) this.tellContainer(stepped.container);
    this.state = stepped.state;
    return undefined;
  }

  private filesFor(from: string | undefined): BuildContext {
    return from === undefined ? this.context : this.port.filesOf(this.stages.get(from.toLowerCase()) ?? from);
  }

  private async finish(
    state: BuildState,
    { container, config }: NonNullable<Stepped['run']>,
  ): Promise<Rejection | undefined> {
    this.lines.push(` ---> Running in ${shortId(container)}`);
    const code = await this.port.run(container, (line) => this.lines.push(line));
    if (typeof code !== 'number') return code;
    if (code !== 0) {
      const shown = (config.Cmd ?? []).filter((_, at, all) => !all[0]?.startsWith('|') || at > Number(all[0].slice(1)));
      return {
        code: 'BuildFailed',
        status: 200,
        message: `The command '${shown.join(' ')}' returned a non-zero code: ${code}`,
      };
    }
    const decision = await this.port.perform({ issuer: 'client', type: 'CommitBuildStep', state, container, config });
    if (!decision.accepted) return decision.rejection;
    this.lines.push(`Removing intermediate container ${shortId(container)}`);
    this.state = (decision.answer as Stepped).state;
    return undefined;
  }

  private tellContainer(container: ContainerId): void {
    this.lines.push(` ---> Running in ${shortId(container)}`, `Removing intermediate container ${shortId(container)}`);
  }
}
