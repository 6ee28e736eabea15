/** A Go template after parsing: text, actions, and blocks that hold further nodes. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | Block<'if'>
  | Block<'with'>
  | Block<'range'>
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' };

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
  readonly commands: readonly (readonly Operand[])[];
};

/** One word of a command. `fields` are the names behind it: `.State.Pid`, `$x.Name`, `(index . 0).Id`. */
export type Operand =
  | { readonly kind: 'dot'; readonly fields: readonly string[]; readonly source: string }
  | { readonly kind: 'variable'; readonly name: string; readonly fields: readonly string[]; readonly source: string }
  | { readonly kind: 'function'; readonly name: string; readonly source: string }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | undefined; readonly source: string }
  | {
      readonly kind: 'group';
      readonly pipeline: Pipeline;
      readonly fields: readonly string[];
      readonly source: string;
    };

/** What is wrong with a template; the message is Go's. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
