export { MalformedCase, type OverlayCase, parseCase } from './case-format.ts';
export { checkCase, type Disagreement } from './check.ts';
export { type CaseDisagreement, checkOverlayCases, type OverlayReport } from './check-lines.ts';
export { type OverlayCheckOptions, runOverlayCheck } from './run-overlay-check.ts';
