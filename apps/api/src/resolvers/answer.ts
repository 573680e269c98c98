import type { Outcome } from '@cachet/mss-core';
import { Refus } from '../types/refus.js';

/** The union member of an outcome: the thing done, or the refusal that stopped it; with the field at fault of that argument, when it is one. */
export function answer<T>(outcome: Outcome<T>, argument: string | null = null): T | Refus {
  if (outcome.ok) return outcome.value;
  const { refusal } = outcome;
  const field = argument !== null && refusal.code === 'inputInvalid' ? refusal.detail.field : null;
  return Refus.of(refusal, field ? [argument ?? '', field] : null);
}
