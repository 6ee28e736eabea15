export { openDocker, type RunOptions, runScript } from './run-script.ts';
export { Script, ScriptError } from './script.ts';
