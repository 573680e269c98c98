import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DepositList } from '../../../../../features/statistics/deposit-list.tsx';
import { Indicators, Ranking } from '../../../../../features/statistics/indicators.tsx';
import { lastMonths } from '../../../../../features/statistics/months.ts';
import statistics from '../../../../../features/statistics/statistics.module.css';
import styles from '../../../../../features/structure/dashboard.module.css';
import { StructureStatisticsDocument } from '../../../../../gql/documents.ts';
import { askForPerson } from '../../../../../session/session.ts';
import { ClientTexts } from '../../../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../ui/failure.tsx';
import { Main } from '../../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ structure: string }>;
  readonly searchParams: Promise<{ apres?: string }>;
}

const PAGE_SIZE = 24;
const MONTHS = 12;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('statistics.heading') }) };
}

/** What a structure did month after month, and what the ANS was told of it: counts, and files without any patient. */
// EX_PSU_5010
export default async function StatisticsPage({ params, searchParams }: Props) {
  const t = await serverTexts();
  const { structure: structureId } = await params;
  const { apres = null } = await searchParams;
  const asked = { structureId, ...lastMonths(new Date(), MONTHS), first: PAGE_SIZE, after: apres };
  const answer = await askForPerson(StructureStatisticsDocument, asked);
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('statistics.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { structure, indicators, statisticsDeposits } = answer.data;
  if (structure.__typename === 'Refus' || indicators.__typename === 'Refus') notFound();
  const language = await currentLanguage();
  const { statistics: texts } = textsIn(language);
  return (
    <Main>
      <h1>{t('statistics.heading')}</h1>
      <p>
        <Link href={`/g/${structure.id}`} prefetch={false}>
          {structure.name}
        </Link>
      </p>
      <p className={styles.privacy}>{t('statistics.privacy')}</p>
      <ClientTexts language={language} texts={{ statistics: texts }}>
        <section className={styles.card} aria-labelledby="indicateurs">
          <h2 id="indicateurs">{t('statistics.indicators')}</h2>
          <Indicators months={indicators.months} />
        </section>
        <div className={statistics.beside}>
          <section className={styles.card} aria-labelledby="documents">
            <h2 id="documents">{t('statistics.documents')}</h2>
            <Ranking months={indicators.months} of="documents" />
          </section>
          <section className={styles.card} aria-labelledby="logiciels">
            <h2 id="logiciels">{t('statistics.programs')}</h2>
            <Ranking months={indicators.months} of="programs" />
          </section>
        </div>
        <section className={styles.card} aria-labelledby="depots">
          <h2 id="depots">{t('statistics.deposits')}</h2>
          <DepositList structureId={structure.id} deposits={statisticsDeposits} after={apres} />
        </section>
      </ClientTexts>
    </Main>
  );
}
