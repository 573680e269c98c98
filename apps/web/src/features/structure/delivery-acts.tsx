'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import { type Act, orderAct } from './delivery-order.ts';
import type { DeliveryRow } from './delivery-rows.ts';
import styles from './delivery-table.module.css';

interface Props {
  readonly structureId: string;
  readonly row: DeliveryRow;
  /** Says what was done, or why not, to whoever listens to the page. */
  readonly tell: (sentence: string) => void;
}

/** What a manager may do with a waiting delivery. Cancelling, which cannot be undone, is asked twice. */
export function DeliveryActs({ structureId, row, tell }: Props) {
  const t = useTranslations('deliveries');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [isConfirming, setConfirming] = useState(false);
  const [refusal, setRefusal] = useState('');

  async function order(act: Act): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    setConfirming(false);
    const answer = await orderAct({ structureId, deliveryId: row.id, act });
    const why = answer.done ? '' : (answer.why?.[language] ?? t('notActed'));
    setRefusal(why);
    tell(why || t(`acted.${act}`, { recipient: row.recipient }));
    setBusy(false);
    router.refresh();
  }

  return (
    <>
      <span className={styles.acts}>
        {isConfirming ? (
          <Confirmation row={row} confirm={() => void order('CANCEL')} keep={() => setConfirming(false)} />
        ) : (
          row.acts.map((act) => (
            <button
              key={act}
              type="button"
              className={styles.act}
              aria-disabled={isBusy}
              aria-label={t('actFor', { act: t(act), recipient: row.recipient })}
              onClick={() => (act === 'CANCEL' ? setConfirming(true) : void order(act))}
            >
              {t(act)}
            </button>
          ))
        )}
      </span>
      {refusal ? <span className={styles.refusal}>{refusal}</span> : null}
    </>
  );
}

interface ConfirmationProps {
  readonly row: DeliveryRow;
  readonly confirm: () => void;
  readonly keep: () => void;
}

/** Takes the focus on the harmless answer; Escape gives it too. */
function Confirmation({ row, confirm, keep }: ConfirmationProps) {
  const t = useTranslations('deliveries');
  const harmless = useRef<HTMLButtonElement>(null);
  useEffect(() => harmless.current?.focus(), []);
  const leaveOnEscape = ({ key }: { readonly key: string }) => key === 'Escape' && keep();
  return (
    <>
      <button
        type="button"
        className={styles.danger}
        aria-label={t('actFor', { act: t('confirmCancel'), recipient: row.recipient })}
        onClick={confirm}
        onKeyDown={leaveOnEscape}
      >
        {t('confirmCancel')}
      </button>
      <button type="button" ref={harmless} className={styles.act} onClick={keep} onKeyDown={leaveOnEscape}>
        {t('keep')}
      </button>
    </>
  );
}
