'use client';

import { type FormEvent, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import buttons from '../../ui/button.module.css';
import field from '../../ui/field.module.css';
import { beginAt, type Offer, offersOf } from './begin.ts';
import styles from './managers.module.css';

interface Props {
  readonly returnTo: string;
  /** Named by the link that the structure gave. */
  readonly structureId: string | null;
  /** The last try by this way has just failed. */
  readonly isOpen: boolean;
}

/** The way in of managers and auditors without a card: the account of their structure, found by the domain of their address. */
export function StructureSignIn({ returnTo, structureId, isOpen }: Props) {
  const t = useTranslations('managers');
  const language = parseLanguage(useLocale());
  const [isWorking, setWorking] = useState(false);
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  const [problem, setProblem] = useState('');

  async function look(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email') ?? '');
    await once(async () => {
      const found = await offersOf(email);
      if (found === null) return setProblem(t('failed'));
      const [only, ...more] = found;
      if (!only) return setProblem(t('nowhere'));
      if (more.length > 0) return setOffers(found);
      return begin(only.structureId);
    });
  }

  async function begin(id: string): Promise<void> {
    const begun = await beginAt(id, returnTo);
    if ('url' in begun) return window.location.assign(begun.url);
    setProblem(begun.why?.[language] ?? t('failed'));
  }

  async function once(act: () => Promise<void>): Promise<void> {
    if (isWorking) return;
    setWorking(true);
    setProblem('');
    setOffers([]);
    await act();
    setWorking(false);
  }

  return (
    <details className={styles.way} open={isOpen || structureId !== null}>
      <summary>{t('summary')}</summary>
      <p className={styles.said}>{t('text')}</p>
      {structureId ? (
        <button
          type="button"
          className={buttons.quiet}
          aria-disabled={isWorking}
          onClick={() => void once(() => begin(structureId))}
        >
          {isWorking ? t('working') : t('direct')}
        </button>
      ) : (
        <form onSubmit={(event) => void look(event)}>
          <label className={field.field}>
            {t('email')}
            <input type="email" name="email" required autoComplete="email" maxLength={320} />
          </label>
          <button type="submit" className={buttons.quiet} aria-disabled={isWorking}>
            {isWorking ? t('working') : t('continue')}
          </button>
        </form>
      )}
      {offers.length > 0 ? (
        <fieldset className={styles.offers}>
          <legend>{t('choose')}</legend>
          {offers.map((offer) => (
            <button
              key={offer.structureId}
              type="button"
              className={buttons.quiet}
              aria-disabled={isWorking}
              onClick={() => void once(() => begin(offer.structureId))}
            >
              {offer.name}
            </button>
          ))}
        </fieldset>
      ) : null}
      <p role="alert" className={styles.problem}>
        {problem}
      </p>
    </details>
  );
}
