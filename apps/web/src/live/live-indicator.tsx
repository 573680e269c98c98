'use client';

import { useTranslations } from 'use-intl/react';
import { useLive } from './live-connection.tsx';
import styles from './live-indicator.module.css';

/** Says whether what is shown moves by itself. The word is enough; the dot only helps the eye. */
export function LiveIndicator() {
  const t = useTranslations('live');
  const { state } = useLive();
  return (
    <span role="status" className={`${styles.indicator} ${styles[state]}`}>
      <span className={styles.dot} aria-hidden="true" />
      {t(state)}
    </span>
  );
}
