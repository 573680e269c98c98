'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import buttons from '../../ui/button.module.css';
import { orderQuarantine, QuarantineOrder } from './order.ts';
import styles from './quarantine.module.css';
import type { Quarantine } from './quarantine-list.tsx';

interface Props {
  readonly structureId: string;
  readonly policy: Quarantine['malwarePolicy'];
}

/** What the structure wants done with infected letters, chosen by its manager. */
export function PolicyChoice({ structureId, policy }: Props) {
  const t = useTranslations('quarantine');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [said, setSaid] = useState('');

  async function choose(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const chosen = Object.fromEntries(new FormData(event.currentTarget));
    const order = QuarantineOrder.safeParse({ act: 'choose', structureId, ...chosen });
    if (!order.success) return;
    const answer = await orderQuarantine(order.data);
    setSaid(answer.done ? t('chosen') : (answer.why?.[language] ?? t('notDone')));
    router.refresh();
  }

  return (
    <form className={styles.policy} onSubmit={(event) => void choose(event)}>
      <fieldset>
        <legend>{t('infected')}</legend>
        <Choice name="infected" value="REFUSE" chosen={policy.infected} text={t('infectedRefuse')} />
        <Choice name="infected" value="STRIP" chosen={policy.infected} text={t('infectedStrip')} />
      </fieldset>
      <fieldset>
        <legend>{t('encrypted')}</legend>
        <Choice name="encrypted" value="REFUSE" chosen={policy.encrypted} text={t('encryptedRefuse')} />
        <Choice name="encrypted" value="ACCEPT" chosen={policy.encrypted} text={t('encryptedAccept')} />
      </fieldset>
      <p className={styles.said}>{t('strictest')}</p>
      <div className={styles.choices}>
        <button type="submit" className={buttons.primary}>
          {t('choose')}
        </button>
        <span aria-live="polite">{said}</span>
      </div>
    </form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly chosen: string;
  readonly text: string;
}

function Choice({ name, value, chosen, text }: ChoiceProps) {
  return (
    <label className={styles.choice}>
      <input type="radio" name={name} value={value} defaultChecked={value === chosen} />
      {text}
    </label>
  );
}
