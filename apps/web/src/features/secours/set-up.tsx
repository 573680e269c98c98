import { useTranslations } from 'use-intl/react';
import type { Shown } from './order.ts';
import styles from './secours.module.css';

/** What the person keeps, shown once: the passphrase, and the key as a QR code and as text. */
export function SetUp({ shown: { passphrase, key, qr } }: { readonly shown: Shown }) {
  const t = useTranslations('secours');
  return (
    <>
      <h3>{t('step1')}</h3>
      <p>{t('step1Text')}</p>
      <p className={styles.secret} translate="no">
        {passphrase}
      </p>
      <h3>{t('step2')}</h3>
      <p>{t('step2Text')}</p>
      <svg
        className={styles.qr}
        role="img"
        aria-label={t('qr')}
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        shapeRendering="crispEdges"
      >
        <rect width={qr.size} height={qr.size} fill="#fff" />
        <path d={qr.path} fill="#000" />
      </svg>
      <p>
        {t('key')}{' '}
        <span className={styles.secret} translate="no">
          {key.match(/.{4}/g)?.join(' ') ?? key}
        </span>
      </p>
    </>
  );
}
