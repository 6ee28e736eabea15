// What needs more than the core: images to pull, programs to run, random histories with all laws.
import '../core/images/build.test.ts';
import '../core/images/config.test.ts';
import '../core/images/save.test.ts';
import '../core/lifecycle/users.test.ts';
import '../core/sessions/sessions.test.ts';
import '../docker/prune.test.ts';
import '../programs/refused-files.test.ts';
import '../programs/shells.test.ts';
import '../registry/pull.test.ts';
import './laws.ts';

export { tests } from './vitest-in-place.ts';
