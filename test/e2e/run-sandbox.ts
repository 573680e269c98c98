import { readFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { launch, readySandbox, type Sandbox, stopSandbox } from './sandbox.js';

declare module 'vitest' {
  export interface ProvidedContext {
    sandbox: Sandbox;
  }
}

/** One sandbox for all end-to-end files, started by `npm start` and stopped as Ctrl-C would; or the running one whose file SANDBOX_FILE names. */
export default async function runSandbox(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.SANDBOX_FILE;
  if (running) {
    project.provide('sandbox', JSON.parse(readFileSync(running, 'utf8')));
    return async () => undefined;
  }
  const launched = await launch();
  project.provide('sandbox', await readySandbox(launched));
  return () => stopSandbox(launched);
}
