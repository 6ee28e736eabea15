import type { EventData } from './upcast.ts';

/**
 * Version 1 knew one exit code. Version 2 tells the container's own from the one that Docker's `die` event reports:
 * they differ after a shim was killed. As far as version 1 knew, they were the same.
 */
export const containerDiedV2 = (data: EventData): EventData => ({ ...data, reported: data.exitCode });
