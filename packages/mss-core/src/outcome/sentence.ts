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

/**
 * The French sentence for protocols whose replies are ASCII (RFC 5321 §4.2.1, RFC 9051 §7.1): accents dropped, typographic
 * quotes straightened. Mail programs show it to the person as it is.
 */
export function asciiSentence(refusal: Refusal): string {
  return sentence(refusal, 'fr')
    .normalize('NFD')
    .replaceAll('’', "'")
    .replace(/« ?| ?»/g, '"')
    .replaceAll('œ', 'oe')
    .replace(/[^\x20-\x7e]/g, '');
}

export function isPermanent(refusal: Refusal): boolean {
  return REFUSALS[refusal.code].permanent;
}

function onOneLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a detail may come from a peer and must never end the reply line.
  return value.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, 254);
}
