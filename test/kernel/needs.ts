import { missingForKernel } from '../../src/shell/kernel/index.ts';

/** Says what is missing and ends: with 3, or with 1 where PLIMSOLL_KERNEL_REQUIRED=1 says that the suites must run. */
export default (): void => {
  const missing = missingForKernel({ ext4: true });
  if (missing.length === 0) return;
  console.error(`kernel suites (npm run test:kernel) need ${missing.join(', ')}`);
  process.exit(process.env.PLIMSOLL_KERNEL_REQUIRED === '1' ? 1 : 3);
};
