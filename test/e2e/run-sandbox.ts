import type { TestProject } from 'vitest/node';
import { launch, readySandbox, type Sandbox, stopSandbox } from './sandbox.js';

declare module 'vitest' {
  export interface ProvidedContext {
    sandbox: Sandbox;
  }
}

/** One sandbox for all end-to-end files, started by `npm start` and stopped as Ctrl-C would. */
export default async function runSandbox(project: TestProject): Promise<() => Promise<void>> {
  const launched = await launch();
  project.provide('sandbox', await readySandbox(launched));
  return () => stopSandbox(launched);
}
