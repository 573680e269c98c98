import type { BalSessionPorts, OpenedBal } from '../access/index.js';
import { recheckBalSession } from '../access/index.js';
import { done, type Outcome, type Refusal, refused } from '../outcome/index.js';
import { mssHeadersOf } from '../statistics/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { AdmittedRecipient } from './admit-outbound-recipient.js';
import { receiptsInBal } from './delivery-notices.js';
import { fileInPlaces, inOrder, recordArrivals } from './file-in-tenants.js';
import { headerObstacle } from './header-senders.js';
import { judgeScanned, type ScanPorts } from './judge-scanned.js';
import { letterFacts } from './letter-facts.js';
import type { Place } from './letter-filing.js';
import type { EnterRoom, MailRoom, MailRooms } from './mail-rooms.js';
import { noticeInBal } from './malware-notices.js';
import {
  type DeliveryWishes,
  type LetterWishes,
  NOTHING_WISHED,
  type RecipientWishes,
} from './notification-wishes.js';
import type { LetterReport, NewDelivery, ReceivedMessage } from './ports.js';
import { type QuarantinePorts, quarantineLetter } from './quarantine-letter.js';
import { readReports } from './read-reports.js';
import type { Infection, ScannedMessage } from './scanning.js';
import { paceSending, type SendingRequest, tellBreach } from './sending-pace.js';
import { submittedHeaderObstacle } from './submitted-header.js';

// EX_GBM_4420: a message carries at most 40 recipients.
export const MAX_RECIPIENTS = 40;

export interface SubmissionPorts extends Pick<BalSessionPorts, 'inTenant'>, ScanPorts, QuarantinePorts {
  readonly rooms: MailRooms;
  readonly newId: NewId;
}

export interface Submission {
  readonly opened: OpenedBal;
  /** Distinct, each admitted by `admitOutboundRecipient`. */
  readonly recipients: readonly SubmittedRecipient[];
  readonly message: ScannedMessage;
  /** What the sender keeps when it is not the same: the letter with its blind copies. */
  readonly sentCopy?: ReceivedMessage | null;
  readonly at: Date;
  /** What the sender wishes to be told; nothing unless said. */
  readonly wishes?: LetterWishes;
  /** Told by programs that may ask the same again without knowing whether it was done. */
  readonly request?: SendingRequest;
}

export type SubmittedRecipient = AdmittedRecipient & { readonly wishes?: RecipientWishes };

/**
 * Sends a letter from an opened BAL, whatever the door: files it in Sent, delivers to BAL here, queues for other operators, in one
 * transaction. Answers the internal message id. Refuses forbidden, balSuspended, sendRightMissing, noRecipient, tooManyRecipients,
 * headerSenderNotAllowed, messageMalformed, mailLoop, scanUnavailable, malwareFound, sendingTooFast, quotaExceeded,
 * recipientFull; and, of what was asked before, alreadySent naming the message, idempotencyKeyReused, uploadUnknown.
 */
export async function submitMessage(
  ports: SubmissionPorts,
  submission: Submission,
): Promise<Outcome<{ readonly messageId: string }>> {
  const { opened, at } = submission;
  const context = { ...opened.context, at };
  const obstacle = await obstacleOf(ports, submission);
  if (obstacle) return traceRefusal(ports, context, submission, obstacle);
  const tenants = placesOf(submission).map(({ tenantId }) => tenantId);
  const decision = await judgeScanned(ports, context, submission.message, tenants);
  if (decision.kind === 'refused') {
    const { infection, refusal } = decision;
    if (infection) {
      await ports.rooms.transaction(context, (enter) =>
        enter(context.tenantId, async (room) => {
          await putAside(ports, room, context, submission, infection, 'refuse');
          return done(undefined);
        }),
      );
    }
    return traceRefusal(ports, context, submission, refusal);
  }
  const isStripped = decision.kind === 'stripped';
  const sent = isStripped ? decision.message : submission.message;
  const infection = isStripped ? decision.infection : null;
  const reports = await readReports(sent);
  const outcome = await ports.rooms.transaction(context, (enter) =>
    sendAll(ports, enter, context, submission, { message: sent, infection, reports }),
  );
  if (!outcome.ok) {
    // The letter left once, and has its trace.
    if (outcome.refusal.code === 'alreadySent') return outcome;
    return traceRefusal(ports, context, submission, outcome.refusal);
  }
  return done({ messageId: outcome.value });
}

/** The receipts wished for recipients who are here; a BAL without room for them goes without (RFC 3461 §5.2.3). */
function fileReceipts(
  ports: SubmissionPorts,
  room: MailRoom,
  context: TenantContext,
  { opened, recipients, wishes }: Submission,
  message: ReceivedMessage,
): Promise<Outcome<void>> {
  const delivered = recipients
    .filter(({ kind }) => kind === 'here')
    .map((recipient) => ({ address: recipient.address, wishes: wishesOf(wishes, recipient) }));
  const { id: balId, address: sender } = opened.bal;
  return receiptsInBal(ports, room, context, balId, { sender, message }, delivered);
}

function wishesOf(letter: LetterWishes | undefined, { wishes }: SubmittedRecipient): DeliveryWishes {
  return { ...NOTHING_WISHED, ...letter, ...wishes };
}

async function obstacleOf(ports: SubmissionPorts, submission: Submission) {
  const { opened, recipients, message, sentCopy, at } = submission;
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
    headerObstacle(address, (sentCopy ?? message).structure, MAX_RECIPIENTS) ??
    (await submittedHeaderObstacle(address, message))
  );
}

async function sendAll(
  ports: SubmissionPorts,
  enter: EnterRoom,
  context: TenantContext,
  submission: Submission,
  leaving: Omit<Leaving, 'places'>,
): Promise<Outcome<string>> {
  const { message, reports } = leaving;
  const letter = { sender: submission.opened.bal.address, message, origin: {} };
  let sentId = '';
  for (const [tenantId, places] of inOrder(placesOf(submission))) {
    const filed = await enter(tenantId, async (room) => {
      if (tenantId === context.tenantId)
        return sendHere(ports, room, context, submission, { ...leaving, places });
      const messageId = await room.filing.keep(message);
      await recordArrivals(room, ports.newId, letter, messageId, places);
      await recordReports(room, places, reports);
      return fileInPlaces(room, context, messageId, places);
    });
    if (!filed.ok) return filed;
    if (tenantId === context.tenantId) sentId = filed.value;
  }
  return done(sentId);
}

interface Leaving {
  readonly message: ReceivedMessage;
  readonly infection: Infection | null;
  /** What it says of letters that its recipients sent. */
  readonly reports: readonly LetterReport[];
  readonly places: readonly Place[];
}

async function recordReports(
  room: MailRoom,
  places: readonly Place[],
  reports: readonly LetterReport[],
): Promise<void> {
  for (const { balId, folder } of places) if (folder === 'inbox') await room.letters.report(balId, reports);
}

/** In the sender's own tenant: the copy in Sent, what is due elsewhere, and the BAL of the tenant that it is for. */
async function sendHere(
  ports: SubmissionPorts,
  room: MailRoom,
  context: TenantContext,
  submission: Submission,
  { message, infection, reports, places }: Leaving,
): Promise<Outcome<string>> {
  const { newId } = ports;
  const { opened, recipients, request } = submission;
  const letter = { sender: opened.bal.address, message, origin: {} };
  // A letter whose infected parts were taken out is kept as it left, and not otherwise.
  const copy = message === submission.message ? (submission.sentCopy ?? message) : message;
  const ownId = await room.filing.keep(copy);
  const isShownHere = places.some(({ folder }) => folder !== 'sent');
  const isAwaited = recipients.some(({ kind }) => kind === 'peer');
  const messageId = copy === message || !(isShownHere || isAwaited) ? ownId : await room.filing.keep(message);
  const claimed = request ? await room.sending.claim(opened.bal.id, request, messageId) : done(undefined);
  if (!claimed.ok) return claimed;
  const { messageId: mailId } = message.structure.envelope;
  await recordDeparture(room, newId, submission, message, messageId);
  await room.letters.remember({ balId: opened.bal.id, messageId, copyId: ownId, mailId });
  await recordArrivals(room, newId, letter, messageId, places);
  await recordReports(room, places, reports);
  const paced = await paceSending(room.sending, context.at, opened.bal, recipients.length);
  if (!paced.ok) return paced;
  if (infection) await putAside(ports, room, context, submission, infection, 'strip');
  const sentCopy = { messageId: ownId, mailId };
  // BAL are held in their order: the sender's notice waits for its turn, and for the room that Sent needs.
  const others = places.findLastIndex(({ balId }) => balId === opened.bal.id) + 1;
  const files = () => fileInPlaces(room, context, messageId, places.slice(0, others), sentCopy);
  const own = await fileOwn(ports, room, context, submission, { message, infection, files });
  if (!own.ok) return own;
  return fileInPlaces(room, context, messageId, places.slice(others));
}

/** Up to the sender's own BAL, whose copy comes before what the sender is told: a notice never takes the room of the letter. */
async function fileOwn(
  ports: SubmissionPorts,
  room: MailRoom,
  context: TenantContext,
  submission: Submission,
  {
    message,
    infection,
    files,
  }: {
    readonly message: ReceivedMessage;
    readonly infection: Infection | null;
    files(): Promise<Outcome<string>>;
  },
): Promise<Outcome<string>> {
  const own = await files();
  if (!own.ok) return own;
  if (infection) await tellSender(ports, room, context, submission, infection);
  const told = await fileReceipts(ports, room, context, submission, message);
  return told.ok ? own : told;
}

/** The letter as it came, in the quarantine of the sender's structure. */
function putAside(
  ports: SubmissionPorts,
  room: MailRoom,
  context: TenantContext,
  { opened, recipients, message }: Submission,
  infection: Infection,
  treatment: 'refuse' | 'strip',
): Promise<void> {
  const { id: balId, address: sender } = opened.bal;
  return quarantineLetter(ports, room, context, {
    ...{ direction: 'outbound', balId, sender, message, infection, treatment },
    recipients: recipients.map(({ address }) => address),
  });
}

/** A sender whose letter goes on without a part finds a notice; one whose letter is refused has it in the refusal. */
function tellSender(
  ports: SubmissionPorts,
  room: MailRoom,
  context: TenantContext,
  { opened, recipients }: Submission,
  infection: Infection,
): Promise<void> {
  const { id: balId, address } = opened.bal;
  const told = { sender: address, recipients: recipients.map((recipient) => recipient.address), infection };
  return noticeInBal(ports, room, context, { balId, address }, 'stripped', told);
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
  { opened, recipients, wishes }: Submission,
  message: ReceivedMessage,
  messageId: string,
): Promise<void> {
  const { bal } = opened;
  // EX_PSU_5830: what statistics tell of a letter outlives it.
  const mss = mssHeadersOf(message.structure.facts);
  await room.deliveries.add(
    recipients.map(
      (recipient): NewDelivery => ({
        id: newId(),
        direction: 'outbound',
        balId: bal.id,
        messageId,
        sender: bal.address,
        recipient: recipient.address,
        size: message.size,
        state: recipient.kind === 'here' ? 'delivered' : 'queued',
        wishes: wishesOf(wishes, recipient),
        mss,
      }),
    ),
  );
  await room.journal.record([
    {
      kind: 'message.submitted',
      outcome: 'ok',
      balId: bal.id,
      messageId,
      ...factsOf(opened, recipients, message),
    },
  ]);
}

async function traceRefusal(
  { rooms }: SubmissionPorts,
  context: TenantContext,
  { opened, recipients, message }: Submission,
  refusal: Refusal,
): Promise<Outcome<never>> {
  await rooms.transaction(context, (enter) =>
    enter(context.tenantId, async (room) => {
      const balId = opened.bal.id;
      await room.journal.record([
        { kind: 'message.refused', outcome: refusal.code, balId, ...factsOf(opened, recipients, message) },
      ]);
      if (refusal.code === 'sendingTooFast') await tellBreach(room, context, balId, refusal);
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
