import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import '../ui/base.css';
import { currentLanguage, serverTexts } from '../texts/server-texts.ts';
import { SkipLink } from '../ui/skip-link.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return {
    title: t('product.name'),
    robots: { index: false, follow: false },
    formatDetection: { telephone: false },
  };
}

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const t = await serverTexts();
  return (
    <html lang={await currentLanguage()}>
      <body>
        <SkipLink label={t('product.skip')} />
        {children}
      </body>
    </html>
  );
}
