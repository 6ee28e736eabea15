import { missingHere, whatIsMissing } from './needs.ts';

/** Before the tests that need neither root nor Docker: one line on the suites that do. */
export default (): void => {
  const missing = missingHere();
  console.log(
    missing.length > 0 ? whatIsMissing(missing) : 'engine suites: everything is here, npm run test:engine runs them',
  );
};
