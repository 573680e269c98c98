import { createHash } from 'node:crypto';

/** The master key of tests: every process of a test opens what another has sealed. */
export const TEST_MASTER_KEY: ReadonlyMap<number, Uint8Array> = new Map([
  [1, createHash('sha256').update('fictional master key').digest()],
]);
