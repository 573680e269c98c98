'use client';

import { useLocale, useTranslations } from 'use-intl/react';
import { momentInList } from '../../format/dates.ts';
import type { DeliveryState } from '../../gql/documents.ts';
import { parseLanguage } from '../../texts/texts.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { Address } from '../bal/address.tsx';
import type { DeliveryRow } from './delivery-rows.ts';
import styles from './delivery-table.module.css';
import { smtpWords } from './smtp-words.ts';

const STATE_ICONS: Record<DeliveryState, IconName> = {
  QUEUED: 'queue',
  DEFERRED: 'clock',
  HELD: 'pause',
  DELIVERED: 'check',
  FAILED: 'cross',
  CANCELLED: 'cross',
};

interface Props {
  readonly row: DeliveryRow;
  /** What follows the last cell, for whoever may act. */
  readonly acts: React.ReactNode | null;
  /** It came, or changed, since the page was loaded. */
  readonly hasArrived: boolean;
}

/** One delivery: never a subject, never a content. */
export function DeliveryLine({ row, acts, hasArrived }: Props) {
  const t = useTranslations('deliveries');
  const language = parseLanguage(useLocale());
  return (
    // biome-ignore lint/a11y/noRedundantRoles: the table's roles are written out, see delivery-table.
    <tr role="row" className={hasArrived ? styles.arrived : undefined}>
      <Cell name="hour">
        <time dateTime={row.createdAt} suppressHydrationWarning>
          {momentInList(row.createdAt, language, new Date())}
        </time>
      </Cell>
      <Cell name="direction">
        <span className={styles.withIcon}>
          <Icon name={row.direction === 'INBOUND' ? 'incoming' : 'outgoing'} size={18} />
          {t(row.direction)}
        </span>
      </Cell>
      <Cell name="sender">{row.sender ? <Address address={row.sender} /> : t('noSender')}</Cell>
      <Cell name="recipient">
        <Address address={row.recipient} />
      </Cell>
      <Cell name="state">
        <span className={`${styles.withIcon} ${styles[row.state]}`}>
          <Icon name={STATE_ICONS[row.state]} size={18} />
          {t(row.state)}
        </span>
      </Cell>
      <Cell name="answer">
        <ServerAnswer row={row} />
      </Cell>
      {acts === null ? null : <Cell name="actions">{acts}</Cell>}
    </tr>
  );
}

function ServerAnswer({ row }: { readonly row: DeliveryRow }) {
  const t = useTranslations();
  const language = parseLanguage(useLocale());
  const words = smtpWords(row.lastCode, row.lastText);
  if (!words) return <span className={styles.faint}>{t(`deliveries.noAnswer.${row.state}`)}</span>;
  return (
    <>
      {t(`smtp.${words}`)}{' '}
      <span className={styles.faint}>
        {t('smtp.code', { code: String(row.lastCode) })}
        {row.attempts > 1 ? `, ${t('deliveries.attempts', { count: row.attempts })}` : ''}
        {row.state === 'DEFERRED' && row.nextAttemptAt
          ? `, ${t('deliveries.nextAttempt', { date: momentInList(row.nextAttemptAt, language, new Date()) })}`
          : ''}
      </span>
    </>
  );
}

interface CellProps {
  readonly name: 'hour' | 'direction' | 'sender' | 'recipient' | 'state' | 'answer' | 'actions';
  readonly children: React.ReactNode;
}

/** A cell that, on a narrow screen, carries the title of its column beside it. */
function Cell({ name, children }: CellProps) {
  const t = useTranslations('deliveries');
  return (
    // biome-ignore lint/a11y/noRedundantRoles: the table's roles are written out, see delivery-table.
    <td role="cell" data-column={t(name)} className={styles[name]}>
      {children}
    </td>
  );
}
