'use client';

import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import styles from './secours.module.css';
import { useSecours } from './use-secours.ts';

export interface Holder {
  readonly idNat: string;
  readonly name: string;
  /** In words. */
  readonly since: string;
}

interface Props {
  readonly structureId: string;
  readonly isOn: boolean;
  readonly isAvailable: boolean;
  readonly mayManage: boolean;
  readonly holders: readonly Holder[];
}

/** A manager’s switch, and who enrolled. */
export function ManagedAccess({ structureId, isOn, isAvailable, mayManage, holders }: Props) {
  const t = useTranslations('secours');
  const { isWorking, said, give } = useSecours();
  const maySwitch = mayManage && (isOn || isAvailable);
  const revoke = ({ idNat, name }: Holder) =>
    give({ act: 'revokeOf', structureId, idNat }, t('revokedOf', { name }));
  return (
    <div className={styles.managed}>
      <p>{isOn ? t('isOn') : t('isOff')}</p>
      {isAvailable ? null : <p>{t('unavailable')}</p>}
      {maySwitch ? (
        <button
          type="button"
          className={isOn ? buttons.quiet : buttons.primary}
          aria-disabled={isWorking}
          onClick={() =>
            void give({ act: 'turn', structureId, on: !isOn }, isOn ? t('turnedOff') : t('turnedOn'))
          }
        >
          {isOn ? t('turnOff') : t('turnOn')}
        </button>
      ) : null}
      <p aria-live="polite" className={styles.said}>
        {said}
      </p>
      {mayManage ? <h3>{t('holders')}</h3> : null}
      {mayManage && holders.length === 0 ? <p className={styles.said}>{t('nobody')}</p> : null}
      <ul className={styles.holders}>
        {holders.map((holder) => (
          <li key={holder.idNat}>
            <span>
              {holder.name} <span className={styles.said}>{holder.since}</span>
            </span>
            <button
              type="button"
              className={buttons.quiet}
              aria-label={t('revokeOf', { name: holder.name })}
              aria-disabled={isWorking}
              onClick={() => void revoke(holder)}
            >
              {t('revoke')}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
