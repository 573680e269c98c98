'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { sendOrder } from '../../orders/send-order.ts';
import { useTold } from '../../orders/told-here.tsx';
import { parseLanguage } from '../../texts/texts.ts';
import buttons from '../../ui/button.module.css';
import field from '../../ui/field.module.css';
import styles from './annuaire-feeds.module.css';
import { FEEDS_DOOR, FeedsOrder } from './order.ts';

/** Withdraws a domain, whose name is written by whoever decides it: read again before the yes. */
export function WithdrawForm() {
  const t = useTranslations('annuaireFeeds');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const tell = useTold();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const harmless = useRef<HTMLButtonElement>(null);
  const [domain, setDomain] = useState<string | null>(null);
  const [isWorking, setWorking] = useState(false);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    if (domain !== null) harmless.current?.focus();
  }, [domain]);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (domain !== null) return void withdraw();
    const typed = String(new FormData(event.currentTarget).get('domain') ?? '').trim();
    setProblem(typed === '' ? t('domainNeeded') : '');
    if (typed === '') input.current?.focus();
    else setDomain(typed.toLowerCase());
  }

  async function withdraw(): Promise<void> {
    if (isWorking) return;
    const order = FeedsOrder.safeParse({ act: 'withdraw', domain });
    setWorking(true);
    setProblem('');
    tell('');
    const answer = order.success
      ? await sendOrder(FEEDS_DOOR, order.data)
      : { done: false as const, why: null };
    setWorking(false);
    setDomain(null);
    if (!answer.done) {
      setProblem(answer.why?.[language] ?? t(order.success ? 'failed' : 'domainNeeded'));
      input.current?.focus();
      // A lost answer may have followed a withdrawal that was done.
      return router.refresh();
    }
    if (input.current) input.current.value = '';
    tell(t('withdrawDone', { domain: domain ?? '' }));
    router.refresh();
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div>
        <label className={field.field}>
          {t('toWithdraw')}
          <input
            ref={input}
            name="domain"
            maxLength={253}
            readOnly={domain !== null}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={problem !== ''}
            aria-describedby={`${id}-rule ${id}-problem`}
          />
        </label>
        <p id={`${id}-problem`} role="status" className={styles.problem}>
          {problem}
        </p>
      </div>
      <p id={`${id}-rule`} className={styles.said}>
        {domain === null ? t('withdrawRule') : t('withdrawWarning', { domain })}
      </p>
      <div className={styles.choices}>
        {domain === null ? (
          <button type="submit" className={buttons.quiet}>
            {t('withdraw')}
          </button>
        ) : (
          <>
            <button
              type="submit"
              className={buttons.primary}
              aria-disabled={isWorking}
              aria-describedby={`${id}-rule`}
            >
              {t('withdrawYes')}
            </button>
            <button
              type="button"
              ref={harmless}
              className={buttons.quiet}
              aria-disabled={isWorking}
              aria-describedby={`${id}-rule`}
              onClick={() => {
                if (isWorking) return;
                setDomain(null);
                input.current?.focus();
              }}
            >
              {t('withdrawNo')}
            </button>
          </>
        )}
      </div>
    </form>
  );
}
