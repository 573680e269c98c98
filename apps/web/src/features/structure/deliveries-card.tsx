import Link from 'next/link';
import { StructureDeliveriesDocument } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import buttons from '../../ui/button.module.css';
import { Failure } from '../../ui/failure.tsx';
import styles from './dashboard.module.css';
import { DeliveryTable } from './delivery-table.tsx';

const PAGE_SIZE = 25;

interface Props {
  readonly structureId: string;
  /** Cursor of the last delivery of the page before; null for the newest ones. */
  readonly after: string | null;
}

/** The deliveries the server knows, then the live table over them. */
export async function DeliveriesCard({ structureId, after }: Props) {
  const answer = await askForPerson(StructureDeliveriesDocument, { structureId, first: PAGE_SIZE, after });
  if (!answer.ok) return <Failure reference={answer.reference} />;
  if (answer.data.structure.__typename === 'Refus') return <Failure reference={null} />;
  const { edges, pageInfo } = answer.data.structure.deliveries;
  const t = await serverTexts();
  const older = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  return (
    <>
      <DeliveryTable
        structureId={structureId}
        listed={edges.map(({ node }) => node)}
        isLive={after === null}
      />
      {after || older ? (
        <nav className={`${styles.pages} no-print`} aria-label={t('deliveries.pages')}>
          {after ? (
            <Link className={buttons.quiet} href={`/g/${structureId}`} prefetch={false}>
              {t('deliveries.newest')}
            </Link>
          ) : null}
          {older ? (
            <Link
              className={buttons.quiet}
              href={`/g/${structureId}?${new URLSearchParams({ apres: older })}`}
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
