import Link from 'next/link';
import { longDate } from '../../format/dates.ts';
import { whoAmI } from '../../session/who-am-i.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import styles from './terms.module.css';

/** A word over every page while new terms are announced that the person has not accepted yet. */
export async function AnnouncedTerms() {
  const answer = await whoAmI();
  const announced = answer.ok ? answer.data.me.cguToAccept.find(({ inForce }) => !inForce) : undefined;
  if (!announced) return null;
  const t = await serverTexts();
  const date = longDate(announced.version.inForceAt, await currentLanguage());
  return (
    <aside className={`${styles.announced} no-print`} aria-label={t('terms.heading')}>
      <p>
        {t('terms.announced', { date })}{' '}
        <Link href="/cgu" prefetch={false}>
          {t('terms.readThem')}
        </Link>
      </p>
    </aside>
  );
}
