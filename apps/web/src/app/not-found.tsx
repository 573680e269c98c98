import type { Metadata } from 'next';
import Link from 'next/link';
import { Header } from '../features/session/header.tsx';
import { serverTexts } from '../texts/server-texts.ts';
import buttons from '../ui/button.module.css';
import { Empty } from '../ui/empty.tsx';
import { Main } from '../ui/main.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('notFound.title') }) };
}

/** The same page for what does not exist and for what belongs to somebody else. */
export default async function NotFoundPage() {
  const t = await serverTexts();
  return (
    <>
      <Header home="/" />
      <Main width="narrow">
        <h1>{t('notFound.heading')}</h1>
        <Empty icon="shield" title={t('notFound.title')} text={t('notFound.text')} />
        <Link href="/" prefetch={false} className={buttons.quiet}>
          {t('notFound.back')}
        </Link>
      </Main>
    </>
  );
}
