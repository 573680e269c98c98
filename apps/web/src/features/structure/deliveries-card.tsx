import { type DeliveryState, StructureDeliveriesDocument } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import { Failure } from '../../ui/failure.tsx';
import { Pager } from '../../ui/pager.tsx';
import { DeliveryFilter } from './delivery-filter.tsx';
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
      <Pager
        of="deliveries"
        path={`/g/${structureId}`}
        asked={state ? { etat: state } : {}}
        after={after}
        end={pageInfo}
      />
    </>
  );
}
