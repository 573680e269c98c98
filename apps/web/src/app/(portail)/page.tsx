import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { whoAmI } from '../../session/who-am-i.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Main } from '../../ui/main.tsx';
import { Retry } from '../../ui/retry.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('noAccess.title') }) };
}

/** Leads each person to what is theirs: their boxes first, else the structure they manage. */
export default async function HomePage() {
  const t = await serverTexts();
  const answer = await whoAmI();
  if (answer.ok && answer.data.me.bals.length > 0) redirect('/m');
  const [membership] = answer.ok ? answer.data.me.structures : [];
  if (membership) redirect(`/g/${membership.structure.id}`);
  return (
    <Main width="narrow">
      <h1>{answer.ok ? t('noAccess.heading') : t('failure.page')}</h1>
      {answer.ok ? (
        <>
          <Empty icon="inbox" title={t('noAccess.title')} text={t('noAccess.text')} />
          <Retry label={t('noAccess.refresh')} />
        </>
      ) : (
        <Failure reference={answer.reference} />
      )}
    </Main>
  );
}
