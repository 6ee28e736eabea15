/** A Go template after parsing: text, actions, and blocks that hold further nodes. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | Block<'if'>
  | Block<'with'>
  | Block<'range'>
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | ({ readonly kind: 'template'; readonly name: string; readonly pipeline?: Pipeline } & Place);

type Block<Kind extends string> = {
  readonly kind: Kind;
  readonly pipeline: Pipeline;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
};

/** `$i, $x := a | b`: what is bound, and the commands from left to right. */
export type Pipeline = {
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
};

/** Where something stands in its template, and how it is written there. */
export type Place = { readonly at: number; readonly source: string };

/** A value, or a function and its arguments. */
export type Command = Place & { readonly operands: readonly Operand[] };

/** One word of a command. `fields` are the names behind it: `.State.Pid`, `$x.Name`, `(index . 0).Id`. */
export type Operand =
  | { readonly kind: 'dot'; readonly fields: readonly string[]; readonly source: string; readonly at: number }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly fields: readonly string[];
      readonly source: string;
      readonly at: number;
    }
  | { readonly kind: 'function'; readonly name: string; readonly source: string; readonly at: number }
  | {
      readonly kind: 'literal';
      readonly value: string | number | boolean | undefined;
      readonly source: string;
      readonly at: number;
    }
  | {
      readonly kind: 'group';
      readonly pipeline: Pipeline;
      readonly fields: readonly string[];
      readonly source: string;
      readonly at: number;
    };

/** What is wrong with a template; the message is Go's. One that ran knows where it stumbled. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  private readonly where: Place | undefined;

  constructor(message: string, where?: Place) {
    super(message);
    this.where = where;
  }

  /** Found before anything ran. */
  get isParsing(): boolean {
    return this.where === undefined;
  }

  /** As Go prints it for a template of this name. */
  located(template = ''): string {
    if (this.where === undefined) return `template: ${template}:1: ${this.message}`;
    const { at, source } = this.where;
    return `template: ${template}:1:${at}: executing "${template}" at <${source}>: ${this.message}`;
  }
}
