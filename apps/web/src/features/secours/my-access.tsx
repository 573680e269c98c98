'use client';

import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import { CodeField } from './code-field.tsx';
import { beginSecours, type Shown } from './order.ts';
import styles from './secours.module.css';
import { SetUp } from './set-up.tsx';
import { useSecours } from './use-secours.ts';

interface Props {
  readonly structureId: string;
  readonly isOn: boolean;
  /** In words; null while it is not enrolled. */
  readonly enrolled: string | null;
}

/** A person’s own access de secours in one structure: enrolled, begun again, revoked. */
export function MyAccess({ structureId, isOn, enrolled }: Props) {
  const t = useTranslations('secours');
  const { isWorking, said, say, give } = useSecours();
  const [shown, setShown] = useState<Shown | null>(null);
  const warning = useId();

  async function begin(): Promise<void> {
    const begun = await beginSecours(structureId);
    setShown(begun);
    say(begun ? '' : t('notDone'));
  }

  async function confirm(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code') ?? '');
    if (await give({ act: 'confirm', structureId, code }, t('done'))) setShown(null);
  }

  return (
    <div className={styles.access}>
      <p>{enrolled ?? t('notEnrolled')}</p>
      {isOn ? null : <p>{t('closed')}</p>}
      {shown ? (
        <form className={styles.steps} onSubmit={(event) => void confirm(event)}>
          <SetUp shown={shown} />
          <h3>{t('step3')}</h3>
          <CodeField label={t('code')} />
          <button type="submit" className={buttons.primary} aria-disabled={isWorking}>
            {t('confirm')}
          </button>
        </form>
      ) : (
        <>
          {enrolled && isOn ? (
            <p id={warning} className={styles.said}>
              {t('renewText')}
            </p>
          ) : null}
          <div className={styles.choices}>
            {isOn ? (
              <button
                type="button"
                className={enrolled ? buttons.quiet : buttons.primary}
                aria-describedby={enrolled ? warning : undefined}
                onClick={() => void begin()}
              >
                {enrolled ? t('renew') : t('enrol')}
              </button>
            ) : null}
            {enrolled ? (
              <button
                type="button"
                className={buttons.quiet}
                aria-disabled={isWorking}
                onClick={() => void give({ act: 'revoke', structureId }, t('revoked'))}
              >
                {t('revoke')}
              </button>
            ) : null}
          </div>
        </>
      )}
      <p aria-live="polite" className={styles.said}>
        {said}
      </p>
    </div>
  );
}
