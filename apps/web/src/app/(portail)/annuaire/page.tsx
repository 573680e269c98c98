import type { Metadata } from 'next';
import styles from '../../../features/directory/directory.module.css';
import { DirectoryForm } from '../../../features/directory/directory-form.tsx';
import {
  type DirectoryCriteria,
  readCriteria,
  stateOf,
} from '../../../features/directory/directory-query.ts';
import { DirectoryResults } from '../../../features/directory/directory-results.tsx';
import dashboard from '../../../features/structure/dashboard.module.css';
import { longDate } from '../../../format/dates.ts';
import { DirectoryPageDocument, type DirectoryPageQuery } from '../../../gql/documents.ts';
import { askForPerson } from '../../../session/session.ts';
import { ClientTexts } from '../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../texts/server-texts.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Main } from '../../../ui/main.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

const PAGE_SIZE = 100;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('directory.heading') }) };
}

/** BAL of this operator and of the Annuaire Santé, looked for by anybody who has something here. */
export default async function DirectoryPage({ searchParams }: Props) {
  const t = await serverTexts();
  const criteria = readCriteria(await searchParams);
  const state = stateOf(criteria);
  return (
    <Main>
      <h1>{t('directory.heading')}</h1>
      <DirectoryForm criteria={criteria} />
      {state === 'asked' ? <Answers criteria={criteria} /> : null}
      {state === 'short' ? (
        <Notice tone="info" title={t('directory.shortTitle')}>
          <p>{t('directory.shortText')}</p>
        </Notice>
      ) : null}
    </Main>
  );
}

async function Answers({ criteria }: { readonly criteria: DirectoryCriteria }) {
  const t = await serverTexts();
  const answer = await askForPerson(DirectoryPageDocument, { first: PAGE_SIZE, ...criteria });
  if (!answer.ok) return <Failure reference={answer.reference} />;
  const { directorySearch: found } = answer.data;
  const language = await currentLanguage();
  const entries = found.edges.map(({ node }) => node);
  return (
    <>
      <Incomplete found={found} />
      {found.isTooMany ? (
        <Notice tone="info" title={t('directory.tooManyTitle')}>
          <p>{t('directory.tooManyText')}</p>
        </Notice>
      ) : null}
      <section className={dashboard.card} aria-labelledby="reponses">
        <h2 id="reponses">{t('directory.answers')}</h2>
        {entries.length === 0 ? (
          <Empty icon="document" title={t('directory.noneTitle')} text={t('directory.noneText')} />
        ) : (
          <ClientTexts language={language} texts={{ directory: textsIn(language).directory }}>
            <DirectoryResults key={JSON.stringify(criteria)} entries={entries} />
          </ClientTexts>
        )}
        {found.asOf ? (
          <p className={styles.age}>{t('directory.asOf', { date: longDate(found.asOf, language) })}</p>
        ) : null}
      </section>
    </>
  );
}

/** EX_2.1.3_5020: a directory that does not answer takes nothing away but itself, and that is said. */
async function Incomplete({ found }: { readonly found: DirectoryPageQuery['directorySearch'] }) {
  const t = await serverTexts();
  const missing = found.incomplete.filter(({ origin }) => origin !== 'LOCAL');
  if (missing.length === 0) return null;
  return (
    <Notice tone="warning" title={t('directory.incompleteTitle')}>
      <ul>
        {missing.map(({ origin, trouble }) => (
          <li key={origin}>
            {t(`directory.origin.${origin}`)} : {t(`directory.trouble.${trouble}`)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
