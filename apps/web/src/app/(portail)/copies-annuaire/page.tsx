import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CopiesTable } from '../../../features/directory-copies/copies-table.tsx';
import { PendingCopy } from '../../../features/directory-copies/pending-copy.tsx';
import styles from '../../../features/structure/dashboard.module.css';
import { DirectoryCopiesPageDocument } from '../../../gql/documents.ts';
import { ToldHere } from '../../../orders/told-here.tsx';
import { operatorRights } from '../../../session/operator-rights.ts';
import { askForPerson } from '../../../session/session.ts';
import { whoAmI } from '../../../session/who-am-i.ts';
import { serverTexts } from '../../../texts/server-texts.ts';
import { Failure } from '../../../ui/failure.tsx';
import { Main } from '../../../ui/main.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('copies.heading') }) };
}

/** The copies of the Annuaire that searches read, and the one that waits for a yes. For the operator's people. */
// EX_2.1.3_5020
export default async function DirectoryCopiesPage() {
  const t = await serverTexts();
  const me = await whoAmI();
  const rights = operatorRights(me.ok ? me.data.me.structures : []);
  if (me.ok && !rights.maySee) notFound();
  const answer = me.ok ? await askForPerson(DirectoryCopiesPageDocument, {}) : me;
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('copies.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { directoryCopies } = answer.data;
  const inForce = new Map(
    directoryCopies.filter(({ isPending }) => !isPending).map((copy) => [copy.kind, copy.lineCount]),
  );
  return (
    <Main>
      <h1>{t('copies.heading')}</h1>
      <p className={styles.privacy}>{t('copies.lead')}</p>
      <ToldHere>
        {directoryCopies
          .filter(({ isPending }) => isPending)
          .map((pending) => (
            <PendingCopy
              key={pending.kind}
              pending={pending}
              linesInForce={inForce.get(pending.kind) ?? 0}
              mayApprove={rights.mayApprove}
            />
          ))}
        <section className={styles.card} aria-labelledby="copies">
          <h2 id="copies">{t('copies.all')}</h2>
          <CopiesTable copies={directoryCopies} />
        </section>
      </ToldHere>
    </Main>
  );
}
