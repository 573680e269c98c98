import type { Outcome } from '@cachet/mss-core';
import { Refus } from '../types/refus.js';

/** The union member of an outcome: the thing done, or the refusal that stopped it. */
export function answer<T>(outcome: Outcome<T>): T | Refus {
  return outcome.ok ? outcome.value : Refus.of(outcome.refusal);
}
