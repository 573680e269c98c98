import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ApplicativeBals } from '../../../../../features/sending/applicative-bals.tsx';
import { LimitsForm } from '../../../../../features/sending/limits-form.tsx';
import { SendingUse } from '../../../../../features/sending/sending-use.tsx';
import styles from '../../../../../features/structure/dashboard.module.css';
import { StructureSendingDocument } from '../../../../../gql/documents.ts';
import { askForPerson } from '../../../../../session/session.ts';
import { ClientTexts } from '../../../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../ui/failure.tsx';
import { Main } from '../../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ structure: string }>;
  readonly searchParams: Promise<{ apres?: string }>;
}

const PAGE_SIZE = 20;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('sending.heading') }) };
}

/** How much a structure lets leave in its name within an hour, and whose software may send for it. */
export default async function SendingPage({ params, searchParams }: Props) {
  const t = await serverTexts();
  const { structure: structureId } = await params;
  const { apres = null } = await searchParams;
  const answer = await askForPerson(StructureSendingDocument, {
    ...{ structureId, first: PAGE_SIZE },
    after: apres,
  });
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('sending.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { structure } = answer.data;
  if (structure.__typename === 'Refus') notFound();
  const language = await currentLanguage();
  const { sending } = textsIn(language);
  return (
    <Main>
      <h1>{t('sending.heading')}</h1>
      <p>
        <Link href={`/g/${structure.id}`} prefetch={false}>
          {structure.name}
        </Link>
      </p>
      <p className={styles.privacy}>{t('sending.purpose')}</p>
      <ClientTexts language={language} texts={{ sending }}>
        <section className={styles.card} aria-labelledby="limites">
          <h2 id="limites">{t('sending.limits')}</h2>
          <SendingUse structure={structure} />
          {structure.mayManageSending ? (
            <LimitsForm structureId={structure.id} limits={structure.sendingLimits} />
          ) : null}
        </section>
        <section className={styles.card} aria-labelledby="logiciels">
          <h2 id="logiciels">{t('sending.software')}</h2>
          <p className={styles.more}>{t('sending.softwareText')}</p>
          <ApplicativeBals structure={structure} after={apres} />
        </section>
      </ClientTexts>
    </Main>
  );
}
