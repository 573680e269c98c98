import Link from 'next/link';
import type { DeliveryState } from '../../gql/documents.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import styles from './dashboard.module.css';
import { deliveriesPath, SHOWN_STATES } from './delivery-paths.ts';

interface Props {
  readonly structureId: string;
  readonly state: DeliveryState | null;
}

/** All deliveries, or those in one state: what waits is found without turning pages. */
export async function DeliveryFilter({ structureId, state }: Props) {
  const t = await serverTexts();
  return (
    <nav className={`${styles.filter} no-print`} aria-label={t('deliveries.filter')}>
      {[null, ...SHOWN_STATES].map((shown) => (
        <Link
          key={shown}
          className={styles.choice}
          href={deliveriesPath(structureId, { state: shown })}
          aria-current={shown === state ? 'page' : undefined}
          prefetch={false}
        >
          {t(shown ? `deliveries.${shown}` : 'deliveries.all')}
        </Link>
      ))}
    </nav>
  );
}
