import type { BalRoute, BalSessionPorts, OpenedBal } from '../access/index.js';
import { recheckBalSession } from '../access/index.js';
import { done, type Outcome, type Refusal, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { AdmittedRecipient } from './admit-outbound-recipient.js';
import { fileInTenant, inOrder } from './file-in-tenants.js';
import { headerObstacle } from './header-senders.js';
import { letterFacts } from './letter-facts.js';
import type { EnterRoom, MailRoom, MailRooms } from './mail-rooms.js';
import type { NewDelivery, ReceivedMessage } from './ports.js';

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
  const { opened, message, at } = submission;
  const context = { ...opened.context, at };
  const obstacle = await obstacleOf(ports, submission);
  if (obstacle) return traceRefusal(ports, context, submission, obstacle);
  const outcome = await ports.rooms.transaction(context, (enter) =>
    sendAll(ports.newId, enter, context, submission),
  );
  if (outcome.ok) return done({ messageId: outcome.value });
  return traceRefusal(ports, context, { ...submission, message }, outcome.refusal);
}

async function obstacleOf(ports: SubmissionPorts, { opened, recipients, message, at }: Submission) {
  const entitled = await recheckBalSession(ports, at, opened);
  if (!entitled.ok) return entitled.refusal;
  // EX_GBM_5414: a delegate sends only with the right to send.
  if (!entitled.value.rights.maySend) return refused('sendRightMissing').refusal;
  if (recipients.length === 0) return refused('noRecipient').refusal;
  if (recipients.length > MAX_RECIPIENTS) {
    return refused('tooManyRecipients', { limit: String(MAX_RECIPIENTS) }).refusal;
  }
  return headerObstacle(opened.bal.address, message.structure, MAX_RECIPIENTS);
}

async function sendAll(
  newId: NewId,
  enter: EnterRoom,
  context: TenantContext,
  submission: Submission,
): Promise<Outcome<string>> {
  const { opened, message, recipients } = submission;
  const sent = await enter(context.tenantId, (room) => fileInSent(room, newId, context, submission));
  if (!sent.ok) return sent;
  const letter = { sender: opened.bal.address, message, origin: {} };
  for (const [tenantId, group] of inOrder(routesOf(recipients))) {
    const filed = await fileInTenant(enter, context, newId, letter, tenantId, group);
    if (!filed.ok) return filed;
  }
  return sent;
}

async function fileInSent(
  room: MailRoom,
  newId: NewId,
  context: TenantContext,
  { opened, recipients, message }: Submission,
): Promise<Outcome<string>> {
  const { bal } = opened;
  const messageId = await room.filing.keep(message);
  const filed = await room.filing.file(bal.id, 'sent', messageId, { seen: true, internalDate: context.at });
  if (!filed.ok) return filed;
  const size = message.size;
  await room.deliveries.add(
    recipients.map(
      ({ kind, address }): NewDelivery => ({
        id: newId(),
        direction: 'outbound',
        balId: bal.id,
        messageId,
        sender: bal.address,
        recipient: address,
        size,
        state: kind === 'here' ? 'delivered' : 'queued',
      }),
    ),
  );
  await room.journal.record([
    {
      kind: 'message.submitted',
      outcome: 'ok',
      balId: bal.id,
      messageId,
      facts: factsOf(opened, recipients, message),
    },
  ]);
  return done(messageId);
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

function routesOf(recipients: readonly AdmittedRecipient[]): BalRoute[] {
  return recipients.flatMap((recipient) => (recipient.kind === 'here' ? [recipient.route] : []));
}
