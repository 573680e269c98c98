import type { Bal } from '../access/index.js';
import { done, type Refusal } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { MailRooms } from './mail-rooms.js';

/** Traces a letter that the protocol itself turned away before any rule saw it, for the BAL that wanted to send it. */
// EX_GDT_5040: whoever asks why a letter never left finds it among the traces.
export async function traceTurnedAway(
  rooms: Pick<MailRooms, 'transaction'>,
  context: TenantContext,
  { id: balId, address: sender }: Pick<Bal, 'id' | 'address'>,
  { code, detail }: Refusal,
  reply: number,
): Promise<void> {
  const facts = { ...detail, sender, reply };
  await rooms.transaction(context, (enter) =>
    enter(context.tenantId, async ({ journal }) => {
      await journal.record([{ kind: 'message.refused', outcome: code, balId, facts }]);
      return done(undefined);
    }),
  );
}
