'use client';

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import styles from './managers.module.css';

interface Props {
  readonly isWorking: boolean;
  readonly remove: () => void;
}

/** Takes the provider away, which ends sessions: it says so, and is asked twice. */
export function RemoveButton({ isWorking, remove }: Props) {
  const t = useTranslations('managers');
  const [isSure, setSure] = useState(false);
  const harmless = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isSure) harmless.current?.focus();
  }, [isSure]);

  if (!isSure)
    return (
      <button type="button" className={buttons.quiet} aria-disabled={isWorking} onClick={() => setSure(true)}>
        {t('remove')}
      </button>
    );
  return (
    <div className={styles.choices}>
      <p id="retrait" className={styles.said}>
        {t('removeText')}
      </p>
      <button
        type="button"
        className={buttons.primary}
        aria-describedby="retrait"
        aria-disabled={isWorking}
        onClick={remove}
      >
        {t('removeSure')}
      </button>
      <button type="button" ref={harmless} className={buttons.quiet} onClick={() => setSure(false)}>
        {t('removeNot')}
      </button>
    </div>
  );
}
