import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { JobsTable } from '../../../features/jobs/jobs-table.tsx';
import styles from '../../../features/structure/dashboard.module.css';
import { JobsPageDocument } from '../../../gql/documents.ts';
import { KeepFresh } from '../../../live/keep-fresh.tsx';
import { operatorRights } from '../../../session/operator-rights.ts';
import { askForPerson } from '../../../session/session.ts';
import { whoAmI } from '../../../session/who-am-i.ts';
import { ClientTexts } from '../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../texts/server-texts.ts';
import { Failure } from '../../../ui/failure.tsx';
import { Main } from '../../../ui/main.tsx';

const REFRESH_MS = 5_000;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('jobs.heading') }) };
}

/** What the installation does by itself, as it goes. For the operator's people. */
export default async function JobsPage() {
  const t = await serverTexts();
  const me = await whoAmI();
  const rights = operatorRights(me.ok ? me.data.me.structures : []);
  if (me.ok && !rights.maySee) notFound();
  const answer = me.ok ? await askForPerson(JobsPageDocument, {}) : me;
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('jobs.heading')}</h1>
        <Failure reference={answer.reference} />
        <KeepFresh everyMs={REFRESH_MS} />
      </Main>
    );
  const language = await currentLanguage();
  const { jobs } = textsIn(language);
  return (
    <Main>
      <h1>{t('jobs.heading')}</h1>
      <p className={styles.privacy}>{t('jobs.explanation')}</p>
      <section className={styles.card} aria-labelledby="travaux">
        <h2 id="travaux">{t('jobs.all')}</h2>
        <ClientTexts language={language} texts={{ jobs }}>
          <JobsTable jobs={answer.data.jobs} mayRun={rights.isInCharge} />
        </ClientTexts>
      </section>
      <KeepFresh everyMs={REFRESH_MS} />
    </Main>
  );
}
