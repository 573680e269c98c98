/** Numbers whose own characters tell whether they were typed rightly. */
export type NumberKind = 'rpps' | 'adeli' | 'finess' | 'siren' | 'siret' | 'ins';

/** What stands against a number: nothing was typed, it has not the form, or its key does not fit its other digits. */
export type NumberFlaw = 'missing' | 'form' | 'key';

/** How numbers of one kind are written. */
export interface NumberRule {
  readonly form: RegExp;
  /** Whether the last digits are those that the others ask for; of a number that has the form. */
  hasKey(number: string): boolean;
  /** Whether it belongs to a range that is given to nobody, for tests. */
  isTest(number: string): boolean;
}

/** Spaces that people type between digits are left out, letters are folded to upper case. */
export function tidyNumber(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

export function flawUnder(rule: NumberRule, text: string): NumberFlaw | null {
  const number = tidyNumber(text);
  if (number === '') return 'missing';
  if (!rule.form.test(number)) return 'form';
  return rule.hasKey(number) ? null : 'key';
}
