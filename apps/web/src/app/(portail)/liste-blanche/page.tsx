import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ApproveList } from '../../../features/liste-blanche/approve-list.tsx';
import { ChangeSearch } from '../../../features/liste-blanche/change-search.tsx';
import { ChangesTable } from '../../../features/liste-blanche/changes-table.tsx';
import { ListInForce } from '../../../features/liste-blanche/list-in-force.tsx';
import styles from '../../../features/structure/dashboard.module.css';
import { ListeBlanchePageDocument } from '../../../gql/documents.ts';
import { operatorRights } from '../../../session/operator-rights.ts';
import { askForPerson } from '../../../session/session.ts';
import { whoAmI } from '../../../session/who-am-i.ts';
import { ClientTexts } from '../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../texts/server-texts.ts';
import { Failure } from '../../../ui/failure.tsx';
import { Main } from '../../../ui/main.tsx';

interface Props {
  readonly searchParams: Promise<{ apres?: string | string[]; domaine?: string | string[] }>;
}

const PAGE_SIZE = 50;
const LONGEST_DOMAIN = 253;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('whitelist.heading') }) };
}

/** The liste blanche in force, the one that waits for a yes, and what each version changed. For the operator's people. */
export default async function ListeBlanchePage({ searchParams }: Props) {
  const t = await serverTexts();
  const me = await whoAmI();
  const rights = operatorRights(me.ok ? me.data.me.structures : []);
  if (me.ok && !rights.maySee) notFound();
  const asked = await searchParams;
  const after = only(asked.apres);
  const domain = only(asked.domaine)?.trim().slice(0, LONGEST_DOMAIN) || null;
  const answer = me.ok
    ? await askForPerson(ListeBlanchePageDocument, { first: PAGE_SIZE, after, domain })
    : me;
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('whitelist.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { listeBlanche, listeBlanchePending, listeBlancheChanges } = answer.data;
  const language = await currentLanguage();
  const { whitelist } = textsIn(language);
  return (
    <Main>
      <h1>{t('whitelist.heading')}</h1>
      {listeBlanchePending ? (
        <ClientTexts language={language} texts={{ whitelist }}>
          <ApproveList
            pending={listeBlanchePending}
            domainsInForce={listeBlanche.domainCount}
            mayApprove={rights.mayApprove}
          />
        </ClientTexts>
      ) : null}
      <section className={styles.card} aria-labelledby="en-vigueur">
        <h2 id="en-vigueur">{t('whitelist.inForce')}</h2>
        <ListInForce list={listeBlanche} />
      </section>
      <section className={styles.card} aria-labelledby="changements">
        <h2 id="changements">{t('whitelist.changes')}</h2>
        <ChangeSearch domain={domain} />
        <ChangesTable changes={listeBlancheChanges} after={after} domain={domain} />
      </section>
    </Main>
  );
}

/** The value of a parameter that was given once. */
function only(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
