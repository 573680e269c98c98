import { type MailPath, type MssAddress, parseMssAddress, type TenantId } from '../identifiers/index.js';
import type { InboundRecipient, RecipientRouting } from '../messaging/admit-inbound-recipient.js';
import type { SenderNoticePorts } from '../messaging/delivery-notices.js';
import type { EnterRoom, MailRoom, MailRooms } from '../messaging/mail-rooms.js';
import type { ReceivedMessage } from '../messaging/ports.js';
import { done, type Outcome } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import { composeReply } from './compose-reply.js';
import { mayAnswer } from './may-answer.js';
import type { LetterToAnswer, OwnReply, ReplyDue } from './ports.js';

export interface ReplyPorts extends Pick<SenderNoticePorts, 'newId' | 'messageOf' | 'headerOf'> {
  readonly rooms: MailRooms;
  readonly routing: Pick<RecipientRouting, 'inboundRecipient'>;
}

/** RFC 3834 §2: nobody is told of the same absence twice within a week. */
const TOLD_FOR_MS = 7 * 86_400_000;

/**
 * Answers a letter for a BAL whose holder is away, or that always answers: the answer goes with a null reverse-path, so that nothing ever
 * comes back for it. In one transaction: killed before it ends, the letter is answered at the next look. Answers whether there was one.
 */
// EX_GBM_4020
export async function answerLetter(
  ports: ReplyPorts,
  context: ActContext,
  { tenantId, deliveryId }: ReplyDue,
): Promise<Outcome<boolean>> {
  return ports.rooms.transaction(context, async (enter) => {
    const written = await enter(tenantId, (room) => write(ports, room, context, deliveryId));
    if (!written) return done(false);
    const here = await ports.routing.inboundRecipient(written.to);
    const kept = here
      ? await fileHere(ports, enter, written, here)
      : await queue(ports, enter, tenantId, written);
    await enter(tenantId, ({ journal }) =>
      journal.record([
        {
          ...{
            kind: 'message.answered',
            outcome: 'ok',
            balId: written.letter.bal.id,
            messageId: written.letter.messageId,
          },
          facts: { to: written.to, reply: written.letter.reply.kind, isDelivered: kept },
        },
      ]),
    );
    return done(true);
  });
}

interface Written {
  readonly letter: LetterToAnswer;
  readonly to: MssAddress;
  readonly message: ReceivedMessage;
}

async function write(
  ports: ReplyPorts,
  room: MailRoom,
  context: ActContext,
  deliveryId: string,
): Promise<Written | null> {
  const letter = await room.replies.take(deliveryId);
  const to = letter && parseMssAddress(letter.sender);
  if (!letter || !to || letter.bal.state !== 'active') return null;
  const header = await ports.headerOf(room, letter.messageId);
  if (!mayAnswer({ ...letter, to: letter.bal.address, header }, letter.reply)) return null;
  if (!(await mayTell(room, context, letter, to))) return null;
  const { address: from } = letter.bal;
  const reply = saidBy(letter.reply);
  const answer = composeReply({ from, to, header, reply, at: context.at, id: ports.newId() });
  return { letter, to, message: ports.messageOf(answer) };
}

/**
 * EX_GBM_4010, EX_GBM_4020: the test BAL that always answers does so to whoever in the trust space wrote, for nothing but a name tells
 * another operator’s test BAL; what it emits holds nothing of their letter, its subject included.
 */
function saidBy(reply: OwnReply): OwnReply {
  return reply.kind === 'automatic' ? { ...reply, title: TEST_ARRIVED } : reply;
}

const TEST_ARRIVED = 'message de test reçu / test message received';

async function mayTell(
  { replies }: MailRoom,
  { at }: ActContext,
  { bal, reply }: { readonly bal: { readonly id: string }; readonly reply: OwnReply },
  to: MailPath,
): Promise<boolean> {
  if (reply.kind === 'automatic') return true;
  return replies.noteTold(bal.id, to, new Date(at.getTime() - TOLD_FOR_MS));
}

/** Between two BAL of this installation, out of one structure and into the other. One that is closed or full is told nothing. */
async function fileHere(
  ports: ReplyPorts,
  enter: EnterRoom,
  { message }: Written,
  { tenantId, balId, address, state, usedBytes, quotaBytes }: InboundRecipient,
): Promise<boolean> {
  if (state !== 'active' || usedBytes + message.size > quotaBytes) return false;
  return enter(tenantId, async (room) => {
    const messageId = await room.filing.keep(message);
    const delivery = {
      id: ports.newId(),
      balId,
      messageId,
      sender: null,
      recipient: address,
      size: message.size,
    };
    await room.deliveries.add([{ ...delivery, direction: 'inbound', state: 'delivered' }]);
    await room.quota.fileNotice(balId, { messageId, size: message.size });
    return true;
  });
}

// Only in the trust space: the queue sends to no domain that is not on the liste blanche (EX_3.2_5060).
async function queue(
  ports: ReplyPorts,
  enter: EnterRoom,
  tenantId: TenantId,
  written: Written,
): Promise<boolean> {
  const { letter, to: recipient, message } = written;
  return enter(tenantId, async (room) => {
    const messageId = await room.filing.keep(message);
    const { id: balId } = letter.bal;
    const delivery = { id: ports.newId(), balId, messageId, sender: null, recipient, size: message.size };
    await room.deliveries.add([{ ...delivery, direction: 'outbound', state: 'queued' }]);
    return true;
  });
}
