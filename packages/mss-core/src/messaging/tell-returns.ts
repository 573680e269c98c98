import type { BalRoute } from '../access/index.js';
import type { MailPath } from '../identifiers/index.js';
import { done } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { ComplianceEventKind } from '../traceability/index.js';
import type { MailRooms } from './mail-rooms.js';
import type { ReceivedMessage } from './ports.js';
import { type ReturnNotice, readReturn } from './read-return.js';

export interface ReturnedLetter {
  readonly sender: MailPath | null;
  readonly message: ReceivedMessage;
  readonly recipients: readonly BalRoute[];
}

const KINDS: Readonly<Record<ReturnNotice['kind'], ComplianceEventKind>> = {
  mailboxFull: 'correspondent.mailboxFull',
  absence: 'correspondent.absent',
  notDelivered: 'correspondent.notReached',
};

/**
 * Tells the structure of an applicative BAL that a correspondent is absent, full or not reached, when the letter just filed says so.
 * A letter written by somebody costs nothing here.
 */
// EX_GBM_4430: nobody reads the inbox of an application; what comes back to it becomes an event that triggers something.
export async function tellReturns(
  { rooms }: { readonly rooms: Pick<MailRooms, 'transaction'> },
  context: ActContext,
  { sender, message, recipients }: ReturnedLetter,
): Promise<void> {
  if (sender !== null && !message.structure.facts.autoSubmitted) return;
  const returns = await readReturn(message);
  if (returns.length === 0) return;
  await rooms.transaction(context, async (enter) => {
    for (const { tenantId, balId, address } of recipients) {
      await enter(tenantId, async ({ bals, compliance }) => {
        const bal = await bals.byId(balId);
        if (bal?.kind !== 'applicative') return;
        await compliance.raise(
          returns.map(({ kind, ...said }) => ({
            kind: KINDS[kind],
            severity: kind === 'absence' ? 'info' : 'warning',
            facts: { bal: address, ...said },
          })),
        );
      });
    }
    return done(undefined);
  });
}
