import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ListeRouge } from '../../../../../features/publication/liste-rouge.tsx';
import styles from '../../../../../features/structure/dashboard.module.css';
import { MyBalInDirectoryDocument } from '../../../../../gql/documents.ts';
import { ToldHere } from '../../../../../orders/told-here.tsx';
import { requireTerms } from '../../../../../session/require-terms.ts';
import { askForPerson } from '../../../../../session/session.ts';
import { serverTexts } from '../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../ui/failure.tsx';
import { Main } from '../../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ bal: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('balInDirectory.title') }) };
}

/** Whether a box is shown in the Annuaire Santé, to whoever holds it; and the choice, to those it belongs to. */
// EX_PBA_5040
export default async function BalInDirectoryPage({ params }: Props) {
  await requireTerms();
  const t = await serverTexts();
  const { bal: balId } = await params;
  const answer = await askForPerson(MyBalInDirectoryDocument, {});
  if (!answer.ok)
    return (
      <Main width="narrow">
        <h1>{t('balInDirectory.title')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const holding = answer.data.me.bals.find(({ bal }) => bal.id === balId);
  if (!holding) notFound();
  const { bal, structureId, listeRougeCauses } = holding;
  const { address } = bal;
  return (
    <Main width="narrow">
      <h1>{t('balInDirectory.title')}</h1>
      <p>
        <Link href="/m" prefetch={false}>
          {t('bals.title')}
        </Link>
      </p>
      {bal.isTest ? (
        <p>{t('balInDirectory.test', { address })}</p>
      ) : (
        <ToldHere>
          <p>{t('balInDirectory.what', { address })}</p>
          <section className={styles.card} aria-labelledby="liste-rouge">
            <h2 id="liste-rouge">{t('balPublication.listeRouge')}</h2>
            <ListeRouge structureId={structureId} bal={bal} causes={listeRougeCauses} holding={holding} />
          </section>
        </ToldHere>
      )}
    </Main>
  );
}
