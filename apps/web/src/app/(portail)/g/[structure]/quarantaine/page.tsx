import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { PolicyChoice } from '../../../../../features/quarantine/policy-choice.tsx';
import { QuarantineList } from '../../../../../features/quarantine/quarantine-list.tsx';
import styles from '../../../../../features/structure/dashboard.module.css';
import { StructureQuarantineDocument } from '../../../../../gql/documents.ts';
import { askForPerson } from '../../../../../session/session.ts';
import { ClientTexts } from '../../../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../ui/failure.tsx';
import { Main } from '../../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ structure: string }>;
  readonly searchParams: Promise<{ apres?: string }>;
}

const PAGE_SIZE = 50;

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('quarantine.heading') }) };
}

/** The infected letters of a structure: that they were blocked, for whom, why; never what they said. */
export default async function QuarantinePage({ params, searchParams }: Props) {
  const t = await serverTexts();
  const { structure: structureId } = await params;
  const { apres = null } = await searchParams;
  const answer = await askForPerson(StructureQuarantineDocument, {
    ...{ structureId, first: PAGE_SIZE },
    after: apres,
  });
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('quarantine.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { structure } = answer.data;
  if (structure.__typename === 'Refus') notFound();
  const language = await currentLanguage();
  const { quarantine } = textsIn(language);
  return (
    <Main>
      <h1>{t('quarantine.heading')}</h1>
      <p>
        <Link href={`/g/${structure.id}`} prefetch={false}>
          {structure.name}
        </Link>
      </p>
      <p className={styles.privacy}>{t('quarantine.privacy')}</p>
      <ClientTexts language={language} texts={{ quarantine }}>
        <section className={styles.card} aria-labelledby="messages-bloques">
          <h2 id="messages-bloques">{t('quarantine.blocked')}</h2>
          <QuarantineList structure={structure} after={apres} />
        </section>
        {structure.mayManageQuarantine ? (
          <section className={styles.card} aria-labelledby="traitement">
            <h2 id="traitement">{t('quarantine.policy')}</h2>
            <PolicyChoice structureId={structure.id} policy={structure.malwarePolicy} />
          </section>
        ) : null}
      </ClientTexts>
    </Main>
  );
}
