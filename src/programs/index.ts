export { type Engine, ProgramMachine, type RunProgram } from './machine.ts';
export { runProcess } from './run-process.ts';
