import type { Metadata } from 'next';
import { MyAccess } from '../../../features/secours/my-access.tsx';
import styles from '../../../features/structure/dashboard.module.css';
import { longDate } from '../../../format/dates.ts';
import { MySecoursDocument } from '../../../gql/documents.ts';
import { askForPerson } from '../../../session/session.ts';
import { ClientTexts } from '../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../texts/server-texts.ts';
import { Failure } from '../../../ui/failure.tsx';
import { Main } from '../../../ui/main.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('secours.heading') }) };
}

/** A person’s own access de secours, structure by structure (RE_LPS_0100). */
export default async function SecoursPage() {
  const t = await serverTexts();
  const answer = await askForPerson(MySecoursDocument, {});
  const language = await currentLanguage();
  const { secours } = textsIn(language);
  return (
    <Main>
      <h1>{t('secours.heading')}</h1>
      <p className={styles.privacy}>{t('secours.purpose')}</p>
      <p className={styles.privacy}>{t('secours.programs')}</p>
      {answer.ok ? null : <Failure reference={answer.reference} />}
      {answer.ok && answer.data.me.secours.length === 0 ? <p>{t('secours.nowhere')}</p> : null}
      <ClientTexts language={language} texts={{ secours }}>
        {(answer.ok ? answer.data.me.secours : []).map(({ structureId, structureName, isOn, enrolledAt }) => (
          <section key={structureId} className={styles.card} aria-labelledby={`structure-${structureId}`}>
            <h2 id={`structure-${structureId}`}>{structureName}</h2>
            <MyAccess
              structureId={structureId}
              isOn={isOn}
              enrolled={enrolledAt ? t('secours.enrolled', { date: longDate(enrolledAt, language) }) : null}
            />
          </section>
        ))}
      </ClientTexts>
    </Main>
  );
}
