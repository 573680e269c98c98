import type { BalSessionPorts, OpenedBal } from '../access/index.js';
import { recheckBalSession } from '../access/index.js';
import { done, type Outcome, type Refusal, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { AdmittedRecipient } from './admit-outbound-recipient.js';
import { fileInPlaces, inOrder, type Place, recordArrivals } from './file-in-tenants.js';
import { headerObstacle } from './header-senders.js';
import { letterFacts } from './letter-facts.js';
import type { EnterRoom, MailRoom, MailRooms } from './mail-rooms.js';
import type { NewDelivery, ReceivedMessage } from './ports.js';
import { submittedHeaderObstacle } from './submitted-header.js';

// EX_GBM_4420: a message carries at most 40 recipients.
export const MAX_RECIPIENTS = 40;

export interface SubmissionPorts extends Pick<BalSessionPorts, 'inTenant'> {
  readonly rooms: MailRooms;
  readonly newId: NewId;
}

export interface Submission {
  readonly opened: OpenedBal;
  /** Distinct, each admitted by `admitOutboundRecipient`. */
  readonly recipients: readonly AdmittedRecipient[];
  readonly message: ReceivedMessage;
  readonly at: Date;
}

/**
 * Sends a letter from an opened BAL, whatever the door: files it in Sent, delivers to BAL here, queues for other operators, in one
 * transaction. Answers the internal message id. Refuses forbidden, balSuspended, sendRightMissing, noRecipient, tooManyRecipients,
 * headerSenderNotAllowed, messageMalformed, mailLoop, quotaExceeded, recipientFull.
 */
export async function submitMessage(
  ports: SubmissionPorts,
  submission: Submission,
): Promise<Outcome<{ readonly messageId: string }>> {
  const { opened, at } = submission;
  const context = { ...opened.context, at };
  const obstacle = await obstacleOf(ports, submission);
  if (obstacle) return traceRefusal(ports, context, submission, obstacle);
  const outcome = await ports.rooms.transaction(context, (enter) =>
    sendAll(ports.newId, enter, context, submission),
  );
  if (outcome.ok) return done({ messageId: outcome.value });
  return traceRefusal(ports, context, submission, outcome.refusal);
}

async function obstacleOf(ports: SubmissionPorts, { opened, recipients, message, at }: Submission) {
  const entitled = await recheckBalSession(ports, at, opened);
  if (!entitled.ok) return entitled.refusal;
  // EX_GBM_5411: a delegate sends only with the right to send.
  if (!entitled.value.rights.maySend) return refused('sendRightMissing').refusal;
  if (recipients.length === 0) return refused('noRecipient').refusal;
  if (recipients.length > MAX_RECIPIENTS) {
    return refused('tooManyRecipients', { limit: String(MAX_RECIPIENTS) }).refusal;
  }
  const { address } = opened.bal;
  return (
    headerObstacle(address, message.structure, MAX_RECIPIENTS) ??
    (await submittedHeaderObstacle(address, message))
  );
}

async function sendAll(
  newId: NewId,
  enter: EnterRoom,
  context: TenantContext,
  submission: Submission,
): Promise<Outcome<string>> {
  const { opened, message } = submission;
  const letter = { sender: opened.bal.address, message, origin: {} };
  let sentId = '';
  for (const [tenantId, places] of inOrder(placesOf(submission))) {
    const filed = await enter(tenantId, async (room) => {
      const messageId = await room.filing.keep(message);
      if (tenantId === context.tenantId) await recordDeparture(room, newId, submission, messageId);
      await recordArrivals(room, newId, letter, messageId, places);
      return fileInPlaces(room, context, messageId, places);
    });
    if (!filed.ok) return filed;
    if (tenantId === context.tenantId) sentId = filed.value;
  }
  return done(sentId);
}

/** Sent in the sender's BAL, the inbox of each recipient who is here. */
function placesOf({ opened, recipients }: Submission): Place[] {
  const { bal, context } = opened;
  const inboxes = recipients.flatMap((recipient): Place[] =>
    recipient.kind === 'here' ? [{ ...recipient.route, folder: 'inbox' }] : [],
  );
  return [{ tenantId: context.tenantId, balId: bal.id, address: bal.address, folder: 'sent' }, ...inboxes];
}

/** One delivery for each recipient: done for those who are here, due for the others. */
async function recordDeparture(
  room: MailRoom,
  newId: NewId,
  { opened, recipients, message }: Submission,
  messageId: string,
): Promise<void> {
  const { bal } = opened;
  await room.deliveries.add(
    recipients.map(
      ({ kind, address }): NewDelivery => ({
        id: newId(),
        direction: 'outbound',
        balId: bal.id,
        messageId,
        sender: bal.address,
        recipient: address,
        size: message.size,
        state: kind === 'here' ? 'delivered' : 'queued',
      }),
    ),
  );
  const facts = factsOf(opened, recipients, message);
  await room.journal.record([{ kind: 'message.submitted', outcome: 'ok', balId: bal.id, messageId, facts }]);
}

async function traceRefusal(
  { rooms }: SubmissionPorts,
  context: TenantContext,
  { opened, recipients, message }: Submission,
  refusal: Refusal,
): Promise<Outcome<never>> {
  await rooms.transaction(context, (enter) =>
    enter(context.tenantId, async ({ journal }) => {
      const facts = factsOf(opened, recipients, message);
      await journal.record([{ kind: 'message.refused', outcome: refusal.code, balId: opened.bal.id, facts }]);
      return done(undefined);
    }),
  );
  return { ok: false, refusal };
}

function factsOf(opened: OpenedBal, recipients: readonly AdmittedRecipient[], message: ReceivedMessage) {
  return letterFacts(
    opened.bal.address,
    recipients.map(({ address }) => address),
    message,
  );
}
