import type { Spoken } from '../spoken.js';

/** One thing that was looked at. */
export interface Finding {
  readonly part: Spoken;
  readonly state: 'ok' | 'warning' | 'failed' | 'unknown';
  readonly detail: Spoken | null;
  /** What to do about it. */
  readonly remedy: Spoken | null;
}
