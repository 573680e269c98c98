'use client';

import type { FormEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import field from '../../ui/field.module.css';
import styles from './managers.module.css';
import { useProvider } from './use-provider.ts';

export interface LocalPerson {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  /** In words. */
  readonly since: string;
}

interface Props {
  readonly structureId: string;
  readonly people: readonly LocalPerson[];
  /** Managers and auditors of the structure. */
  readonly candidates: readonly { readonly id: string; readonly name: string }[];
}

/** Who comes in by the account of the structure, and under which address. */
export function LocalPeople({ structureId, people, candidates }: Props) {
  const t = useTranslations('managers');
  const { isWorking, said, give } = useProvider();

  async function register(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const [personId, email] = ['personId', 'email'].map((name) => String(typed.get(name) ?? ''));
    if (!personId || !email) return;
    if (await give({ act: 'register', structureId, personId, email }, t('registered', { email })))
      form.reset();
  }

  return (
    <div className={styles.part}>
      {people.length === 0 ? <p className={styles.said}>{t('nobody')}</p> : null}
      <ul className={styles.people}>
        {people.map(({ personId, name, email, since }) => (
          <li key={personId}>
            <span className={styles.address}>
              {name}, {email} <span className={styles.said}>{since}</span>
            </span>
            <button
              type="button"
              className={buttons.quiet}
              aria-label={t('forgetOf', { name })}
              aria-disabled={isWorking}
              onClick={() => void give({ act: 'forget', structureId, personId }, t('forgotten', { name }))}
            >
              {t('forget')}
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={(event) => void register(event)}>
        <label className={field.field}>
          {t('person')}
          <select name="personId" required defaultValue="">
            <option value="" disabled>
              {t('choosePerson')}
            </option>
            {candidates.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className={field.field}>
          {t('personEmail')}
          <input type="email" name="email" required maxLength={320} autoComplete="off" />
        </label>
        <button type="submit" className={buttons.quiet} aria-disabled={isWorking}>
          {t('register')}
        </button>
      </form>
      <p role="status" className={styles.said}>
        {said}
      </p>
    </div>
  );
}
