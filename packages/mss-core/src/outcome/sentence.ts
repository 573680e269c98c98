import type { Refusal } from './outcome.js';
import { REFUSALS } from './refusals.js';

/**
 * The public sentence of a refusal, its placeholders filled; printable on one line, whatever the detail holds. A detail that is
 * itself a phrase gives its English under the same word followed by `En`.
 */
export function sentence(refusal: Refusal, language: 'fr' | 'en' = 'fr'): string {
  return REFUSALS[refusal.code][language].replace(/\{(\w+)\}/g, (_, word: string) =>
    onOneLine((language === 'en' && refusal.detail[`${word}En`]) || refusal.detail[word] || '—'),
  );
}

export function isPermanent(refusal: Refusal): boolean {
  return REFUSALS[refusal.code].permanent;
}

function onOneLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a detail may come from a peer and must never end the reply line.
  return value.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, 254);
}
