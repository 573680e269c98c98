import Link from 'next/link';
import { serverTexts } from '../../texts/server-texts.ts';
import buttons from '../../ui/button.module.css';
import { Empty } from '../../ui/empty.tsx';
import { Main } from '../../ui/main.tsx';

/** The same page for what does not exist and for what belongs to somebody else, under the person's own header. */
export default async function NotFoundPage() {
  const t = await serverTexts();
  return (
    <Main width="narrow">
      <h1>{t('notFound.heading')}</h1>
      <Empty icon="shield" title={t('notFound.title')} text={t('notFound.text')} />
      <Link href="/" prefetch={false} className={buttons.quiet}>
        {t('notFound.back')}
      </Link>
    </Main>
  );
}
