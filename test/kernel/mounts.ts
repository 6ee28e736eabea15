import { afterAll, beforeAll } from 'vitest';
import { type MountOptions, openRealMount, type RealMount } from '../../src/shell/kernel/index.ts';

/** One helper process for all tests of a file. */
export const realMount = (options: MountOptions = {}): { readonly now: () => RealMount } => {
  let mount: RealMount | undefined;
  beforeAll(() => {
    mount = openRealMount(options);
  });
  afterAll(() => mount?.close());
  return {
    now: () => {
      if (!mount) throw new Error('no mount yet');
      return mount;
    },
  };
};

/** A number that the environment may set. */
export const numberOf = (name: string, otherwise: number): number => {
  const given = process.env[name];
  if (given === undefined) return otherwise;
  if (!/^[1-9]\d{0,14}$/.test(given)) throw new Error(`${name} is no positive number: ${given}`);
  return Number(given);
};
