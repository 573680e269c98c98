import type { Sandbox } from '../../e2e/sandbox.js';
import type { LoadProcess } from '../imap/load-process.js';
import { at } from '../imap/measure.js';
import type { Estate } from './estate.js';

export interface Bench {
  readonly sandbox: Sandbox;
  readonly estate: Estate;
  readonly load: LoadProcess;
}

export interface Line {
  readonly what: string;
  readonly figure: string;
  readonly remark: string;
}

/** A part of the bench. The estate only grows, so that the order of rows counts. */
export interface Row {
  readonly name: string;
  run(bench: Bench): Promise<readonly Line[]>;
}

/** Beside the hospital that is measured, it counted. */
export const STRUCTURES = 200;

export function spread(what: string, took: readonly number[], remark: string): Line {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => at(took, part).toFixed(0));
  return {
    what,
    figure: `${p50} · ${p95} · ${p99} ms`,
    remark: `p50 · p95 · p99 of ${took.length}; ${remark}`,
  };
}
