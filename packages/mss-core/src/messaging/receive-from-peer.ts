import type { BalRoute } from '../access/index.js';
import { domainOfPath } from '../identifiers/index.js';
import { done, type Outcome, type Refusal, refused } from '../outcome/index.js';
import type { ActContext, NewId } from '../tenancy/index.js';
import { receiptsToPeer } from './delivery-notices.js';
import { arrivalsOf, fileInPlaces, inOrder, type LocalLetter, recordArrivals } from './file-in-tenants.js';
import { quarantineRefused, quarantineStripped } from './infected-from-peer.js';
import { judgeScanned, type ScanPorts } from './judge-scanned.js';
import type { Place } from './letter-filing.js';
import type { MailRoom, MailRooms } from './mail-rooms.js';
import {
  asksFor,
  type DeliveryWishes,
  type LetterWishes,
  NOTHING_WISHED,
  type RecipientWishes,
} from './notification-wishes.js';
import type { LetterReport, ReceivedMessage } from './ports.js';
import type { QuarantinePorts } from './quarantine-letter.js';
import { readReports } from './read-reports.js';
import type { ReturnNotice } from './read-return.js';
import type { Infection, ScannedMessage } from './scanning.js';
import { returnsIn, tellReturns } from './tell-returns.js';

/** RFC 5321 §6.3: a large number of Received fields tells a loop; 50 is what servers commonly take. */
export const MAX_RECEIVED = 50;
/** Letters of the ministry to every professional. */
const MASS_MAIL_DOMAIN = 'dgs.mssante.fr';

export interface ReceivingPorts extends ScanPorts, QuarantinePorts {
  readonly rooms: MailRooms;
  readonly newId: NewId;
}

/** A letter from another operator, its envelope admitted command by command. */
export interface PeerLetter extends LocalLetter {
  readonly message: ScannedMessage;
  readonly recipients: readonly PeerRecipient[];
  /** What its sender wishes to be told; nothing unless said. */
  readonly wishes?: LetterWishes;
}

export type PeerRecipient = BalRoute & { readonly wishes?: RecipientWishes };

/**
 * Files a letter in the inbox of every recipient, in one transaction: accepted whole or not at all, and known to be kept when
 * this answers. Refuses noRecipient, mailLoop, scanUnavailable, malwareFound, recipientFull.
 */
// EX_3.1_5010: no other reason than these may refuse a letter of a listed domain.
export async function receiveFromPeer(
  ports: ReceivingPorts,
  context: ActContext,
  letter: PeerLetter,
): Promise<Outcome<void>> {
  const obstacle = obstacleOf(letter);
  if (obstacle) return traceRefusal(ports.rooms, context, letter, obstacle);
  const tenants = letter.recipients.map(({ tenantId }) => tenantId);
  const decision = await judgeScanned(ports, context, letter.message, tenants);
  switch (decision.kind) {
    case 'refused':
      if (decision.infection)
        await quarantineRefused(
          ports,
          context,
          { ...letter, infection: decision.infection },
          inboxesOf(letter),
        );
      return traceRefusal(ports.rooms, context, letter, decision.refusal);
    case 'stripped':
      return fileStripped(ports, context, letter, decision.message, decision.infection);
    case 'pass':
      return fileAsItCame(ports, context, letter);
  }
}

/** What a letter makes us tell, besides filing it: receipts that its sender wished, and what it says of letters of ours. */
interface Owed {
  readonly receipts: readonly (PeerRecipient & { readonly wishes: DeliveryWishes })[];
  readonly returns: readonly ReturnNotice[];
  readonly reports: readonly LetterReport[];
}

async function owedFor(letter: PeerLetter): Promise<Owed> {
  const delivered = letter.recipients.map((recipient) => ({
    ...recipient,
    wishes: { ...NOTHING_WISHED, ...letter.wishes, ...recipient.wishes },
  }));
  const receipts = letter.sender === null ? [] : delivered.filter(({ wishes }) => asksFor(wishes, 'SUCCESS'));
  return { receipts, returns: await returnsIn(letter), reports: await readReports(letter.message) };
}

async function fileAsItCame(
  ports: ReceivingPorts,
  context: ActContext,
  letter: PeerLetter,
): Promise<Outcome<void>> {
  const owed = await owedFor(letter);
  if (owed.receipts.length + owed.returns.length + owed.reports.length > 0)
    return fileAndTell(ports, context, letter, letter.message, owed);
  const filings = inOrder(inboxesOf(letter)).map(([tenantId, places]) => {
    return { tenantId, places, ...arrivalsOf(ports.newId, letter, places) };
  });
  const outcome = await ports.rooms.file(context, letter.message, filings);
  return outcome.ok ? outcome : traceRefusal(ports.rooms, context, letter, outcome.refusal);
}

/** Files what remains of an infected letter; the letter goes to quarantine and its sender is told. */
async function fileStripped(
  ports: ReceivingPorts,
  context: ActContext,
  letter: PeerLetter,
  message: ReceivedMessage,
  infection: Infection,
): Promise<Outcome<void>> {
  const owed = await owedFor(letter);
  return fileAndTell(ports, context, letter, message, owed, (room, places, isFirst) =>
    // One notice to the sender, whatever the number of structures that were written to.
    quarantineStripped(ports, room, context, { ...letter, infection, tellsSender: isFirst }, places),
  );
}

/**
 * Files the letter and tells what is owed, in one transaction: a letter that was filed is never refused because something about it
 * could not be told.
 */
async function fileAndTell(
  ports: ReceivingPorts,
  context: ActContext,
  letter: PeerLetter,
  message: ReceivedMessage,
  { receipts, returns, reports }: Owed,
  besides: (room: MailRoom, places: readonly Place[], isFirst: boolean) => Promise<void> = async () =>
    undefined,
): Promise<Outcome<void>> {
  const filed = { ...letter, message };
  const outcome = await ports.rooms.transaction(context, async (enter) => {
    for (const [index, [tenantId, places]] of inOrder(inboxesOf(letter)).entries()) {
      const stored = await enter(tenantId, async (room) => {
        const messageId = await room.filing.keep(message);
        await recordArrivals(room, ports.newId, filed, messageId, places);
        await besides(room, places, index === 0);
        const here = receipts.filter((recipient) => recipient.tenantId === tenantId);
        await receiptsToPeer(ports, room, context, letter, here);
        await tellReturns(room, returns, places);
        for (const { balId } of places) await room.letters.report(balId, reports);
        return fileInPlaces(room, context, messageId, places);
      });
      if (!stored.ok) return stored;
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

// EX_3.1_5010: unsolicited mail is put aside, never refused; what the DGS or a server itself writes is not even put aside.
function inboxesOf({ recipients, message, sender }: PeerLetter): Place[] {
  const isAside = message.isSpam === true && sender !== null && domainOfPath(sender) !== MASS_MAIL_DOMAIN;
  return recipients.map((route) => ({ ...route, folder: isAside ? 'junk' : 'inbox' }));
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
