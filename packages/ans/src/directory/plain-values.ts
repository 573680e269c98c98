import { type DirectoryBalKind, isReadable, PROFESSIONS } from '@cachet/mss-core/directory-search';

/** The longest that the text admits is 256 (table 32). */
const LONGEST = 256;

/** Whether a value is text that a person can read as it is, and no longer than the text admits. */
export function isPlain(value: unknown): value is string {
  return typeof value === 'string' && isReadable(value, LONGEST);
}

export function balKind(value: string | null): DirectoryBalKind {
  return value === 'PER' || value === 'ORG' || value === 'APP' || value === 'CAB' ? value : 'other';
}

/** A term of a terminology, told by its code or by what it says. The label of a profession is that of its terminology (G15). */
export function codeOrLabel(value: string | null): readonly [code: string | null, label: string | null] {
  if (value === null || value === '') return [null, null];
  return /^(?:\d{2}|[A-Z]{2,3}\d{2})$/.test(value) ? [value, PROFESSIONS.get(value) ?? null] : [null, value];
}
