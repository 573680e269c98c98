'use client';

import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import field from '../../ui/field.module.css';
import { SendingOrder } from './order.ts';
import styles from './sending.module.css';
import type { Sending } from './sending-use.tsx';
import { useOrder } from './use-order.ts';

const HIGHEST = 100_000;

interface Props {
  readonly structureId: string;
  readonly limits: Sending['sendingLimits'];
}

/** To how many recipients a manager lets people write within an hour. */
export function LimitsForm({ structureId, limits }: Props) {
  const t = useTranslations('sending');
  const { isWorking, said, give } = useOrder();
  const [perBal, setPerBal] = useState(limits.perBal);
  const id = useId();

  async function choose(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const chosen = Object.fromEntries(new FormData(event.currentTarget));
    const order = SendingOrder.safeParse({ act: 'limit', structureId, ...chosen });
    if (order.success) await give(order.data, t('chosen'));
  }

  return (
    <form className={styles.form} onSubmit={(event) => void choose(event)}>
      <p id={`${id}-rule`} className={styles.said}>
        {t('rule')}
      </p>
      <div className={styles.fields}>
        <label className={field.field}>
          {t('perBal')}
          <input
            type="number"
            name="perBal"
            min={1}
            max={HIGHEST}
            required
            defaultValue={limits.perBal}
            aria-describedby={`${id}-rule`}
            onChange={(event) => setPerBal(event.target.valueAsNumber)}
          />
        </label>
        <label className={field.field}>
          {t('perStructure')}
          <input
            type="number"
            name="perStructure"
            min={perBal || 1}
            max={HIGHEST}
            required
            defaultValue={limits.perStructure}
            aria-describedby={`${id}-rule`}
          />
        </label>
      </div>
      <div className={styles.choices}>
        <button type="submit" className={buttons.primary} aria-disabled={isWorking}>
          {t('choose')}
        </button>
        <span aria-live="polite">{said}</span>
      </div>
    </form>
  );
}
