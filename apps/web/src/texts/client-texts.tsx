'use client';

import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl/react';
import type { Language, Texts } from './texts.ts';

interface Props {
  readonly language: Language;
  /** The parts of the catalogue the components inside need, and no more. */
  readonly texts: Partial<Texts>;
  readonly children: ReactNode;
}

/** Words for what the browser writes itself: rows that arrive live. */
export function ClientTexts({ language, texts, children }: Props) {
  return (
    <IntlProvider locale={language} messages={texts} timeZone="Europe/Paris">
      {children}
    </IntlProvider>
  );
}
