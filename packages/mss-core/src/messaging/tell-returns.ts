import type { BalRoute } from '../access/index.js';
import type { MailPath } from '../identifiers/index.js';
import type { ComplianceEventKind } from '../traceability/index.js';
import type { MailRoom } from './mail-rooms.js';
import type { ReceivedMessage } from './ports.js';
import { type ReturnNotice, readReturn } from './read-return.js';

export interface ReturnedLetter {
  readonly sender: MailPath | null;
  readonly message: ReceivedMessage;
}

const KINDS: Readonly<Record<ReturnNotice['kind'], ComplianceEventKind>> = {
  mailboxFull: 'correspondent.mailboxFull',
  absence: 'correspondent.absent',
  notDelivered: 'correspondent.notReached',
};

/** What a letter from outside says of others that came back; a letter written by somebody costs nothing here. */
export async function returnsIn({ sender, message }: ReturnedLetter): Promise<readonly ReturnNotice[]> {
  return sender !== null && !message.structure.facts.autoSubmitted ? [] : readReturn(message);
}

/** Tells the structure of an applicative BAL, with the letter that says so, that a correspondent is absent, full or not reached. */
// EX_GBM_4430: nobody reads the inbox of an application; what comes back to it becomes an event that triggers something.
export async function tellReturns(
  { bals, compliance }: Pick<MailRoom, 'bals' | 'compliance'>,
  returns: readonly ReturnNotice[],
  here: readonly Pick<BalRoute, 'balId' | 'address'>[],
): Promise<void> {
  if (returns.length === 0) return;
  for (const { balId, address } of here) {
    const bal = await bals.byId(balId);
    if (bal?.kind !== 'applicative') continue;
    await compliance.raise(
      returns.map(({ kind, ...said }) => ({
        kind: KINDS[kind],
        severity: kind === 'absence' ? 'info' : 'warning',
        facts: { bal: address, ...said },
      })),
    );
  }
}
