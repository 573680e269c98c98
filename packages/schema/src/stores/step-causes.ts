import { DELIVERY_CAUSES, type DeliveryCause } from '@cachet/mss-core';

const EXPIRED = 'expired:';

interface StepCause {
  readonly cause: DeliveryCause | null;
  readonly hasExpired: boolean;
}

/** A cause as a step keeps it: with a word before it where it did not end the letter, and time did. */
export function causeText({ cause, hasExpired }: StepCause): string | null {
  return hasExpired ? `${EXPIRED}${cause ?? ''}` : cause;
}

/** What this version does not know of, and what was kept before causes were, has none. */
export function readCause(text: string | null): StepCause {
  const hasExpired = text?.startsWith(EXPIRED) ?? false;
  const name = hasExpired ? text?.slice(EXPIRED.length) : text;
  return { cause: name && isCause(name) ? name : null, hasExpired };
}

function isCause(name: string): name is DeliveryCause {
  return Object.hasOwn(DELIVERY_CAUSES, name);
}
