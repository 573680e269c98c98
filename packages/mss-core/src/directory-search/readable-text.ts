import type { CopiedEntry } from './copied-entry.js';

/** Longer than any value of table 32, and than those of a CAB’s twenty people together. */
const LONGEST = { value: 400, people: 4_000 };

/**
 * Whether a person can read a text as it is: not longer than any of the Annuaire, without control characters but tabs, without those that turn
 * the direction of writing (Unicode UAX #9), without halves of pairs.
 */
export function isReadable(text: string, longest = LONGEST.value): boolean {
  return (
    text.length <= longest &&
    text.isWellFormed() &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    !/[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/.test(text)
  );
}

/** An entry that is not is left out whole: what the Annuaire says is never mended. */
// RE_2.1_5030
export function isReadableEntry({ people, ...entry }: CopiedEntry): boolean {
  if (people !== null && !isReadable(people, LONGEST.people)) return false;
  return Object.values(entry).every((value) => value === null || isReadable(value));
}
