import type { BalRoute } from '../access/index.js';
import { done } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import { inOrder, type LocalLetter } from './file-in-tenants.js';
import type { Place } from './letter-filing.js';
import type { MailRoom, MailRooms } from './mail-rooms.js';
import { noticeInBal, noticeToSender } from './malware-notices.js';
import { type QuarantinePorts, quarantineLetter } from './quarantine-letter.js';
import type { Infection } from './scanning.js';

/** A letter of another operator in which something was found. */
export interface InfectedPeerLetter extends LocalLetter {
  readonly recipients: readonly Pick<BalRoute, 'address'>[];
  readonly infection: Infection;
}

/**
 * In one transaction of its own: the refused letter in the quarantine of each structure, a notice in each BAL it was for. Its sender is
 * told by the reply.
 */
export async function quarantineRefused(
  ports: QuarantinePorts & { readonly rooms: MailRooms },
  context: ActContext,
  { sender, message, infection }: InfectedPeerLetter,
  inboxes: readonly Place[],
): Promise<void> {
  await ports.rooms.transaction(context, async (enter) => {
    for (const [tenantId, places] of inOrder(inboxes)) {
      await enter(tenantId, async (room) => {
        const recipients = places.map(({ address }) => address);
        const letter = { direction: 'inbound', balId: places[0]?.balId ?? null, sender, recipients } as const;
        await quarantineLetter(ports, room, context, { ...letter, message, infection, treatment: 'refuse' });
        for (const place of places)
          await noticeInBal(ports, room, context, place, 'refused', { sender, recipients, infection });
      });
    }
    return done(undefined);
  });
}

/**
 * The original of a letter that goes on without its infected parts, in the quarantine of one structure. Recipients are told by the text
 * that stands for the part, the sender by a notice.
 */
export async function quarantineStripped(
  ports: QuarantinePorts,
  room: MailRoom,
  context: ActContext,
  {
    sender,
    message,
    infection,
    recipients: all,
    tellsSender,
  }: InfectedPeerLetter & { readonly tellsSender: boolean },
  places: readonly Place[],
): Promise<void> {
  const [first] = places;
  if (!first) return;
  const recipients = places.map(({ address }) => address);
  const letter = { direction: 'inbound', balId: first.balId, sender, recipients, message } as const;
  await quarantineLetter(ports, room, context, { ...letter, infection, treatment: 'strip' });
  // RFC 3834 §2: nothing is answered to what was itself sent by a machine.
  if (!tellsSender || message.structure.facts.autoSubmitted) return;
  const told = { sender, recipients: all.map(({ address }) => address), infection };
  await noticeToSender(ports, room, context, first, told);
}
