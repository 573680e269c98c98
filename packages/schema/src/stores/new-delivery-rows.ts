import { domainOf, type NewDelivery } from '@cachet/mss-core';
import { newRowId } from '../row-id.js';

/** A delivery about to be written; its message is told beside, once for all. */
export type NewDeliveryOfMessage = Omit<NewDelivery, 'messageId'>;

/** What the database's `add_deliveries` reads: whole rows of `delivery`, the id of their first step, and where they are due. */
export function newDeliveryRows(deliveries: readonly NewDeliveryOfMessage[], at: Date): string {
  return JSON.stringify(
    deliveries.map(({ id, direction, balId, sender, recipient, size, state, wishes, mss }) => {
      const isDue = direction === 'outbound' && state === 'queued';
      return {
        id,
        direction,
        bal_id: balId,
        sender,
        recipient,
        size,
        state,
        attempts: 0,
        created_at: at,
        updated_at: at,
        next_attempt_at: state === 'queued' ? at : null,
        notify: wishes?.notify?.join(',') ?? null,
        orcpt: wishes?.orcpt ?? null,
        ret: wishes?.ret ?? null,
        envid: wishes?.envid ?? null,
        mss_ins: mss?.ins ?? null,
        mss_code_cda: mss?.codeCda ?? null,
        mss_nil: mss?.nil ?? null,
        event_id: newRowId(),
        due_domain: isDue ? domainOf(recipient) : null,
      };
    }),
  );
}
