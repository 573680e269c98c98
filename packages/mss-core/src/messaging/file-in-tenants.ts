import type { BalRoute } from '../access/index.js';
import type { MailPath, TenantId } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { ActContext, NewId } from '../tenancy/index.js';
import { letterFacts } from './letter-facts.js';
import type { EnterRoom, MailRoom } from './mail-rooms.js';
import type { ReceivedMessage } from './ports.js';

/** A letter whose envelope is settled, on its way into BAL of this installation. */
export interface LocalLetter {
  readonly sender: MailPath | null;
  readonly message: ReceivedMessage;
  /** What its trace says of the way it came: DN of the peer, TLS; nothing for a letter between two of our own. */
  readonly origin: Readonly<Record<string, string>>;
}

/** Groups by tenant, tenants and then BAL in ascending order, so that two letters never wait for each other. */
export function inOrder(routes: readonly BalRoute[]): readonly (readonly [TenantId, readonly BalRoute[]])[] {
  const groups = Map.groupBy(new Map(routes.map((r) => [r.balId, r])).values(), (route) => route.tenantId);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tenantId, group]) => [tenantId, group.sort((a, b) => (a.balId < b.balId ? -1 : 1))]);
}

/**
 * Files a letter in the inbox of every recipient of one tenant, with delivery and trace. Answers the internal message id.
 * Refuses recipientFull, naming the first BAL without room.
 */
export function fileInTenant(
  enter: EnterRoom,
  context: ActContext,
  newId: NewId,
  letter: LocalLetter,
  tenantId: TenantId,
  recipients: readonly BalRoute[],
): Promise<Outcome<string>> {
  return enter(tenantId, async (room) => {
    const messageId = await room.filing.keep(letter.message);
    for (const { balId, address } of recipients) {
      const marks = { seen: false, internalDate: context.at };
      const filed = await room.filing.file(balId, 'inbox', messageId, marks);
      if (!filed.ok) return refused('recipientFull', { address });
    }
    await recordArrival(room, newId, letter, messageId, recipients);
    return done(messageId);
  });
}

async function recordArrival(
  room: MailRoom,
  newId: NewId,
  { sender, message, origin }: LocalLetter,
  messageId: string,
  recipients: readonly BalRoute[],
): Promise<void> {
  await room.deliveries.add(
    recipients.map(({ balId, address }) => ({
      id: newId(),
      direction: 'inbound',
      balId,
      messageId,
      sender,
      recipient: address,
      size: message.size,
      state: 'delivered',
    })),
  );
  await room.journal.record(
    recipients.map(({ balId, address }) => ({
      kind: 'message.received',
      outcome: 'ok',
      balId,
      messageId,
      facts: { ...letterFacts(sender, [address], message), ...origin },
    })),
  );
}
