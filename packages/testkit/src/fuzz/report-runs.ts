import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';

/**
 * Set up before each test file of `npm run fuzz`: every property says in FUZZ_REPORT how many inputs it was tried with and from
 * which seed, and FUZZ_SEED replays one. What fails fails as ever, with its counterexample.
 */
const report = process.env.FUZZ_REPORT;
const seed = process.env.FUZZ_SEED;

fc.configureGlobal({
  ...(seed ? { seed: Number(seed) } : {}),
  reporter: (run) => {
    const { currentTestName: test = '', testPath = '' } = expect.getState();
    const line = {
      file: relative(process.cwd(), testPath),
      test,
      runs: run.numRuns,
      seed: run.seed,
      failed: run.failed,
    };
    if (report) appendFileSync(report, `${JSON.stringify(line)}\n`);
    const message = fc.defaultReportMessage(run);
    if (run.failed) throw new Error(message, { cause: run.errorInstance });
  },
});
