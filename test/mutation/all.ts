// Every test that the mutants of decide and evolve have to get past: one file, so that a mutant costs one worker and one
// import. Which come first does not matter here, the runner takes the quick ones first.
import '../core/evolve/container.test.ts';
import '../core/evolve/folding.test.ts';
import '../core/evolve/host.test.ts';
import '../core/images/build.test.ts';
import '../core/images/config.test.ts';
import '../core/images/save.test.ts';
import '../core/lifecycle/containers.test.ts';
import '../core/lifecycle/settings.test.ts';
import '../core/lifecycle/users.test.ts';
import '../core/processes/numbers.test.ts';
import '../core/refusals.test.ts';
import '../core/sessions/sessions.test.ts';
import '../docker/prune.test.ts';
import '../programs/refused-files.test.ts';
import '../programs/shells.test.ts';
import '../registry/pull.test.ts';
import './facts.ts';
import './laws.ts';

export { tests } from './vitest-in-place.ts';
