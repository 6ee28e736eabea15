import type { Bug } from './bug.ts';
import { commitBugs } from './commit-bugs.ts';
import { layerBugs } from './layer-bugs.ts';
import { unionBugs } from './union-bugs.ts';

export const corpus: readonly Bug[] = [...unionBugs, ...commitBugs, ...layerBugs];
