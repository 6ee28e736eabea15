// Every test that the mutants of decide and evolve have to get past, quick ones first: one file, so that a mutant costs
// one worker and one import.
import '../core/lifecycle/containers.test.ts';
import '../core/lifecycle/settings.test.ts';
import './facts.ts';
import '../core/processes/numbers.test.ts';
import './laws.ts';

export { tests } from './vitest-in-place.ts';
