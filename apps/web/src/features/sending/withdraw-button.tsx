'use client';

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import styles from './sending.module.css';

interface Props {
  readonly idNat: string;
  readonly isWorking: boolean;
  readonly onWithdraw: () => void;
}

/** Takes back what a structure was let do. Its software stops at once, and so it is asked twice. */
export function WithdrawButton({ idNat, isWorking, onWithdraw }: Props) {
  const t = useTranslations('sending');
  const [isConfirming, setConfirming] = useState(false);
  const harmless = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isConfirming) harmless.current?.focus();
  }, [isConfirming]);

  if (!isConfirming)
    return (
      <button
        type="button"
        className={buttons.quiet}
        aria-label={t('withdrawOf', { idNat })}
        onClick={() => setConfirming(true)}
      >
        {t('withdraw')}
      </button>
    );
  return (
    <span className={styles.choices}>
      <button type="button" className={buttons.primary} aria-disabled={isWorking} onClick={onWithdraw}>
        {t('confirmWithdraw')}
      </button>
      <button type="button" ref={harmless} className={buttons.quiet} onClick={() => setConfirming(false)}>
        {t('keep')}
      </button>
    </span>
  );
}
