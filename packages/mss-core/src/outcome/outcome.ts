import type { RefusalCode } from './refusals.js';

/** A refusal the rules foresee: a value, never an exception. `detail` fills the placeholders of its sentence. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly detail: Readonly<Record<string, string>>;
}

/** What a use case answers: the thing done, or the refusal that stopped it. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(
  code: RefusalCode,
  detail: Record<string, string> = {},
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, detail } };
}
