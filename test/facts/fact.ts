/** Whether one measured row of a facts file holds on the model. */
export type FactResult = {
  readonly id: string;
  readonly holds: boolean;
  /** The difference, when it does not. */
  readonly why?: string;
  /** Why the model does not say what was measured; listed one by one. */
  readonly notModelled?: string;
};
