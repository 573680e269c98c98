'use client';

import { FAULT_TEXTS } from '../texts/fault-texts.ts';
import buttons from './button.module.css';
import styles from './failure.module.css';

interface Props {
  /** Finds the fault in the portal’s logs. */
  readonly reference: string | null;
  readonly retry: () => void;
}

/** A page that could not be shown. It needs nothing of the server, whose answer is what failed. */
export function PageFault({ reference, retry }: Props) {
  const texts =
    FAULT_TEXTS[typeof document !== 'undefined' && document.documentElement.lang === 'en' ? 'en' : 'fr'];
  return (
    <main id="contenu" tabIndex={-1} className={styles.failure}>
      <h1>{texts.page}</h1>
      <p>{texts.text}</p>
      {reference ? (
        <p className={styles.reference}>{texts.reference.replace('{reference}', reference)}</p>
      ) : null}
      <button type="button" className={buttons.primary} onClick={retry}>
        {texts.retry}
      </button>
    </main>
  );
}
