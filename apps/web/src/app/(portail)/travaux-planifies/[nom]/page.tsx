import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { RunButton } from '../../../../features/jobs/run-button.tsx';
import { RunsTable } from '../../../../features/jobs/runs-table.tsx';
import styles from '../../../../features/structure/dashboard.module.css';
import { JobRunsPageDocument } from '../../../../gql/documents.ts';
import { KeepFresh } from '../../../../live/keep-fresh.tsx';
import { operatorRights } from '../../../../session/operator-rights.ts';
import { askForPerson } from '../../../../session/session.ts';
import { whoAmI } from '../../../../session/who-am-i.ts';
import { ClientTexts } from '../../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../../texts/server-texts.ts';
import { Failure } from '../../../../ui/failure.tsx';
import { Main } from '../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ nom: string }>;
  readonly searchParams: Promise<{ apres?: string | string[] }>;
}

const PAGE_SIZE = 50;
const REFRESH_MS = 5_000;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('jobs.runs') }) };
}

/** The last runs of one job. For the operator's people. */
export default async function JobRunsPage({ params, searchParams }: Props) {
  const t = await serverTexts();
  const me = await whoAmI();
  const rights = operatorRights(me.ok ? me.data.me.structures : []);
  if (me.ok && !rights.maySee) notFound();
  const name = decodeURIComponent((await params).nom);
  const { apres } = await searchParams;
  const after = typeof apres === 'string' ? apres : null;
  const answer = me.ok ? await askForPerson(JobRunsPageDocument, { name, first: PAGE_SIZE, after }) : me;
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('jobs.runs')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const job = answer.data.jobs.find((each) => each.name === name);
  if (!job) notFound();
  const language = await currentLanguage();
  const { jobs } = textsIn(language);
  const [label, purpose] = language === 'fr' ? [job.label, job.purpose] : [job.labelEn, job.purposeEn];
  return (
    <Main>
      <h1>{label}</h1>
      <p>
        <Link href="/travaux-planifies" prefetch={false}>
          {t('jobs.heading')}
        </Link>
      </p>
      <p className={styles.privacy}>{purpose}</p>
      <ClientTexts language={language} texts={{ jobs }}>
        {rights.isInCharge ? <RunButton name={name} label={label} /> : null}
      </ClientTexts>
      <section className={styles.card} aria-labelledby="passages">
        <h2 id="passages">{t('jobs.runs')}</h2>
        <RunsTable name={name} runs={answer.data.jobRuns} after={after} />
      </section>
      {after ? null : <KeepFresh everyMs={REFRESH_MS} />}
    </Main>
  );
}
