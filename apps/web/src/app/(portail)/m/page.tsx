import type { Metadata } from 'next';
import { Suspense } from 'react';
import styles from '../../../features/bal/bal-card.module.css';
import { BalCard } from '../../../features/bal/bal-card.tsx';
import { MyBalsDocument } from '../../../gql/documents.ts';
import { KeepFresh } from '../../../live/keep-fresh.tsx';
import { requireTerms } from '../../../session/require-terms.ts';
import { askForPerson, requireGrant } from '../../../session/session.ts';
import { serverTexts } from '../../../texts/server-texts.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Main } from '../../../ui/main.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

const REFRESH_MS = 10_000;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('bals.title') }) };
}

/** The boxes a person holds, by themselves or for another. */
export default async function BalsPage() {
  await requireTerms();
  const t = await serverTexts();
  return (
    <Main>
      <h1>{t('bals.title')}</h1>
      <Suspense fallback={<Skeleton rows={3} label={t('dashboard.loading')} />}>
        <Bals />
      </Suspense>
      <KeepFresh everyMs={REFRESH_MS} />
    </Main>
  );
}

async function Bals() {
  const t = await serverTexts();
  const answer = await askForPerson(MyBalsDocument, {});
  if (!answer.ok) return <Failure reference={answer.reference} />;
  const { bals } = answer.data.me;
  const { byStructure } = await requireGrant();
  if (bals.length === 0)
    return (
      <Empty
        icon="inbox"
        title={t('bals.emptyTitle')}
        text={byStructure ? t('bals.byStructure') : t('bals.emptyText')}
      />
    );
  return (
    <ul className={styles.list}>
      {bals.map((holding) => (
        <BalCard key={holding.bal.id} holding={holding} />
      ))}
    </ul>
  );
}
