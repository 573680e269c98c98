'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import buttons from '../../ui/button.module.css';
import styles from './jobs.module.css';
import { orderJob } from './order.ts';

interface Props {
  readonly name: string;
  readonly label: string;
}

/** Has a job run now: harmless however often it is pressed, so it is asked once. */
export function RunButton({ name, label }: Props) {
  const t = useTranslations('jobs');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [isSending, setIsSending] = useState(false);
  const [said, setSaid] = useState('');

  async function run(): Promise<void> {
    if (isSending) return;
    setIsSending(true);
    const answer = await orderJob({ name });
    setSaid(answer.done ? t('asked') : (answer.why?.[language] ?? t('notAsked')));
    setIsSending(false);
    router.refresh();
  }

  return (
    <>
      <button
        type="button"
        className={buttons.quiet}
        aria-disabled={isSending}
        aria-label={t('runNowFor', { label })}
        onClick={() => void run()}
      >
        {t('runNow')}
      </button>
      <span aria-live="polite" className={styles.said}>
        {said}
      </span>
    </>
  );
}
