import { accept } from '../../kernel/decision.ts';
import { fireRestarts as fire } from '../../lifecycle/restarts.ts';
import type { Verb } from '../verbs.ts';

export type FireRestarts = { readonly issuer: 'host'; readonly type: 'FireRestarts' };

/** The restart manager's timers that are due by now. */
export const fireRestarts: Verb<FireRestarts> = (world, _, context) => accept(fire(world, context));
