'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { longDate } from '../../format/dates.ts';
import type { ListeBlanchePageQuery } from '../../gql/documents.ts';
import { parseLanguage } from '../../texts/texts.ts';
import buttons from '../../ui/button.module.css';
import { Notice } from '../../ui/notice.tsx';
import styles from './liste-blanche.module.css';

type Pending = NonNullable<ListeBlanchePageQuery['listeBlanchePending']>;
type Step = 'waiting' | 'confirming' | 'working';

interface Props {
  readonly pending: Pending;
  readonly domainsInForce: number;
  readonly mayApprove: boolean;
}

/** A list that loses much of the one in force: what it would change, and the yes of a person in charge, asked twice. */
export function ApproveList({ pending, domainsInForce, mayApprove }: Props) {
  const t = useTranslations('whitelist');
  const language = parseLanguage(useLocale());
  return (
    <div className={styles.pending}>
      <Notice tone="danger" title={t('pendingTitle')}>
        <p>
          {t('pendingText', {
            date: longDate(pending.generatedAt, language),
            domains: pending.domainCount,
            former: domainsInForce,
          })}
        </p>
        {mayApprove ? <Approval sha256={pending.sha256} /> : <p>{t('pendingForOthers')}</p>}
      </Notice>
    </div>
  );
}

function Approval({ sha256 }: { readonly sha256: string }) {
  const t = useTranslations('whitelist');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [step, setStep] = useState<Step>('waiting');
  const [refusal, setRefusal] = useState<string | null>(null);
  async function approve(): Promise<void> {
    setStep('working');
    const problem = await askApproval(sha256, language);
    setRefusal(problem === 'unanswered' ? t('approveFailed') : problem);
    setStep('waiting');
    if (problem === null) router.refresh();
  }
  return (
    <>
      <p aria-live="polite">{refusal ?? (step === 'confirming' ? t('approveConfirm') : '')}</p>
      <div className={styles.choices}>
        {step === 'waiting' ? (
          <button type="button" className={buttons.quiet} onClick={() => setStep('confirming')}>
            {t('approve')}
          </button>
        ) : (
          <>
            <button
              type="button"
              className={buttons.primary}
              aria-disabled={step === 'working'}
              onClick={() => (step === 'working' ? undefined : void approve())}
            >
              {t('approveYes')}
            </button>
            <button type="button" className={buttons.quiet} onClick={() => setStep('waiting')}>
              {t('approveNo')}
            </button>
          </>
        )}
      </div>
    </>
  );
}

/** Null when it is done, else the sentence of the refusal, or 'unanswered'. */
async function askApproval(sha256: string, language: 'fr' | 'en'): Promise<string | null> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ sha256 });
  const answer = await fetch('/liste-blanche/accord', { method: 'POST', headers, body }).catch(() => null);
  if (answer?.status === 204) return null;
  if (answer?.status !== 409) return 'unanswered';
  const refusal: { readonly fr: string; readonly en: string } = await answer.json();
  return refusal[language];
}
