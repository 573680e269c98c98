import type { BalRoute } from '../access/index.js';
import { done, type Outcome, type Refusal, refused } from '../outcome/index.js';
import type { ActContext, NewId } from '../tenancy/index.js';
import { fileInPlaces, inOrder, type LocalLetter, type Place, recordArrivals } from './file-in-tenants.js';
import type { MailRooms } from './mail-rooms.js';

/** RFC 5321 §6.3: a large number of Received fields tells a loop; 50 is what servers commonly take. */
export const MAX_RECEIVED = 50;

export interface ReceivingPorts {
  readonly rooms: MailRooms;
  readonly newId: NewId;
}

/** A letter from another operator, its envelope admitted command by command. */
export interface PeerLetter extends LocalLetter {
  readonly recipients: readonly BalRoute[];
}

/**
 * Files a letter in the inbox of every recipient, in one transaction: accepted whole or not at all, and known to be kept when
 * this answers. Refuses noRecipient, mailLoop, recipientFull.
 */
// EX_3.1_5010: no other reason than these may refuse a letter of a listed domain.
export async function receiveFromPeer(
  ports: ReceivingPorts,
  context: ActContext,
  letter: PeerLetter,
): Promise<Outcome<void>> {
  const obstacle = obstacleOf(letter);
  if (obstacle) return traceRefusal(ports.rooms, context, letter, obstacle);
  const outcome = await ports.rooms.transaction(context, async (enter) => {
    for (const [tenantId, places] of inOrder(inboxesOf(letter))) {
      const filed = await enter(tenantId, async (room) => {
        const messageId = await room.filing.keep(letter.message);
        await recordArrivals(room, ports.newId, letter, messageId, places);
        return fileInPlaces(room, context, messageId, places);
      });
      if (!filed.ok) return filed;
    }
    return done(undefined);
  });
  return outcome.ok ? outcome : traceRefusal(ports.rooms, context, letter, outcome.refusal);
}

function obstacleOf(letter: PeerLetter): Refusal | null {
  if (letter.recipients.length === 0) return refused('noRecipient').refusal;
  const isLooping = letter.message.structure.facts.receivedCount > MAX_RECEIVED;
  return isLooping ? refused('mailLoop').refusal : null;
}

function inboxesOf({ recipients }: PeerLetter): Place[] {
  return recipients.map((route) => ({ ...route, folder: 'inbox' }));
}

// The refused transaction left nothing: its trace is written in one of its own.
async function traceRefusal(
  rooms: MailRooms,
  context: ActContext,
  letter: PeerLetter,
  refusal: Refusal,
): Promise<Outcome<void>> {
  const { sender, message, origin } = letter;
  await rooms.transaction(context, async (enter) => {
    for (const [tenantId, places] of inOrder(inboxesOf(letter))) {
      await enter(tenantId, ({ journal }) =>
        journal.record(
          places.map(({ balId, address }) => ({
            kind: 'message.refused',
            outcome: refusal.code,
            balId,
            facts: { sender, recipient: address, size: message.size, ...origin },
          })),
        ),
      );
    }
    return done(undefined);
  });
  return { ok: false, refusal };
}
