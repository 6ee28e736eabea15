// The measured facts: lifecycle rows, process scenarios, images.
import './facts.ts';

export { tests } from './vitest-in-place.ts';
