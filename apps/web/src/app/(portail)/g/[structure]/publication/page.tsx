import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { AnomaliesTable } from '../../../../../features/publication/anomalies-table.tsx';
import { CorrectionsTable } from '../../../../../features/publication/corrections-table.tsx';
import { FeedsTable } from '../../../../../features/publication/feeds-table.tsx';
import { Tonight } from '../../../../../features/publication/tonight.tsx';
import styles from '../../../../../features/structure/dashboard.module.css';
import { StructurePublicationDocument } from '../../../../../gql/documents.ts';
import { requireStructure } from '../../../../../session/require-structure.ts';
import { askForPerson } from '../../../../../session/session.ts';
import { ClientTexts } from '../../../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../../../texts/server-texts.ts';
import { Empty } from '../../../../../ui/empty.tsx';
import { Failure } from '../../../../../ui/failure.tsx';
import { Main } from '../../../../../ui/main.tsx';
import { Skeleton } from '../../../../../ui/skeleton.tsx';

interface Props {
  readonly params: Promise<{ structure: string }>;
  readonly searchParams: Promise<{ apres?: string }>;
}

const PAGE_SIZE = 20;
/** Each domain is judged whole: a structure of very many shows the first ones. */
const MOST_DOMAINS = 5;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('publication.heading') }) };
}

/** What the Annuaire Santé publishes of a structure: what it holds against it first, then what leaves tonight and what left. */
export default async function PublicationPage({ params, searchParams }: Props) {
  const t = await serverTexts();
  const { structure: structureId } = await params;
  const { apres = null } = await searchParams;
  await requireStructure(structureId);
  const answer = await askForPerson(StructurePublicationDocument, {
    ...{ structureId, first: PAGE_SIZE },
    after: apres,
  });
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('publication.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { structure, publicationAnomalies, publicationCorrections, publications } = answer.data;
  if (structure.__typename === 'Refus') notFound();
  const anomalies = publicationAnomalies.edges.map(({ node }) => node);
  const corrections = publicationCorrections.edges.map(({ node }) => node);
  const language = await currentLanguage();
  const { publication } = textsIn(language);
  return (
    <Main>
      <h1>{t('publication.heading')}</h1>
      <p>
        <Link href={`/g/${structure.id}`} prefetch={false}>
          {structure.name}
        </Link>
      </p>
      <p className={styles.privacy}>{t('publication.lead')}</p>
      <ClientTexts language={language} texts={{ publication }}>
        <section className={styles.card} aria-labelledby="a-corriger">
          <h2 id="a-corriger">{t('publication.anomalies')}</h2>
          {anomalies.length === 0 ? (
            <Empty
              icon="check"
              title={t('publication.noAnomalyTitle')}
              text={t('publication.noAnomalyText')}
            />
          ) : (
            <AnomaliesTable
              structureId={structure.id}
              anomalies={anomalies}
              hasMore={publicationAnomalies.pageInfo.hasNextPage}
            />
          )}
        </section>
        {corrections.length > 0 ? (
          <section className={styles.card} aria-labelledby="corrections">
            <h2 id="corrections">{t('publication.corrections')}</h2>
            <CorrectionsTable
              structureId={structure.id}
              corrections={corrections}
              mayDecide={structure.mayManageBals}
            />
          </section>
        ) : null}
        <section className={styles.card} aria-labelledby="ce-soir">
          <h2 id="ce-soir">{t('publication.tonight')}</h2>
          <Suspense fallback={<Skeleton rows={3} label={t('dashboard.loading')} />}>
            {structure.domains.slice(0, MOST_DOMAINS).map((domain) => (
              <Tonight key={domain} structureId={structure.id} domain={domain} />
            ))}
          </Suspense>
        </section>
        <section className={styles.card} aria-labelledby="envois-annuaire">
          <h2 id="envois-annuaire">{t('publication.feeds')}</h2>
          <FeedsTable
            structureId={structure.id}
            feeds={publications}
            mayDecide={structure.mayManageBals}
            after={apres}
          />
        </section>
      </ClientTexts>
    </Main>
  );
}
