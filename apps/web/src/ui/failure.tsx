import { serverTexts } from '../texts/server-texts.ts';
import styles from './failure.module.css';
import { Notice } from './notice.tsx';
import { Retry } from './retry.tsx';

/** One card that could not be loaded: what is safe, what to do, and a reference when support can use one. */
export async function Failure({ reference }: { readonly reference: string | null }) {
  const t = await serverTexts();
  return (
    <div className={styles.failure}>
      <Notice tone="warning" title={t('failure.title')}>
        <p>{t('failure.text')}</p>
        {reference ? <p className={styles.reference}>{t('failure.reference', { reference })}</p> : null}
      </Notice>
      <Retry label={t('failure.retry')} />
    </div>
  );
}
