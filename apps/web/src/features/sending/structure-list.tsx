'use client';

import { useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import styles from './sending.module.css';
import { useOrder } from './use-order.ts';
import { WithdrawButton } from './withdraw-button.tsx';

interface Props {
  readonly structureId: string;
  readonly balId: string;
  readonly structures: readonly {
    readonly idNat: string;
    readonly told: string;
    readonly isWithdrawable: boolean;
  }[];
}

/** The structures whose certificates open a BAL; a manager withdraws those that were authorised. */
export function StructureList({ structureId, balId, structures }: Props) {
  const t = useTranslations('sending');
  const { isWorking, said, give } = useOrder();
  const outcome = useRef<HTMLParagraphElement>(null);

  // The line goes away with its button: the keyboard goes on from what is said of it.
  async function withdraw(idNat: string): Promise<void> {
    await give({ act: 'withdraw', structureId, balId, idNat }, t('withdrawn', { idNat }));
    outcome.current?.focus();
  }

  return (
    <>
      <ul className={styles.structures}>
        {structures.map(({ idNat, told, isWithdrawable }) => (
          <li key={`${idNat} ${isWithdrawable}`}>
            <span className={styles.number}>{idNat}</span>
            <span className={styles.said}>{told}</span>
            {isWithdrawable ? (
              <WithdrawButton idNat={idNat} isWorking={isWorking} onWithdraw={() => void withdraw(idNat)} />
            ) : null}
          </li>
        ))}
      </ul>
      <p ref={outcome} tabIndex={-1} aria-live="polite">
        {said}
      </p>
    </>
  );
}
