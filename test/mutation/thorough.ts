// What needs more than the core: images to pull, programs to run, random histories with all laws.
import '../core/images/build.test.ts';
import '../core/images/config.test.ts';
import '../core/images/save.test.ts';
import '../core/lifecycle/users.test.ts';
import '../core/sessions/sessions.test.ts';
import '../docker/prune.test.ts';
import '../programs/programs.test.ts';
import '../programs/refused-files.test.ts';
import '../programs/shells.test.ts';
import '../registry/pull.test.ts';
import '../specs/chapters.test.ts';
import '../views/data-root.test.ts';
import '../views/inspect.test.ts';
import './laws.ts';
import './sessions.ts';

export { tests } from './vitest-in-place.ts';
