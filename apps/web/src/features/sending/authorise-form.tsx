'use client';

import { type FormEvent, useId } from 'react';
import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import field from '../../ui/field.module.css';
import { SendingOrder } from './order.ts';
import styles from './sending.module.css';
import { useOrder } from './use-order.ts';

interface Props {
  readonly structureId: string;
  readonly balId: string;
}

/** Lets the certificates of another structure open an applicative BAL. */
export function AuthoriseForm({ structureId, balId }: Props) {
  const t = useTranslations('sending');
  const { isWorking, said, give } = useOrder();
  const id = useId();

  async function authorise(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const idNat = String(new FormData(form).get('idNat') ?? '').trim();
    const order = SendingOrder.safeParse({ act: 'authorise', structureId, balId, idNat });
    if (order.success && (await give(order.data, t('authorised', { idNat })))) form.reset();
  }

  return (
    <form className={styles.form} onSubmit={(event) => void authorise(event)}>
      <label className={field.field}>
        {t('idNat')}
        <input
          type="text"
          name="idNat"
          required
          autoComplete="off"
          spellCheck={false}
          pattern="\s*\d[0-9A-Za-z]{8,19}\s*"
          title={t('idNatShape')}
          aria-describedby={`${id}-shape`}
        />
      </label>
      <p id={`${id}-shape`} className={styles.said}>
        {t('idNatShape')}
      </p>
      <div className={styles.choices}>
        <button type="submit" className={buttons.quiet} aria-disabled={isWorking}>
          {t('authorise')}
        </button>
        <span aria-live="polite">{said}</span>
      </div>
    </form>
  );
}
