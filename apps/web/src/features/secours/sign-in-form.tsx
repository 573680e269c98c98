'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import field from '../../ui/field.module.css';
import { CodeField } from './code-field.tsx';
import styles from './secours.module.css';

interface Props {
  readonly returnTo: string;
  /** Pro Santé Connect has just failed the person. */
  readonly isNeeded: boolean;
}

/** The other way in, for those who enrolled, and only where some structure wants it. */
export function SecoursSignIn({ returnTo, isNeeded }: Props) {
  const t = useTranslations('secours');
  const [isWorking, setWorking] = useState(false);
  const [problem, setProblem] = useState('');

  async function come(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (isWorking) return;
    setWorking(true);
    setProblem('');
    if (await signedIn(new FormData(event.currentTarget))) return window.location.assign(returnTo);
    setProblem(t('failed'));
    setWorking(false);
  }

  return (
    <details className={styles.other} open={isNeeded}>
      <summary>{t('signInSummary')}</summary>
      <form onSubmit={(event) => void come(event)}>
        <p className={styles.said}>{t('signInText')}</p>
        <label className={field.field}>
          {t('address')}
          <input type="email" name="address" required autoComplete="username" />
        </label>
        <label className={field.field}>
          {t('passphrase')}
          <input type="password" name="passphrase" required autoComplete="current-password" />
        </label>
        <CodeField label={t('code')} />
        <button type="submit" className={buttons.quiet} aria-disabled={isWorking}>
          {isWorking ? t('signInWorking') : t('signIn')}
        </button>
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      </form>
    </details>
  );
}

/** Never throws. */
async function signedIn(proofs: FormData): Promise<boolean> {
  try {
    const { csrfToken } = await (await fetch('/api/auth/csrf')).json();
    const fields = ['address', 'passphrase', 'code'].map((name) => [name, String(proofs.get(name) ?? '')]);
    const body = new URLSearchParams([...fields, ['csrfToken', csrfToken], ['json', 'true']]);
    return (await fetch('/api/auth/callback/secours', { method: 'POST', body })).ok;
  } catch {
    return false;
  }
}
