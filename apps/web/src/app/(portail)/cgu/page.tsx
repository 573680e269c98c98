import type { Metadata } from 'next';
import Link from 'next/link';
import { AcceptForm } from '../../../features/terms/accept-form.tsx';
import styles from '../../../features/terms/terms.module.css';
import { TermsText } from '../../../features/terms/terms-text.tsx';
import { longDate } from '../../../format/dates.ts';
import { TermsPageDocument, type TermsPageQuery } from '../../../gql/documents.ts';
import { returnPath } from '../../../security/return-path.ts';
import { askForPerson } from '../../../session/session.ts';
import { termsReasonOf } from '../../../session/terms-path.ts';
import { currentLanguage, serverTexts } from '../../../texts/server-texts.ts';
import buttons from '../../../ui/button.module.css';
import { Failure } from '../../../ui/failure.tsx';
import { Main } from '../../../ui/main.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface Props {
  readonly searchParams: Promise<{ raison?: string | string[]; retour?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('terms.heading') }) };
}

/** The operator's terms of use: those to accept first, those announced, or those in force. */
// EX_DCU_5030; EX_GDT_5020: whoever accepts them is told that what they do is traced.
export default async function TermsPage({ searchParams }: Props) {
  const t = await serverTexts();
  const { raison, retour } = await searchParams;
  const answer = await askForPerson(TermsPageDocument, {});
  const reason = termsReasonOf(only(raison));
  return (
    <Main width="narrow">
      <h1>{t('terms.heading')}</h1>
      {answer.ok ? null : <Failure reference={answer.reference} />}
      {reason ? (
        <Notice tone="warning" title={t('terms.problem')}>
          <p>{t(`terms.${reason}`)}</p>
        </Notice>
      ) : null}
      {answer.ok ? <Terms found={answer.data} returnTo={returnPath(only(retour))} /> : null}
    </Main>
  );
}

async function Terms({ found, returnTo }: { readonly found: TermsPageQuery; readonly returnTo: string }) {
  const t = await serverTexts();
  const [asked] = found.me.cguToAccept;
  const terms = asked?.version ?? found.cguInForce;
  if (!terms) return <p>{t('terms.none')}</p>;
  const date = longDate(terms.inForceAt, await currentLanguage());
  const state = asked ? (asked.inForce ? 'required' : 'upcoming') : 'accepted';
  return (
    <>
      <p>{t(`terms.${state}`, { version: terms.name, date })}</p>
      <TermsText terms={terms} />
      {asked ? (
        <>
          <p className={styles.kept}>{t('terms.kept')}</p>
          <AcceptForm terms={terms} returnTo={returnTo} />
        </>
      ) : (
        <Link href="/m" prefetch={false} className={buttons.quiet}>
          {t('terms.back')}
        </Link>
      )}
    </>
  );
}

/** The value of a parameter that was given once. */
function only(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
