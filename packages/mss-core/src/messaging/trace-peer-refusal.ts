import type { TenantId } from '../identifiers/index.js';
import { done, type Refusal } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { MailRooms } from './mail-rooms.js';

export interface PeerRefusalPorts {
  readonly rooms: MailRooms;
  /** Where facts about the whole installation are traced; null before that tenant exists. */
  operatorTenant(): Promise<TenantId | null>;
}

/**
 * Traces the refusal of a connector whose certificate is good: which of our structures it wrote to is not known, or none, so that it
 * is the operator's own fact.
 */
// EX_GDT_5040: the request and the answer given, in case of failure too.
export async function tracePeerRefusal(
  ports: PeerRefusalPorts,
  context: ActContext,
  refusal: Refusal,
  facts: Readonly<Record<string, string | number | null>>,
): Promise<void> {
  const operator = await ports.operatorTenant();
  if (!operator) return;
  await ports.rooms.transaction(context, (enter) =>
    enter(operator, async ({ journal }) => {
      await journal.record([{ kind: 'message.refused', outcome: refusal.code, facts }]);
      return done(undefined);
    }),
  );
}
