import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ManagedAccess } from '../../../../../features/secours/managed-access.tsx';
import styles from '../../../../../features/structure/dashboard.module.css';
import { longDate } from '../../../../../format/dates.ts';
import { StructureSecoursDocument } from '../../../../../gql/documents.ts';
import { askForPerson } from '../../../../../session/session.ts';
import { ClientTexts } from '../../../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../ui/failure.tsx';
import { Main } from '../../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ structure: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('secours.heading') }) };
}

/** Whether a structure lets its professionals in when Pro Santé Connect is out, and who prepared for it. */
export default async function StructureSecoursPage({ params }: Props) {
  const t = await serverTexts();
  const { structure: structureId } = await params;
  const answer = await askForPerson(StructureSecoursDocument, { structureId });
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('secours.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { structure } = answer.data;
  if (structure.__typename === 'Refus') notFound();
  const language = await currentLanguage();
  const { secours } = textsIn(language);
  const { isOn, isAvailable, mayManage } = structure.secours;
  const holders = structure.secours.holders.map(({ idNat, name, enrolledAt }) => ({
    idNat,
    name,
    since: t('secours.since', { date: longDate(enrolledAt, language) }),
  }));
  return (
    <Main>
      <h1>{t('secours.heading')}</h1>
      <p>
        <Link href={`/g/${structure.id}`} prefetch={false}>
          {structure.name}
        </Link>
      </p>
      <p className={styles.privacy}>{t('secours.managerPurpose')}</p>
      <section className={styles.card} aria-labelledby="reglage">
        <h2 id="reglage">{t('secours.setting')}</h2>
        <ClientTexts language={language} texts={{ secours }}>
          <ManagedAccess structureId={structure.id} {...{ isOn, isAvailable, mayManage, holders }} />
        </ClientTexts>
      </section>
    </Main>
  );
}
