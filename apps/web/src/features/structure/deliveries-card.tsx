import Link from 'next/link';
import { type DeliveryState, StructureDeliveriesDocument } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import buttons from '../../ui/button.module.css';
import { Failure } from '../../ui/failure.tsx';
import styles from './dashboard.module.css';
import { DeliveryFilter } from './delivery-filter.tsx';
import { deliveriesPath } from './delivery-paths.ts';
import { DeliveryTable } from './delivery-table.tsx';

const PAGE_SIZE = 25;

interface Props {
  readonly structureId: string;
  /** Cursor of the last delivery of the page before; null for the newest ones. */
  readonly after: string | null;
  /** The only state shown; null for all. */
  readonly state: DeliveryState | null;
}

/** The deliveries the server knows, then the live table over them. */
export async function DeliveriesCard({ structureId, after, state }: Props) {
  const asked = { structureId, first: PAGE_SIZE, after, state };
  const answer = await askForPerson(StructureDeliveriesDocument, asked);
  if (!answer.ok) return <Failure reference={answer.reference} />;
  if (answer.data.structure.__typename === 'Refus') return <Failure reference={null} />;
  const { deliveries, mayManageDeliveries } = answer.data.structure;
  const { edges, pageInfo } = deliveries;
  const t = await serverTexts();
  const older = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  return (
    <>
      <DeliveryFilter structureId={structureId} state={state} />
      <DeliveryTable
        key={state}
        structureId={structureId}
        mayManage={mayManageDeliveries}
        state={state}
        listed={edges.map(({ node }) => node)}
        isLive={after === null}
      />
      {after || older ? (
        <nav className={`${styles.pages} no-print`} aria-label={t('deliveries.pages')}>
          {after ? (
            <Link className={buttons.quiet} href={deliveriesPath(structureId, { state })} prefetch={false}>
              {t('deliveries.newest')}
            </Link>
          ) : null}
          {older ? (
            <Link
              className={buttons.quiet}
              href={deliveriesPath(structureId, { state, after: older })}
              prefetch={false}
            >
              {t('deliveries.older')}
            </Link>
          ) : null}
        </nav>
      ) : null}
    </>
  );
}
