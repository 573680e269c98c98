import type { BalRoute, Routing } from '../access/index.js';
import { domainOfPath, type MailPath, type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, type RefusalCode, refused } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { MailRooms } from './mail-rooms.js';

/** A BAL as a sender must know it, found by its address before any tenant is. */
export interface InboundRecipient extends BalRoute {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

export interface RecipientRouting extends Pick<Routing, 'isOurDomain'> {
  inboundRecipient(address: MssAddress): Promise<InboundRecipient | null>;
}

export interface RecipientPorts {
  readonly routing: RecipientRouting;
  readonly rooms: MailRooms;
}

/**
 * Does a BAL here take a letter for this address? `announcedSize` is what the sender declared, in octets; 0 when nothing.
 * Refuses relayRefused, recipientUnknown, recipientSuspended, recipientFull; the last two are traced in the BAL's tenant.
 */
// EX_3.1_5030 (7): the state of the BAL is told at RCPT, by the standard's codes, so that nobody has to bounce.
export async function admitInboundRecipient(
  ports: RecipientPorts,
  context: ActContext,
  path: MailPath,
  announcedSize: number,
): Promise<Outcome<BalRoute>> {
  const found = await recipientAt(ports.routing, path);
  if (!found.ok) return found;
  const recipient = found.value;
  const code = obstacleOf(recipient, announcedSize);
  if (!code) return found;
  await traceRefusal(ports.rooms, context, recipient, code, announcedSize);
  return refused(code, { address: recipient.address });
}

async function recipientAt(routing: RecipientRouting, path: MailPath): Promise<Outcome<InboundRecipient>> {
  const address = parseMssAddress(path);
  const recipient = address ? await routing.inboundRecipient(address) : null;
  if (recipient) return done(recipient);
  const ours = await routing.isOurDomain(domainOfPath(path));
  return ours ? refused('recipientUnknown', { address: path }) : refused('relayRefused');
}

function obstacleOf({ state, usedBytes, quotaBytes }: InboundRecipient, size: number): RefusalCode | null {
  // RE_GBM_4420: a suspended BAL takes nothing in (x.2.1).
  if (state === 'suspended') return 'recipientSuspended';
  return usedBytes + size > quotaBytes ? 'recipientFull' : null;
}

async function traceRefusal(
  rooms: MailRooms,
  context: ActContext,
  { address, balId, tenantId }: BalRoute,
  code: RefusalCode,
  size: number,
): Promise<void> {
  const facts = { recipient: address, size };
  await rooms.transaction(context, (enter) =>
    enter(tenantId, async ({ journal }) => {
      await journal.record([{ kind: 'message.refused', outcome: code, balId, facts }]);
      return done(undefined);
    }),
  );
}
