'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import buttons from '../../ui/button.module.css';
import { orderPublication } from './order.ts';
import styles from './publication.module.css';

interface Props {
  readonly structureId: string;
  readonly id: string;
  /** What is decided of, for those who do not see the line. */
  readonly of: string;
  readonly kind: 'correction' | 'held';
}

type Step = { readonly kind: 'waiting' | 'working' } | { readonly kind: 'confirming' };

/** A yes that changes who opens a BAL, or what the Annuaire shows: asked twice. A no to a correction is one click. */
export function DecideButtons({ structureId, id, of, kind }: Props) {
  const t = useTranslations('publication');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [step, setStep] = useState<Step>({ kind: 'waiting' });
  const [problem, setProblem] = useState('');
  const harmless = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step.kind === 'confirming') harmless.current?.focus();
  }, [step]);

  async function decide(act: 'accept' | 'approve' | 'decline'): Promise<void> {
    if (step.kind === 'working') return;
    setStep({ kind: 'working' });
    const answer = await orderPublication({ act, structureId, id });
    setProblem(answer.done ? '' : (answer.why?.[language] ?? t('notDone')));
    setStep({ kind: 'waiting' });
    router.refresh();
  }

  const yes = kind === 'held' ? 'approve' : 'accept';
  return (
    <>
      <span className={styles.choices}>
        {step.kind === 'waiting' ? (
          <>
            <button
              type="button"
              className={buttons.quiet}
              aria-label={t(`${yes}Of`, { of })}
              onClick={() => setStep({ kind: 'confirming' })}
            >
              {t(yes)}
            </button>
            {kind === 'correction' ? (
              <button
                type="button"
                className={buttons.quiet}
                aria-label={t('declineOf', { of })}
                onClick={() => void decide('decline')}
              >
                {t('decline')}
              </button>
            ) : null}
          </>
        ) : (
          <>
            <button
              type="button"
              className={buttons.primary}
              aria-disabled={step.kind === 'working'}
              onClick={() => void decide(yes)}
            >
              {t(`${yes}Yes`)}
            </button>
            <button
              type="button"
              ref={harmless}
              className={buttons.quiet}
              aria-disabled={step.kind === 'working'}
              onClick={() => {
                if (step.kind !== 'working') setStep({ kind: 'waiting' });
              }}
            >
              {t('back')}
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
