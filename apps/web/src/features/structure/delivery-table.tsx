'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { DeliveryEventsDocument, type DeliveryState } from '../../gql/documents.ts';
import { useEvents } from '../../live/use-events.ts';
import { Empty } from '../../ui/empty.tsx';
import table from '../../ui/table.module.css';
import { DeliveryActs } from './delivery-acts.tsx';
import { DeliveryLine } from './delivery-line.tsx';
import { type DeliveryRow, mergeDeliveries, summaryOf } from './delivery-rows.ts';
import styles from './delivery-table.module.css';

interface Props {
  readonly structureId: string;
  /** Whether whoever looks may act on what waits. */
  readonly mayManage: boolean;
  /** The only state shown; null for all. */
  readonly state: DeliveryState | null;
  readonly listed: readonly DeliveryRow[];
  /** False on an older page, which does not move. */
  readonly isLive: boolean;
}

const LONGEST = 25;
const KEPT_EVENTS = 200;
const BURST_MS = 2000;
const COLUMNS = ['hour', 'direction', 'sender', 'recipient', 'state', 'answer'] as const;

/** Deliveries as they happen. The server's list is the truth at each load; events renew it in between. */
export function DeliveryTable({ structureId, mayManage, state, listed, isLive }: Props) {
  const t = useTranslations('deliveries');
  const [events, setEvents] = useState<readonly DeliveryRow[]>([]);
  const { sentence, announce, tell } = useAnnouncement();
  useEvents(DeliveryEventsDocument, { structureId }, ({ deliveryEvents: { delivery } }) => {
    if (!isLive) return;
    setEvents((before) => [...before.slice(-KEPT_EVENTS), delivery]);
    announce(delivery);
  });
  const rows = mergeDeliveries(listed, events, LONGEST, state);
  const arrived = new Set(events.map(({ id }) => id));
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {sentence}
      </p>
      {rows.length === 0 ? (
        <Empty icon="queue" title={t('emptyTitle')} text={t('emptyText')} />
      ) : (
        // Roles are written out: narrow screens lay the table out as cards, which would take its meaning away.
        // biome-ignore lint/a11y/noRedundantRoles: see above.
        <table role="table" className={`${table.table} ${styles.table}`}>
          <caption className="visually-hidden">{t('caption')}</caption>
          {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
          <thead role="rowgroup">
            {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
            <tr role="row">
              {(mayManage ? [...COLUMNS, 'actions' as const] : COLUMNS).map((column) => (
                // biome-ignore lint/a11y/noRedundantRoles: see above.
                <th key={column} scope="col" role="columnheader">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
          <tbody role="rowgroup">
            {rows.map((row) => (
              <DeliveryLine
                key={row.id}
                row={row}
                acts={mayManage ? <DeliveryActs structureId={structureId} row={row} tell={tell} /> : null}
                hasArrived={arrived.has(row.id)}
              />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/**
 * One sentence for a burst of events, so that a screen reader is not interrupted row by row. The rest of the page, whose
 * figures have changed too, is renewed at the same moment.
 */
function useAnnouncement(): {
  readonly sentence: string;
  readonly announce: (row: DeliveryRow) => void;
  readonly tell: (sentence: string) => void;
} {
  const t = useTranslations('deliveries');
  const router = useRouter();
  const burst = useRef<{ rows: DeliveryRow[]; timer?: ReturnType<typeof setTimeout> }>({ rows: [] });
  const [sentence, setSentence] = useState('');
  useEffect(() => () => clearTimeout(burst.current.timer), []);
  function sumUp(): void {
    setSentence(t('changed', { ...summaryOf(burst.current.rows) }));
    burst.current = { rows: [] };
    router.refresh();
  }
  function announce(row: DeliveryRow): void {
    burst.current.rows.push(row);
    burst.current.timer ??= setTimeout(sumUp, BURST_MS);
  }
  return { sentence, announce, tell: setSentence };
}
