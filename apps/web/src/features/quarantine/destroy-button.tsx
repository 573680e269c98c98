'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import buttons from '../../ui/button.module.css';
import { orderQuarantine } from './order.ts';
import styles from './quarantine.module.css';

interface Props {
  readonly structureId: string;
  readonly id: string;
  readonly sender: string;
}

/** Destroys what is kept of a message. It cannot be undone, and is asked twice. */
export function DestroyButton({ structureId, id, sender }: Props) {
  const t = useTranslations('quarantine');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [step, setStep] = useState<'waiting' | 'confirming' | 'working'>('waiting');
  const [problem, setProblem] = useState('');
  const harmless = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step === 'confirming') harmless.current?.focus();
  }, [step]);

  async function destroy(): Promise<void> {
    if (step === 'working') return;
    setStep('working');
    const answer = await orderQuarantine({ act: 'destroy', structureId, id });
    setProblem(answer.done ? '' : (answer.why?.[language] ?? t('notDone')));
    setStep('waiting');
    router.refresh();
  }

  return (
    <>
      <span className={styles.choices}>
        {step === 'waiting' ? (
          <button
            type="button"
            className={buttons.quiet}
            aria-label={t('destroyFrom', { sender })}
            onClick={() => setStep('confirming')}
          >
            {t('destroy')}
          </button>
        ) : (
          <>
            <button
              type="button"
              className={buttons.primary}
              aria-disabled={step === 'working'}
              onClick={() => void destroy()}
            >
              {t('confirmDestroy')}
            </button>
            <button type="button" ref={harmless} className={buttons.quiet} onClick={() => setStep('waiting')}>
              {t('keep')}
            </button>
          </>
        )}
      </span>
      <span aria-live="polite" className={styles.problem}>
        {problem}
      </span>
    </>
  );
}
