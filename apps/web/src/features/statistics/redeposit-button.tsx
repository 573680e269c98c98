'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import buttons from '../../ui/button.module.css';
import { orderRedeposit } from './order.ts';
import styles from './statistics.module.css';

interface Props {
  readonly structureId: string;
  readonly depositId: string;
  readonly month: string;
}

/** Has the statistics of a month written and deposited anew. */
export function RedepositButton({ structureId, depositId, month }: Props) {
  const t = useTranslations('statistics');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [isWorking, setIsWorking] = useState(false);
  const [told, setTold] = useState('');

  async function redeposit(): Promise<void> {
    if (isWorking) return;
    setIsWorking(true);
    const answer = await orderRedeposit({ structureId, depositId });
    setTold(answer.done ? t('redeposited') : (answer.why?.[language] ?? t('notDone')));
    setIsWorking(false);
    router.refresh();
  }

  return (
    <>
      <button
        type="button"
        className={buttons.quiet}
        aria-disabled={isWorking}
        aria-label={t('redepositOf', { month })}
        onClick={() => void redeposit()}
      >
        {t('redeposit')}
      </button>
      <span aria-live="polite" className={styles.said}>
        {told}
      </span>
    </>
  );
}
