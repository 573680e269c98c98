import type { fr } from './fr.ts';

/** The shape of the catalogue of texts: the French one's keys, any sentence. */
export type Texts = Worded<typeof fr>;

type Worded<T> = { readonly [K in keyof T]: T[K] extends string ? string : Worded<T[K]> };

export type Language = 'fr' | 'en';

/** The cookie that remembers the language a person chose; French without it. */
export const LANGUAGE_COOKIE = 'langue';

export function parseLanguage(text: string | undefined): Language {
  return text === 'en' ? 'en' : 'fr';
}
