// What says most in the least time: most mutants get no further.
import '../core/decide/creates.test.ts';
import '../core/decide/hosts-and-files.test.ts';
import '../core/decide/loads.test.ts';
import '../core/decide/process-calls.test.ts';
import '../core/decide/processes.test.ts';
import '../core/evolve/container.test.ts';
import '../core/evolve/folding.test.ts';
import '../core/evolve/host.test.ts';
import '../core/images/chown.test.ts';
import '../core/lifecycle/containers.test.ts';
import '../core/lifecycle/settings.test.ts';
import '../core/processes/exit.test.ts';
import '../core/processes/numbers.test.ts';
import '../core/processes/signals.test.ts';
import '../core/refusals.test.ts';

export { tests } from './vitest-in-place.ts';
