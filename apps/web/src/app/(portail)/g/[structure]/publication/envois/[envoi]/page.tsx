import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DifferencesTable } from '../../../../../../../features/publication/differences-table.tsx';
import styles from '../../../../../../../features/structure/dashboard.module.css';
import { longDate } from '../../../../../../../format/dates.ts';
import { PublicationDifferencesPageDocument } from '../../../../../../../gql/documents.ts';
import { requireStructure } from '../../../../../../../session/require-structure.ts';
import { askForPerson } from '../../../../../../../session/session.ts';
import { currentLanguage, serverTexts } from '../../../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../../../ui/failure.tsx';
import { Main } from '../../../../../../../ui/main.tsx';
import { Pager } from '../../../../../../../ui/pager.tsx';

interface Props {
  readonly params: Promise<{ structure: string; envoi: string }>;
  readonly searchParams: Promise<{ apres?: string }>;
}

const PAGE_SIZE = 50;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('differences.heading') }) };
}

/** What one feed changed of the BAL of a structure, beside the feed before. */
export default async function DifferencesPage({ params, searchParams }: Props) {
  const t = await serverTexts();
  const { structure: structureId, envoi: id } = await params;
  const { apres: after = null } = await searchParams;
  await requireStructure(structureId);
  const answer = await askForPerson(PublicationDifferencesPageDocument, {
    ...{ structureId, id, first: PAGE_SIZE, after },
  });
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('differences.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { structure, publication, publicationDifferences } = answer.data;
  if (structure.__typename !== 'Structure' || !publication) notFound();
  const { domain, sentAt, begunAt } = publication;
  const date = longDate(sentAt ?? begunAt, await currentLanguage());
  return (
    <Main>
      <h1>{t('differences.heading')}</h1>
      <p>
        <Link href={`/g/${structure.id}/publication`} prefetch={false}>
          {t('differences.back', { structure: structure.name })}
        </Link>
      </p>
      <p className={styles.privacy}>{t('differences.lead', { domain, date })}</p>
      <section className={styles.card} aria-labelledby="differences">
        <h2 id="differences">{t('differences.caption')}</h2>
        <DifferencesTable
          structureId={structure.id}
          differences={publicationDifferences.edges.map(({ node }) => node)}
        />
        <Pager
          of="differences"
          path={`/g/${structure.id}/publication/envois/${publication.id}`}
          after={after}
          end={publicationDifferences.pageInfo}
        />
      </section>
    </Main>
  );
}
