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

/** The words of the request's language, for server components. */
export const serverTexts = cache(async () => {
  const locale = await currentLanguage();
  return createTranslator({ locale, messages: textsIn(locale) });
});
