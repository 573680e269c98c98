import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import styles from '../../features/explorer/explorer.module.css';
import { Explorer } from '../../features/explorer/explorer.tsx';
import { Header } from '../../features/session/header.tsx';
import { currentGrant } from '../../session/session.ts';
import { settings } from '../../settings/settings.ts';
import { ClientTexts } from '../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../texts/server-texts.ts';
import { Main } from '../../ui/main.tsx';
import { Notice } from '../../ui/notice.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('explorer.heading') }) };
}

/** What is typed stays while one reads about types beside it. Absent where it is not switched on. */
export default async function ExplorerLayout({ children }: { readonly children: ReactNode }) {
  const { CACHET_API_EXPLORER: isOn, CACHET_API_WS_URL: url } = settings();
  if (!isOn) notFound();
  const t = await serverTexts();
  const language = await currentLanguage();
  const { explorer } = textsIn(language);
  const isSignedIn = (await currentGrant()) !== null;
  return (
    <>
      <Header home="/" />
      <Main>
        <h1>{t('explorer.heading')}</h1>
        <Notice tone="info" title={t('explorer.noteTitle')}>
          <p>
            {t('explorer.note')} <code>docs/api</code>, <code>docs/operations/api.md</code>.
          </p>
        </Notice>
        <div className={styles.columns}>
          <section aria-labelledby="essai">
            <h2 id="essai">{t('explorer.try')}</h2>
            <ClientTexts language={language} texts={{ explorer }}>
              <Explorer url={url} isSignedIn={isSignedIn} />
            </ClientTexts>
          </section>
          <section aria-labelledby="schema">
            <h2 id="schema">{t('explorer.schema')}</h2>
            {children}
          </section>
        </div>
      </Main>
    </>
  );
}
