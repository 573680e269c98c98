import type { MailPath, TenantId } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { ActContext, NewId } from '../tenancy/index.js';
import { letterFacts } from './letter-facts.js';
import type { LetterFiling, Place } from './letter-filing.js';
import type { MailRoom } from './mail-rooms.js';
import type { ReceivedMessage } from './ports.js';

/** A letter whose envelope is settled, on its way into BAL of this installation. */
export interface LocalLetter {
  readonly sender: MailPath | null;
  readonly message: ReceivedMessage;
  /** What its trace says of the way it came: DN of the peer, TLS; nothing for a letter between two of our own. */
  readonly origin: Readonly<Record<string, string>>;
}

/** By tenant, tenants and then BAL in ascending order everywhere, so that two letters that cross never wait for each other. */
export function inOrder(places: readonly Place[]): readonly (readonly [TenantId, readonly Place[]])[] {
  const distinct = new Map(
    places.map((place) => [`${place.tenantId} ${place.balId} ${place.folder}`, place]),
  );
  const sorted = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
  return [...Map.groupBy(sorted, ({ tenantId }) => tenantId)];
}

/** What its sender keeps of a letter, and the Message-ID by which a mail program would know it. */
export interface SentCopy {
  readonly messageId: string;
  readonly mailId: string | null;
}

/**
 * Files a kept letter. Refuses recipientFull naming the BAL, quotaExceeded for Sent. The last thing of a transaction: from here on,
 * other letters for these folders wait.
 */
export async function fileInPlaces(
  room: MailRoom,
  context: ActContext,
  messageId: string,
  places: readonly Place[],
  sent: SentCopy = { messageId, mailId: null },
): Promise<Outcome<string>> {
  for (const { balId, address, folder } of places) {
    const marks = { seen: folder === 'sent', internalDate: context.at };
    const id = folder === 'sent' ? sent.messageId : messageId;
    const filed = await room.filing.file(balId, folder, id, marks);
    if (!filed.ok) return folder === 'sent' ? filed : refused('recipientFull', { address });
    if (folder === 'sent' && sent.mailId) await room.filing.rememberSent(filed.value, sent.mailId);
  }
  return done(messageId);
}

/** Writes the deliveries and traces of the recipients among these places. */
export async function recordArrivals(
  room: MailRoom,
  newId: NewId,
  letter: LocalLetter,
  messageId: string,
  places: readonly Place[],
): Promise<void> {
  const { deliveries, traces } = arrivalsOf(newId, letter, places);
  await room.deliveries.add(deliveries.map((delivery) => ({ ...delivery, messageId })));
  await room.journal.record(traces.map((trace) => ({ ...trace, messageId })));
}

/** The deliveries and traces of the recipients among these places; whoever keeps the message tells its id. */
export function arrivalsOf(
  newId: NewId,
  { sender, message, origin }: LocalLetter,
  places: readonly Place[],
): Pick<LetterFiling, 'deliveries' | 'traces'> {
  const arrivals = places.filter(({ folder }) => folder !== 'sent');
  return {
    deliveries: arrivals.map(({ balId, address }) => ({
      id: newId(),
      direction: 'inbound',
      balId,
      sender,
      recipient: address,
      size: message.size,
      state: 'delivered',
    })),
    traces: arrivals.map(({ balId, address }) => ({
      kind: 'message.received',
      outcome: 'ok',
      balId,
      ...letterFacts(sender, [address], message, origin),
    })),
  };
}
