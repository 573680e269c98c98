import { cookies } from 'next/headers';
import { cache } from 'react';
import { createTranslator } from 'use-intl/core';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { LANGUAGE_COOKIE, type Language, parseLanguage, type Texts } from './texts.ts';

/** The language of the request being answered. */
export const currentLanguage = cache(
  async (): Promise<Language> => parseLanguage((await cookies()).get(LANGUAGE_COOKIE)?.value),
);

export function textsIn(language: Language): Texts {
  return language === 'en' ? en : fr;
}

// A translator keeps the sentences it has parsed: one for each language serves every request.
const TRANSLATORS = {
  fr: createTranslator({ locale: 'fr', messages: textsIn('fr') }),
  en: createTranslator({ locale: 'en', messages: textsIn('en') }),
};

/** The words of the request's language, for server components. */
export async function serverTexts() {
  return TRANSLATORS[await currentLanguage()];
}
