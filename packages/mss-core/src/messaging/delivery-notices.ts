import type { Bal } from '../access/index.js';
import { domainOf, type MailPath, type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome } from '../outcome/index.js';
import type { ActContext, NewId } from '../tenancy/index.js';
import { composeDsn, composeDsnAround, type DeliveryNotice, type DsnAround } from './compose-dsn.js';
import type { MailRoom } from './mail-rooms.js';
import { asksFor, type DeliveryWishes } from './notification-wishes.js';
import type { PendingDelivery, ReceivedMessage } from './ports.js';

export interface NoticePorts {
  readonly newId: NewId;
  /** Public name of this server, for notices; null to name the domain they are written in. */
  readonly hostname: string | null;
  /** Makes a message of bytes composed here. */
  messageOf(bytes: Uint8Array): ReceivedMessage;
}

/** The part of a room that notices need. */
export type NoticeRoom = Pick<MailRoom, 'bals' | 'filing' | 'deliveries' | 'journal'>;

export interface SenderNoticePorts extends NoticePorts {
  /** The header of a kept message, its blank line excluded. */
  headerOf(room: Pick<MailRoom, 'filing'>, messageId: string): Promise<Uint8Array>;
  /** Makes a message of a kept one between two pieces composed here, without holding it in memory. */
  messageAround(
    room: Pick<MailRoom, 'filing'>,
    messageId: string,
    around: DsnAround,
  ): Promise<ReceivedMessage>;
}

/** What there is to tell of one delivery. */
export type NoticeFacts = Pick<
  DeliveryNotice,
  'kind' | 'cause' | 'triedMs' | 'retryUntil' | 'reply' | 'remoteHost'
>;

/**
 * Files a notice in the inbox of the BAL that sent the letter. Answers its message id, null when the BAL is gone or has no room: its own
 * fullness must not keep a failure from being recorded. Refuses quotaExceeded when the BAL filled at this very moment.
 */
export async function noticeToSenderBal(
  ports: SenderNoticePorts,
  room: NoticeRoom,
  context: ActContext,
  pending: PendingDelivery,
  facts: NoticeFacts,
): Promise<Outcome<string | null>> {
  const bal = await room.bals.byId(pending.balId);
  if (!bal) return done(null);
  const header = await ports.headerOf(room, pending.messageId);
  const notice: DeliveryNotice = {
    ...facts,
    to: bal.address,
    domain: domainOf(bal.address),
    recipient: pending.recipient,
    submittedAt: pending.createdAt,
    wishes: pending.wishes,
    header,
  };
  const hostname = ports.hostname ?? notice.domain;
  const stamp = { hostname, at: context.at, id: ports.newId() };
  const short = ports.messageOf(composeDsn(notice, stamp));
  // RFC 3461 §4.3: the whole letter goes back when that was wished, with a failure only.
  if (facts.kind !== 'failed' || pending.wishes.ret !== 'FULL')
    return fileNotice(ports, room, context, bal, short);
  const around = composeDsnAround(notice, stamp);
  const whole = await ports.messageAround(room, pending.messageId, around);
  return fileNotice(ports, room, context, bal, hasRoom(bal, whole) ? whole : short);
}

async function fileNotice(
  { newId }: NoticePorts,
  room: NoticeRoom,
  context: ActContext,
  bal: Bal,
  notice: ReceivedMessage,
): Promise<Outcome<string | null>> {
  if (!hasRoom(bal, notice)) return done(null);
  const messageId = await room.filing.keep(notice);
  const filed = await room.filing.file(bal.id, 'inbox', messageId, { seen: false, internalDate: context.at });
  if (!filed.ok) return filed;
  const delivery = {
    id: newId(),
    balId: bal.id,
    messageId,
    sender: null,
    recipient: bal.address,
    size: notice.size,
  };
  await room.deliveries.add([{ ...delivery, direction: 'inbound', state: 'delivered' }]);
  return done(messageId);
}

function hasRoom(bal: Bal, notice: ReceivedMessage): boolean {
  return bal.usedBytes + notice.size <= bal.quotaBytes;
}

/** A recipient whose letter is in its inbox, and what its sender wished to be told. */
export interface DeliveredHere {
  readonly balId: string;
  readonly address: MssAddress;
  readonly wishes: DeliveryWishes;
}

/** The letter that was delivered here, as far as its notices need it. */
export interface LetterDelivered {
  readonly sender: MailPath | null;
  readonly message: ReceivedMessage;
}

/**
 * Tells a sender at another operator that the letter was delivered, when that was wished: a notice with a null reverse-path, queued
 * on behalf of the BAL that has the letter (RFC 3461 §5.2.3, RFC 5321 §4.5.5).
 */
export async function receiptsToPeer(
  ports: NoticePorts,
  room: NoticeRoom,
  context: ActContext,
  letter: LetterDelivered,
  delivered: readonly DeliveredHere[],
): Promise<void> {
  const recipient = letter.sender === null ? null : parseMssAddress(letter.sender);
  const wished = delivered.filter(({ wishes }) => asksFor(wishes, 'SUCCESS'));
  if (!recipient || wished.length === 0) return;
  for (const here of wished) {
    const notice = await receiptOf(ports, context, letter, here, recipient);
    const messageId = await room.filing.keep(notice);
    const { balId } = here;
    const delivery = { id: ports.newId(), balId, messageId, sender: null, recipient, size: notice.size };
    await room.deliveries.add([{ ...delivery, direction: 'outbound', state: 'queued' }]);
  }
}

/** The same for a sender here: receipts in the inbox of the BAL that sent the letter. */
export async function receiptsInBal(
  ports: NoticePorts,
  room: NoticeRoom,
  context: ActContext,
  balId: string,
  letter: LetterDelivered,
  delivered: readonly Omit<DeliveredHere, 'balId'>[],
): Promise<Outcome<void>> {
  for (const here of delivered.filter(({ wishes }) => asksFor(wishes, 'SUCCESS'))) {
    const bal = await room.bals.byId(balId);
    if (!bal) return done(undefined);
    const filed = await fileNotice(
      ports,
      room,
      context,
      bal,
      await receiptOf(ports, context, letter, here, bal.address),
    );
    if (!filed.ok) return filed;
  }
  return done(undefined);
}

async function receiptOf(
  ports: NoticePorts,
  context: ActContext,
  { message }: LetterDelivered,
  { address, wishes }: Omit<DeliveredHere, 'balId'>,
  to: MailPath,
): Promise<ReceivedMessage> {
  const success = { cause: null, triedMs: null, retryUntil: null, reply: null, remoteHost: null } as const;
  return ports.messageOf(
    composeDsn(
      {
        ...success,
        kind: 'delivered',
        to,
        domain: domainOf(address),
        recipient: address,
        submittedAt: context.at,
        wishes,
        header: await headerOfBytes(message.open()),
      },
      { hostname: ports.hostname ?? domainOf(address), at: context.at, id: ports.newId() },
    ),
  );
}

/** More header than this is nobody's help in a notice. */
const MAX_HEADER = 64 * 1024;

/** The header that these bytes begin with, its blank line excluded, cut at 64 KiB. */
export async function headerOfBytes(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let header = Buffer.alloc(0);
  for await (const more of bytes) {
    header = Buffer.concat([header, more]);
    const end = header.indexOf('\r\n\r\n');
    if (end >= 0) return header.subarray(0, Math.min(end + 2, MAX_HEADER));
    if (header.length > MAX_HEADER) break;
  }
  return header.subarray(0, header.lastIndexOf('\n', MAX_HEADER) + 1);
}
